"""What gaps are found from, as the council's reports and actions stand."""

from collections.abc import Iterable
from datetime import datetime

from bot.council import actions, agendas, gaps
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Reader


def find(session: Reader, board: agendas.Board, unclosed: Iterable[actions.Action]) -> tuple[gaps.Gap, ...]:
    """The gaps before the meeting of `board`, given the council's `unclosed` actions; two statements, however many."""
    last = kept_meetings.find_before(session, board.council, board.meeting)
    before = [] if last is None else kept_reports.list_of(session, last)
    return gaps.find(
        gaps.Facts(
            focus_areas=board.council.focus_areas,
            departments=tuple(line.department for line in board.lines if line.department.active_to is None),
            reports={line.department.id: line.report for line in board.lines},
            before={report.department_id: report for report in before},
            unfinished=tuple(action for action in unclosed if action.state in actions.UNFINISHED),
        )
    )


def find_said(
    session: Reader, board: agendas.Board, unclosed: Iterable[actions.Action], *, now: datetime
) -> tuple[gaps.Gap, ...]:
    """The same, those that can be said at `now`: who is silent only after the deadline."""
    is_past = now > board.meeting.reports_due_at
    return tuple(gap for gap in find(session, board, unclosed) if is_past or gap.kind is not gaps.Kind.SILENT)


def on_agenda(session: Reader, board: agendas.Board, unclosed: Iterable[actions.Action]) -> tuple[gaps.Gap, ...]:
    """The gaps that were put on the agenda of `board`'s meeting and have not closed since; no statement where there
    are none."""
    wanted = board.meeting.plan.gaps if board.meeting.plan is not None else ()
    found = {gap.key: gap for gap in find(session, board, unclosed)} if wanted else {}
    return tuple(found[key] for key in wanted if key in found)
