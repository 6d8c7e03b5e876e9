"""A meeting's session in words and buttons: started, adjourned, its minutes, closed; and one that nobody started."""

from collections.abc import Mapping
from datetime import datetime

from bot.council import actions, calendar, meetings
from bot.council.departments import Council
from bot.council.meetings import Meeting, State
from bot.council.people import Person
from bot.council.sessions import Answer, Session
from bot.views import forms, ids, notices, parts, people, rich, times
from bot.views.parts import Message, View

MINUTES_HINT = "For example: We count leads, so we promise dates we miss. Marketing's goal moves to qualified leads."
WHAT_MINUTES_ARE = "What was discussed and decided"


def standing(
    council: Council, meeting: Meeting, everyone: Mapping[str, Person], closes_at: datetime | None = None
) -> str:
    """Where the session stands: "In session since 14:00."; an empty string before it starts."""
    zone = council.zone
    match meeting.state:
        case State.IN_SESSION if not meeting.is_adjourned:
            return f"In session since {_clock(meeting, meeting.started_at, council)}."
        case State.IN_SESSION:
            ended = "It took place"
            if meeting.started_by is not None:
                ended = f"Adjourned {_clock(meeting, meeting.adjourned_at, council)}"
            acting = council.acting(calendar.local_date(meeting.adjourned_at or meeting.ends_at, zone))
            writes = "whoever presides" if acting is None else people.name(everyone, acting)
            return f"{ended}; minutes come from {writes}."
        case State.MINUTES_POSTED if meeting.minutes_posted_at is not None:
            until = f"; corrections until {times.moment(closes_at, zone)}" if closes_at is not None else ""
            return f"Minutes posted {times.moment(meeting.minutes_posted_at, zone)}{until}."
        case State.CANCELLED:
            return f"Cancelled: {meeting.cancelled_reason}"
        case State.CLOSED if not meeting.held:
            return "Not recorded: nobody said whether it took place."
        case State.CLOSED if meeting.closed_at is not None:
            return f"Closed {times.day(calendar.local_date(meeting.closed_at, zone))}."
        case _:
            return ""


def stands(meeting: Meeting) -> str:
    """Where any meeting stands, as the end of a sentence: "is in session"."""
    match meeting.state:
        case State.PLANNED:
            return "has not opened its reports yet"
        case State.COLLECTING:
            return "collects reports, and its agenda is not posted yet"
        case State.AGENDA_POSTED:
            return "has its agenda and has not started"
        case State.IN_SESSION:
            return "is adjourned" if meeting.is_adjourned else "is in session"
        case State.MINUTES_POSTED:
            return "has its minutes"
        case State.CLOSED:
            return "is closed"
        case State.CANCELLED:
            return "is cancelled"


def to_start(meeting: Meeting, council: Council, *, presides: bool, now: datetime) -> list[rich.Block]:
    """What can be done with a meeting that has not started, by whoever may run it."""
    if meeting.state not in (State.COLLECTING, State.AGENDA_POSTED):
        return []
    opens_at = meeting.starts_at - meetings.DOORS_OPEN
    if now < opens_at:
        return [rich.paragraph(f"You can start the meeting here from {times.moment(opens_at, council.zone)}.")]
    buttons = []
    if now >= meeting.ends_at:
        buttons.append(_took_place(meeting))
    if now <= meeting.asks_if_held_at:
        buttons.append(_start(meeting, primary=not buttons))
    if now >= meeting.ends_at and presides:
        buttons.append(_not_held(meeting))
    return [rich.buttons(ids.session_block(meeting.id), *buttons)]


def to_adjourn(meeting: Meeting, council: Council, following: Meeting | None) -> list[rich.Block]:
    """The button that ends a session, with the next date to confirm."""
    if meeting.state is not State.IN_SESSION or meeting.is_adjourned:
        return []
    button = rich.button(
        "Adjourn",
        ids.ADJOURN,
        str(meeting.id),
        primary=True,
        asks=rich.question("Adjourn the meeting?", f"The session ends. {_next(following, council)}", "Adjourn"),
    )
    return [rich.buttons(ids.session_block(meeting.id), button)]


def to_finish(session: Session) -> list[rich.Block]:
    """What whoever presides can do with a session that is adjourned: its minutes, its close."""
    meeting, day = session.meeting, times.day(session.meeting.on)
    if meeting.state is State.MINUTES_POSTED:
        asks = rich.question("Close it now?", f"The minutes of {day} can't be corrected any more.", "Close")
        close = rich.button("Close now", ids.CLOSE_SESSION, str(meeting.id), spoken=f"Close {day} now", asks=asks)
        return [rich.buttons(ids.session_block(meeting.id), close)]
    asks = rich.question(
        "Close it without minutes?", f"Reports for {day} lock, and its done actions are confirmed.", "Close"
    )
    return [
        rich.buttons(
            ids.session_block(meeting.id),
            rich.button("Post minutes", ids.WRITE_MINUTES, str(meeting.id), primary=True, spoken=f"Minutes of {day}"),
            rich.button("Close", ids.CLOSE_SESSION, str(meeting.id), spoken=f"Close {day}", asks=asks),
        )
    ]


