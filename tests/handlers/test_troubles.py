"""What people see when things go wrong: for every kind of trouble, what the playground's table says they do."""

import re
import time

import pytest

from bot.store import outbox
from playground import troubles
from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen
from tests.views import samples

pytestmark = pytest.mark.faults

OUR_FAULT = "Something went wrong on our side; nothing was saved. Please try again."
ONE_ACTION = ("priya", "cx-council", "/cx-action", "@nina re-target ads by 31 March")


def claims(kind: str) -> list[str]:
    """What the table has people read."""
    [row] = [one for one in troubles.TABLE if one.kind == kind]
    return re.findall("“([^”]+)”", row.sees)


def cards(script: Script, channel: str = "marketing") -> int:
    return sum(message["text"].startswith("A-") for message in script.messages(channel))


def undelivered(running: Trial) -> list[str]:
    with running.process.database.read() as session:
        return outbox.list_keys(session, outbox.State.FAILED)


def test_every_kind_has_a_test_here() -> None:
    told = {name.removeprefix("test_").split("__")[0] for name in globals() if "__" in name}
    assert {trouble.kind for trouble in troubles.TABLE} - {"clear"} <= told


@pytest.mark.parametrize(("kind", "is_open"), [("drop_after_accept", True), ("drop_before_accept", False)])
def test_drop_after_accept__and_before_of_a_form_is_owned_privately(
    undisturbed: Script, kind: str, is_open: bool
) -> None:
    undisturbed.fault(kind, method="views.open")
    answer = undisturbed.command("aisha", "customer-service", "/cx-report")
    assert claims(kind) == [OUR_FAULT]
    assert OUR_FAULT in _said(answer)
    assert (answer["view"] is not None) is is_open


@pytest.mark.parametrize("kind", ["drop_after_accept", "drop_before_accept"])
def test_drop_before_accept__and_after_of_a_message_is_not_seen_at_all(script: Script, kind: str) -> None:
    script.fault(kind, method="chat.postMessage")
    script.command(*ONE_ACTION)
    assert "A-1 is open: Nina Castillo" in screen.modal(script.submit("priya"))
    assert cards(script) == 1


def test_delay__of_a_form_past_three_seconds_is_slacks_timeout(undisturbed: Script) -> None:
    undisturbed.fault("delay", method="views.open", seconds=3.3, done=True)
    answer = undisturbed.command("aisha", "customer-service", "/cx-report")
    assert [answer["shown"]] == claims("delay")
    assert "Customer Service · meeting" in screen.modal(answer)


def test_delay__of_less_only_makes_it_late(undisturbed: Script) -> None:
    undisturbed.fault("delay", method="views.open", seconds=1)
    assert undisturbed.command("aisha", "customer-service", "/cx-report")["view"] is not None


def test_ratelimited__messages_come_later_and_others_in_time(script: Script, larkspur: Trial) -> None:
    began_at = larkspur.process.clock.now()
    script.fault("ratelimited", method="chat.postMessage", channel="marketing", retry_after=20)
    script.command(*ONE_ACTION)
    script.submit("priya")
    assert cards(script) == 1
    assert (larkspur.process.clock.now() - began_at).total_seconds() == 20


@pytest.mark.parametrize("kind", ["ratelimited", "http_500", "http_503", "not_json"])
def test_ratelimited__http_500__or_worse_for_a_form_is_owned_privately(undisturbed: Script, kind: str) -> None:
    undisturbed.fault(kind, method="views.open")
    answer = undisturbed.command("aisha", "customer-service", "/cx-report")
    assert claims(kind) == [OUR_FAULT]
    assert OUR_FAULT in _said(answer)
    assert "html" not in _said(answer).casefold()
    assert answer["view"] is None


@pytest.mark.parametrize("kind", ["http_500", "http_503", "not_json"])
def test_http_500__or_worse_after_the_form_was_opened_leaves_it_open(undisturbed: Script, kind: str) -> None:
    undisturbed.fault(kind, method="views.open", done=True)
    answer = undisturbed.command("aisha", "customer-service", "/cx-report")
    assert OUR_FAULT in _said(answer)
    assert "Customer Service · meeting" in screen.modal(answer)


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("kind", ["http_500", "http_503", "not_json"])
def test_http_503__and_others_leave_one_message(script: Script, kind: str, done: bool) -> None:
    script.fault(kind, method="chat.postMessage", done=done)
    script.command(*ONE_ACTION)
    script.submit("priya")
    assert cards(script) == 1


