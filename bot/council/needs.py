"""What still needs someone: what would keep a reminder from arriving, a report from coming, a meeting from being led.

Pure: what is known of departments, people and channels goes in, what is to be done about it comes out (model §3.10 and
§3.7, last paragraph). Each need has a key that stays the same until it is gone, so that nobody is told of it twice.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.council import calendar, meetings, nudges
from bot.council.channels import Channel
from bot.council.departments import Council, Department
from bot.council.people import Absence, Person
from bot.council.receipts import Cause

FAR_APART = timedelta(hours=3)
DAY_BEGINS = time(8)
DAY_ENDS = time(18)
OVERRIDE_ENDS_SOON_BD = 10


@dataclass(frozen=True)
class BotMissing:
    """We are not in a channel we post to: the department's, or the council's own where `department` is None.

    `name` is the channel's, empty where nobody shows it to us; `instead` are whom we write to meanwhile (Slack ids).
    """

    channel: str
    name: str
    department: Department | None
    instead: tuple[str, ...]

    @property
    def key(self) -> str:
        """Stays while it is the same channel."""
        return f"bot_missing:{self.channel}"


@dataclass(frozen=True)
class ChannelArchived:
    """A channel we post to is archived: nobody can post there."""

    channel: str
    name: str
    department: Department | None

    @property
    def key(self) -> str:
        """Stays while it is the same channel."""
        return f"archived:{self.channel}"


@dataclass(frozen=True)
class PostingRestricted:
    """We are in a channel and may not post there: its settings, or the workspace's, say who may."""

    channel: str
    name: str
    department: Department | None

    @property
    def key(self) -> str:
        """Stays while it is the same channel."""
        return f"restricted:{self.channel}"


@dataclass(frozen=True)
class NoLead:
    """A department has no lead, or (`left`) one whose account is closed. The deputy or who stands in for them acts,
    or else the chair answers for it (`acts` is None): because there is no deputy, or while the deputy is `away`."""

    department: Department
    left: str | None
    acts: str | None
    away: Absence | None = None

    @property
    def key(self) -> str:
        """A new lead who leaves is a new need."""
        return f"no_lead:{self.department.id}:{self.left or ''}"


@dataclass(frozen=True)
class NoDeputy:
    """A department has no deputy, or (`left`) one whose account is closed: nobody can report while the lead is away."""

    department: Department
    left: str | None

    @property
    def key(self) -> str:
        """A new deputy who leaves is a new need."""
        return f"no_deputy:{self.department.id}:{self.left or ''}"


@dataclass(frozen=True)
class Left:
    """Somebody whose account is closed still has a `role`: of the council's own, or in a department (as contributor or
    member; lead and deputy are needs of their own)."""

    slack_id: str
    role: str
    department: Department | None

    @property
    def key(self) -> str:
        """One for each role somebody leaves behind."""
        return f"left:{self.slack_id}:{self.role}:{self.department.id if self.department else ''}"


@dataclass(frozen=True)
class NotAColleague:
    """A guest, or somebody of another organisation, has a role that is for full members of the workspace."""

    slack_id: str
    role: str
    department: Department | None

    @property
    def key(self) -> str:
        """One for each such role."""
        return f"not_a_colleague:{self.slack_id}:{self.role}:{self.department.id if self.department else ''}"


@dataclass(frozen=True)
class ChairInDepartment:
    """The chair belongs to a department (INV-3), and what allowed it ends on `until_on`, has `ended`, or never was.
    `acts` is whoever acts as chair today, where it is they and not the chair."""

    department: Department
    until_on: date | None
    ended: bool
    acts: str | None = None

    @property
    def key(self) -> str:
        """That it ended is another need than that it ends soon."""
        which = f"{self.department.id}:{self.until_on or ''}:{'ended' if self.ended else 'ends'}"
        return f"chair_in_department:{which}{f':{self.acts}' if self.acts else ''}"


@dataclass(frozen=True)
class NobodyPresides:
    """The chair is away from `from_on` until `until_on`, and nobody acts, or (`stand_in`) somebody who left."""

    from_on: date
    until_on: date
    stand_in: str | None

    @property
    def key(self) -> str:
        """One for each absence."""
        return f"nobody_presides:{self.from_on}:{self.stand_in or ''}"


@dataclass(frozen=True)
class HolidayChoice:
    """A meeting's day is a day off, and the chair has not said yet whether it is held before or after."""

    meeting: meetings.Meeting
    clash: calendar.HolidayClash

    @property
    def key(self) -> str:
        """One for each meeting."""
        return f"holiday:{self.meeting.id}"


@dataclass(frozen=True)
class NobodyReports:
    """On the day a department's report is due nobody is there who may send it: lead and deputy are away."""

    department: Department
    meeting: meetings.Meeting
    due_on: date
    away: tuple[str, ...]

    @property
    def key(self) -> str:
        """One for each report."""
        return f"nobody_reports:{self.department.id}:{self.meeting.id}"


