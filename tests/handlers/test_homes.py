"""Home is there at once for whoever opens it, shows what is theirs to see, and its buttons lead on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.council.setups import Step
from bot.store import homes, people
from bot.views import home as views
from bot.views import ids
from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen, setting_up
from tests.views import samples


def test_the_chair_has_the_meeting_s_readiness_and_the_ways_to_do_something_about_it(script: Script) -> None:
    said = screen.modal(script.home("priya"))
    assert "0 of 6 reports in; not yet: " in said
    assert "No question is written yet." in said
    for action_id, callback_id in (
        (ids.WRITE_QUESTION, ids.AGENDA_FORM),
        (ids.way(ids.READ_ALL_REPORTS, "home"), ids.REPORT_READING),
        (ids.HOME_CHECK, ids.NOTICE),
        (ids.ADD_OTHER_BUSINESS, ids.ADDITION_FORM),
    ):
        assert script.press("priya", action_id, home=True)["view"]["callback_id"] == callback_id
        script.close("priya", all=True)


def test_a_message_that_did_not_get_there_leads_to_what_was_sent(larkspur: Trial, script: Script) -> None:
    space = larkspur.playground.workspace
    marketing = space.conversations.find_named("marketing")
    assert marketing is not None
    space.conversations.leave(marketing.id, space.world.bot.user_id)
    script.command("priya", "cx-council", "/cx-action", "@nina mend the banners by 31 March")
    script.submit("priya")
    script.close("priya", all=True)
    assert "1 message did not get there." in screen.modal(script.home("priya"))
    opened = script.press("priya", ids.HOME_DELIVERIES, home=True)
    assert opened["view"]["callback_id"] == ids.DELIVERY


def test_a_lead_writes_their_report_from_home_and_sees_at_once_that_it_is_in(larkspur: Trial, script: Script) -> None:
    assert "Customer Service's report is due" in screen.modal(script.home("aisha"))
    script.press("aisha", ids.WRITE_REPORT, home=True)
    script.submit("aisha", screen.REPORT)
    larkspur.bot.wait_until_idle(10)
    assert "Customer Service's report is in; you can still change it." in _shown(script, "aisha")


def test_everybody_s_home_is_fresh_after_a_deed(script: Script) -> None:
    script.home("priya")
    script.command("aisha", "customer-service", "/cx-report")
    script.submit("aisha", screen.REPORT)
    assert "1 of 6 reports in" in _shown(script, "priya")


def test_the_private_look_opens_from_home(script: Script) -> None:
    script.home("layla")
    opened = script.press("layla", ids.WRITE_QUESTION, home=True)
    assert "Tue 9 February" in screen.modal(opened)


def test_somebody_who_is_new_reads_what_this_is_and_tells_the_council_something(script: Script) -> None:
    said = screen.modal(script.home("layla"))
    assert views.ABOUT in said
    assert "Priya Raman chairs the council." in said
    assert "reports in" not in said
    opened = script.press("layla", ids.TELL_COUNCIL, home=True)
    assert "Priya" in screen.modal(opened)


def test_somebody_nobody_has_met_is_looked_up_and_seen_as_who_they_are(before: Trial) -> None:
    script = before.playground.script
    setting_up.go_to(script, Step.REVIEW)
    script.submit("priya")
    with before.process.database.read() as session:
        workspace = people.workspace_id(session, before.process.identity.team_id)
        assert people.find(session, workspace, _id(script, "layla")) is None
    script.fault("http_500", method="users.info")
    assert screen.modal(script.home("layla")) == samples.texts(views.for_members()["blocks"])
    assert views.ABOUT in screen.modal(script.home("layla"))


@pytest.mark.parametrize("handle", ["wendy", "yusuf"])
def test_guests_without_a_role_see_nothing_of_the_council_s(before: Trial, handle: str) -> None:
    script = before.playground.script
    setting_up.go_to(script, Step.REVIEW)
    script.submit("priya")
    said = screen.modal(script.home(handle))
    assert said == samples.texts(views.for_members()["blocks"])


def test_home_is_fresh_once_the_council_is_set_up(before: Trial) -> None:
    script = before.playground.script
    setting_up.go_to(script, Step.REVIEW)
    script.home("priya")
    assert "/cx-council setup" in _shown(script, "priya")
    script.submit("priya")
    before.bot.wait_until_idle(10)
    before.machine.settle()
    assert "Next meeting: Tue 9 February" in _shown(script, "priya")


def test_pressing_something_on_a_home_that_was_left_alone_keeps_it_fresh_again(larkspur: Trial, script: Script) -> None:
    script.home("priya")
    _leave_alone(larkspur, _id(script, "priya"))
    script.command("aisha", "customer-service", "/cx-report")
    script.submit("aisha", screen.REPORT)
    assert "0 of 6 reports in" in _shown(script, "priya")
    script.press("priya", ids.WRITE_QUESTION, home=True)
    larkspur.bot.wait_until_idle(10)
    assert "1 of 6 reports in" in _shown(script, "priya")
    script.close("priya", all=True)
    script.command("marcus", "sales", "/cx-report")
    script.submit("marcus", screen.REPORT)
    assert "2 of 6 reports in" in _shown(script, "priya")


def _leave_alone(larkspur: Trial, slack_id: str) -> None:
    """Their Home was opened two days ago."""
    process = larkspur.process
    opened_at = process.clock.now() - timedelta(days=2)
    with process.database.write() as session:
        homes.opened(session, people.workspace_id(session, process.identity.team_id), slack_id, now=opened_at)
    process.homes.draw_all()


def _shown(script: Script, handle: str) -> str:
    return samples.texts(_home(script, handle)["blocks"])


def _home(script: Script, handle: str) -> dict[str, Any]:
    shown: dict[str, Any] = script.state()["homes"][_id(script, handle)]
    return shown


def _id(script: Script, handle: str) -> str:
    [found] = [person["id"] for person in script.state()["people"] if person["handle"] == handle]
    return str(found)