def test_not_json__on_the_way_of_an_edit_is_made_good(script: Script) -> None:
    script.fault("not_json", method="chat.update")
    script.command("aisha", "customer-service", "/cx-report")
    script.submit("aisha", screen.REPORT)
    assert "1 of 6 in" in screen.board(script)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled", "dropped"])
def test_socket_close__is_over_in_ten_seconds_and_costs_nobody_their_words(undisturbed: Script, reason: str) -> None:
    undisturbed.command("aisha", "customer-service", "/cx-report")
    undisturbed.fault("socket_close", reason=reason)
    at_once = undisturbed.submit("aisha", {"did": "", "attending": "lead"}, force=True)
    if not at_once["ok"]:
        assert at_once["shown"] in claims("socket_close")
        assert at_once["view"]["submit"]["text"] == "Send report"
    give_up = time.monotonic() + 15
    while not (answer := undisturbed.command("priya", "cx-council", "/cx-action", "list"))["ok"]:
        assert answer["error"] in ("dispatch_failed", "operation_timeout")
        assert f'"{answer["error"]}"' in next(one.sees for one in troubles.TABLE if one.kind == "socket_close")
        assert time.monotonic() < give_up
        time.sleep(0.1)


def test_database_slow__keeps_people_informed(script: Script) -> None:
    moment, saving, _ = claims("database_slow")
    script.fault("database_slow", seconds=2.5, times=1)
    listed = script.command("aisha", "cx-council", "/cx-action", "list")
    assert [moment in listed["messages"][0]["text"], "No actions are open" in listed["messages"][1]["text"]] == [
        True
    ] * 2
    script.fault("database_slow", seconds=1, times=1)
    script.command("aisha", "customer-service", "/cx-report")
    script.fault("database_slow", seconds=2.5, times=1)
    assert "report is in" in screen.modal(script.submit("aisha", screen.REPORT))
    placed = [str(call["arguments"]["view"]) for call in script.state()["calls"] if call["method"] == "views.open"]
    assert moment in placed[-1]
    assert saving == "Saving…"


def test_database_gone__is_owned_wherever_somebody_waits(script: Script) -> None:
    assert claims("database_gone") == [OUR_FAULT]
    script.fault("database_gone")
    assert OUR_FAULT in screen.private(script.command("aisha", "customer-service", "/cx-report"))
    script.fault("database_gone")
    assert OUR_FAULT in screen.private(script.command("aisha", "cx-council", "/cx-action", "list"))
    script.fault("database_gone")
    assert OUR_FAULT in screen.modal(script.home("aisha"))
    assert "Next meeting" in screen.modal(script.home("aisha"))


def test_database_gone__leaves_a_home_that_was_drawn(script: Script) -> None:
    drawn = script.home("aisha")["view"]
    script.fault("database_gone")
    assert script.home("aisha")["view"] == drawn


def test_database_gone__loses_no_word_and_saves_nothing_by_halves(script: Script) -> None:
    script.command("aisha", "customer-service", "/cx-report")
    script.fault("database_gone", seconds=60)
    refused = script.submit("aisha", screen.REPORT)
    assert OUR_FAULT in screen.modal(refused)
    assert screen.entered(refused)["did"] == screen.REPORT["did"]
    assert "0 of 6 in" in screen.board(script)
    script.fault("clear")
    assert "report is in, six working days early" in screen.modal(script.submit("aisha"))
    assert "1 of 6 in" in screen.board(script)


def test_what_is_called_off_does_not_happen(script: Script) -> None:
    for kind in ("database_gone", "http_500"):
        script.fault(kind)
    script.fault("clear")
    assert "No actions are open" in screen.private(script.command("aisha", "cx-council", "/cx-action", "list"))
    assert script.state()["faults"] == []