@dataclass(frozen=True)
class LocalTime:
    """A meeting as the council's clock shows it, and as somebody's elsewhere does: both wall times, naive."""

    here: datetime
    there: datetime


@dataclass(frozen=True)
class DistantLead:
    """A lead lives three hours or more from the council, or meets outside 08:00 to 18:00: `meetings` are the next ones
    of which that is true, soonest first."""

    department: Department
    lead: str
    tz: str
    meetings: tuple[LocalTime, ...]

    @property
    def key(self) -> str:
        """Stays while the lead lives there."""
        return f"distant:{self.department.id}:{self.lead}:{self.tz}"


Need = (
    BotMissing
    | ChannelArchived
    | PostingRestricted
    | NoLead
    | NoDeputy
    | Left
    | NotAColleague
    | ChairInDepartment
    | NobodyPresides
    | HolidayChoice
    | NobodyReports
    | DistantLead
)


def find(
    council: Council,
    departments: Sequence[Department],
    people: Mapping[str, Person],
    channels: Mapping[str, Channel],
    ahead: Sequence[meetings.Meeting],
    business_days: calendar.BusinessDays,
    today: date,
    *,
    restricted: Collection[str] = (),
) -> tuple[Need, ...]:
    """Everything that needs someone on `today` (a civil date of the council's), what stops most first.

    `people` and `channels` are those seen so far, by Slack id: of one that was not, nothing is said. `ahead` are the
    meetings that are not over, the running one first, then the planned ones, soonest first. `restricted` are channels
    (ids) that did not let us post last time, though we are in them.
    """
    return (
        *_channels(council, departments, people, channels, today, restricted),
        *_without_spokespeople(departments, people, today),
        *_presiding(council, people, today),
        *_chair_in_departments(council, departments, business_days, today),
        *_holidays(council, ahead, business_days),
        *_reports_without_anyone(council, departments, ahead, today),
        *_roles_left_behind(council, departments, people),
        *_not_colleagues(council, departments, people),
        *_distant_leads(council, departments, people, ahead),
    )


def key_of_channel(channel: str, why: Cause) -> str:
    """The key of the need that comes of a channel's taking no posts, for `why`."""
    kind = {Cause.ARCHIVED: "archived", Cause.RESTRICTED: "restricted"}.get(why, "bot_missing")
    return f"{kind}:{channel}"


def leaver(need: Need) -> str | None:
    """Whose closed account it comes from, where it does (a Slack id)."""
    match need:
        case NoLead(left=left) | NoDeputy(left=left) | Left(slack_id=left):
            return left
        case _:
            return None


def told_at(now: datetime, zone: ZoneInfo, business_days: calendar.BusinessDays) -> datetime:
    """When somebody in `zone` is told of what is found at `now`: the next 09:00 of theirs on a business day (UTC)."""
    on = calendar.local_date(now, zone)
    if now > calendar.wall_time(on, nudges.NUDGE_HOUR, zone):
        on += calendar.ONE_DAY
    return calendar.wall_time(business_days.on_or_after(on), nudges.NUDGE_HOUR, zone)


def told_to(council: Council, people: Mapping[str, Person], today: date) -> str:
    """Who is told: whoever acts for the chair that day, else the chair; where their account is closed, vice-chair or
    secretary, and in the end an admin of the workspace."""
    admins = (person.slack_id for person in people.values() if person.is_admin and person.is_full_member)
    asked = [*reversed(council.presiding(today)), council.vice_chair, council.secretary, *admins]
    there = (slack_id for slack_id in asked if slack_id is not None and not _has_left(people, slack_id))
    return next(there, council.chair)


def _channels(
    council: Council,
    departments: Sequence[Department],
    people: Mapping[str, Person],
    channels: Mapping[str, Channel],
    today: date,
    restricted: Collection[str],
) -> Iterator[Need]:
    wanted: list[tuple[str, Department | None]] = [(council.channel, None)]
    wanted += [(department.channel, department) for department in departments]
    for slack_id, department in wanted:
        channel = channels.get(slack_id)
        if channel is None:
            continue
        if channel.archived:
            yield ChannelArchived(slack_id, channel.name, department)
        elif not channel.has_bot:
            speakers = () if department is None else department.speakers(today)[:1]
            yield BotMissing(slack_id, channel.name, department, speakers or (told_to(council, people, today),))
        elif slack_id in restricted:
            yield PostingRestricted(slack_id, channel.name, department)


def _without_spokespeople(
    departments: Sequence[Department], people: Mapping[str, Person], today: date
) -> Iterator[Need]:
    for department in departments:
        lead, deputy = department.lead or None, department.deputy
        deputy_left = deputy is not None and _has_left(people, deputy)
        if lead is None or _has_left(people, lead):
            there = (one for one in department.speakers(today) if one not in ("", lead) and not _has_left(people, one))
            away = None if deputy is None or deputy_left else department.absence_of(deputy, today)
            yield NoLead(department, left=lead, acts=next(there, None), away=away)
        if deputy is None or deputy_left:
            yield NoDeputy(department, left=deputy)


