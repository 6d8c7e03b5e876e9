"""Who had to be nudged, on which day, about what: worked out from what happened, minute rules by hand, nothing shared
with the bot. Every working morning of every zone is looked at, every subject, every recipient; slow, and obvious.

The rungs: MTG-1, REP-1 to 3 and REP-5 (model §3.7), and the two of `tests/rungs.py`: EARLY one working day before an
action is due, in its department's channel; OVERDUE one working day after, there and to the department's lead.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from tests.years import chronicle
from tests.years.almanac import COUNCIL_TZ, EVENING, MEETS_AT, MORNING, ONE_DAY, Almanac, instant, local
from tests.years.chronicle import Chronicle, Department, Digest, Outage, Part

CHANNEL, LEAD, DEPUTY = "channel", "lead", "deputy"
DUE_BY = time(17)
OF_REPORTS = ("rep_1", "rep_2", "rep_3", "rep_5")
QUEUED, SAID = "queued", "said"
HALF_A_YEAR = timedelta(days=183)


@dataclass
class _Action:
    label: str
    department: str
    owner: str
    due_on: date
    agreed_at: datetime
    done: bool = False


@dataclass
class _Meeting:
    """`moved_to` is None while it is where the rule puts it."""

    month: date
    moved_to: tuple[date, time] | None = None
    cancelled: bool = False


@dataclass
class _Report:
    """A department's report for a meeting: since when it can be written, and what became of it."""

    month: date
    department: str
    opened_at: datetime
    drafted: bool = False
    sent: bool = False
    nothing: bool = False
    excused: bool = False

    @property
    def begun(self) -> bool:
        return self.drafted or self.settled

    @property
    def settled(self) -> bool:
        return self.sent or self.nothing or self.excused


@dataclass(frozen=True)
class _Occasion:
    """A rung that is owed once about one thing to one audience: at 09:00 of `on`, where `recipient` is."""

    part: Part
    audience: str
    on: date
    recipient: str | None
    due_at: datetime

    @property
    def key(self) -> tuple[Part, str]:
        return self.part, self.audience


@dataclass
class _Nudge:
    occasion: _Occasion
    recipient: str
    on: date
    outcome: str = QUEUED


def expected(told: Chronicle) -> list[Digest]:
    """The digests that had to go, oldest first."""
    life = _Life(told)
    happenings = sorted(told.happenings, key=lambda one: one.at)
    for now in _instants_that_matter(told):
        while happenings and happenings[0].at <= now:
            life.hear(happenings.pop(0))
        if not _covered(told.outages, "down", now):
            life.look(now)
            if not _covered(told.outages, "mute", now):
                life.send(now)
    return sorted(life.digests)


def _instants_that_matter(told: Chronicle) -> list[datetime]:
    """Nothing else can change anything: each 09:00 of each zone, every deed, the end of every outage."""
    zones = {COUNCIL_TZ, *told.zones.values(), *(one.tz for one in told.departments)}
    for happening in told.happenings:
        if isinstance(happening, chronicle.PersonMoved):
            zones.add(happening.tz)
        if isinstance(happening, chronicle.DepartmentStands):
            zones.add(happening.department.tz)
    first, last = told.founded_at.date(), told.ends_at.date()
    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    mornings = {instant(day, MORNING, tz) for day in days for tz in zones}
    others = {one.at for one in told.happenings} | {one.ends_at for one in told.outages}
    return sorted(at for at in mornings | others if told.founded_at <= at <= told.ends_at)


def _covered(outages: Iterable[Outage], kind: str, at: datetime) -> bool:
    return any(outage.kind == kind and outage.covers(at) for outage in outages)