def test_out_of_a_channel_owner_and_lead_are_written_to_and_what_stands_there_goes_on(script: Script) -> None:
    script.command(*ONE_ACTION)
    script.submit("priya")
    card = script.last_message("marketing")
    assert script.channel("nina", "marketing", "remove", person="cx_council")["ok"]
    script.command("priya", "cx-council", "/cx-action", "@felix draft three texts by 31 March")
    script.submit("priya")
    assert cards(script) == 1
    for reader in ("@felix", "@dana"):
        assert "A-2" in samples.texts(script.last_message(reader)["blocks"])
    assert script.last_message("@priya")["text"] == (
        "I can't post in #marketing: I'm not in it. Felix Hart and Dana Okoye have the action cards in person. "
        "Invite me: type /invite @CX Council in #marketing, and I'll post there again."
    )
    script.clock(to="2027-02-02T09:00:00+00:00")
    assert "Marketing's open actions" in samples.texts(script.last_message("@dana")["blocks"])
    assert "A-2" in samples.texts(script.last_message("@felix")["blocks"])
    assert "A-1" not in samples.texts(script.last_message("@felix")["blocks"])
    assert screen.private(script.command("nina", "marketing", "/cx-action", "list")).startswith("Actions · 2 open")
    script.press("nina", "cx_done", channel="marketing", ts=card["ts"])
    script.submit("nina", {"evidence": "Live since today."})
    [changed] = [message for message in script.messages("marketing") if message["ts"] == card["ts"]]
    assert "Done by Nina Castillo" in samples.texts(changed["blocks"])


def test_of_an_archived_channel_owner_and_lead_are_written_to(script: Script) -> None:
    script.channel("dana", "marketing", "archive")
    script.command(*ONE_ACTION)
    script.submit("priya")
    for reader in ("@nina", "@dana"):
        assert "A-1" in samples.texts(script.last_message(reader)["blocks"])
    assert script.last_message("@priya")["text"].startswith("I can't post in #marketing: it is archived.")
    assert script.command("dana", "marketing", "/cx-action", "list")["error"] == "is_archived"


def test_a_closed_account_owns_nothing_new(script: Script) -> None:
    script.command("priya", "cx-council", "/cx-action", "@dana draft three texts by 31 March")
    script.person("dana", "deactivate")
    refused = script.submit("priya")
    assert refused["errors"] == {
        "owner": "Dana Okoye has a closed account and can't own an action. Please choose a person."
    }
    assert script.command("dana", "marketing", "/cx-report")["error"] == "account_inactive"


def test_a_proposal_goes_to_nobody_whose_account_is_closed(script: Script, larkspur: Trial) -> None:
    script.person("priya", "deactivate")
    before = script.messages("@priya")
    script.command("felix", "marketing", "/cx-action", "@nina re-target ads by 31 March")
    assert "A-1 is proposed" in screen.modal(script.submit("felix"))
    assert script.messages("@priya") == before
    assert "A-1" in samples.texts(script.last_message("@tom")["blocks"])
    assert undelivered(larkspur) == []


def test_a_removed_app_is_gone_and_back_again(
    script: Script, larkspur: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    script.command(*ONE_ACTION)
    script.submit("priya")
    assert script.person("CX Council", "deactivate")["ok"]
    assert script.command("aisha", "cx-council", "/cx-action", "list")["error"] == "app_uninstalled"
    script.clock(to="2027-02-02T09:00:00+00:00")
    assert "workspace_held workspace=1 why=account_inactive until=2027-02-02T09:05:00+00:00" in caplog.messages
    assert undelivered(larkspur) == []
    script.person("CX Council", "reactivate")
    assert screen.private(script.command("aisha", "cx-council", "/cx-action", "list")).startswith("Actions · 1 open")
    script.clock(to="2027-02-02T09:05:00+00:00")
    assert "Marketing's open actions" in samples.texts(script.last_message("marketing")["blocks"])


def _said(answer: dict[str, object]) -> str:
    messages = answer["messages"]
    assert isinstance(messages, list)
    return "\n".join(message["text"] for message in messages if message["kind"] == "ephemeral")
