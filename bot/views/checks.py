"""What still needs someone, in words: each thing with what can be done about it (`council.needs`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.council import calendar, needs
from bot.council.departments import Department
from bot.council.people import Person
from bot.views import parts, rich, times
from bot.views import people as names
from bot.views.parts import Message

TITLE = "CX council"
BOT = "CX Council"
ROSTER = "/cx-council roster"
CALENDAR = "/cx-council calendar"
ALL_WELL = (
    "Nothing needs you. I'm in every channel I post to, each department has a lead and a deputy, "
    "and no date waits for a choice."
)
NOT_ASKED = "Slack doesn't tell me more at the moment, so this is as I last knew it. Please ask again in a while."
_ROLES = {
    "chair": "chair",
    "vice_chair": "vice-chair",
    "secretary": "secretary",
    "lead": "lead",
    "deputy": "deputy",
    "contributor": "contributor",
    "member": "member",
}


@dataclass(frozen=True)
class Readers:
    """To whom it is said: everybody's names, and today's date (a civil date of the council's, for years)."""

    people: Mapping[str, Person]
    today: date


def answer(found: Sequence[needs.Need], readers: Readers, *, fresh: bool = True) -> Message:
    """What is said to whoever asks. Not `fresh`: Slack could not be asked just now."""
    old = [] if fresh else [rich.paragraph(NOT_ASKED)]
    if not found:
        return parts.message(ALL_WELL, rich.paragraph(ALL_WELL), *old)
    return _listed(heading(len(found)), found, readers, *old)


def told(found: Sequence[needs.Need], council_name: str, readers: Readers) -> Message:
    """What the chair is told by direct message: what is new since they last heard."""
    return _listed(f"{council_name}: {_things(len(found)).lower()} you", found, readers)


def settled(council_name: str) -> Message:
    """What such a message says once nothing that it told of needs anyone."""
    said = f"{council_name}: nothing I told you of here needs you any more."
    return parts.message(said, rich.paragraph(said))


def heading(count: int) -> str:
    """ "Three things need you"."""
    return f"{_things(count)} you"


def lines(found: Sequence[needs.Need], readers: Readers) -> list[rich.Line]:
    """Each need as a line of a list."""
    return [line(need, readers) for need in found]


def line(need: needs.Need, readers: Readers) -> rich.Line:
    """What is the case, and what can be done about it."""
    match need:
        case needs.BotMissing():
            return _bot_missing(need, readers)
        case needs.ChannelArchived():
            return (_archived(need),)
        case needs.PostingRestricted():
            return (_restricted(need),)
        case needs.NoLead():
            return (_no_lead(need, readers),)
        case needs.NoDeputy():
            return (_no_deputy(need, readers),)
        case needs.Left():
            return (_left(need, readers),)
        case needs.NotAColleague():
            return (_not_a_colleague(need, readers),)
        case needs.ChairInDepartment():
            return (_chair_in_department(need, readers),)
        case needs.NobodyPresides():
            return (_nobody_presides(need, readers),)
        case needs.HolidayChoice():
            return (_holiday(need, readers),)
        case needs.NobodyReports():
            return (_nobody_reports(need, readers),)
        case needs.DistantLead():
            return (_distant(need, readers),)


def _listed(first: str, found: Sequence[needs.Need], readers: Readers, *more: rich.Block) -> Message:
    shown: list[rich.Line] = []
    room = parts.LONGEST_MESSAGE
    for said in lines(found, readers):
        room -= sum(len(piece) if isinstance(piece, str) else len(piece["text"]) for piece in said)
        if room < 0:
            break
        shown.append(said)
    left = len(found) - len(shown)
    if left:
        more = (rich.paragraph(f"and {left} more: /cx-council check shows them once these are dealt with."), *more)
    plain = " ".join([f"{first}.", *(_plain(said) for said in shown)])
    return parts.message(plain, rich.block(rich.section(rich.bold(first)), rich.bullets(shown)), *more)


def _bot_missing(need: needs.BotMissing, readers: Readers) -> rich.Line:
    where = _channel(need.name, need.department)
    what = "reminders" if need.department is not None else "the board and the agenda"
    invite = (f"I'm not in {where}, so I can't post {what} there. Ask someone there to type ", rich.code(_INVITE), ".")
    if need.department is None:
        return invite
    instead = parts.listed([names.first_name(readers.people, slack_id) or "the lead" for slack_id in need.instead])
    return (*invite, f" Until then I'll message {instead} directly, and owners about what is theirs.")


_INVITE = f"/invite @{BOT}"


def _archived(need: needs.ChannelArchived) -> str:
    whose = need.department.name if need.department is not None else "the council"
    where = _channel(need.name, need.department)
    return (
        f"{_sentence(where)} is archived, so nobody can post there. "
        f"Unarchive it, or give {whose} another channel in {ROSTER}."
    )


def _restricted(need: needs.PostingRestricted) -> str:
    where = _channel(need.name, need.department)
    return (
        f"{_sentence(where)} doesn't let me post. Ask whoever manages it to add {BOT} to those who may post, "
        f"in the channel's settings, or choose another channel in {ROSTER}."
    )


_CHOOSE = f"Choose one in {ROSTER}."


def _no_lead(need: needs.NoLead, readers: Readers) -> str:
    name = need.department.name
    fact = f"{name} has no lead."
    if need.left is not None:
        fact = f"{_account_closed(need.left, readers)}, so {name} has no lead."
    if need.away is not None:
        deputy = names.first_name(readers.people, need.away.slack_id) or "The deputy"
        who = "the chair answers for it" if need.acts is None else f"{_acting(need.acts, readers)} acts"
        return f"{fact} {deputy} is away until {_day(need.away.until_on, readers)}: {who} until then. {_CHOOSE}"
    if need.acts is None:
        return f"{fact} The chair answers for it until there is one. {_CHOOSE}"
    return f"{fact} {_sentence(_acting(need.acts, readers))} acts until there is one. {_CHOOSE}"


def _acting(slack_id: str, readers: Readers) -> str:
    return names.first_name(readers.people, slack_id) or "somebody else"


def _no_deputy(need: needs.NoDeputy, readers: Readers) -> str:
    name = need.department.name
    fact = f"{name} has no deputy."
    if need.left is not None:
        fact = f"{_account_closed(need.left, readers)}, so {name} has no deputy."
    lead = names.first_name(readers.people, need.department.lead) or "the lead"
    return f"{fact} If {lead} is away, nobody can report. Choose one in {ROSTER}."


def _left(need: needs.Left, readers: Readers) -> str:
    closed = _account_closed(need.slack_id, readers)
    role = _ROLES[need.role]
    if need.department is None:
        return f"{closed}, so the council has no {role}. Choose one in {ROSTER}."
    return f"{closed}, and {need.department.name} still names them as a {role}. Take them out in {ROSTER}."


def _not_a_colleague(need: needs.NotAColleague, readers: Readers) -> str:
    person = readers.people[need.slack_id]
    what = "belongs to another organisation" if person.is_stranger else "is a guest here"
    whose = f"{parts.of(need.department.name)} {_ROLES[need.role]}" if need.department else f"the {_ROLES[need.role]}"
    return f"{person.name} {what}, and is {whose}. That is for full members: choose one in {ROSTER}."


def _chair_in_department(need: needs.ChairInDepartment, readers: Readers) -> str:
    who = "The chair"
    if need.acts is not None:
        who = f"{_sentence(names.name(readers.people, need.acts))}, who acts as chair,"
    belongs = f"{who} belongs to {need.department.name}"
    if not need.ended and need.until_on is not None:
        until = _day(need.until_on, readers)
        return f"{belongs}, which is agreed until {until}. By then, change one of the two in {ROSTER}."
    since = f", which was agreed until {_day(need.until_on, readers)}" if need.until_on is not None else ""
    return f"{belongs}{since}. The chair should be outside the departments: change one of the two in {ROSTER}."


def _nobody_presides(need: needs.NobodyPresides, readers: Readers) -> str:
    until = _day(need.until_on, readers)
    when = f"until {until}" if need.from_on <= readers.today else f"from {_day(need.from_on, readers)} until {until}"
    who = ""
    if need.stand_in is not None:
        who = f" {_account_closed(need.stand_in, readers)}."
    return f"The chair is away {when}, and nobody acts for them.{who} Hand over in {ROSTER}."


def _holiday(need: needs.HolidayChoice, readers: Readers) -> str:
    clash = need.clash
    falls = f"The {need.meeting.month_name} meeting falls on {_day(clash.rule_on, readers)}, which is {clash.name}."
    choice = f"Choose {_day(clash.earlier, readers)} or {_day(clash.later, readers)} in {CALENDAR}."
    return f"{falls} {choice} Without an answer it is on {_day(clash.unanswered, readers)}."


def _nobody_reports(need: needs.NobodyReports, readers: Readers) -> str:
    away = parts.listed([names.first_name(readers.people, slack_id) or "somebody" for slack_id in need.away])
    verb = "is" if len(need.away) == 1 else "are"
    due = f"when {parts.of(need.department.name)} report is due, and nobody else can send it"
    return f"{away} {verb} away on {_day(need.due_on, readers)}, {due}. Say who acts in {ROSTER}."


def _distant(need: needs.DistantLead, readers: Readers) -> str:
    first, *later = need.meetings
    who = names.first_name(readers.people, need.lead) or "the lead"
    city = need.tz.rpartition("/")[2].replace("_", " ")
    said = f"{parts.of(need.department.name)} lead is in {city}: {first.here:%H:%M} here is {_there(first)} for {who}."
    changed = next((time for time in later if _there(time) != _there(first)), None)
    if changed is None:
        return said
    return f"{said} From {_day(changed.here.date(), readers)} it is {_there(changed)}."


def _there(time: needs.LocalTime) -> str:
    days = (time.there.date() - time.here.date()) / calendar.ONE_DAY
    beside = {0: "", 1: " the next day", -1: " the day before"}[int(days)]
    return f"{time.there:%H:%M}{beside}"


def _things(count: int) -> str:
    return "One thing needs" if count == 1 else f"{times.in_words(count).capitalize()} things need"


def _channel(name: str, department: Department | None) -> str:
    if name:
        return f"#{name}"
    return f"{parts.of(department.name)} channel" if department is not None else "the council's channel"


def _account_closed(slack_id: str, readers: Readers) -> str:
    return f"{parts.of(_sentence(names.name(readers.people, slack_id)))} account is closed"


def _day(on: date, readers: Readers) -> str:
    return times.day(on, today=readers.today)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(said: rich.Line) -> str:
    return "".join(piece if isinstance(piece, str) else str(piece["text"]) for piece in said)
