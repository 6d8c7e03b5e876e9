"""The agenda from the deadline to the meeting, and what comes across it: late, moved, cancelled, council only."""

from typing import Any

from bot.usecases import Who
from bot.usecases import reports as report_deeds
from playground.__main__ import Trial
from playground.script import Message, Script
from tests import builders
from tests.journeys.told import buttons, press, reports, telling, words

QUESTION = "How do we stop promising what we can't deliver?"
EVIDENCE = "We have evidence that customers don't believe our dates"
ASKED = {"question": QUESTION, "question_evidence": EVIDENCE, "question_source": "1,302 calls, January"}
SAID = {"did": "Logged 1,302 calls about broken promises.", "attending": "lead"}
TITLE = "Larkspur CX Council — Tue 9 February 2027"


def agenda(script: Script) -> Message:
    """The agenda in the council's channel; there is one."""
    [found] = telling(script, "cx-council", TITLE)
    return found


def thread(script: Script) -> list[str]:
    """What stands under it."""
    ts = agenda(script)["ts"]
    return [words(one) for one in script.messages("cx-council") if one.get("thread_ts") == ts and one["ts"] != ts]


def look(script: Script, user: str, text: str = "") -> str:
    """What /cx-agenda says to somebody, in a message or a modal."""
    answer = script.command(user, "cx-council", "/cx-agenda", text)
    said = [words(one) for one in answer["messages"] if one["kind"] == "ephemeral"]
    if not said:
        said = [words(answer["view"])]
        script.close(user, all=True)
    return "\n".join(said)


def post(script: Script, **answers: Any) -> None:
    script.command("priya", "cx-council", "/cx-agenda")
    posted = script.submit("priya", ASKED | answers)
    assert posted["ok"], posted
    script.close("priya", all=True)


def exported(larkspur: Trial, user: str, text: str = "export") -> str:
    script = larkspur.playground.script
    script.command(user, "cx-council", "/cx-agenda", text)
    script.close(user, all=True)
    [*_, message] = [one for one in script.messages(f"@{user}") if one.get("files")]
    content = larkspur.playground.workspace.files.get(message["files"][0]["id"]).content
    assert content is not None
    return content.decode()


def test_from_the_deadline_to_a_late_report(opened: Trial) -> None:
    script = opened.playground.script
    reports(script, "aisha", "customer-service", SAID)
    reports(script, "marcus", "sales", SAID)

    # On the eve Priya gives the agenda its question; it goes out at its time.
    script.clock(to="2027-02-04T17:05:00+00:00")
    script.command("priya", "cx-council", "/cx-agenda")
    prepared = script.submit("priya", ASKED | {"post_when": "later"})
    assert "It goes out Fri 5 February, 09:00." in words(prepared["view"])
    script.close("priya", all=True)
    assert telling(script, "cx-council", TITLE) == []
    script.clock(to="2027-02-05T09:00:00+00:00")
    parent = agenda(script)
    assert parent["at"] == "2027-02-05T09:00:00+00:00"
    for said in (f"{EVIDENCE} (1,302 calls, January). {QUESTION}", "No report: ", "agenda v1", "our first meeting"):
        assert said in words(parent)
    assert len(thread(script)) == 1

    # Owen's report comes at 11:20: one note, edited where it stands, nothing posted anew.
    script.clock(to="2027-02-05T11:20:00+00:00")
    assert "v2" in reports(script, "owen", "field-ops", SAID)
    assert agenda(script)["ts"] == parent["ts"]
    assert "Operations (added Fri 11:20)" in words(agenda(script))
    assert "agenda v2" in words(agenda(script))
    assert thread(script)[-1] == "Agenda v2: Operations' report added (late)."
    assert script.state()["refusals"] == []


def test_an_agenda_without_reports_actions_or_question_is_posted_all_the_same(opened: Trial) -> None:
    script = opened.playground.script
    script.clock(to="2027-02-05T09:00:00+00:00")
    said = words(agenda(script))
    assert "Posted by the timetable, without a question." in said
    assert "No report: " in said
    assert thread(script) == []
    assert "No report: " in look(script, "layla", "february")
    assert "## " not in exported(opened, "layla")  # nothing beyond its lines
    assert script.state()["refusals"] == []


def test_an_agenda_moved_after_it_was_posted_says_so_where_it_stands(opened: Trial) -> None:
    script = opened.playground.script
    reports(script, "aisha", "customer-service", SAID)
    post(script)
    before = agenda(script)
    script.command("priya", "cx-council", "/cx-council", "calendar")
    script.press("priya", "cx_calendar_move", block_id="meeting:1", view=True)
    script.submit("priya", {"meets_on": "2027-02-18", "start_time": "16:00", "reason": "Half of us are away."})
    assert "is Thu 18 February, 16:00 now" in words(script.submit("priya")["view"])
    script.close("priya", all=True)
    [after] = telling(script, "cx-council", "Larkspur CX Council — Thu 18 February 2027")
    assert after["ts"] == before["ts"]
    assert "Moved from Tue 9 February, 14:00." in words(after)
    assert "Moved from Tue 9 February, 14:00." in look(script, "layla", "february")
    assert "February 2027 — Thu 18 February, agenda v1" in look(script, "layla", "past")


