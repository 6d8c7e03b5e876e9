"""Larkspur sets its council up in Slack on 14 January 2027: scenario S0.1 to S0.3, and what else people do there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.council.people import Person
from bot.council.setups import Draft, Step
from bot.store import councils as kept_councils
from bot.usecases import Who
from bot.usecases.setups import Door, amend
from playground.__main__ import Trial, trial
from playground.script import Script
from tests.handlers import screen
from tests.views import samples

CHANNEL = "cx-council"
BASICS = {"council_name": "Larkspur CX Council", "council_channel": CHANNEL, "chaired_by": "myself"}
DEPARTMENTS = (
    ("Marketing", "marketing", "dana", "felix"),
    ("Sales", "sales", "marcus", "ines"),
    ("Operations", "field-ops", "owen", "rhea"),
    ("Customer Service", "customer-service", "aisha", "joe"),
    ("Finance & Billing", "finance-billing", "grace", None),
    ("IT & Platforms", "it-platforms", "ravi", "beth"),
)
CALENDAR = {"nth": "2", "weekday": "1", "start_time": "14:00"}
CHARTER = {
    "goal": "customers tell us we did what we said we'd do",
    "focus_areas": "First bill: right the first time\nInstallation: on the day",
    "part:1": "Promise only what we can deliver.",
}


@pytest.fixture
def before(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur with its bot, and nothing set up."""
    with _before(tmp_path) as running:
        yield running


@pytest.fixture
def script(before: Trial) -> Script:
    return before.playground.script


def _before(tmp_path: Path) -> Any:
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    return trial(database_url=url, with_council=False, with_scheduler=False)


def _open(script: Script, who: str = "priya") -> dict[str, Any]:
    return script.command(who, CHANNEL, "/cx-council", "setup")


def _department(script: Script, name: str, channel: str, lead: str, deputy: str | None = None, **more: Any) -> Any:
    script.press("priya", "cx_setup_department_add", view=True)
    filled = {"department_name": name, "department_channel": channel, "department_lead": lead, **more}
    return script.submit("priya", filled | ({"department_deputy": deputy} if deputy else {}))


def _go_to(script: Script, step: Step, who: str = "priya") -> dict[str, Any]:
    """Answer every step before `step`, as Priya does."""
    answer = _open(script, who)
    if step is Step.BASICS:
        return answer
    answer = script.submit(who, BASICS)
    if step is Step.PEOPLE:
        return answer
    for department in DEPARTMENTS:
        _department(script, *department)
    answer = script.submit(who, {"secretary": "tom"})
    if step is Step.CALENDAR:
        return answer
    answer = script.submit(who, CALENDAR)
    if step is Step.CHARTER:
        return answer
    return script.submit(who, CHARTER)


def _councils(before: Trial) -> list[str]:
    with before.process.database.read() as session:
        return [council.name for council in kept_councils.list_all(session)]


def _said(script: Script, place: str) -> list[str]:
    return [samples.texts(message["blocks"]) for message in script.messages(place) if "blocks" in message]


def _channel_id(script: Script, name: str) -> str:
    return str(next(one["id"] for one in script.state()["channels"] if one["name"] == name))


def _chosen(answer: dict[str, Any], field: str) -> Any:
    element = next(b["element"] for b in answer["view"]["blocks"] if b.get("block_id") == field)
    return next((value for name, value in element.items() if name.startswith("initial_")), None)


def test_the_council_is_set_up_from_nothing_to_the_three_things_that_need_priya(before: Trial, script: Script) -> None:
    _go_to(script, Step.REVIEW)
    done = screen.modal(script.submit("priya"))
    for said in (
        "Larkspur CX Council is set up. First meeting: Tue 9 February 2027, 14:00 "
        "(reports open Tue 26 Jan, due Thu 4 Feb 17:00, agenda Fri 5 Feb 09:00).",
        "Then Tue 9 March and Tue 13 April.",
        "Three things need you",
        "I'm not in #finance-billing, so I can't post reminders there. Ask someone there to type /invite @CX Council. "
        "Until then I'll message Grace directly.",
        "Finance & Billing has no deputy. If Grace is away, nobody can report.",
        "IT & Platforms' lead is in Kolkata: 14:00 here is 19:30 for Ravi.",
    ):
        assert said in done
    assert _said(script, "@priya") == [done]
    assert before.playground.workspace.refusals() == []


