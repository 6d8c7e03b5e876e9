"""Actions: proposing, agreeing, finishing, listing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot import dates
from bot.council import actions, calendar, departments, permissions, roster
from bot.council.departments import Council, Department
from bot.council.people import NotAnOwner, Person
from bot.store import actions as kept_actions
from bot.store import councils, events, people, requests
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, agendas, calendars, leavers, notices, nudging
from bot.usecases import councils as council_deeds


@dataclass(frozen=True)
class Draft:
    """An action as somebody wrote it. `due_phrase` is their words; `department_id` None means the owner's own."""

    text: str
    owner: Person
    due_phrase: str
    department_id: int | None = None


@dataclass(frozen=True)
class Pad:
    """What the form for a new action needs to know."""

    council: Council
    departments: tuple[Department, ...]
    opens_at_once: bool
    dates: dates.Context


class DueUnclear(Exception):
    """The due date was not understood, or can be read in two ways; `reading` says which."""

    def __init__(self, reading: dates.Ask | dates.Refused) -> None:
        super().__init__()
        self.reading = reading


class DueFarAway(Exception):
    """The due date is over a year away and was typed without its year; `on` is how it was read."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on


class WhichDepartment(Exception):
    """The owner belongs to no department, or to several, and none was chosen."""


def take_pad(database: Database, who: Who, *, now: datetime) -> Pad:
    """The form's facts. Raises NoCouncil, NotAllowed."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        everyone = councils.list_departments(session, council)
        permissions.must_create_action(council, everyone, who.slack_id)
        return Pad(
            council,
            tuple(everyone),
            opens_at_once=permissions.presides(council, who.slack_id, _today(council, now)),
            dates=_dates_context(session, council, now=now),
        )


def add(database: Database, who: Who, draft: Draft, *, request_key: str, now: datetime) -> actions.Card:
    """Keep a new action: open at once from the chair, proposed from anyone else entitled; the same request once.

    Raises NoCouncil, NotAllowed, NotAnOwner, TextTooShort, TextTooLong, DueUnclear, DueFarAway, WhichDepartment.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)  # the department may be closing at this moment
        everyone = councils.list_departments(session, council)
        permissions.must_create_action(council, everyone, who.slack_id)
        key = f"action:{request_key}"
        if not requests.first_time(session, council.workspace_id, key, now=now):
            made = requests.result_of(session, council.workspace_id, key)
            assert made is not None, "a request's key and its result are kept in one transaction"
            return _card(session, council, kept_actions.get(session, council, made), who, now=now)
        if draft.owner.is_bot or draft.owner.is_stranger or not draft.owner.active:
            raise NotAnOwner(draft.owner)
        text = " ".join(draft.text.split())
        actions.check_text(text)
        due_on = _due_on(draft.due_phrase, _dates_context(session, council, now=now))
        department = _department_for(everyone, draft)
        agreed = permissions.presides(council, who.slack_id, _today(council, now))
        action = kept_actions.add(
            session,
            council,
            actions.Action(
                id=0,
                council_id=council.id,
                number=0,
                text=text,
                owner=draft.owner.slack_id,
                department_id=department.id,
                due_on=due_on,
                due_phrase=draft.due_phrase.strip(),
                original_due_on=due_on,
                state=actions.State.OPEN if agreed else actions.State.PROPOSED,
                created_by=who.slack_id,
                created_at=now,
                agreed_by=who.slack_id if agreed else None,
                agreed_at=now if agreed else None,
            ),
            now=now,
        )
        # After the council's row is held for its number: whoever asks Slack about everybody takes them in that order.
        leavers.remember(session, council, [draft.owner], seen_at=now, now=now)
        requests.keep_result(session, council.workspace_id, key, action.id)
        nudging.action_changed(session, council, action, now=now)
        if agreed:
            notices.owe_card(session, council, department, action, now=now)
        else:
            known = people.by_id(session, council.workspace_id)
            for chair in roster.answerable(council, known, _today(council, now))[:1]:
                notices.owe_proposal(session, council, action, chair=chair, now=now)
        agendas.refresh(session, council, now=now)
        _record(session, council, who, "agreed" if agreed else "proposed", action, before=None, now=now)
        return _card(session, council, action, who, now=now)


def agree(database: Database, who: Who, *, action_id: int, now: datetime) -> actions.Card:
    """Agree a proposed action, for the chair.

    Raises NoCouncil, NotAllowed, NotFound, AlreadyAgreed, DueBeforeAgreed.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_agree_action(council, who.slack_id, _today(council, now))
        proposed = kept_actions.get_to_change(session, council, action_id)
        agreed = actions.agree(proposed, by=who.slack_id, today=_today(council, now), now=now)
        return _keep(session, council, who, "agreed", proposed, agreed, now=now)


def look_to_finish(database: Database, who: Who, *, action_id: int, now: datetime) -> actions.Card:
    """The action, for someone about to say it is done.

    Raises NoCouncil, NotAllowed, NotFound, NotAgreedYet, NotUnfinished.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        action = kept_actions.get(session, council, action_id)
        card = _card(session, council, action, who, now=now)
        permissions.must_finish_action(council, card.department, action.owner, who.slack_id, _today(council, now))
        if action.state is actions.State.PROPOSED:
            raise actions.NotAgreedYet
        if action.state not in actions.UNFINISHED:
            raise actions.NotUnfinished(action)
        return card


def finish(
    database: Database, who: Who, *, action_id: int, evidence: str, request_key: str, now: datetime
) -> actions.Card:
    """Say that an action is done, with one line of evidence; the same request once.

    Raises NoCouncil, NotAllowed, NotFound, NotAgreedYet, NotUnfinished, EvidenceMissing, EvidenceTooLong.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        standing = kept_actions.get_to_change(session, council, action_id)
        department = _department(session, council, standing)
        permissions.must_finish_action(council, department, standing.owner, who.slack_id, _today(council, now))
        if not requests.first_time(session, council.workspace_id, f"finish:{request_key}", now=now):
            return _card(session, council, standing, who, now=now)
        done = actions.finish(standing, evidence=" ".join(evidence.split()), by=who.slack_id, now=now)
        return _keep(session, council, who, "done", standing, done, now=now)