def test_an_agenda_cancelled_after_reports_came_says_so_and_keeps_them(opened: Trial) -> None:
    script = opened.playground.script
    reports(script, "aisha", "customer-service", SAID)
    post(script)
    script.command("priya", "cx-council", "/cx-council", "calendar")
    script.press("priya", "cx_calendar_cancel", block_id="meeting:1", view=True)
    assert "is cancelled." in words(script.submit("priya", {"reason": "Half of us are at the fair."})["view"])
    script.close("priya", all=True)
    assert "Cancelled: Half of us are at the fair." in words(agenda(script))
    assert "cancelled: Half of us are at the fair." in look(script, "layla", "past")
    assert "Cancelled: Half of us are at the fair." in look(script, "layla", "last")
    assert SAID["did"] in exported(opened, "layla", "export february")


def test_what_a_department_keeps_to_the_council_is_nowhere_else(opened: Trial) -> None:
    script = opened.playground.script
    keep_to_the_council(opened)
    post(script)
    secrets = ("We lose money", "You hid", "The quiet trick", "Hush.")
    for user, may_read in (("layla", False), ("jonas", False), ("aisha", True)):
        surfaces = [exported(opened, user), pages(script, user, "february")]
        script.home(user)
        surfaces[:0] = [look(script, user), str(script.state()["homes"].get(person(script, user)))]
        for secret in secrets:
            assert (secret in surfaces[-2], secret in surfaces[-1]) == (may_read, may_read), (user, secret)
            if not may_read:
                assert [one for one in surfaces if secret in one] == [], (user, secret)


def test_the_second_months_first_item_says_what_was_kept(opened: Trial) -> None:
    script = opened.playground.script
    post(script)
    for words_ in ("@nina re-target ads by 3 March", "@aisha tag the calls by 8 March", "@ravi the lookup by 30 April"):
        script.command("priya", "cx-council", "/cx-action", words_)
        assert script.submit("priya")["ok"]
        script.close("priya", all=True)
    script.clock(to="2027-02-09T13:45:00+00:00")
    looked = script.command("priya", "cx-council", "/cx-agenda")
    started = press(script, "priya", looked["view"], "Start meeting")
    script.clock(to="2027-02-09T15:27:00+00:00")
    press(script, "priya", started["view"], "Adjourn", confirm=True)
    script.close("priya", all=True)

    script.clock(to="2027-03-01T10:00:00+00:00")
    card = next(one for one in script.messages("marketing") if "A-1" in words(one))
    press(script, "nina", card, "Done", "marketing")
    assert script.submit("nina", {"evidence": "New postcodes live since Monday."})["ok"]
    script.clock(to="2027-03-05T09:05:00+00:00")
    [march] = telling(script, "cx-council", "Larkspur CX Council — Tue 9 March 2027")
    assert "follow-through 100 % so far (1 of 1 due). To confirm: A-1. Due by the meeting: A-2. Not due: A-3" in words(
        march
    )
    # From the start on it is as of the meeting's day; February's stays as it stood.
    script.clock(to="2027-03-09T13:59:00+00:00")
    looked = script.command("priya", "cx-council", "/cx-agenda")
    press(script, "priya", looked["view"], "Start meeting")
    script.close("priya", all=True)
    script.clock(by="PT1M")
    [march] = telling(script, "cx-council", "Larkspur CX Council — Tue 9 March 2027")
    assert "follow-through 50 % (1 of 2 due). To confirm: A-1. Overdue: A-2. Not due: A-3" in words(march)
    assert "Not due: A-1, A-2, A-3" in look(script, "layla", "february")
    assert script.state()["refusals"] == []


def keep_to_the_council(larkspur: Trial) -> None:
    """Sales sends a report that stays among the council's members."""
    database = larkspur.process.database
    report_deeds.submit(
        database,
        Who(larkspur.bot.rooms.team_id, person(larkspur.playground.script, "marcus")),
        meeting_id=builders.current_meeting(database).id,
        department_id=builders.department_named(database, "Sales").id,
        answers=builders.an_answer(
            "We lose money on every line.",
            customer_quote="You hid the price.",
            best_practice="The quiet trick.",
            other_business="Hush.",
            council_only=True,
        ),
        request_key="V1",
        now=larkspur.process.clock.now(),
    )


def pages(script: Script, user: str, text: str) -> str:
    """Every page of an agenda as somebody reads it."""
    shown = script.command(user, "cx-council", "/cx-agenda", text)
    seen = [words(shown["view"])]
    while "Next page" in buttons(shown["view"]):
        shown = press(script, user, shown["view"], "Next page")
        seen.append(words(shown["view"]))
    script.close(user, all=True)
    return "\n".join(seen)


def person(script: Script, handle: str) -> str:
    """Somebody's Slack id."""
    return next(str(one["id"]) for one in script.state()["people"] if one["handle"] == handle)