def unclosed(session: Session, *, presides: bool) -> list[rich.Block]:
    """An earlier session that is not closed yet, named by its date, with what is left to do."""
    where = standing(session.council, session.meeting, session.people, session.closes_at)
    line = rich.paragraph(rich.bold(times.day(session.meeting.on)), f" · {where}")
    return [line, *to_finish(session)] if presides else [line]


def question(session: Session, answer: Answer | None, *, moved: bool = False) -> Message:
    """Whether a meeting that nobody started took place; once that is known, what it was and who said so. `moved` says
    that it is held on another day than the one that was asked about."""
    council, meeting = session.council, session.meeting
    day = times.day(meeting.on)
    if moved:
        return notices.plain(f"The meeting has moved to {times.moment(meeting.starts_at, council.zone)}.")
    if meeting.state in meetings.NOT_STARTED:
        return _open_question(session)
    by = f" · {people.name(session.people, answer.by)}" if answer is not None and answer.by is not None else ""
    at = f", {times.moment(answer.at, council.zone)}" if by and answer is not None else ""
    became = "it took place" if meeting.held else "cancelled, it did not take place"
    if meeting.state is State.CLOSED and not meeting.held:
        became = "not recorded, as nobody said whether it took place"
    return notices.plain(f"{day}: {became}{by}{at}.")


def minutes(session: Session) -> Message:
    """The minutes in the council's channel, with the actions agreed in the meeting."""
    council, meeting = session.council, session.meeting
    assert meeting.minutes_posted_at is not None, "only posted minutes are shown"
    title = f"Minutes — {council.name}, {times.full_day(meeting.on)}"
    blocks = [rich.block(rich.section(rich.bold(title)), rich.section(meeting.minutes)), *_agreed(session)]
    by = people.name(session.people, meeting.minutes_posted_by or council.chair)
    posted = f"Posted by {by}, {times.moment(meeting.minutes_posted_at, council.zone)}."
    if meeting.state is State.CLOSED:
        rest = standing(council, meeting, session.people)
    else:
        until = "" if session.closes_at is None else f" until {times.moment(session.closes_at, council.zone)}"
        rest = f"Something to correct? Tell {by}{until}."
    blocks += [rich.paragraph(after) for after in _after(session)]
    return parts.message(f"{title}: {parts.one_line(meeting.minutes)}", *blocks, rich.paragraph(f"{posted} {rest}"))


def minutes_form(session: Session) -> View:
    """The form for the minutes: what was discussed and decided, under it what was agreed as actions."""
    council, meeting = session.council, session.meeting
    where = f" · {standing(council, meeting, session.people)}"
    goes = "They go to the council's channel."
    if session.closes_at is not None:
        goes += (
            f" They can be corrected until {times.moment(session.closes_at, council.zone)}; then the meeting closes."
        )
    return parts.modal(
        ids.MINUTES_FORM,
        "CX minutes",
        [
            rich.paragraph(rich.bold(times.full_day(meeting.on)), where),
            forms.text(ids.MINUTES, WHAT_MINUTES_ARE, hint=MINUTES_HINT, most=meetings.LONGEST_MINUTES, lines=True),
            *_agreed(session),
            rich.paragraph(goes),
        ],
        submit="Post minutes",
        private={"meeting": meeting.id},
    )


def read_minutes(view: View) -> tuple[int, str]:
    """The meeting's id and the minutes, from a submitted form. Raises MalformedForm."""
    return parts.number(parts.private(view), "meeting"), forms.typed(view, ids.MINUTES)


def started(session: Session) -> Message:
    """What is read after *Start meeting*."""
    where = standing(session.council, session.meeting, session.people)
    sentence = f"{where} Nudges for this meeting stop. Adjourn it here, or later with /cx-agenda."
    buttons = to_adjourn(session.meeting, session.council, session.next_meeting)
    return parts.message(sentence, rich.paragraph(sentence), *buttons)


def adjourned(session: Session, *, offers_minutes: bool) -> Message:
    """What is read after *Adjourn* or *It took place*, with the button for the minutes where it is theirs to press."""
    where = standing(session.council, session.meeting, session.people)
    sentence = f"{where} {_next(session.next_meeting, session.council)}"
    if offers_minutes:
        return parts.message(sentence, rich.paragraph(sentence), *to_finish(session))
    return notices.plain(f"{sentence} /cx-agenda offers the minutes to whoever presides.")


