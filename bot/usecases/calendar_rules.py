"""Changing a council's calendar: the meetings that are planned by its rule follow, all others stay (model §3.6.1)."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bot import public_holidays
from bot.council import calendar, calendar_rules, departments, meetings, permissions, planning
from bot.council.calendar_rules import Rule
from bot.council.departments import Council
from bot.council.meetings import Meeting
from bot.council.outlooks import Ahead, RuleChange
from bot.council.roster import Change
from bot.store import councils, events, ladder, people, requests
from bot.store import meeting_moves as kept_moves
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, agendas, calendar_notices, calendars, checks, notices
from bot.usecases import councils as council_deeds
from bot.usecases import meetings as meeting_deeds

RECENT = timedelta(days=1)
REASON = "The council meets by another rule now."


class NothingToChange(Exception):
    """The calendar is as it was."""


class CalendarChanged(Exception):
    """The council is no longer as it was shown: what the change means now, and what was done meanwhile."""

    def __init__(self, planned: RuleChange, change: Change | None) -> None:
        super().__init__(planned.before.id)
        self.planned = planned
        self.change = change


def sit_down(database: Database, who: Who, *, is_admin: bool) -> Council:
    """The council whose calendar `who` may change. Raises NoCouncil, NotAllowed."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_arrange(council, who.slack_id, is_admin=is_admin)
        return council


def preview(database: Database, who: Who, rule: Rule, *, tz: str, is_admin: bool, now: datetime) -> RuleChange:
    """What another calendar would change; `tz` is the council's zone (IANA). Nothing is changed.

    Raises NoCouncil, NotAllowed, InvalidRule, InvalidRoster, NothingToChange.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_arrange(council, who.slack_id, is_admin=is_admin)
        return _foresee(session, council, rule, tz, now=now)


def change(
    database: Database,
    who: Who,
    rule: Rule,
    *,
    tz: str,
    version: int,
    is_admin: bool,
    request_key: str,
    now: datetime,
) -> RuleChange | None:
    """Give the council another calendar; None where the same request has done so. `version` is the one shown.

    Meetings that were moved or added by hand, and those whose reports are open, stay where they are. Raises what
    `preview` does, and CalendarChanged.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_arrange(council, who.slack_id, is_admin=is_admin)
        if not requests.first_time(session, council.workspace_id, f"rule:{request_key}", now=now):
            return None
        planned = _foresee(session, council, rule, tz, now=now)
        if council.version != version:
            raise CalendarChanged(planned, _last_change(session, council, now=now))
        today = calendar.local_date(now, council.zone)
        kept = councils.save(session, planned.after, on=today, now=now)
        for before, after in planned.follow:
            _follow(session, kept, before, after, by=who.slack_id, now=now)
        for meeting in planned.stay:
            _stay(session, kept, meeting, now=now)
        meeting_deeds.top_up(session, kept, now=now)
        ladder.wake_council(session, kept, now=now)
        agendas.refresh(session, kept, now=now)
        calendar_notices.owe_rule_changed(session, kept, now=now)
        events.record(
            session,
            kept,
            actor=who.slack_id,
            verb="changed_calendar",
            object_kind="council",
            object_id=kept.id,
            before=_as_json(council),
            after=_as_json(kept),
            via="slack",
            now=now,
        )
        checks.renew(session, kept, by=who.slack_id, via="slack", now=now)
        return replace(planned, after=kept)


def _foresee(session: Reader, council: Council, rule: Rule, tz: str, *, now: datetime) -> RuleChange:
    calendar_rules.check(rule)
    departments.zone(tz)
    try:
        public_holidays.observed(rule.country, rule.region, (now.year,))
    except public_holidays.UnknownRegion:
        raise calendar_rules.InvalidRule("holiday_country", "no calendar of public holidays is known there") from None
    after = replace(calendar_rules.under(council, rule), tz=tz)
    if after == council:
        raise NothingToChange
    everything = kept_meetings.list_all(session, council)
    following = [meeting for meeting in everything if _follows_the_rule(meeting)]
    staying = [_staying(council, after, meeting) for meeting in everything if meeting not in following]
    settled = {meeting.rule_on: meeting.on for meeting in following if _is_settled(council, meeting)}
    wanted = [
        _settled(after, one, settled[one.rule_on]) if one.rule_on in settled else one
        for one in _occurrences(after, following, staying, settled.values(), now=now)
    ]
    follow = tuple(
        (before, _on(after, before, occurrence)) for before, occurrence in zip(following, wanted, strict=False)
    )
    follow = tuple((before, moved) for before, moved in follow if before != moved)
    places = [
        kept_moves.places_told(session, before.id) for before, moved in follow if before.starts_at != moved.starts_at
    ]
    new = tuple(
        Ahead(meetings.plan(after, one.windows, seq=0, rule_on=one.rule_on, holiday_question=one.holiday_question))
        for one in wanted[len(following) :]
    )
    moved = {before.id: after for before, after in follow}
    ahead = [m for m in staying if m.state in meetings.NOT_STARTED]
    ahead += [moved.get(meeting.id, meeting) for meeting in following]
    return RuleChange(
        before=council,
        after=after,
        follow=follow,
        stay=tuple(m for m in staying if m.state in meetings.NOT_STARTED),
        ahead=tuple(
            sorted((*map(Ahead, ahead), *new), key=lambda one: one.meeting.starts_at)[: meetings.PLANNED_AHEAD]
        ),
        people=people.by_id(session, council.workspace_id),
        told=tuple(dict.fromkeys((council.channel, *itertools.chain.from_iterable(places)))),
    )


