"""What people do on one morning of one council, and what must be said for it: worked out here, never by the bot.

The morning is that of 2 February 2027, five business days before the council meets. Departments are in London, Kolkata,
New York and Sydney, so that it lasts from 22:00 UTC the day before until the evening.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.council import people, report_answers
from bot.store import councils as kept_councils
from bot.store import meetings as kept_meetings
from bot.store.database import Database
from bot.usecases import Who
from bot.usecases import actions as action_deeds
from bot.usecases import agendas as agenda_deeds
from bot.usecases import councils as council_deeds
from bot.usecases import reports as report_deeds
from playground import world
from playground.__main__ import council_plan
from tests.faults.director import Deed

ZONES = ("Europe/London", "Asia/Kolkata", "America/New_York", "Australia/Sydney")
SET_UP_AT = datetime(2027, 1, 14, 10, tzinfo=UTC)
REPORTS_OPEN_AT = datetime(2027, 1, 26, 9, tzinfo=UTC)
AGREED_AT = datetime(2027, 1, 29, 10, tzinfo=UTC)
MORNING = date(2027, 2, 2)
ENDS_AT = datetime(2027, 2, 2, 23, 30, tzinfo=UTC)
DUE = {"yesterday": "1 February 2027", "tomorrow": "3 February 2027", "one day": "26 February 2027"}
_NINE = time(9)


@dataclass(frozen=True)
class Owed:
    """A message that must stand in `place` (an id of a channel or person), once, from `at` (UTC) on.

    It is known by its `key`, which another day's message of its kind would not have; `{A1}` in it is the id that the
    first action was given, which nobody knows before. In the end it says `words`, and of
    the `edits` those of what happened after it was posted. `scheduled` in its reader's zone: only between 08:00 and
    18:00 there.
    """

    key: str
    place: str
    at: datetime
    words: frozenset[str] = frozenset()
    edits: tuple[tuple[datetime, str], ...] = ()
    under: str | None = None
    scheduled: ZoneInfo | None = None


@dataclass(frozen=True)
class Morning:
    """The deeds, and what is owed for them; `given` are the ids that things were given as the deeds were done."""

    deeds: list[Deed]
    planned: list[Owed]
    given: dict[str, int]

    @property
    def owed(self) -> list[Owed]:
        """What is owed, after the deeds."""
        return [replace(owed, key=owed.key.format_map(self.given)) for owed in self.planned]


class _Council:
    """The council of an episode, and the deeds done in it."""

    def __init__(self, rng: random.Random, loaded: world.World, database: Database) -> None:
        self.rng = rng
        self.database = database
        plan = council_plan(loaded)
        chosen = rng.sample(plan.departments, rng.randint(2, 4))
        self.plan = replace(plan, departments=tuple(replace(one, tz=rng.choice(ZONES)) for one in chosen))
        self.people = {person.slack_id: person for person in plan.people}
        self.council = council_deeds.establish(database, self.plan, by=plan.chair, now=SET_UP_AT)
        with database.read() as session:
            self.ids = {one.name: one.id for one in kept_councils.list_departments(session, self.council)}
            meeting = kept_meetings.find_current(session, self.council)
        assert meeting is not None
        self.meeting = meeting.id
        self.deeds: list[Deed] = []
        self.owed: list[Owed] = []
        self.given: dict[str, int] = {}

    def who(self, slack_id: str) -> Who:
        return Who(self.plan.team_id, slack_id)

    def at(self, start: datetime, seconds: int) -> datetime:
        return start + timedelta(seconds=self.rng.randrange(seconds))

    def token(self) -> str:
        return "".join(self.rng.choices("bcdfghjkmnpqrtvwxz", k=7))


@dataclass
class _Agreed:
    number: int
    token: str
    due: str
    owner: str
    department: council_deeds.DepartmentPlan
    lead: people.Person
    agreed_at: datetime
    done_at: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True)
class _Reported:
    department: str
    token: str
    at: datetime


def write(rng: random.Random, loaded: world.World, database: Database) -> Morning:
    """A morning from a seed, in a council that is established for it in the database."""
    one = _Council(rng, loaded, database)
    agreed = _think_up(one)
    digests = _leave_open(agreed)
    _agree(one, agreed)
    proposed = _propose(one, after=len(agreed))
    reported = _report(one)
    _post_agenda(one, agreed, proposed, reported)
    told = f"{len(reported)} of {len(one.plan.departments)} in"
    one.owed.append(Owed(f"board:{one.meeting}", one.plan.channel, REPORTS_OPEN_AT, frozenset({told})))
    one.owed.extend(_digest(recipient, zone, asked) for (recipient, zone), asked in digests.items())
    return Morning(one.deeds, one.owed, one.given)


def _think_up(one: _Council) -> list[_Agreed]:
    """Who has to do what by when, and does it: long before they are asked that morning, shortly after it, or never."""
    agreed: list[_Agreed] = []
    at = AGREED_AT
    for department in one.plan.departments:
        deputies = {department.deputy} if department.deputy else set()
        for _ in range(one.rng.choice((0, 0, 0, 1, 1, 2))):
            at += timedelta(seconds=one.rng.randrange(1, 20))
            owner = one.rng.choice(sorted({department.lead} | department.members | deputies))
            lead = one.people[department.lead]
            action = _Agreed(len(agreed) + 1, one.token(), one.rng.choice(sorted(DUE)), owner, department, lead, at)
            nine = nine_in(department.tz)
            if one.rng.random() < 0.4:
                early = one.rng.random() < 0.4
                action.done_at = one.at(nine - timedelta(hours=3), 1800) if early else one.at(nine, 900)
                action.evidence = one.token()
            agreed.append(action)
    return agreed


def _leave_open(agreed: list[_Agreed]) -> dict[tuple[str, str], list[_Agreed]]:
    """The digests of the morning, by whom they are for and their zone, and what each asks about.

    Whether one went out before the last of what it asks about was done would be nobody's fault: something stays open.
    """
    while True:
        digests: dict[tuple[str, str], list[_Agreed]] = {}
        for action in agreed:
            for recipient, zone in _audiences(action):
                if action.done_at is None or action.done_at >= nine_in(zone):
                    digests.setdefault((recipient, zone), []).append(action)
        doubtful = [asked for asked in digests.values() if all(action.done_at for action in asked)]
        if not doubtful:
            return digests
        doubtful[0][-1].done_at = None


def _audiences(action: _Agreed) -> Iterator[tuple[str, str]]:
    """The channel, five days before the meeting and whenever a test rung says so; of what is overdue the lead, too."""
    yield action.department.channel, action.department.tz
    if action.due == "yesterday" and action.owner != action.lead.slack_id:
        yield action.lead.slack_id, action.lead.tz


def _digest(recipient: str, zone: str, asked: list[_Agreed]) -> Owed:
    return Owed(
        key=f"digest:{recipient}:{MORNING}",
        place=recipient,
        at=nine_in(zone),
        words=frozenset(action.token for action in asked if action.done_at is None),
        edits=tuple((action.done_at, action.evidence) for action in asked if action.done_at is not None),
        scheduled=ZoneInfo(zone),
    )


def _agree(one: _Council, agreed: list[_Agreed]) -> None:
    for action in agreed:
        _add(one, one.plan.chair, action, action.agreed_at)
        evidence = {action.evidence} if action.done_at else set()
        one.owed.append(
            Owed(
                key=f"action:{{A{action.number}}}",
                place=action.department.channel,
                at=action.agreed_at,
                words=frozenset({action.token} | evidence),
            )
        )
        if action.done_at is not None:
            _finish(one, action, action.done_at)


def _add(one: _Council, by: str, action: _Agreed, at: datetime) -> None:
    draft = action_deeds.Draft(
        text=f"Mend what {action.token} says",
        owner=one.people[action.owner],
        due_phrase=DUE[action.due],
        department_id=one.ids[action.department.name],
    )

    def do(now: datetime) -> None:
        card = action_deeds.add(one.database, one.who(by), draft, request_key=f"V{action.number}", now=now)
        # A server that crashed leaves some numbers out.
        one.given[f"A{action.number}"] = card.action.id

    one.deeds.append(Deed(at, f"add A-{action.number} ({action.due}) to {action.department.name}", do))


def _finish(one: _Council, action: _Agreed, at: datetime) -> None:
    def do(now: datetime) -> None:
        action_deeds.finish(
            one.database,
            one.who(action.owner),
            action_id=one.given[f"A{action.number}"],
            evidence=f"See {action.evidence}",
            request_key=f"F{action.number}",
            now=now,
        )

    one.deeds.append(Deed(at, f"finish A-{action.number}", do))


def _propose(one: _Council, *, after: int) -> list[_Agreed]:
    proposed: list[_Agreed] = []
    at = AGREED_AT + timedelta(hours=1)
    for _ in range(one.rng.choice((0, 0, 1, 2))):
        at += timedelta(seconds=one.rng.randrange(1, 20))
        department = one.rng.choice(one.plan.departments)
        lead = one.people[department.lead]
        action = _Agreed(after + len(proposed) + 1, one.token(), "one day", department.lead, department, lead, at)
        proposed.append(action)
        _add(one, department.lead, action, at)
        one.owed.append(
            Owed(key=f"proposal:{{A{action.number}}}", place=one.plan.chair, at=at, words=frozenset({action.token}))
        )
    return proposed


def _report(one: _Council) -> list[_Reported]:
    """What departments report that morning."""
    reported = []
    for department in one.rng.sample(one.plan.departments, one.rng.randint(0, 2)):
        token = one.token()
        at = one.at(datetime(2027, 2, 2, 8, 50, tzinfo=UTC), 600)
        reported.append(_Reported(department.name, token, at))
        answers = report_answers.about_everything(f"We did {token}.", report_answers.Attending.LEAD)

        def do(
            now: datetime,
            department: council_deeds.DepartmentPlan = department,
            answers: report_answers.Answers = answers,
        ) -> None:
            report_deeds.submit(
                one.database,
                one.who(department.lead),
                meeting_id=one.meeting,
                department_id=one.ids[department.name],
                answers=answers,
                request_key=f"R{department.name}",
                now=now,
            )

        one.deeds.append(Deed(at, f"report of {department.name}", do))
    return reported


def _post_agenda(one: _Council, agreed: list[_Agreed], proposed: list[_Agreed], reported: list[_Reported]) -> None:
    if one.rng.random() < 0.3:
        return
    at = one.at(datetime(2027, 2, 2, 8, 55, tzinfo=UTC), 600)
    question = one.token()

    def do(now: datetime) -> None:
        agenda_deeds.post(
            one.database,
            one.who(one.plan.chair),
            meeting_id=one.meeting,
            question=f"What of {question}?",
            request_key="agenda",
            now=now,
        )

    one.deeds.append(Deed(at, "post the agenda", do))
    parent = f"agenda:{one.meeting}"
    one.owed.append(Owed(key=parent, place=one.plan.channel, at=at, words=frozenset({question})))
    for item, tokens in (
        (1, [action.token for action in agreed]),
        (3, [report.token for report in reported]),
        (7, [action.token for action in proposed]),
    ):
        if tokens:
            one.owed.append(
                Owed(f"{parent}:{item}", one.plan.channel, at, frozenset(tokens), under=parent),
            )
    late = sorted((report for report in reported if report.at > at), key=lambda report: report.at)
    for version, report in enumerate(late, start=2):
        words = frozenset({report.department.replace("&", "&amp;")})
        one.owed.append(Owed(f"{parent}:v{version}", one.plan.channel, report.at, words, under=parent))


def nine_in(tz: str) -> datetime:
    """09:00 there on the morning, in UTC."""
    return datetime.combine(MORNING, _NINE, ZoneInfo(tz)).astimezone(UTC)
