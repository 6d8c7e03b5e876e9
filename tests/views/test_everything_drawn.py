"""Every message and modal, drawn with the longest names and the worst of what people type, as Slack would take it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot import dates
from bot.council import actions as rules
from bot.council import agenda_plans, gaps, meetings, report_answers, report_drafts
from bot.council.arrangements import Arrangement
from bot.council.departments import Department
from bot.council.nudges import Part
from bot.council.people import Absence
from bot.council.sessions import Answer
from bot.views import (
    action_forms,
    actions,
    agenda_forms,
    agenda_items,
    agenda_looks,
    boards,
    help,
    home,
    notices,
    nudges,
    refilling,
    report_conflict,
    report_form,
    reports,
    sessions,
)
from bot.views import agenda_plans as agenda_plan_views
from bot.views import agendas as agenda_views
from bot.views.parts import Message, View
from playground import checks
from tests.views import samples
from tests.views.samples import LIVE, LONG_TEXT, LONGEST, SALES, SERVICE, TODAY

LONG_REPORT = (LIVE + "\n") * 30 + "é" * (3000 - 31 * len(LIVE))
LONG_REPORT = LONG_REPORT[:3000]
FULL = [
    samples.report(replace(LONGEST, id=n), LONG_REPORT, LIVE * 5, late=True, on_behalf_of="U0LAYLA")
    for n in range(3, 18)
]
MANY = tuple(samples.action(n, LONG_TEXT, owner="U0LONG", department_id=3) for n in range(1, 60))
MANY_DONE = tuple(samples.done(n, text=LONG_TEXT, evidence=LIVE * 5, department_id=3) for n in range(60, 120))
CARDS = tuple(samples.card(one, LONGEST, may_finish=True) for one in MANY)
POSTED = samples.agenda(
    *FULL,
    meeting=replace(
        samples.MEETING, question=LIVE * 3, state=meetings.State.AGENDA_POSTED, agenda_posted_at=samples.NOW
    ),
    follow_up=MANY + MANY_DONE,
    waiting=MANY,
)
OWN_TITLES = ("<!here> & " + "W" * 50, "زيارة من مهندسي الميدان الذين يزورون العملاء في بيوتهم اليوم")
LARGEST_PLAN = agenda_plans.Plan(
    (
        *(replace(item, title="& " * 29 + "W!", minutes=240) for item in agenda_plans.ITEMS),
        *(agenda_plans.Item(100 + n, OWN_TITLES[n % 2], 240, agenda_plans.Type.INFORM) for n in range(1, 11)),
    )
)
LARGEST = replace(POSTED, board=replace(POSTED.board, meeting=replace(POSTED.meeting, plan=LARGEST_PLAN)))
HALF_SKIPPED = replace(LARGEST_PLAN, skipped=frozenset(range(101, 111)))
ARRANGEMENT = Arrangement(LARGEST.council, LARGEST.meeting, told=3)
LATER = samples.MEETING.asks_if_held_at
WRITTEN = report_answers.about_everything(LONG_REPORT, report_answers.Attending.DEPUTY, LIVE * 5)
REPORTING = samples.desk(FULL[0], reader="U0LONG", departments=(SALES, LONGEST), start=WRITTEN)
MEANWHILE = report_drafts.SavedMeanwhile(
    report_drafts.Draft(7, 3, 2, WRITTEN, "U0LAYLA", samples.NOW), report_answers.about_everything(LIVE)
)
LONG_SESSION = samples.session(*MANY, *MANY_DONE, closes_at=LATER)
LONG_MINUTES = samples.with_minutes(*MANY, minutes=LONG_REPORT, minutes_posted_by="U0LONG")
NOT_STARTED = samples.session(state=meetings.State.AGENDA_POSTED, started_at=None, adjourned_at=None, held=None)
UNDERSTOOD = dates.Understood(TODAY, samples.MEETING.on, note=LIVE)

MESSAGES: dict[str, Callable[[], Message | None]] = {
    "board": lambda: boards.board(POSTED.board),
    "empty board": lambda: boards.board(samples.board()),
    "agenda": lambda: agenda_views.parent(POSTED),
    "agenda of twenty items": lambda: agenda_views.parent(LARGEST),
    "agenda with ten skipped": lambda: agenda_views.parent(
        replace(LARGEST, board=replace(LARGEST.board, meeting=replace(LARGEST.meeting, plan=HALF_SKIPPED)))
    ),
    "empty agenda": lambda: agenda_views.parent(samples.agenda()),
    "actions under item 1": lambda: agenda_items.item(POSTED, agenda_plans.Key.ACTIONS),
    "nothing under item 1": lambda: agenda_items.item(samples.agenda(), agenda_plans.Key.ACTIONS),
    "reports under item 3": lambda: agenda_items.item(POSTED, agenda_plans.Key.REPORTS),
    "nothing under item 3": lambda: agenda_items.item(samples.agenda(), agenda_plans.Key.REPORTS),
    "proposals under item 7": lambda: agenda_items.item(POSTED, agenda_plans.Key.NEXT_STEPS),
    "nothing under item 7": lambda: agenda_items.item(samples.agenda(), agenda_plans.Key.NEXT_STEPS),
    "private look": lambda: agenda_looks.private_look(
        samples.look(POSTED, samples.session(id=5), samples.with_minutes(id=6), now=LATER)
    ),
    "cancelled agenda": lambda: agenda_views.parent(
        samples.agenda(meeting=replace(POSTED.meeting, state=meetings.State.CANCELLED, cancelled_reason=LONG_TEXT))
    ),
    "did it take place": lambda: sessions.question(NOT_STARTED, None),
    "it did not": lambda: sessions.question(
        samples.session(state=meetings.State.CANCELLED, held=None), Answer("U0LONG", LATER)
    ),
    "minutes": lambda: sessions.minutes(LONG_MINUTES),
    "minutes without actions": lambda: sessions.minutes(samples.with_minutes()),
    "started": lambda: sessions.started(samples.session(adjourned_at=None)),
    "adjourned": lambda: sessions.adjourned(LONG_SESSION, offers_minutes=True),
    "adjourned for the secretary": lambda: sessions.adjourned(LONG_SESSION, offers_minutes=False),
    "not held": lambda: sessions.not_held(samples.session(state=meetings.State.CANCELLED)),
    "minutes posted": lambda: sessions.minutes_posted(LONG_MINUTES),
    "closed": lambda: sessions.closed(samples.with_minutes(state=meetings.State.CLOSED, closed_at=LATER)),
    "agenda posted": lambda: agenda_forms.posted(POSTED, revised=False),
    "report sent": lambda: reports.confirmation(
        samples.desk(FULL[0], reader="U0LONG"), amended=False, changed=True, days_early=-1
    ),
    "which report": lambda: reports.choice((SERVICE, SALES, LONGEST), 7),
    "who leads": lambda: reports.who_leads((LONGEST, SALES), samples.PEOPLE, on=TODAY),
    "card": lambda: actions.card(samples.card(MANY[0], LONGEST)),
    "done card": lambda: actions.card(samples.card(MANY_DONE[0], LONGEST)),
    "proposal": lambda: actions.proposal(samples.card(samples.proposed(text=LONG_TEXT, owner="U0LONG"), LONGEST)),
    "agreed proposal": lambda: actions.proposal(samples.card(MANY_DONE[0], LONGEST)),
    "one action": lambda: actions.look(CARDS[0]),
    "list": lambda: actions.listing(rules.Listing(CARDS, CARDS), mine=False),
    "empty list": lambda: actions.listing(rules.Listing((), ()), mine=True),
    "added": lambda: actions.added(CARDS[0]),
    "nudge": lambda: nudges.digest(
        samples.digest(samples.before_meeting(*MANY, *MANY_DONE[:1], confirm=MANY_DONE, department=LONGEST))
    ),
    "digest of twenty departments": lambda: nudges.digest(
        samples.digest(*(part for n in range(3, 23) for part in _both_about(replace(LONGEST, id=n))), reader="U0LAYLA")
    ),
    "help": lambda: help.of("/cx-action"),
    "unknown": lambda: help.unknown("/cx-report", LIVE * 9),
    "refusal": lambda: notices.plain(LIVE * 9),
}


def _both_about(department: Department) -> Iterator[Part]:
    """Sixty actions in two parts, each part as long as it gets."""
    owned = [replace(one, id=one.id + 1000 * department.id, due_on=TODAY) for one in MANY]
    yield samples.reminder(*owned[:30], department=department, late_since=TODAY)
    yield samples.before_meeting(*owned, confirm=MANY_DONE, department=department)


VIEWS: dict[str, Callable[[], View]] = {
    "report form": lambda: report_form.form(REPORTING),
    "empty report form": lambda: report_form.form(samples.desk()),
    "report saved meanwhile": lambda: report_conflict.conflict(REPORTING, MEANWHILE, edition=0),
    "both reports": lambda: report_conflict.conflict(REPORTING, MEANWHILE, edition=0, both=True),
    "agenda form": lambda: agenda_forms.form(samples.look(POSTED)),
    "agenda of twenty items arranged": lambda: agenda_plan_views.modal(ARRANGEMENT),
    "ten items skipped": lambda: agenda_plan_views.modal(
        replace(ARRANGEMENT, meeting=replace(ARRANGEMENT.meeting, plan=HALF_SKIPPED))
    ),
    "agenda as usual": lambda: agenda_plan_views.modal(Arrangement(samples.COUNCIL, samples.MEETING)),
    "agenda item": lambda: agenda_plan_views.item_form(ARRANGEMENT, LARGEST_PLAN.items[-1]),
    "new agenda item": lambda: agenda_plan_views.item_form(ARRANGEMENT, None),
    "agenda form with twenty items": lambda: agenda_forms.form(samples.look(LARGEST)),
    "agenda preview with twenty items": lambda: agenda_forms.preview(LARGEST),
    "agenda preview": lambda: agenda_forms.preview(POSTED),
    "agenda form beside an earlier session": lambda: _view(
        agenda_looks.look(samples.look(POSTED, samples.session(id=5)))
    ),
    "minutes form": lambda: sessions.minutes_form(LONG_SESSION),
    "empty minutes form": lambda: sessions.minutes_form(samples.session()),
    "action form": lambda: action_forms.form(
        (SERVICE, LONGEST),
        opens_at_once=False,
        text=LONG_TEXT * 2,
        owner="U0NINA",
        due=LIVE * 4,
        echo=action_forms.echo(LIVE, UNDERSTOOD, TODAY),
    ),
    "done form": lambda: action_forms.done_form(samples.card(samples.action(123456, LONG_TEXT), LONGEST)),
    "home": lambda: home.home(samples.home(*CARDS, lines=tuple(FULL))),
    "empty home": lambda: home.home(samples.home()),
    "home without a council": home.not_set_up,
    "fullest home": lambda: home.home(
        samples.home(
            *CARDS,
            lines=tuple(FULL),
            reader="U0LONG",
            glances=tuple(
                samples.glance(
                    line.department,
                    report=line,
                    unfinished=500,
                    overdue=499,
                    away=(Absence("U0LONG", TODAY, TODAY),) * 30,
                )
                for line in FULL
            ),
            readiness=samples.readiness(
                *(samples.report(replace(LONGEST, id=n)) for n in range(60)),
                gaps=(gaps.Gap(gaps.Kind.AREA),) * 9,
                proposed=400,
                unclosed=(samples.MEETING,) * 120,
                refused=3,
                in_doubt=1,
            ),
        )
    ),
    "home for a stranger": home.for_members,
    "waiting": lambda: notices.waiting("CX report"),
    "notice": lambda: notices.as_modal("CX report", agenda_views.parent(POSTED)),
}


def _view(drawn: Message | View) -> View:
    assert isinstance(drawn, dict), "it opens as a form"
    return drawn


@pytest.fixture(params=MESSAGES)
def message(request: pytest.FixtureRequest) -> Message:
    made = MESSAGES[request.param]()
    assert made is not None
    return made


@pytest.fixture(params=VIEWS)
def view(request: pytest.FixtureRequest) -> View:
    return VIEWS[request.param]()


def test_slack_takes_every_message(message: Message) -> None:
    assert checks.check_message(message.text, message.blocks) == []


def test_slack_takes_every_view(view: View) -> None:
    assert checks.check_view(view) == []


def test_nothing_in_a_notification_is_live(message: Message) -> None:
    assert 0 < len(message.text) <= 3000
    assert "<" not in message.text
    assert ">" not in message.text
    bare = message.text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert "&" not in bare


def test_a_message_stays_well_under_slacks_unwritten_limit(message: Message) -> None:
    assert sum(len(text) for text in _strings(message.blocks)) < 12_500


def test_what_people_typed_is_never_mrkdwn(message: Message) -> None:
    assert "mrkdwn" not in set(_strings(message.blocks))


def test_what_people_typed_is_never_mrkdwn_in_a_view_either(view: View) -> None:
    assert "mrkdwn" not in set(_strings(view["blocks"]))


def test_only_cards_and_nudges_mention_anyone() -> None:
    mentioning = {name for name, draw in MESSAGES.items() if '"user"' in repr(draw()).replace("'", '"')}
    assert mentioning == {"card", "nudge"}


def test_nothing_is_lost_when_a_form_is_shown_again() -> None:
    form = VIEWS["action form"]()
    values = {
        "text": {"text": {"type": "plain_text_input", "value": "Something else"}},
        "owner": {"owner": {"type": "users_select", "selected_user": "U0RAVI"}},
        "due": {"due": {"type": "plain_text_input", "value": "friday"}},
        "department": {"department": {"type": "static_select", "selected_option": {"value": "3"}}},
    }
    shown = refilling.again(form | {"state": {"values": values}}, problem="Not now.", field="due")
    assert checks.check_view(shown) == []
    entered = {b["block_id"]: b["element"] for b in shown["blocks"] if b["type"] == "input"}
    assert entered["text"]["initial_value"] == "Something else"
    assert entered["owner"]["initial_user"] == "U0RAVI"
    assert entered["due"]["initial_value"] == "friday"
    assert entered["department"]["initial_option"]["value"] == "3"
    order = [block.get("block_id") for block in shown["blocks"]]
    assert order[order.index("due") + 1] == "problem"


def test_a_problem_is_said_once_however_often_it_happens() -> None:
    form = VIEWS["report form"]() | {"state": {"values": {}}}
    once = refilling.again(form, problem="First.")
    twice = refilling.again(once | {"state": {"values": {}}}, problem="Second.")
    said = [samples.texts(block) for block in twice["blocks"] if block.get("block_id") == "problem"]
    assert said == ["Second."]
    assert twice["private_metadata"] == form["private_metadata"]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in ("text", "type") or isinstance(inner, dict | list):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
