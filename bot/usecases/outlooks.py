"""The calendar as it is looked at: the meetings ahead, planned and foreseen."""

from datetime import datetime
from functools import partial

from bot.council import calendar, meetings, outlooks, permissions, planning
from bot.council.departments import Council
from bot.council.outlooks import Ahead, Outlook
from bot.store import meetings as kept_meetings
from bot.store import people
from bot.store.database import Database, Reader
from bot.usecases import Who, calendars
from bot.usecases import councils as council_deeds


def look(database: Database, who: Who, *, is_admin: bool, now: datetime) -> Outlook:
    """The next meetings, for anybody. `is_admin` says that `who` administers the workspace. Raises NoCouncil."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        return Outlook(
            council,
            ahead(session, council, now=now),
            cancelled=tuple(
                meeting
                for meeting in kept_meetings.list_all(session, council)
                if meeting.state is meetings.State.CANCELLED and meeting.starts_at > now
            ),
            reader=people.find(session, council.workspace_id, who.slack_id),
            may_move=permissions.presides(council, who.slack_id, calendar.local_date(now, council.zone)),
            may_arrange=permissions.may_arrange(council, who.slack_id, is_admin=is_admin),
        )


def ahead(session: Reader, council: Council, *, now: datetime) -> tuple[Ahead, ...]:
    """The next SHOWN_AHEAD meetings, soonest first: those kept, then those that the rule foresees."""
    kept = [meeting for meeting in kept_meetings.list_ahead(session, council) if outlooks.is_ahead(meeting)]
    shown = [Ahead(meeting, clash=calendars.clash(session, council, meeting)) for meeting in kept]
    foreseen = planning.foresee(
        council,
        outlooks.SHOWN_AHEAD,
        latest_rule_on=kept_meetings.latest_rule_on(session, council),
        taken=kept_meetings.days_taken(session, council),
        business_days_around=partial(calendars.business_days, council),
        now=now,
    )
    for one in foreseen:
        planned = meetings.plan(council, one.windows, seq=0, rule_on=one.rule_on, holiday_question=one.holiday_question)
        shown.append(Ahead(planned, foreseen=True))
    return tuple(sorted(shown, key=lambda one: one.meeting.starts_at)[: outlooks.SHOWN_AHEAD])