def test_hello_is_said_once_in_each_department_s_channel_that_the_app_is_in(script: Script) -> None:
    _go_to(script, Step.REVIEW)
    script.submit("priya")
    sales = _channel_id(script, "sales")
    assert _said(script, "sales") == [
        f"Hello #{sales}. I'm the CX Council's assistant. Once a month I'll ask Marcus (or Ines) for Sales' report, "
        "and I'll post the actions people here own.\n"
        "Our goal: customers tell us we did what we said we'd do\n"
        "Sales' part: “Promise only what we can deliver.”\n"
        "[Open the charter]"
    ]
    assert _said(script, "finance-billing") == []
    assert all(len(_said(script, channel)) == 1 for _, channel, *_ in DEPARTMENTS if channel != "finance-billing")


def test_the_hello_opens_the_charter_for_everyone(script: Script) -> None:
    _go_to(script, Step.REVIEW)
    script.submit("priya")
    hello = script.last_message("sales")
    charter = screen.modal(script.press("jonas", "cx_charter_open", channel="sales", ts=hello["ts"]))
    assert "Our goal: customers tell us we did what we said we'd do" in charter
    assert "First bill: right the first time" in charter
    assert "Sales: Promise only what we can deliver." in charter
    assert "Version 1, by Priya Raman on Thu 14 January." in charter


def test_chair_and_admins_are_told_by_direct_message_who_set_it_up(script: Script) -> None:
    _open(script, "tom")
    script.submit("tom", BASICS | {"chaired_by": "somebody"})
    script.press("tom", "cx_setup_department_add", view=True)
    script.submit("tom", {"department_name": "Sales", "department_channel": "sales", "department_lead": "marcus"})
    assert script.submit("tom")["errors"] == {"chair": "Please complete this required field."}
    script.submit("tom", {"chair": "priya"})
    script.submit("tom", CALENDAR)
    script.submit("tom", {name: CHARTER[name] for name in ("goal", "focus_areas")})
    script.submit("tom")
    priya, helen = _said(script, "@priya")[0], _said(script, "@helen")[0]
    assert "Larkspur CX Council is set up, and you chair it. Tom Ashby set it up for you." in priya
    assert "Tom Ashby set it up for Priya Raman, who chairs it." in helen
    assert "As an admin of the workspace you can change people and dates too." in helen
    for told in (priya, helen):
        assert "/cx-council roster" in told
        assert "First meeting: Tue 9 February 2027, 14:00" in told


def test_a_chair_who_leads_a_department_is_refused_at_the_field_unless_there_is_a_reason_and_an_end(
    script: Script,
) -> None:
    _go_to(script, Step.PEOPLE)
    _department(script, "Sales", "sales", "marcus", "ines")
    assert script.submit("priya", {"chair": "marcus"})["errors"] == {
        "chair": "Marcus leads Sales. The chair should be outside the departments so they can be impartial. "
        "Choose someone else, or give a reason and an end date."
    }
    refused = script.submit("priya", {"override_reason": "Sales has no other lead until the summer"})
    assert "last day from today on" in refused["errors"]["override_until"]
    answer = script.submit("priya", {"override_until": "2027-06-30"})
    assert answer["view"]["callback_id"] == "cx_setup_calendar"


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("yusuf", "Yusuf Demir is a guest here"),
        ("wendy", "Wendy Lam is a guest here"),
        ("pia", "Pia Lindqvist belongs to another organisation"),
        ("standup", "Standup is an app"),
        ("george", "George Tan has a closed account"),
    ],
)
def test_whoever_cannot_lead_is_named_as_what_they_are_at_the_field(script: Script, person: str, said: str) -> None:
    _go_to(script, Step.PEOPLE)
    for field in ("department_lead", "department_deputy"):
        people = {"department_lead": "marcus"} | {field: person}
        script.press("priya", "cx_setup_department_add", view=True)
        filled = {"department_name": "Sales", "department_channel": "sales", **people}
        answer = script.submit("priya", filled, force=True)
        assert said in answer["errors"][field]
        script.close("priya")
    assert said in script.submit("priya", {"chair": person}, force=True)["errors"]["chair"]


