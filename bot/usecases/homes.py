"""A person's own view of the council."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.council import agendas, calendar, departments, heads_ups, meetings, permissions
from bot.council.departments import Council, Department
from bot.council.homes import Glance, Home, Readiness
from bot.council.people import Person
from bot.council.receipts import Shelf
from bot.store import actions as kept_actions
from bot.store import councils, people, receipts
from bot.store import heads_ups as kept_heads_ups
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, actions, boards, gaps, leavers
from bot.usecases import councils as council_deeds


class NotAMember(Exception):
    """Another organisation's person, a guest without a role in the council, or somebody Slack has not told us about."""


def is_known(database: Database, who: Who) -> bool:
    """Whether it is known who they are. Raises NoCouncil."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        return who.slack_id in people.by_id(session, council.workspace_id)


def meet(database: Database, who: Who, person: Person, *, now: datetime) -> None:
    """Keep who somebody is, as Slack says at `now`. Raises NoCouncil."""
    with database.write() as session:
        leavers.remember(session, council_deeds.held(session, who), [person], seen_at=now, now=now)


def look(database: Database, who: Who, *, now: datetime) -> Home:
    """What they owe, the meeting at hand, their departments and, for whoever prepares the meeting, how ready it is.

    Raises NoCouncil, NotAMember. A constant number of statements for each kind of reader, however much there is.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        today = calendar.local_date(now, council.zone)
        everyone = councils.list_departments(session, council, ever=True)
        reader = people.by_id(session, council.workspace_id).get(who.slack_id)
        active = [department for department in everyone if department.active_to is None]
        has_role = _has_role(council, active, who, today)
        _must_be_let_in(reader, has_role=has_role)
        meeting = kept_meetings.find_current(session, council, now=now)
        board = boards.draw_up(session, council, meeting, everyone) if meeting else None
        lines = board.lines if board and board.meeting.state in meetings.RUNNING else ()
        spoken_for = departments.spoken_for_by([line.department for line in lines], who.slack_id, today)
        prepares = permissions.may_run_session(council, who.slack_id, today)
        mine = departments.written_by(active, who.slack_id, today)
        counts = kept_actions.count_unclosed(session, council, today=today) if prepares or mine else None
        waiting = _unanswered(session, meeting) if mine else ()
        return Home(
            council=council,
            reader=reader,
            meeting=meeting,
            reports=tuple(line for line in lines if line.department in spoken_for),
            actions=actions.list_owned(session, council, who, everyone, now=now),
            is_chair=permissions.presides(council, who.slack_id, today),
            has_role=has_role,
            glances=tuple(
                Glance(
                    department,
                    next((line for line in lines if line.department.id == department.id), None),
                    *(counts.unfinished.get(department.id, (0, 0)) if counts else (0, 0)),
                    tuple(one for one in waiting if one.to_department_id == department.id),
                    tuple(away for away in department.absences if away.covers(today)),
                )
                for department in mine
            ),
            readiness=_readiness(session, council, board, lines, counts.proposed, now=now)
            if prepares and counts
            else None,
            people=people.by_id(session, council.workspace_id),
        )


def _has_role(council: Council, active: list[Department], who: Who, today: date) -> bool:
    of_council = {council.chair, council.vice_chair, council.secretary, *council.presiding(today)}
    stands_in = departments.spoken_for_by(active, who.slack_id, today)
    return who.slack_id in of_council or bool(stands_in or departments.of_person(active, who.slack_id))


def _must_be_let_in(reader: Person | None, *, has_role: bool) -> None:
    """Raise NotAMember where the council's affairs are none of theirs."""
    if reader is not None and reader.is_stranger:
        raise NotAMember
    if not has_role and (reader is None or not reader.is_full_member):
        raise NotAMember


def _unanswered(session: Reader, meeting: meetings.Meeting | None) -> Iterable[heads_ups.HeadsUp]:
    if meeting is None or heads_ups.is_over(meeting):
        return ()
    return kept_heads_ups.list_of_meeting(session, meeting.id, states=[heads_ups.State.OPEN])


def _readiness(
    session: Reader,
    council: Council,
    board: agendas.Board | None,
    lines: tuple[agendas.DepartmentReport, ...],
    proposed: int,
    *,
    now: datetime,
) -> Readiness:
    undelivered = receipts.count(session, council, now=now)
    return Readiness(
        lines=lines,
        gaps=gaps.find(session, board, now=now) if board and lines else (),
        proposed=proposed,
        unclosed=tuple(kept_meetings.list_unclosed_sessions(session, council)),
        refused=undelivered[Shelf.FAILED],
        in_doubt=undelivered[Shelf.IN_DOUBT],
    )