def _follows_the_rule(meeting: Meeting) -> bool:
    """Whether it is planned where the rule put it, so that it goes where another rule puts it."""
    return (
        meeting.state is meetings.State.PLANNED
        and meeting.rule_on is not None
        and meeting.starts_at == meeting.original_starts_at
    )


def _is_settled(council: Council, meeting: Meeting) -> bool:
    """Whether its day was chosen, by the chair or by time, in place of a day off: a choice stands until the rule names
    another day."""
    return (
        council.holiday_policy == "ask"
        and meeting.rule_on is not None
        and not meeting.holiday_question
        and not calendars.business_days(council, meeting.rule_on).is_business_day(meeting.rule_on)
    )


def _settled(council: Council, occurrence: planning.Occurrence, on: date) -> planning.Occurrence:
    """The occurrence on the day that was chosen for it, where both days are still what they were."""
    business_days = calendars.business_days(council, occurrence.rule_on)
    if occurrence.holiday is None or not business_days.is_business_day(on):
        return occurrence
    windows = meetings.windows(council, on, business_days)
    return replace(occurrence, on=on, holiday_question=False, windows=windows)


def _staying(before: Council, after: Council, meeting: Meeting) -> Meeting:
    """A meeting that does not follow the rule: at its instant, which in another zone may be on another civil date.

    The windows of one whose reports are not open yet are counted from there; those that people were told stay.
    """
    if before.tz == after.tz or meeting.state not in meetings.NOT_STARTED:
        return meeting
    local = meeting.starts_at.astimezone(after.zone)
    business_days = calendars.business_days(after, local.date())
    counted = replace(after, rules=before.rules)
    windows = meetings.windows(counted, local.date(), business_days, start=local.time())
    dated = replace(meeting, on=windows.meeting_on, nudge_on=windows.nudge_on)
    if meeting.state is not meetings.State.PLANNED:
        return dated
    return replace(dated, opens_at=windows.opens_at, reports_due_at=windows.reports_due_at, agenda_at=windows.agenda_at)


def _occurrences(
    council: Council, following: list[Meeting], staying: list[Meeting], settled: Iterable[date], *, now: datetime
) -> list[planning.Occurrence]:
    """The next days of the council's rule in months that have no meeting yet, one for each that follows it.

    Before the month of the first of them there is only a day for which reports can still open in time.
    """
    count = max(len(following), meetings.PLANNED_AHEAD)
    had = {_month(meeting.rule_on) for meeting in staying if meeting.rule_on is not None}
    today = calendar.local_date(now, council.zone)
    past = [meeting.rule_on for meeting in staying if meeting.rule_on is not None and meeting.rule_on <= today]
    foreseen = planning.foresee(
        council,
        count + len(had) + 2,
        latest_rule_on=max(past, default=None),
        taken={*settled, *(meeting.on for meeting in staying if meeting.state is not meetings.State.CANCELLED)},
        business_days_around=partial(calendars.business_days, council),
        now=now,
    )
    first = min((_month(meeting.rule_on) for meeting in following if meeting.rule_on is not None), default=(0, 0))
    free = [one for one in foreseen if _month(one.rule_on) not in had]
    return [one for one in free if _month(one.rule_on) >= first or one.windows.opens_at > now][:count]


def _on(council: Council, meeting: Meeting, occurrence: planning.Occurrence) -> Meeting:
    made = meetings.plan(
        council,
        occurrence.windows,
        seq=meeting.seq,
        rule_on=occurrence.rule_on,
        holiday_question=occurrence.holiday_question,
    )
    return replace(made, id=meeting.id, version=meeting.version)


def _follow(session: Session, council: Council, before: Meeting, after: Meeting, *, by: str, now: datetime) -> None:
    """Keep a meeting where the new rule puts it. Channels that had its date are told as of any move."""
    told = [place for place in kept_moves.places_told(session, before.id) if place != council.channel]
    kept = kept_meetings.save(session, after, now=now)
    meeting_deeds.drop_due(session, kept)
    meeting_deeds.plan_due(session, council, kept, now=now)
    calendar_notices.question_changed(session, council, kept, now=now)
    if before.starts_at == kept.starts_at:
        return
    made = kept_moves.add(session, council, before, kept, reason=REASON, by=by, now=now)
    events.record(
        session,
        council,
        actor=by,
        verb="moved",
        object_kind="meeting",
        object_id=kept.id,
        before={"starts_at": before.starts_at.isoformat()},
        after={"starts_at": kept.starts_at.isoformat(), "reason": REASON},
        via="slack",
        now=now,
    )
    for channel in told:
        calendar_notices.owe_moved(session, council, kept, made.number, channel, now=now)


def _stay(session: Session, council: Council, meeting: Meeting, *, now: datetime) -> None:
    """Keep a meeting that stays at its instant under the civil dates of another zone."""
    if meeting == kept_meetings.get(session, meeting.id):
        return
    kept = kept_meetings.save(session, meeting, now=now)
    meeting_deeds.plan_due(session, council, kept, now=now)
    notices.meeting_changed(session, council, kept, now=now)


def _last_change(session: Reader, council: Council, *, now: datetime) -> Change | None:
    changes = events.list_changes(session, council, object_kind="council", object_id=council.id, since=now - RECENT)
    return changes[-1] if changes else None


def _month(on: date) -> tuple[int, int]:
    return on.year, on.month


def _as_json(council: Council) -> dict[str, object]:
    return calendar_rules.as_json(calendar_rules.of(council)) | {"tz": council.tz}
