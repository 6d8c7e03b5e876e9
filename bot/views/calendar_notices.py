"""What channels and the chair are told about the calendar."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.council import calendar_rules
from bot.council.departments import Council
from bot.council.meetings import Meeting, State
from bot.council.outlooks import Ahead
from bot.council.people import Person
from bot.views import calendar_forms, calendars, ids, parts, people, rich, times
from bot.views.parts import Message


def moved(
    council: Council, meeting: Meeting, *, from_starts_at: datetime, reason: str, zone: ZoneInfo, now: datetime
) -> Message:
    """That a meeting moved; `zone` is the readers', `from_starts_at` where they last knew it (UTC)."""
    what = _capital(calendars.name(meeting))
    to = calendars.in_zone(meeting.starts_at, council, zone)
    was = f", not {times.moment(from_starts_at, council.zone)}."
    due = ""
    if meeting.reports_due_at > now:
        at = calendars.in_zone(meeting.reports_due_at, council, zone)
        opens = f"open {times.day(meeting.opens_at.astimezone(council.zone).date())} and "
        due = f" Reports {opens if meeting.state is State.PLANNED else ''}are due {at}."
    return parts.message(
        f"{what} is {to}{was}{due}",
        rich.block(rich.section(f"{what} is ", rich.bold(to), was, due), rich.section("Why: ", rich.italic(reason))),
    )


def cancelled(council: Council, meeting: Meeting, following: Meeting | None) -> Message:
    """That a meeting is cancelled, or did not take place, and when the next one is."""
    is_past = meeting.closed_at is not None and meeting.closed_at > meeting.starts_at
    what = f"{_capital(calendars.name(meeting))}, {times.moment(meeting.starts_at, council.zone)}, "
    what += "did not take place." if is_past else "is cancelled."
    after = "" if following is None else f" The next one is {times.moment(following.starts_at, council.zone)}."
    why = [] if is_past else [rich.section("Why: ", rich.italic(meeting.cancelled_reason))]
    return parts.message(what + after, rich.block(rich.section(rich.bold(what), after), *why))


def cancelled_twice(council: Council, meeting: Meeting, following: Meeting | None) -> Message:
    """For the chair: two in a row."""
    first = f"{_capital(calendars.name(meeting))} is the second in a row that is cancelled."
    why = (
        " A council meets monthly: without a meeting nobody asks whether what was agreed has been done, and "
        "departments stop telling each other what they see."
    )
    after = (
        " /cx-council calendar plans one more."
        if following is None
        else f" The next one is {times.moment(following.starts_at, council.zone)}. To meet sooner, add one with "
        "/cx-council calendar."
    )
    return parts.message(first + why + after, rich.paragraph(rich.bold(first), why + after))


def added(council: Council, meeting: Meeting) -> Message:
    """That there is one meeting more."""
    first = f"The CX Council meets once more: {calendars.hours(meeting, council.zone)}."
    due = f" Reports are due {times.moment(meeting.reports_due_at, council.zone)}."
    return parts.message(first + due, rich.paragraph(rich.bold(first), due))


def rule_changed(council: Council, ahead: list[Meeting]) -> Message:
    """That the council meets by another rule, and when it meets next."""
    rule = calendar_forms.in_words(calendar_rules.of(council))
    first = f"The CX Council's calendar changed: {rule[0].lower()}{rule[1:]}."
    days = [times.moment(meeting.starts_at, council.zone) for meeting in ahead]
    after = f" Next: {'; '.join(days)}." if days else ""
    return parts.message(first + after, rich.paragraph(rich.bold(first), after))


def holiday_question(council: Council, one: Ahead, chosen_by: str | None, everyone: Mapping[str, Person]) -> Message:
    """Which of two days it is to be; once it is chosen, which it is and who chose it (None: settled in another way)."""
    meeting, clash, zone = one.meeting, one.clash, council.zone
    if clash is not None and meeting.state is State.PLANNED:
        day = f"{times.day(clash.rule_on)} is {clash.name}, and {calendars.name(meeting)} would be on it."
        ask = (
            f" Which day is it instead? Without an answer by {times.moment(clash.settles_at, zone)}, it is "
            f"{times.day(meeting.on)}."
        )
        buttons = rich.buttons(ids.holiday_block(meeting.id), *calendars.choice_buttons(one))
        return parts.message(day + ask, rich.paragraph(rich.bold(day), ask), buttons)
    if meeting.state is State.CANCELLED:
        return _settled(meeting, f"{_capital(calendars.name(meeting))} is cancelled.")
    is_on = f"{_capital(calendars.name(meeting))} is on {times.day(meeting.on)}"
    if chosen_by is None:
        return _settled(meeting, f"{is_on}.")
    if chosen_by in everyone:
        return _settled(meeting, f"{is_on}, chosen by {people.name(everyone, chosen_by)}.")
    return _settled(meeting, f"{is_on}: nobody chose in time.")


def _settled(meeting: Meeting, sentence: str) -> Message:
    was = "" if meeting.rule_on is None else f" Its day, {times.day(meeting.rule_on)}, is a day off."
    return parts.message(sentence + was, rich.paragraph(rich.bold(sentence), was))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
