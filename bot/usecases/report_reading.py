"""Reading reports: one department's, all of a meeting's, a department's past. Anybody in the workspace may, but for
what stays among the council's members. Each look costs the same number of statements, however long the past is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.council import calendar, departments, meetings, report_reading, report_wanted
from bot.council.departments import Council, Department
from bot.council.people import Person
from bot.council.report_answers import Answers
from bot.council.report_reading import Beside, Everything, Line, One, Past
from bot.council.report_wanted import Month
from bot.store import NotFound, actions, councils, people, report_history
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, boards
from bot.usecases import councils as council_deeds

LATEST_SHOWN = 6


@dataclass(frozen=True)
class Reading:
    """Who reads on `on` (a date of the council's), and what there is: `everyone` are all departments there ever were,
    `meetings` all meetings, soonest first."""

    who: Who
    on: date
    council: Council
    everyone: tuple[Department, ...]
    people: Mapping[str, Person]
    meetings: tuple[meetings.Meeting, ...]

    @property
    def is_member(self) -> bool:
        """Whether the reader is of the council."""
        return report_reading.is_member(self.council, self.everyone, self.who.slack_id, self.on)

    @property
    def is_admin(self) -> bool:
        """Whether they administered the workspace when they were last seen: enough for offering a button."""
        return self.who.slack_id in self.people and self.people[self.who.slack_id].is_admin


def show(database: Database, who: Who, words: str, *, now: datetime) -> One | Everything:
    """What `words` ask for ("sales february", "all", "feb 2026", or nothing: the reader's own department's, else all).

    Raises NoCouncil, NotUnderstood, NoReportsThen.
    """
    with database.read() as session:
        reading = sit_down(session, who, now=now)
        wanted = report_wanted.read(words, reading.everyone)
        department = wanted.department
        if department is None and not wanted.everything:
            mine = departments.of_person(_standing(reading), who.slack_id)
            department = mine[0] if len(mine) == 1 else None
        meeting = _chosen(session, reading, department, wanted.month)
        if department is None:
            return everything_in(session, reading, meeting)
        return one_in(session, reading, department, meeting)


def one(
    database: Database, who: Who, *, department_id: int, meeting_id: int, number: int | None = None, now: datetime
) -> One:
    """A department's report for a meeting, or its version `number`. Raises NoCouncil, NotFound, Withheld."""
    with database.read() as session:
        reading = sit_down(session, who, now=now)
        department, meeting = department_of(reading, department_id), meeting_of(reading, meeting_id)
        return one_in(session, reading, department, meeting, number)


def everything(database: Database, who: Who, *, meeting_id: int, now: datetime) -> Everything:
    """All reports of a meeting. Raises NoCouncil, NotFound."""
    with database.read() as session:
        reading = sit_down(session, who, now=now)
        return everything_in(session, reading, meeting_of(reading, meeting_id))


def look_back(database: Database, who: Who, words: str, *, now: datetime) -> Past:
    """The newest page of a department's reports: of the one named, else of the reader's own.

    Raises NoCouncil, NotUnderstood, WhoseHistory, NoReportsThen.
    """
    with database.read() as session:
        reading = sit_down(session, who, now=now)
        department = report_wanted.read(words, reading.everyone).department
        if department is None:
            mine = departments.of_person(_standing(reading), who.slack_id)
            if len(mine) != 1:
                raise report_reading.WhoseHistory(tuple(mine or _standing(reading)))
            department = mine[0]
        return past_in(session, reading, department, page=0)


def past(database: Database, who: Who, *, department_id: int, page: int = 0, now: datetime) -> Past:
    """A page of a department's reports. Raises NoCouncil, NotFound, NoReportsThen."""
    with database.read() as session:
        reading = sit_down(session, who, now=now)
        return past_in(session, reading, department_of(reading, department_id), page=page)


def sit_down(session: Reader, who: Who, *, now: datetime) -> Reading:
    """Who reads, and what there is. Raises NoCouncil."""
    council = council_deeds.serving(session, who)
    return Reading(
        who=who,
        on=calendar.local_date(now, council.zone),
        council=council,
        everyone=tuple(councils.list_departments(session, council, ever=True)),
        people=people.by_id(session, council.workspace_id),
        meetings=tuple(kept_meetings.list_all(session, council)),
    )


def department_of(reading: Reading, department_id: int) -> Department:
    """The council's department with that id, also once it is closed; raises NotFound."""
    for department in reading.everyone:
        if department.id == department_id:
            return department
    raise NotFound(department_id)


def meeting_of(reading: Reading, meeting_id: int) -> meetings.Meeting:
    """The council's meeting with that id; raises NotFound."""
    for meeting in reading.meetings:
        if meeting.id == meeting_id:
            return meeting
    raise NotFound(meeting_id)


def one_in(
    session: Reader, reading: Reading, department: Department, meeting: meetings.Meeting, number: int | None = None
) -> One:
    """As `one`, in a transaction that is open already."""
    report = report_history.list_of_department(session, department, [meeting.id]).get(meeting.id)
    if report is None:
        raise NotFound(department.id)
    withheld = report_reading.is_withheld(report, from_member=reading.is_member)
    versions = report.number if report.is_in else 0
    version = None if number is None else report_history.find_version(session, report, number)
    if number is not None and (version is None or not versions):
        raise NotFound(number)
    if version is not None:
        if report_reading.version_is_withheld(report, version, from_member=reading.is_member):
            raise report_reading.Withheld
        report = report_reading.as_sent(report, version, meeting)
    said = report.answers if report.is_in else None
    there = [other.id for other in with_reports(session, reading, department)]
    return One(
        beside=beside(session, reading, department, [] if said is None or withheld else [said]),
        line=Line(department, meeting, report, withheld),
        version=version,
        versions=versions,
        earlier=_next_to(reading, meeting, there, -1),
        later=_next_to(reading, meeting, there, 1),
        first=None if report.amended_at is None else report_history.find_first(session, report),
    )


def everything_in(session: Reader, reading: Reading, meeting: meetings.Meeting) -> Everything:
    """As `everything`, in a transaction that is open already."""
    lines = lines_of(session, reading, meeting)
    there = [other.id for other in with_reports(session, reading, None)]
    return Everything(
        beside=beside(session, reading, None, [line.answers for line in lines if line.answers is not None]),
        meeting=meeting,
        lines=lines,
        posted=report_history.find_posted(session, reading.council, meeting),
        earlier=_next_to(reading, meeting, there, -1),
        later=_next_to(reading, meeting, there, 1),
    )


def lines_of(session: Reader, reading: Reading, meeting: meetings.Meeting) -> tuple[Line, ...]:
    """Every department's report for the meeting as the reader may see it, the opening department's first."""
    board = boards.draw_up(session, reading.council, meeting, list(reading.everyone))
    from_member = reading.is_member
    return report_reading.in_order(
        (
            Line(
                line.department,
                meeting,
                line.report,
                report_reading.is_withheld(line.report, from_member=from_member),
            )
            for line in board.lines
        ),
        meeting,
    )


def past_in(session: Reader, reading: Reading, department: Department, *, page: int) -> Past:
    """As `past`, in a transaction that is open already."""
    there = list(reversed(with_reports(session, reading, department)))
    if not there:
        raise report_reading.NoReportsThen(department, None, ())
    pages = -(-len(there) // report_reading.PAGE)
    page = min(max(page, 0), pages - 1)
    shown = there[page * report_reading.PAGE : (page + 1) * report_reading.PAGE]
    return Past(
        beside=beside(session, reading, department, ()),
        department=department,
        lines=lines_of_department(session, reading, department, shown),
        page=page,
        pages=pages,
        total=len(there),
    )


def lines_of_department(
    session: Reader, reading: Reading, department: Department, wanted: Sequence[meetings.Meeting]
) -> tuple[Line, ...]:
    """The department's reports for these meetings, in their order, as the reader may see them."""
    found = report_history.list_of_department(session, department, [meeting.id for meeting in wanted])
    from_member = reading.is_member
    return tuple(
        Line(
            department,
            meeting,
            found[meeting.id],
            report_reading.is_withheld(found[meeting.id], from_member=from_member),
        )
        for meeting in wanted
        if meeting.id in found
    )


def with_reports(session: Reader, reading: Reading, department: Department | None) -> list[meetings.Meeting]:
    """The meetings for which reports were collected, of one department where it is given, soonest first."""
    return _readable(reading, report_history.meetings_with(session, reading.council, department))


def beside(session: Reader, reading: Reading, department: Department | None, said: Iterable[Answers]) -> Beside:
    """What it takes to put reports into words."""
    spoken_of = {update.action_id for answers in said for update in answers.updates}
    return Beside(
        council=reading.council,
        people=reading.people,
        departments={one.id: one for one in reading.everyone},
        actions=actions.by_id(session, reading.council, spoken_of),
        is_member=reading.is_member,
        may_export=report_reading.may_export(
            reading.council, department, reading.who.slack_id, reading.on, is_admin=reading.is_admin
        ),
    )


def _standing(reading: Reading) -> list[Department]:
    return [department for department in reading.everyone if department.active_to is None]


def _chosen(session: Reader, reading: Reading, department: Department | None, month: Month | None) -> meetings.Meeting:
    """The meeting of the month; without one the last that anything was sent for, else the last at all."""
    came_in = report_history.meetings_with(session, reading.council, department)
    there = _readable(reading, came_in)
    found: meetings.Meeting | None
    if month is None:
        found = next(iter(reversed([one for one in there if came_in[one.id]] or there)), None)
    else:
        found = report_wanted.of_month(there, month)
    if found is None:
        raise report_reading.NoReportsThen(department, month, tuple(reversed(there[-LATEST_SHOWN:])))
    return found


def _readable(reading: Reading, came_in: Mapping[int, bool]) -> list[meetings.Meeting]:
    """Meetings that reports were collected for, soonest first; a cancelled one where some had come in."""
    return [
        meeting
        for meeting in reading.meetings
        if meeting.id in came_in and (came_in[meeting.id] or meeting.state is not meetings.State.CANCELLED)
    ]


def _next_to(reading: Reading, meeting: meetings.Meeting, there: Collection[int], step: int) -> int | None:
    """The nearest meeting with reports before (-1) or after (1) this one."""
    in_order = [other.id for other in reading.meetings]
    at = in_order.index(meeting.id)
    rest = in_order[at + 1 :] if step > 0 else in_order[:at][::-1]
    return next((other for other in rest if other in there), None)