def not_held(session: Session) -> Message:
    """What is read after *Cancel it*."""
    day = times.day(session.meeting.on)
    return notices.plain(f"{day} is cancelled. Nothing is carried. {_next(session.next_meeting, session.council)}")


def minutes_posted(session: Session) -> Message:
    """What is read after *Post minutes*."""
    until = "" if session.closes_at is None else times.moment(session.closes_at, session.council.zone)
    return notices.plain(
        f"The minutes of {times.day(session.meeting.on)} are on their way to the council's channel. They can be "
        f"corrected until {until}; then the meeting closes by itself, or sooner with /cx-agenda."
    )


def closed(session: Session) -> Message:
    """What is read after *Close*."""
    return notices.plain(f"{times.day(session.meeting.on)} is closed. {_next(session.next_meeting, session.council)}")


def _open_question(session: Session) -> Message:
    meeting, zone = session.meeting, session.council.zone
    first = f"Did the meeting of {times.moment(meeting.starts_at, zone)} take place?"
    why = " Nobody started it here. If it did, its minutes can be posted."
    following = session.next_meeting
    if meeting.state is State.PLANNED:
        why += " Its reports never opened. Unanswered, it is closed as not recorded in a day."
    elif following is not None:
        opens = times.moment(following.opens_at, zone)
        why += f" Unanswered, it is closed as not recorded when the next reports open, {opens}."
    return parts.message(
        first + why,
        rich.paragraph(rich.bold(first), why),
        rich.buttons(ids.session_block(meeting.id), _took_place(meeting), _not_held(meeting)),
    )


def _start(meeting: Meeting, *, primary: bool) -> rich.Element:
    day = times.day(meeting.on)
    if meeting.state is State.AGENDA_POSTED:
        return rich.button(
            "Start meeting", ids.START, str(meeting.id), primary=primary, spoken=f"Start the meeting of {day}"
        )
    asks = rich.question("Start anyway?", "The agenda is not posted yet. It is posted first, as it stands.", "Start")
    return rich.button("Start anyway", ids.START_ANYWAY, str(meeting.id), primary=primary, asks=asks)


def _took_place(meeting: Meeting) -> rich.Element:
    spoken = f"The meeting of {times.day(meeting.on)} took place"
    return rich.button("It took place", ids.TOOK_PLACE, str(meeting.id), primary=True, spoken=spoken)


def _not_held(meeting: Meeting) -> rich.Element:
    day = times.day(meeting.on)
    asks = rich.question(
        "Cancel it?", f"{day} stands as cancelled: it did not take place. Nothing is carried.", "Cancel it"
    )
    return rich.button("Cancel it", ids.NOT_HELD, str(meeting.id), spoken=f"Cancel the meeting of {day}", asks=asks)


def _agreed(session: Session) -> list[rich.Block]:
    if not session.agreed:
        return [rich.paragraph("No actions were agreed in the meeting.")]
    room, shown = parts.LONGEST_MESSAGE - meetings.LONGEST_MINUTES - 500, list[rich.Line]()
    for action in session.agreed:
        line = _action_line(session, action)
        room -= rich.size(rich.section(*line))
        if room < 0:
            break
        shown.append(line)
    title = f"Agreed in the meeting: {parts.counted(len(session.agreed), 'action')}"
    body = [rich.section(rich.bold(title)), rich.bullets(shown)]
    if len(shown) < len(session.agreed):
        body.append(rich.section(f"and {len(session.agreed) - len(shown)} more: /cx-action list"))
    return [rich.block(*body)]


def _action_line(session: Session, action: actions.Action) -> rich.Line:
    owner = people.name(session.people, action.owner) + (" (needs an owner)" if action.needs_owner else "")
    due = rich.bold(times.day(action.original_due_on, today=session.meeting.on))
    return (rich.bold(action.label), f" {owner}: {action.text} — ", due)


def _after(session: Session) -> list[str]:
    """What came after the meeting; the reports themselves stand in the thread."""
    came = [parts.of(one.department) for one in session.after if not one.nothing]
    nothing = [one.department for one in session.after if one.nothing]
    said = []
    if came:
        said.append(
            f"After the meeting: {parts.listed(came)} {'report' if len(came) == 1 else 'reports'}, in the thread."
        )
    if nothing:
        have = "it has" if len(nothing) == 1 else "they have"
        said.append(f"After the meeting, {parts.listed(nothing)} said that {have} nothing to report.")
    return said


def _next(following: Meeting | None, council: Council) -> str:
    if following is None:
        return "No further meeting is planned yet."
    return f"Next: {times.moment(following.starts_at, council.zone)}."


def _clock(meeting: Meeting, at: datetime | None, council: Council) -> str:
    """The time alone on the meeting's own day, with the day on any other."""
    if at is None:
        return ""
    if calendar.local_date(at, council.zone) == meeting.on:
        return times.clock(at, council.zone)
    return times.moment(at, council.zone)