def _presiding(council: Council, people: Mapping[str, Person], today: date) -> Iterator[Need]:
    for away in council.chair_absences:
        if away.until_on >= today and (away.stand_in is None or _has_left(people, away.stand_in)):
            yield NobodyPresides(away.from_on, away.until_on, away.stand_in)


def _chair_in_departments(
    council: Council, departments: Sequence[Department], business_days: calendar.BusinessDays, today: date
) -> Iterator[Need]:
    override = council.chair_override
    until_on = None if override is None else override.until_on
    if until_on is not None and business_days.between(today, until_on) > OVERRIDE_ENDS_SOON_BD:
        return
    for department in departments:
        for slack_id in dict.fromkeys((council.chair, *council.presiding(today))):
            if slack_id in department.people:
                acts = None if slack_id == council.chair else slack_id
                yield ChairInDepartment(department, until_on, until_on is None or until_on < today, acts)


def _holidays(
    council: Council, ahead: Sequence[meetings.Meeting], business_days: calendar.BusinessDays
) -> Iterator[Need]:
    for meeting in ahead:
        if not meeting.holiday_question or meeting.rule_on is None:
            continue
        taken = [other.on for other in ahead if other.id != meeting.id]
        clash = calendar.holiday_clash(meeting.rule_on, business_days, council.zone, taken, council.rules)
        if clash is not None:
            yield HolidayChoice(meeting, clash)


def _reports_without_anyone(
    council: Council, departments: Sequence[Department], ahead: Sequence[meetings.Meeting], today: date
) -> Iterator[Need]:
    for meeting in ahead:
        due_on = calendar.local_date(meeting.reports_due_at, council.zone)
        if meeting.state not in meetings.NOT_STARTED or due_on < today:
            continue
        for department in departments:
            away = [slack_id for slack_id in department.spokespeople if department.absence_of(slack_id, due_on)]
            if away and not department.speakers(due_on):
                yield NobodyReports(department, meeting, due_on, tuple(away))


def _roles_left_behind(
    council: Council, departments: Sequence[Department], people: Mapping[str, Person]
) -> Iterator[Need]:
    for role, holder in _own_roles(council):
        if _has_left(people, holder):
            yield Left(holder, role, None)
    for department in departments:
        for role, holders in (("contributor", department.contributors), ("member", department.members)):
            for holder in sorted(holders):
                if _has_left(people, holder):
                    yield Left(holder, role, department)


def _not_colleagues(
    council: Council, departments: Sequence[Department], people: Mapping[str, Person]
) -> Iterator[Need]:
    held: list[tuple[str, str, Department | None]] = [(role, holder, None) for role, holder in _own_roles(council)]
    for department in departments:
        held.append(("lead", department.lead, department))
        held += [("deputy", department.deputy, department)] if department.deputy else []
    for role, holder, of in held:
        person = people.get(holder)
        if person is not None and person.active and (person.is_guest or person.is_stranger):
            yield NotAColleague(holder, role, of)


def _distant_leads(
    council: Council, departments: Sequence[Department], people: Mapping[str, Person], ahead: Sequence[meetings.Meeting]
) -> Iterator[Need]:
    planned = [meeting for meeting in ahead if meeting.state in meetings.NOT_STARTED][: meetings.PLANNED_AHEAD]
    for department in departments:
        lead = people.get(department.lead)
        zone = None if lead is None or not lead.active else _zone(lead.tz)
        if lead is None or zone is None:
            continue
        odd = tuple(time for meeting in planned if (time := _odd_time(meeting, council.zone, zone)) is not None)
        if odd:
            yield DistantLead(department, lead.slack_id, lead.tz, odd)


def _odd_time(meeting: meetings.Meeting, here: ZoneInfo, there: ZoneInfo) -> LocalTime | None:
    starts, ends = meeting.starts_at.astimezone(there), meeting.ends_at.astimezone(there)
    local = LocalTime(meeting.starts_at.astimezone(here).replace(tzinfo=None), starts.replace(tzinfo=None))
    apart = abs(local.there - local.here)
    by_day = starts.date() == ends.date() and starts.time() >= DAY_BEGINS and ends.time() <= DAY_ENDS
    return local if apart >= FAR_APART or (apart and not by_day) else None


def _own_roles(council: Council) -> list[tuple[str, str]]:
    held = (("chair", council.chair), ("vice_chair", council.vice_chair), ("secretary", council.secretary))
    return [(role, holder) for role, holder in held if holder is not None]


def _has_left(people: Mapping[str, Person], slack_id: str) -> bool:
    person = people.get(slack_id)
    return person is not None and not person.active


def _zone(tz: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # what Slack said of somebody else's zone is taken as it came
        return None