def test_a_guest_may_help_and_is_named_as_one(script: Script) -> None:
    _go_to(script, Step.PEOPLE)
    answer = _department(script, "Marketing", "marketing", "dana", department_members=["yusuf", "pia"])
    listed = screen.modal(answer)
    assert "Marketing: lead Dana Okoye, no deputy, 2 others." in listed
    assert "Pia Lindqvist belongs to another organisation and Yusuf Demir is a guest here." in listed


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"department_name": "SALES"}, "department_name", "SALES is there twice"),
        ({"department_channel": "sales"}, "department_channel", "needs a channel of its own"),
        ({"department_channel": CHANNEL}, "department_channel", "this is the council's channel"),
        ({"department_deputy": "aisha"}, "department_deputy", "deputy"),
    ],
)
def test_a_department_that_cannot_be_is_refused_at_its_field(
    script: Script, facts: dict[str, str], field: str, said: str
) -> None:
    _go_to(script, Step.PEOPLE)
    _department(script, "Sales", "sales", "marcus", "ines")
    script.press("priya", "cx_setup_department_add", view=True)
    service = {"department_name": "Service", "department_channel": "customer-service", "department_lead": "aisha"}
    assert said in script.submit("priya", service | facts)["errors"][field]


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"start_time": "02:00"}, "start_time", "Please choose a start between 07:00 and 19:00."),
        ({"start_time": "19:01"}, "start_time", "Please choose a start between 07:00 and 19:00."),
        ({"own_holidays": "the day after"}, "own_holidays", "I can't find a date in “the day after”"),
        ({"duration_min": "14"}, "duration_min", "15"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_at_its_field(
    script: Script, facts: dict[str, str], field: str, said: str
) -> None:
    _go_to(script, Step.CALENDAR)
    assert said in script.submit("priya", CALENDAR | facts, force=True)["errors"][field]


def test_there_is_no_fifth_weekday_to_choose(script: Script) -> None:
    answer = _go_to(script, Step.CALENDAR)
    nth = next(b["element"] for b in answer["view"]["blocks"] if b.get("block_id") == "nth")
    assert [option["text"]["text"] for option in nth["options"]] == ["First", "Second", "Third", "Fourth", "Last"]


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"goal": "   "}, "goal", "A council needs a goal"),
        ({"focus_areas": "A\nB\nC\nD\nE\nF"}, "focus_areas", "one to 5 focus areas"),
        ({"focus_areas": "Bill\nbill: again"}, "focus_areas", "is there twice"),
        ({"focus_areas": "x" * 61}, "focus_areas", "1 to 60 characters"),
        ({"part:0": "x" * 301}, "part:0", "This has 301 characters, and there is room for 300."),
    ],
)
def test_a_charter_that_cannot_be_is_refused_at_its_field(
    script: Script, facts: dict[str, str], field: str, said: str
) -> None:
    _go_to(script, Step.CHARTER)
    assert said in script.submit("priya", CHARTER | facts, force=True)["errors"][field]


def test_a_council_without_departments_is_refused_with_everything_kept(script: Script) -> None:
    _go_to(script, Step.PEOPLE)
    answer = script.submit("priya", {"secretary": "tom"})
    assert "Please add a department first" in screen.modal(answer)
    assert _chosen(answer, "secretary") is not None


def test_set_up_goes_on_where_somebody_left_off_also_after_a_restart(tmp_path: Path) -> None:
    with _before(tmp_path) as running:
        _go_to(running.playground.script, Step.CHARTER)
    with _before(tmp_path) as running:
        script = running.playground.script
        answer = _open(script)
        assert answer["view"]["callback_id"] == "cx_setup_charter"
        script.submit("priya", CHARTER)
        assert "Larkspur CX Council is set up." in screen.modal(script.submit("priya"))


def test_going_back_keeps_what_was_typed_even_where_it_could_not_be_sent(script: Script) -> None:
    _go_to(script, Step.CALENDAR)
    script.type("priya", "02:00", block_id="start_time")
    script.type("priya", "the day after", block_id="own_holidays")
    back = script.press("priya", "cx_setup_back", view=True)
    assert back["view"]["callback_id"] == "cx_setup_people"
    assert "Departments (6)" in screen.modal(back)
    again = script.submit("priya")
    assert again["view"]["callback_id"] == "cx_setup_calendar"
    assert (_chosen(again, "start_time"), _chosen(again, "own_holidays")) == ("02:00", "the day after")
    script.close("priya", all=True)
    script.submit("priya") if script.state()["views"].get("priya") else None
    assert _chosen(_open(script), "own_holidays") == "the day after"


