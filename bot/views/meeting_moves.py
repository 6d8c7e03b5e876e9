"""The forms that move, cancel and add a meeting, each with all that follows from it, before it is done and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.council import calendar_rules
from bot.council import meeting_moves as rules
from bot.council.departments import Council
from bot.council.meeting_moves import Preview
from bot.council.meetings import LONGEST_REASON, Meeting, State
from bot.council.outlooks import Consequences, LocalTime, Moved, Subject
from bot.council.people import Person
from bot.council.roster import Change
from bot.views import calendars, forms, ids, parts, refilling, rich, times
from bot.views import people as names
from bot.views.parts import Message, View

MOVE_TITLE = "Move a meeting"
CANCEL_TITLE = "Cancel a meeting"
ADD_TITLE = "Add a meeting"
SHOW = "See what changes"
MOVE = "Move meeting"
PEOPLE_NAMED = 6


@dataclass(frozen=True)
class MoveForm:
    """A move as it was submitted: to a date and a wall time of the council's. `version` is the meeting's as it was
    shown; `previewed` says that the consequences of just this were shown; all of it came with the form."""

    meeting_id: int
    version: int
    on: date
    start: time
    reason: str
    previewed: bool
    confirmed: bool


@dataclass(frozen=True)
class CancelForm:
    """A cancellation as it was submitted."""

    meeting_id: int
    version: int
    reason: str


@dataclass(frozen=True)
class AddForm:
    """One meeting more, as it was submitted: date and wall time of the council's. `confirmed` says that what overlaps
    with just this was shown."""

    on: date
    start: time
    duration_min: int
    confirmed: bool = False


def move_form(subject: Subject) -> View:
    """The form that moves a meeting, with where it is now."""
    meeting, zone = subject.meeting, subject.council.zone
    first = [
        rich.section(rich.bold(_capital(calendars.name(meeting))), f" is {times.moment(meeting.starts_at, zone)}."),
        rich.section(calendars.windows(meeting, zone) + "."),
    ]
    return parts.modal(
        ids.CALENDAR_MOVE_FORM,
        MOVE_TITLE,
        [
            rich.block(*first),
            *_when(meeting.on, meeting.starts_at.astimezone(zone).time()),
            _reason("For example: The room is being painted. Everybody who is told reads it."),
        ],
        submit=SHOW,
        private={"meeting": meeting.id, "version": meeting.version},
    )


def with_consequences(view: View, shown: Consequences, *, change: Change | None = None, stale: bool = False) -> View:
    """The form as it was submitted, with what the move would change on top, ready to be done.

    `stale` says that the meeting changed since this person looked at it, `change` what was done to it then.
    """
    form = read_move(view)
    kept = parts.private(view)
    again = refilling.again(view)
    fields = [block for block in again["blocks"] if block["type"] == "input" and block["block_id"] in _FIELDS]
    wanted = _target(form.on, form.start)
    blocks = [_consequences(shown, change, stale=stale), *fields]
    if shown.preview.needs_confirmation:
        left = parts.counted(shown.preview.left_bd, "working day")
        label = f"Only {left} left to report"
        blocks.append(forms.checkboxes(ids.confirmed_block(wanted), label, [("yes", "Move it all the same")]))
    private = {"meeting": kept["meeting"], "version": shown.preview.before.version, "seen": wanted}
    return parts.modal(ids.CALENDAR_MOVE_FORM, MOVE_TITLE, blocks, submit=MOVE, private=private)


def read_move(view: View) -> MoveForm:
    """What a submitted form says. Raises MalformedForm."""
    kept = parts.private(view)
    on, start = _read_when(view)
    wanted = _target(on, start)
    return MoveForm(
        meeting_id=parts.number(kept, "meeting"),
        version=parts.number(kept, "version"),
        on=on,
        start=start,
        reason=forms.typed(view, ids.REASON),
        previewed=kept.get("seen") == wanted,
        confirmed="yes" in forms.chosen_values(view, ids.confirmed_block(wanted)),
    )


def moved(done: Moved) -> Message:
    """What whoever moved it reads."""
    meeting, zone = done.meeting, done.council.zone
    first = f"{_capital(calendars.name(meeting))} is {times.moment(meeting.starts_at, zone)} now."
    was = f" It was {times.moment(done.from_starts_at, zone)}. "
    due = f"Reports are due {times.moment(meeting.reports_due_at, zone)}"
    if meeting.state is State.PLANNED:
        due = f"Reports open {times.moment(meeting.opens_at, zone)} and are due " + times.moment(
            meeting.reports_due_at, zone
        )
    told: list[rich.Part] = [
        " I'm telling ",
        *calendars.places(done.told, done.people),
        ". The meetings after it keep their days.",
    ]
    return parts.message(first + was + due + ".", rich.paragraph(rich.bold(first), was, due, ".", *told))


def cancel_form(subject: Subject, *, change: Change | None = None, stale: bool = False, reason: str = "") -> View:
    """The form that cancels a meeting, with what happens then."""
    meeting, zone = subject.meeting, subject.council.zone
    title = f"{_capital(calendars.name(meeting))}, {times.moment(meeting.starts_at, zone)}"
    lines: list[rich.Line] = [("I tell ", *calendars.places(subject.told, subject.people), ".")]
    if meeting.state is not State.PLANNED:
        kept = f"{parts.counted(subject.reports_in, 'report')} sent so far: kept as the start of the next one."
        lines.append((kept if subject.reports_in else "No report was sent so far.",))
    lines.append(("Nobody is reminded of it any more. Actions stay open for the next meeting.",))
    lines.append(("The meetings after it keep their days, and the next three stay planned.",))
    changed = [rich.section(rich.bold(_what_changed(subject.council, change, subject.people)))] if stale else []
    return parts.modal(
        ids.CALENDAR_CANCEL_FORM,
        CANCEL_TITLE,
        [
            rich.block(*changed, rich.section(rich.bold(title)), rich.bullets(lines)),
            _reason("For example: Half the council is at the trade fair. Everybody who is told reads it.", reason),
        ],
        submit="Cancel meeting",
        close="Keep it",
        private={"meeting": meeting.id, "version": meeting.version},
    )


def read_cancel(view: View) -> CancelForm:
    """What a submitted form says. Raises MalformedForm."""
    kept = parts.private(view)
    return CancelForm(parts.number(kept, "meeting"), parts.number(kept, "version"), forms.typed(view, ids.REASON))


def cancelled(subject: Subject) -> Message:
    """What whoever cancelled it reads."""
    meeting = subject.meeting
    first = f"{_capital(calendars.name(meeting))}, {times.day(meeting.on)}, is cancelled."
    return parts.message(
        first, rich.paragraph(rich.bold(first), " I'm telling ", *calendars.places(subject.told, subject.people), ".")
    )


def add_form(council: Council) -> View:
    """The form for one meeting more."""
    return parts.modal(
        ids.CALENDAR_ADD_FORM,
        ADD_TITLE,
        [
            rich.paragraph("One meeting beside the rule's. Its reports open as always, or at once where it is near."),
            *_when(None, council.start_time),
            forms.number(
                ids.DURATION_MIN,
                "How many minutes",
                hint=f"{calendar_rules.SHORTEST_MIN} to {calendar_rules.LONGEST_MIN}. For example 90.",
                least=calendar_rules.SHORTEST_MIN,
                most=calendar_rules.LONGEST_MIN,
                value=council.duration_min,
            ),
        ],
        submit="Add meeting",
    )


def read_add(view: View) -> AddForm:
    """What a submitted form says. Raises MalformedForm."""
    on, start = _read_when(view)
    duration = forms.typed_number(view, ids.DURATION_MIN)
    if duration is None:
        raise parts.MalformedForm
    return AddForm(on, start, duration, parts.private(view).get("seen") == _target(on, start))


def with_overlaps(view: View, council: Council, wanted: Meeting, others: Sequence[Meeting]) -> View:
    """The form as it was submitted, with the meetings on top that are prepared in the same weeks, ready to be done."""
    form = read_add(view)
    again = refilling.again(view)
    fields = [block for block in again["blocks"] if block["type"] == "input" and block["block_id"] in _FIELDS]
    said = [
        rich.section(
            rich.bold(_capital(calendars.name(wanted))), f" is {times.moment(wanted.starts_at, council.zone)}."
        )
    ]
    said.append(rich.bullets([(_overlap(other, wanted),) for other in others]))
    blocks = [rich.block(*said, block_id=ids.CALENDAR_PREVIEW), *fields]
    private = {"seen": _target(form.on, form.start)}
    return parts.modal(ids.CALENDAR_ADD_FORM, ADD_TITLE, blocks, submit="Add it all the same", private=private)


def added(subject: Subject, *, agenda_at: datetime, opens_at_once: bool) -> Message:
    """What whoever added it reads; `agenda_at` is when its agenda goes out."""
    meeting, zone = subject.meeting, subject.council.zone
    first = f"A meeting is added: {calendars.hours(meeting, zone)}."
    rest = f" {calendars.windows(meeting, zone)}."
    if opens_at_once:
        rest = (
            " Its reports open at once, unless another meeting's are open; they are due "
            f"{times.moment(meeting.reports_due_at, zone)}, and the agenda goes out "
            f"{times.moment(agenda_at, zone)}."
        )
    return parts.message(first + rest, rich.paragraph(rich.bold(first), rest))


_FIELDS = (ids.MEETS_ON, ids.START_TIME, ids.DURATION_MIN, ids.REASON)


def _when(on: date | None, start: time) -> list[forms.Block]:
    return [
        forms.date(ids.MEETS_ON, "Day", hint="A working day of the council's.", value=on),
        forms.time(ids.START_TIME, "Start", hint="On the council's clocks, between 07:00 and 19:00.", value=start),
    ]


def _reason(hint: str, value: str = "") -> forms.Block:
    return forms.text(ids.REASON, "Why", hint=hint, most=LONGEST_REASON, lines=True, value=value)


def _read_when(view: View) -> tuple[date, time]:
    on, start = forms.chosen_date(view, ids.MEETS_ON), forms.chosen_time(view, ids.START_TIME)
    if on is None or start is None:
        raise parts.MalformedForm
    return on, start


def _target(on: date, start: time) -> str:
    return f"{on.isoformat()}T{start:%H:%M}"


def _consequences(shown: Consequences, change: Change | None, *, stale: bool) -> rich.Block:
    preview, zone = shown.preview, shown.council.zone
    sections = []
    if stale:
        sections.append(rich.section(rich.bold(_what_changed(shown.council, change, shown.people))))
    sections.append(rich.section(rich.bold(f"If {calendars.name(preview.before)} moves, this changes")))
    sections.append(rich.bullets(_windows(preview, zone)))
    sections += _warnings(shown)
    sections.append(rich.section(rich.bold("It starts at")))
    sections.append(rich.bullets([_clock(shown.council, one) for one in shown.clocks]))
    sections.append(
        rich.section("I tell ", *calendars.places(shown.told, shown.people), ". Later meetings keep their days.")
    )
    return rich.block(*sections, block_id=ids.CALENDAR_PREVIEW)


def _windows(preview: Preview, zone: ZoneInfo) -> list[rich.Line]:
    before, after = preview.before, preview.after
    rows = [
        ("Meeting", times.moment(before.starts_at, zone), times.moment(after.starts_at, zone)),
        ("Reports open", times.moment(before.opens_at, zone), times.moment(after.opens_at, zone)),
        ("Reports are due", times.moment(before.reports_due_at, zone), times.moment(after.reports_due_at, zone)),
        ("Agenda goes out", times.moment(preview.agenda_was_at, zone), times.moment(preview.agenda_at, zone)),
        ("Actions are asked about", times.day(before.nudge_on), times.day(after.nudge_on)),
    ]
    if before.state is not State.PLANNED:
        rows = [row for row in rows if row[0] != "Reports open"]
    if before.agenda_posted_at is not None:
        rows = [row for row in rows if row[0] != "Agenda goes out"]
    return [
        (f"{what}: ", rich.bold(new), f" (was {old})") if new != old else (f"{what}: {old}, as before",)
        for what, old, new in rows
    ]


def _warnings(shown: Consequences) -> list[rich.Element]:
    preview, zone = shown.preview, shown.council.zone
    said = []
    if preview.before.state is not State.PLANNED:
        said.append("Reports stay open, and those sent stay.")
    if preview.before.agenda_posted_at is not None:
        said.append("The agenda shows the new date where it stands.")
    if preview.reopens_reports:
        said.append(f"The deadline had passed; reports are in time again until {_due(preview.after, zone)}.")
    if preview.needs_confirmation:
        left = parts.counted(preview.left_bd, "working day")
        said.append(f"{left[0].upper()}{left[1:]} left until reports are due.")
    said += [_overlap(other, preview.after) for other in preview.overlaps]
    return [rich.section(" ".join(said))] if said else []


def _overlap(other: Meeting, wanted: Meeting) -> str:
    day = times.day(other.on)
    if rules.has_no_reports(wanted, other):
        return (
            f"The meeting of {day} opens its reports first and is over later: this one would have no reports or agenda."
        )
    if rules.has_no_reports(other, wanted):
        return (
            f"This one would open its reports first and be over later than the meeting of {day}, which would have none."
        )
    return (
        f"The meeting of {day} is prepared in the same weeks: the one whose reports open first keeps the other's "
        "closed until it is over."
    )


def _due(meeting: Meeting, zone: ZoneInfo) -> str:
    return times.moment(meeting.reports_due_at, zone)


def _clock(council: Council, one: LocalTime) -> rich.Line:
    shown = [person.name for person in one.people[:PEOPLE_NAMED]]
    left = len(one.people) - len(shown)
    who = parts.listed([*shown, f"{left} more"] if left else shown)
    place = _zones(one.people)
    return (rich.bold(f"{one.local:%H:%M}"), f" {times.day(one.local.date())} in {place}: {who}")


def _zones(people: Sequence[Person]) -> str:
    return parts.listed(sorted({person.tz.split("/")[-1].replace("_", " ") for person in people})[:3])


def _what_changed(council: Council, change: Change | None, everyone: Mapping[str, Person]) -> str:
    stands = "This is how it stands now."
    if change is None:
        return f"This meeting changed while you were looking. {stands}"
    who = names.name(everyone, change.actor) if change.actor in everyone else "The timetable"
    at = times.clock(change.at, council.zone)
    to = change.after.get("starts_at")
    what = (
        f"moved it to {times.moment(datetime.fromisoformat(to), council.zone)}" if isinstance(to, str) else "changed it"
    )
    return f"{who} {what} at {at}, while you were looking. {stands}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