def list_all(database: Database, who: Who, *, mine: bool = False, now: datetime) -> actions.Listing:
    """The council's actions that are not closed, or those `who` owns. Anyone in the workspace may read them.

    Raises NoCouncil. A constant number of statements, however many there are.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        everyone = people.by_id(session, council.workspace_id)
        by_id = {d.id: d for d in councils.list_departments(session, council, ever=True)}

        cards = [
            _shown(council, by_id[action.department_id], everyone, action, who, now=now)
            for action in kept_actions.list_unclosed(session, council)
            if not mine or action.owner == who.slack_id
        ]
        return actions.Listing(
            standing=tuple(card for card in cards if card.action.state is not actions.State.PROPOSED),
            proposed=tuple(card for card in cards if card.action.state is actions.State.PROPOSED),
        )


def list_owned(
    session: Reader, council: Council, who: Who, everyone: list[Department], *, now: datetime
) -> tuple[actions.Card, ...]:
    """The agreed actions `who` owns that are not closed, most urgent first, given all the departments there ever were;
    one statement."""
    by_id = {department.id: department for department in everyone}
    known = people.by_id(session, council.workspace_id)
    return tuple(
        _shown(council, by_id[action.department_id], known, action, who, now=now)
        for action in kept_actions.list_unclosed_of(session, council, who.slack_id)
        if action.state is not actions.State.PROPOSED
    )


def look(database: Database, who: Who, *, number: int, now: datetime) -> actions.Card:
    """A-`number`'s card. Raises NoCouncil, NotFound."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        return _card(session, council, kept_actions.get_numbered(session, council, number), who, now=now)


def read_card(session: Reader, council: Council, action_id: int, *, now: datetime) -> actions.Card:
    """An action's card as everybody may see it. Raises NotFound."""
    return _card(session, council, kept_actions.get(session, council, action_id), None, now=now)


def _keep(
    session: Session,
    council: Council,
    who: Who,
    verb: str,
    before: actions.Action,
    after: actions.Action,
    *,
    now: datetime,
) -> actions.Card:
    kept_actions.save(session, after, now=now)
    if before.state is actions.State.PROPOSED:
        notices.owe_card(session, council, _department(session, council, after), after, now=now)
    notices.action_changed(session, council, after, now=now)
    agendas.refresh(session, council, now=now)
    _record(session, council, who, verb, after, before=before, now=now)
    return _card(session, council, kept_actions.get(session, council, after.id), who, now=now)


def _record(
    session: Session,
    council: Council,
    who: Who,
    verb: str,
    action: actions.Action,
    *,
    before: actions.Action | None,
    now: datetime,
) -> None:
    events.record(
        session,
        council,
        actor=who.slack_id,
        verb=verb,
        object_kind="action",
        object_id=action.id,
        before=None if before is None else {"state": str(before.state)},
        after={"state": str(action.state), "due_on": action.due_on.isoformat()},
        via="slack",
        now=now,
    )


def _dates_context(session: Reader, council: Council, *, now: datetime) -> dates.Context:
    today = _today(council, now)
    ahead = [meeting for meeting in kept_meetings.list_ahead(session, council) if meeting.on > today]
    due = [m for m in ahead if calendar.local_date(m.reports_due_at, council.zone) >= today]
    return dates.Context(
        today=today,
        business_days=calendars.business_days(council, today),
        date_order=council.date_order,
        next_meeting_on=ahead[0].on if ahead else None,
        report_due_on=calendar.local_date(due[0].reports_due_at, council.zone) if due else None,
    )


def _due_on(phrase: str, context: dates.Context) -> date:
    reading = dates.read(phrase, context)
    if not isinstance(reading, dates.Understood):
        raise DueUnclear(reading)
    if reading.far and not dates.says_its_year(phrase, reading.on):
        raise DueFarAway(reading.on)
    return reading.on


def _department_for(everyone: list[Department], draft: Draft) -> Department:
    chosen = [d for d in everyone if d.id == draft.department_id]
    own = departments.of_person(everyone, draft.owner.slack_id)
    found = chosen or own
    if len(found) != 1:
        raise WhichDepartment
    return found[0]


def _department(session: Reader, council: Council, action: actions.Action) -> Department:
    return next(d for d in councils.list_departments(session, council, ever=True) if d.id == action.department_id)


def _card(session: Reader, council: Council, action: actions.Action, who: Who | None, *, now: datetime) -> actions.Card:
    department = _department(session, council, action)
    return _shown(council, department, people.by_id(session, council.workspace_id), action, who, now=now)


def _shown(
    council: Council,
    department: Department,
    everyone: Mapping[str, Person],
    action: actions.Action,
    who: Who | None,
    *,
    now: datetime,
) -> actions.Card:
    owner = everyone.get(action.owner)
    reader = who.slack_id if who else ""
    on = _today(council, now)
    return actions.Card(
        action=action,
        department=department,
        people=everyone,
        today=calendar.local_date(now, departments.zone_of_reader(owner, council.zone)),
        may_agree=action.state is actions.State.PROPOSED and permissions.presides(council, reader, on),
        may_finish=action.state in actions.UNFINISHED
        and permissions.may_finish_action(council, department, action.owner, reader, on),
    )


def _today(council: Council, now: datetime) -> date:
    return calendar.local_date(now, council.zone)