def test_a_department_is_edited_and_removed_and_what_was_typed_beneath_stays(script: Script) -> None:
    _go_to(script, Step.PEOPLE)
    _department(script, "Sales", "sales", "marcus", "ines")
    _department(script, "Service", "customer-service", "aisha")
    script.type("priya", "tom", block_id="secretary")
    script.press("priya", "cx_setup_department_menu", view=True, value="edit:1")
    answer = script.submit("priya", {"department_name": "Customer Service", "department_deputy": "joe"})
    assert "Customer Service: lead Aisha Khan, deputy Joe Lister." in screen.modal(answer)
    answer = script.press("priya", "cx_setup_department_menu", view=True, value="remove:0")
    assert "Departments (1)" in screen.modal(answer)
    assert "Sales" not in screen.modal(answer)
    assert answer["view"]["state"]["values"]["secretary"]["secretary"]["selected_user"] is not None


def test_what_is_set_up_already_is_said_and_nothing_happens_again(before: Trial, script: Script) -> None:
    _go_to(script, Step.REVIEW)
    script.submit("priya")
    said = screen.private(_open(script, "marcus"))
    for words in ("Larkspur CX Council is set up in this workspace already, and Priya Raman chairs it.", "calendar"):
        assert words in said
    assert _councils(before) == ["Larkspur CX Council"]
    assert len(_said(script, "sales")) == len(_said(script, "@priya")) == 1


def test_somebody_who_finishes_second_is_told_that_there_is_a_council(before: Trial, script: Script) -> None:
    _go_to(script, Step.REVIEW)
    _open(script, "tom")
    script.submit("tom", BASICS | {"council_name": "Tom's", "chaired_by": "somebody"})
    script.submit("priya")
    answer = script.submit("tom", {"chair": "priya"})
    assert "is set up in this workspace already" in screen.modal(answer)
    assert _councils(before) == ["Larkspur CX Council"]


@pytest.mark.parametrize("person", ["yusuf", "wendy"])
def test_guests_are_told_who_sets_a_council_up(before: Trial, script: Script, person: str) -> None:
    channel = {"yusuf": "marketing", "wendy": "field-ops"}[person]
    said = screen.private(script.command(person, channel, "/cx-council", "setup"))
    assert "Full members of this workspace set a council up, and not guests." in said
    assert _councils(before) == []


def test_a_step_sent_by_somebody_who_became_a_guest_is_refused(before: Trial, script: Script) -> None:
    _go_to(script, Step.REVIEW)
    script.person("priya", "change", is_guest=True)
    answer = script.submit("priya")
    assert "not guests" in screen.modal(answer)
    assert _councils(before) == []


def test_somebody_who_left_while_the_form_was_open_is_found_at_the_end(before: Trial, script: Script) -> None:
    _go_to(script, Step.REVIEW)
    script.person("marcus", "deactivate")
    answer = script.submit("priya")
    assert "Marcus Bell has a closed account" in screen.modal(answer)
    assert answer["view"]["callback_id"] == "cx_setup_review"
    assert _councils(before) == []


def test_the_longest_and_the_worst_that_people_type_stays_words(before: Trial, script: Script) -> None:
    live = "<!channel> *a* <@U0X> & ليلى"
    _open(script)
    script.submit("priya", BASICS | {"council_name": live})
    for name, channel, lead, deputy in DEPARTMENTS:
        _department(script, f"{live} {name}"[:40], channel, lead, deputy)
    script.submit("priya")
    script.submit("priya", CALENDAR)
    parts = {f"part:{number}": (live * 20)[:300] for number in range(6)}
    script.submit("priya", {"goal": (live * 20)[:300], "focus_areas": f"{live}: {live}"} | parts)
    done = screen.modal(script.submit("priya"))
    assert f"{live} is set up." in done
    for place in ("sales", "@priya", "@helen"):
        for message in script.messages(place):
            assert "<!" not in message["text"]
            assert "mrkdwn" not in str(message["blocks"])
    assert (live * 20)[:300] in _said(script, "sales")[0]
    assert before.playground.workspace.refusals() == []


def test_the_hello_comes_when_somebody_lets_the_app_in_and_only_once(script: Script) -> None:
    _go_to(script, Step.REVIEW)
    script.submit("priya")
    assert script.command("grace", "finance-billing", "/invite", "@CX Council")["ok"]
    (hello,) = _said(script, "finance-billing")
    assert "I'll ask Grace for Finance & Billing's report" in hello
    script.channel("grace", "finance-billing", "remove", person="CX Council")
    script.command("grace", "finance-billing", "/invite", "@CX Council")
    assert len(_said(script, "finance-billing")) == 1