class _Life:
    """The council as it stands, what was decided, and what was said."""

    def __init__(self, told: Chronicle) -> None:
        self.digests: list[Digest] = []
        self._zones = dict(told.zones)
        self._departments = {one.name: one for one in told.departments}
        self._joined = dict.fromkeys(self._departments, told.founded_at)
        self._actions: dict[str, _Action] = {}
        self._meetings = [
            _Meeting(month) for month in _months(told.founded_at.date(), (told.ends_at + HALF_A_YEAR).date())
        ]
        self._reports: dict[str, _Report] = {}
        self._absences: list[chronicle.WentAway] = []
        self._gone: set[str] = set()
        self._almanac = Almanac()
        self._decided: set[tuple[Part, str]] = set()
        self._nudges: list[_Nudge] = []
        self._sent: set[tuple[str, date]] = set()

    def hear(self, happening: chronicle.Happening) -> None:
        """Let it be so."""
        match happening:
            case chronicle.Agreed(at, label, department, owner, due_on):
                self._actions[label] = _Action(label, department, owner, due_on, at)
            case chronicle.Finished(_, label):
                self._actions[label].done = True
            case chronicle.AccountClosed(_, person):
                self._gone.add(person)
            case chronicle.AccountOpened(_, person):
                self._gone.discard(person)
            case chronicle.PersonMoved(_, person, tz):
                self._zones[person] = tz
            case chronicle.WentAway():
                self._absences.append(happening)
            case chronicle.DepartmentStands(at, department):
                self._joined.setdefault(department.name, at)
                self._departments[department.name] = department
            case chronicle.DepartmentClosed(_, name, heir):
                del self._departments[name]
                for action in self._actions.values():
                    if action.department == name:
                        action.department = heir
            case chronicle.DayOff(_, on):
                self._almanac = replace(self._almanac, days_off=self._almanac.days_off | {on})
            case chronicle.MeetingMoved(_, month, on, start):
                self._meeting(month).moved_to = (on, start)
                self._take_back(month)
            case chronicle.MeetingCancelled(_, month):
                self._meeting(month).cancelled = True
            case chronicle.ReportsOpened(at, month, departments):
                for name in departments:
                    self._reports[f"{month:%Y-%m} {name}"] = _Report(month, name, at)
            case chronicle.Reported(_, month, department, what):
                # Where it is not told that reports were opened, none is asked for.
                if (report := self._reports.get(f"{month:%Y-%m} {department}")) is not None:
                    self._report(report, what)

    def _report(self, report: _Report, what: str) -> None:
        match what:
            case "drafted":
                report.drafted = True
            case "sent":
                report.sent = True
            case "nothing" | "something":
                report.nothing = what == "nothing"
            case "excused" | "expected":
                report.excused = what == "excused"

    def look(self, now: datetime) -> None:
        """Take up what has become due: of each thing and audience the newest rung, the older ones are overtaken."""
        self._readdress(now)
        for owed in self._everything_owed(now):
            due = [one for one in owed if one.due_at <= now and one.key not in self._decided]
            if not due:
                continue
            newest = sorted(due, key=lambda one: one.due_at)[-1]  # of two at once, the later one says more
            self._decided |= {one.key for one in due}
            if newest.recipient is None or self._unwanted(newest):
                continue
            on, goes_at = self._next_chance(newest.recipient, now)
            if self._too_late(newest, goes_at):
                continue
            for older in self._nudges:
                if older.outcome == QUEUED and _same_subject(older.occasion, newest):
                    older.outcome = "overtaken"
            self._nudges.append(_Nudge(newest, newest.recipient, on))

    def _readdress(self, now: datetime) -> None:
        """On the morning on which something can be read it is for whoever leads by then."""
        for nudge in self._nudges:
            if nudge.outcome != QUEUED or nudge.occasion.audience == CHANNEL:
                continue
            if instant(nudge.on, MORNING, self._zone(nudge.recipient)) > now:
                continue
            on = max(nudge.occasion.on, local(now, COUNCIL_TZ).date())
            reader = self._reader(nudge.occasion, on)
            if reader is None:
                nudge.outcome = "nobody"
            elif reader != nudge.recipient:
                nudge.recipient = reader
                nudge.on, _ = self._next_chance(reader, now)

    def _reader(self, owed: _Occasion, on: date) -> str | None:
        """Who reads what is for a department's lead or deputy; nobody what they own themselves."""
        action = self._actions.get(owed.part.about)
        name = owed.part.about.partition(" ")[2] if action is None else action.department
        if name not in self._departments:
            return owed.recipient
        lead, deputy = (*self._speakers(self._departments[name], on), None, None)[:2]
        if owed.audience == DEPUTY:
            return deputy
        return None if action is not None and lead == action.owner else lead

    def send(self, now: datetime) -> None:
        """Say what is queued for today where it is read and now, all of a recipient's in one message."""
        queued = [nudge for nudge in self._nudges if nudge.outcome == QUEUED]
        for recipient in sorted({nudge.recipient for nudge in queued}):
            clock = local(now, self._zone(recipient))
            theirs = [nudge for nudge in queued if nudge.recipient == recipient]
            for nudge in theirs:
                if nudge.on < clock.date() or (nudge.on == clock.date() and not self._may_be_read(recipient, now)):
                    nudge.on, _ = self._next_chance(recipient, now)
            if self._may_be_read(recipient, now):
                self._say(recipient, clock.date(), [nudge for nudge in theirs if nudge.on == clock.date()], now)

    def _say(self, recipient: str, today: date, nudges: list[_Nudge], now: datetime) -> None:
        for nudge in nudges:
            silent = recipient in self._gone or self._unwanted(nudge.occasion) or self._too_late(nudge.occasion, now)
            nudge.outcome = "silent" if silent else SAID
        parts = [nudge.occasion.part for nudge in nudges if nudge.outcome == SAID]
        if parts:
            assert (recipient, today) not in self._sent
            self._sent.add((recipient, today))
            read = tuple(sorted(map(self._as_read, parts)))
            self.digests.append(Digest(today, recipient, read, self._asked(recipient, parts), now))

    def _as_read(self, part: Part) -> Part:
        """Before a meeting its readers are told when it is."""
        month, _, name = part.about.partition(" ")
        if part.rung in OF_REPORTS:
            return Part(part.rung, name)
        if part.rung != "mtg_1":
            return part
        on, _ = self._held_on(self._meeting(date.fromisoformat(f"{month}-01")))
        return Part(part.rung, f"{on} {name}")

    def _asked(self, recipient: str, parts: Iterable[Part]) -> tuple[str, ...]:
        """Each action once: what the parts are about, and everything that is open where a meeting is prepared."""
        labels = {part.about for part in parts if part.about in self._actions}
        preparing = {part.about.partition(" ")[2] for part in parts if part.rung == "mtg_1"}
        labels |= {one.label for one in self._actions.values() if one.department in preparing and not one.done}
        is_person = recipient in self._zones
        return tuple(sorted(f"{self._actions[label].department} {label}" if is_person else label for label in labels))

    def _everything_owed(self, now: datetime) -> Iterator[list[_Occasion]]:
        """By thing and audience: the rungs that are about it, whether their time has come or not. Of what is done, and
        of meetings half a year ahead, nobody is told."""
        for meeting in self._meetings:
            if not meeting.cancelled and now - HALF_A_YEAR < _noon(meeting.month) < now + HALF_A_YEAR:
                for department in self._departments.values():
                    if (_before(meeting, department), CHANNEL) not in self._decided:
                        yield list(self._before_meeting(meeting, department))
                    report = self._reports.get(f"{meeting.month:%Y-%m} {department.name}")
                    if report is not None:
                        for audience in (CHANNEL, LEAD, DEPUTY):
                            yield list(self._about_report(report, meeting, department, audience, now))
        for action in self._actions.values():
            if action.done or all(key in self._decided for key in _keys_about(action)):
                continue
            for audience in (CHANNEL, LEAD):
                owed = self._about_action(action, audience, now)
                yield [one for one in owed if one.due_at >= action.agreed_at]

    def _before_meeting(self, meeting: _Meeting, department: Department) -> Iterator[_Occasion]:
        on = self._almanac.before(self._held_on(meeting)[0], 5)
        due_at = instant(on, MORNING, department.tz)
        if due_at >= self._joined[department.name]:
            yield _Occasion(_before(meeting, department), CHANNEL, on, department.channel, due_at)

    def _about_report(
        self, report: _Report, meeting: _Meeting, department: Department, audience: str, now: datetime
    ) -> Iterator[_Occasion]:
        """REP-1 on the day on which reports are opened, or on the next working day; REP-2 five working days before the
        meeting; REP-3 a working day before the deadline, REP-5 one after it. What was due before it was opened is not
        owed, but REP-1 is, from then on."""
        opened_on = local(report.opened_at, COUNCIL_TZ).date()
        due_on = local(self._due_at(meeting), COUNCIL_TZ).date()
        days = {
            CHANNEL: {
                "rep_1": opened_on if self._almanac.works_on(opened_on) else self._almanac.after(opened_on, 1),
                "rep_3": self._almanac.before(due_on, 1),
            },
            LEAD: {
                "rep_2": self._almanac.before(self._held_on(meeting)[0], 5),
                "rep_5": self._almanac.after(due_on, 1),
            },
            DEPUTY: {"rep_5": self._almanac.after(due_on, 1)},
        }
        for rung, on in days[audience].items():
            recipient: str | None = department.channel
            if audience != CHANNEL:
                speakers = (*self._speakers(department, max(on, local(now, COUNCIL_TZ).date())), None, None)
                recipient = speakers[0 if audience == LEAD else 1]
            due_at = instant(on, MORNING, COUNCIL_TZ if recipient is None else self._zone(recipient))
            if rung == "rep_1":
                due_at = max(due_at, report.opened_at)
            if due_at >= report.opened_at:
                part = Part(rung, f"{meeting.month:%Y-%m} {department.name}")
                yield _Occasion(part, audience, on, recipient, due_at)

    def _due_at(self, meeting: _Meeting) -> datetime:
        """Reports are due three working days before the meeting."""
        return instant(self._almanac.before(self._held_on(meeting)[0], 3), DUE_BY, COUNCIL_TZ)

    def _about_action(self, action: _Action, audience: str, now: datetime) -> Iterator[_Occasion]:
        department = self._departments[action.department]
        rungs = {"overdue": self._almanac.after(action.due_on, 1)}
        if audience == CHANNEL:
            rungs["early"] = self._almanac.before(action.due_on, 1)
        for rung, on in rungs.items():
            recipient: str | None = department.channel
            if audience == LEAD:
                recipient = next(self._speakers(department, max(on, local(now, COUNCIL_TZ).date())), None)
                recipient = None if recipient == action.owner else recipient
            zone = COUNCIL_TZ if recipient is None else self._zone(recipient)
            yield _Occasion(Part(rung, action.label), audience, on, recipient, instant(on, MORNING, zone))

    def _unwanted(self, owed: _Occasion) -> bool:
        """Whether there is nothing to say any more."""
        if owed.part.rung in OF_REPORTS:
            report = self._reports[owed.part.about]
            if self._meeting(report.month).cancelled or report.department not in self._departments:
                return True
            begun = report.begun if owed.part.rung == "rep_2" else report.settled
            return owed.part.rung != "rep_1" and begun
        if owed.part.rung == "mtg_1":
            month, _, name = owed.part.about.partition(" ")
            open_there = [one for one in self._actions.values() if one.department == name and not one.done]
            return self._meeting(date.fromisoformat(f"{month}-01")).cancelled or not open_there
        action = self._actions[owed.part.about]
        if action.done:
            return True
        agreed = local(action.agreed_at, self._departments[action.department].tz)
        return owed.part.rung == "early" and agreed.date() == owed.on

    def _too_late(self, owed: _Occasion, at: datetime) -> bool:
        if owed.part.about in self._actions:
            return False
        meeting = self._meeting(date.fromisoformat(f"{owed.part.about[:7]}-01"))
        if owed.part.rung in ("rep_1", "rep_2", "rep_3"):
            return at >= self._due_at(meeting)
        return at >= instant(*self._held_on(meeting), COUNCIL_TZ)

    def _next_chance(self, recipient: str, now: datetime) -> tuple[date, datetime]:
        """The day on which something for them can be read, and from when on that day."""
        zone = self._zone(recipient)
        clock = local(now, zone)
        today = clock.date()
        if self._almanac.works_on(today) and (recipient, today) not in self._sent:
            if clock.time() < MORNING:
                return today, instant(today, MORNING, zone)
            if clock.time() < EVENING:
                return today, now
        following = self._almanac.after(today, 1)
        return following, instant(following, MORNING, zone)

    def _may_be_read(self, recipient: str, now: datetime) -> bool:
        return self._next_chance(recipient, now)[1] == now

    def _speakers(self, department: Department, on: date) -> Iterator[str]:
        """Whom the lead's messages reach on a day: who stands in for a lead who is away, else the deputy; then whom the
        deputy's reach, where that is somebody else."""
        reached = set()
        for person in (department.lead, department.deputy):
            there = person
            for away in self._absences:
                if away.person == person and away.from_on <= on <= away.until_on:
                    there = away.stand_in
            is_away = any(away.person == there and away.from_on <= on <= away.until_on for away in self._absences)
            if there is not None and there not in self._gone and not is_away and there not in reached:
                reached.add(there)
                yield there

    def _zone(self, recipient: str) -> str:
        """A department's for its channel, their own for a person."""
        for department in self._departments.values():
            if department.channel == recipient:
                return department.tz
        return self._zones.get(recipient, COUNCIL_TZ)

    def _meeting(self, month: date) -> _Meeting:
        return next(one for one in self._meetings if one.month == month)

    def _held_on(self, meeting: _Meeting) -> tuple[date, time]:
        return meeting.moved_to or (self._almanac.meets_on(meeting.month), MEETS_AT)

    def _take_back(self, month: date) -> None:
        """A meeting that moved is nudged about anew, but where it was nudged about already."""
        about = f"{month:%Y-%m} "
        said = {one.occasion.key for one in self._nudges if one.outcome == SAID}
        self._decided = {key for key in self._decided if not key[0].about.startswith(about) or key in said}
        self._nudges = [
            one for one in self._nudges if not one.occasion.part.about.startswith(about) or one.outcome == SAID
        ]


def _before(meeting: _Meeting, department: Department) -> Part:
    return Part("mtg_1", f"{meeting.month:%Y-%m} {department.name}")


def _keys_about(action: _Action) -> list[tuple[Part, str]]:
    early, overdue = Part("early", action.label), Part("overdue", action.label)
    return [(early, CHANNEL), (overdue, CHANNEL), (overdue, LEAD)]


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), tzinfo=UTC)


def _same_subject(one: _Occasion, other: _Occasion) -> bool:
    same_kind = (one.part.rung in OF_REPORTS) == (other.part.rung in OF_REPORTS)
    return same_kind and one.part.about == other.part.about and one.audience == other.audience


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + ONE_DAY * 31).replace(day=1)