def test_a_country_brings_its_regions_and_the_windows_unfold_with_everything_typed_kept(script: Script) -> None:
    _go_to(script, Step.CALENDAR)
    script.type("priya", "14:00", block_id="start_time")
    answer = script.type("priya", "DE", block_id="holiday_country")
    assert "holiday_subdivision:DE" in _fields(answer)
    script.type("priya", "BY", block_id="holiday_subdivision:DE")
    answer = script.press("priya", "cx_calendar_windows", view=True)
    assert {"report_open_bd", "holiday_subdivision:DE"} <= _fields(answer)
    script.type("priya", "12", block_id="report_open_bd")
    script.press("priya", "cx_setup_back", view=True)
    answer = script.submit("priya")
    assert (_chosen(answer, "start_time"), _chosen(answer, "report_open_bd")) == ("14:00", "12")
    assert _chosen(answer, "holiday_subdivision:DE")["value"] == "BY"
    answer = script.submit("priya", {"nth": "2", "weekday": "1"})
    script.submit("priya", CHARTER)
    look = screen.modal(script.press("priya", "cx_setup_back", view=True) and script.submit("priya"))
    assert "Reports open 12 working days before the meeting" in look
    assert "Public holidays of Germany (Bayern)" in look


def _fields(answer: dict[str, Any]) -> set[str]:
    return {block["block_id"] for block in answer["view"]["blocks"] if block["type"] == "input"}


def test_the_calendar_is_asked_for_where_the_council_s_clocks_are(script: Script) -> None:
    _open(script)
    script.submit("priya", BASICS | {"tz": "America/New_York"})
    _department(script, "Sales", "sales", "marcus", "ines")
    answer = script.submit("priya")
    assert _chosen(answer, "holiday_country")["value"] == "US"


def test_a_slow_database_costs_nobody_a_step_or_a_department(script: Script) -> None:
    _go_to(script, Step.PEOPLE)
    script.press("priya", "cx_setup_department_add", view=True)
    script.fault("database_slow", seconds=2.5, times=1)
    sales = {"department_name": "Sales", "department_channel": "sales", "department_lead": "marcus"}
    answer = script.submit("priya", sales)
    assert "Saved. Close this to go on." in screen.modal(answer)
    answer = script.close("priya")
    assert "Sales: lead Marcus Bell" in samples.texts(_top(script, "priya")["blocks"])
    script.fault("database_slow", seconds=2.5, times=1)
    answer = script.submit("priya")
    assert answer["view"]["callback_id"] == "cx_setup_calendar"
    script.fault("database_slow", seconds=2.5, times=1)
    answer = script.press("priya", "cx_setup_back", view=True)
    assert answer["view"]["callback_id"] == "cx_setup_people"


def test_a_slow_refusal_gives_the_department_back_with_everything_typed(script: Script) -> None:
    _go_to(script, Step.PEOPLE)
    script.press("priya", "cx_setup_department_add", view=True)
    script.fault("database_slow", seconds=2.5, times=1)
    wendy = {"department_name": "Sales", "department_channel": "sales", "department_lead": "wendy"}
    answer = script.submit("priya", wendy)
    assert "Wendy Lam is a guest here" in screen.modal(answer)
    assert _chosen(answer, "department_name") == "Sales"


def _top(script: Script, who: str) -> dict[str, Any]:
    state = script.state()
    user = next(one["id"] for one in state["people"] if one["handle"] == who)
    return dict(state["views"][user][-1])


def test_sixty_departments_are_set_up_and_each_channel_hears_of_it(before: Trial, script: Script) -> None:
    _go_to(script, Step.REVIEW)
    process, team = before.process, before.playground.workspace.world.team.id
    known = {person["handle"]: person["id"] for person in script.state()["people"]}
    priya = Person(known["priya"], "Priya Raman", "Europe/London")

    def many(draft: Draft, *_: Any) -> Draft:
        sales = draft.departments[1]
        more = [replace(sales, name=f"Sales {n}", channel=f"C0MANY{n}", part="x" * 300) for n in range(54)]
        return replace(draft, departments=(*draft.departments, *more))

    door = Door(Who(team, priya.slack_id), priya, "Larkspur")
    amend(process.database, door, many, now=process.clock.now())
    answer = _open(script)
    assert "60 departments" in screen.modal(answer)
    answer = script.press("priya", "cx_setup_back", view=True)
    assert len([name for name in _fields(answer) if name.startswith("part:")]) == 60
    script.submit("priya")
    done = screen.modal(script.submit("priya"))
    assert "Larkspur CX Council is set up." in done
    assert "things need you" in done
    assert len(_said(script, "sales")) == 1
