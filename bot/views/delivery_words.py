"""Messages by what they are, about what and where, and why one is not there: in words, never by what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.council.meetings import Meeting
from bot.council.receipts import REMINDERS, Ahead, Cause, Names, Receipt, Shelf, Standing, is_person
from bot.views import calendars, parts, rich, times
from bot.views import people as names_of

BOT = "CX Council"
INVITE = f"/invite @{BOT}"
ROSTER = "/cx-council roster"
MOST_NAMES = 5
CONFIRMED = "I don't know where it stands, so I can't change it any more: what is new since, the commands show."

# Kind -> what it is called; {meeting}, {department}, {action}, {item} are what it is about, where it is.
KINDS: Mapping[str, str] = {
    "board": "the report board for {meeting}",
    "agenda": "the agenda of {meeting}",
    "agenda_item": "item {item} of the agenda of {meeting}",
    "agenda_note": "the note on another version of the agenda of {meeting}",
    "agenda_alone": "the word that the agenda of {meeting} went out by itself",
    "pin": "the pin of the agenda of {meeting}",
    "unpin": "taking off the pin of the agenda of {meeting}",
    "annex": "what {department} reported after {meeting}",
    "action_card": "the card of {action}",
    "proposal": "the proposed {action}",
    "digest": "the day's reminders",
    "hello": "the greeting for {department}",
    "set_up": "the confirmation that the council is set up",
    "set_up_told": "the news that the council is set up",
    "needs": "the list of what needs the chair",
    "held_question": "the question whether {meeting} took place",
    "minutes": "the minutes of {meeting}",
    "meeting_moved": "the news that {meeting} moved",
    "meeting_cancelled": "the news that {meeting} is cancelled",
    "meeting_added": "the news of {meeting}",
    "cancelled_twice": "the note on two cancelled meetings",
    "rule_changed": "the news of another calendar rule",
    "holiday_question": "the question on which day {meeting} is",
    "left": "the news that somebody's account was closed",
    "stands_in": "the news of who acts for whom",
    "not_delivered": "the note on what could not be sent",
    "arrived": "the question whether a message arrived",
    "reports_due": "the summary of who has reported for {meeting}",
    "brief": "what the chair reads on the eve of {meeting}",
    "heads_up": "the heads-up for {department}",
    "heads_up_changed": "the note that the heads-up for {department} has changed",
    "heads_up_answered": "the news that a department wants to talk first",
    "told_council": "what somebody told the council",
    "told_answered": "the answer to somebody who told the council something",
}
# Of a channel that takes nothing: what people have in person instead.
_PLURAL = {"digest": "the day's reminders", "action_card": "the action cards"}
_WHY = {
    Cause.NOT_IN_CHANNEL: "I'm not in it",
    Cause.CHANNEL_UNSEEN: "I can't see it, so it is private without me, or no longer there",
    Cause.ARCHIVED: "it is archived",
    Cause.RESTRICTED: "its settings don't let me post",
    Cause.PERSON_GONE: "their account is closed",
    Cause.PERSON_UNSEEN: "I can't see them in this workspace",
    Cause.NO_DIRECT_MESSAGES: "they can't be sent direct messages by apps",
    Cause.APP_REMOVED: "the app is no longer installed in this workspace",
    Cause.RIGHTS_MISSING: "the app lacks a right it needs",
    Cause.OUR_FAULT: "I made something Slack doesn't take, which is our mistake",
    Cause.UNKNOWN: "Slack didn't take it",
}
_FIX = {
    Cause.PERSON_GONE: f"Choose somebody else in {ROSTER}.",
    Cause.PERSON_UNSEEN: f"Choose somebody else in {ROSTER}.",
    Cause.NO_DIRECT_MESSAGES: "Ask whoever manages the app to switch its Messages tab on.",
    Cause.APP_REMOVED: "Ask an admin of the workspace to install it again.",
    Cause.RIGHTS_MISSING: "Ask whoever manages the app to install it again with all its rights.",
    Cause.OUR_FAULT: "Please tell whoever runs the bot: its log has the reason.",
    Cause.UNKNOWN: "Retry, or tell whoever runs the bot: its log has the reason.",
}
_AHEAD = {
    "open_reports": "Reports open for {meeting}",
    "post_agenda": "The agenda of {meeting}, unless it is posted before",
    "holiday_question": "The question on which day {meeting} is",
    REMINDERS: "Reminders, if any are due then",
}


@dataclass(frozen=True)
class Reader:
    """To whom it is said: the names they know, their zone, and today's date there."""

    names: Names
    zone: ZoneInfo
    today: date


def what(receipt: Receipt, names: Names) -> str:
    """ "the agenda of the February meeting", "the card of A-12 (Marketing)"."""
    department = receipt.department or next((d for d in names.departments if d.channel == receipt.recipient), None)
    whose = "" if department is None else department.name
    action = "an action" if receipt.action_number is None else f"A-{receipt.action_number}"
    said = KINDS[receipt.kind].format(
        meeting=_meeting(receipt.meeting),
        department=whose or "a department",
        action=action + (f" ({whose})" if whose else ""),
        item=receipt.item,
    )
    return f"{said}, in person" if receipt.is_copy else said


def where(recipient: str, names: Names) -> str:
    """ "#marketing", "Nina Castillo"."""
    if is_person(recipient):
        return person(recipient, names)
    channel = names.channels.get(recipient)
    if channel is not None and channel.name:
        return f"#{channel.name}"
    if recipient == names.council.channel:
        return "the council's channel"
    department = next((one for one in names.departments if one.channel == recipient), None)
    return "a channel I can't see" if department is None else f"{parts.of(department.name)} channel"


def person(slack_id: str, names: Names) -> str:
    """Their name."""
    return names_of.name(names.people, slack_id)


def when(receipt: Receipt, shelf: Shelf, reader: Reader) -> str:
    """When it was sent, tried, or can go; the reader's time."""
    at = {
        Shelf.SENT: receipt.sent_at,
        Shelf.FAILED: receipt.tried_at,
        Shelf.IN_DOUBT: receipt.tried_at,
        Shelf.DUE: receipt.due_at,
        Shelf.WAITING: None,
    }[shelf]
    return "" if at is None else moment(at, reader)


def moment(at: datetime, reader: Reader) -> str:
    """ "Tue 2 February, 09:00", with its year where that is not this one."""
    return f"{times.day(at.astimezone(reader.zone).date(), today=reader.today)}, {times.clock(at, reader.zone)}"


def about(receipt: Receipt, shelf: Shelf, reader: Reader, *, with_fix: bool = True) -> str:
    """Why it is where it is, and what can be done about it, unless that was said above."""
    names = reader.names
    match shelf:
        case Shelf.FAILED:
            given = ""
            if receipt.instead:
                listed = parts.listed([person(one, names) for one in receipt.instead[:MOST_NAMES]])
                left = len(receipt.instead) - MOST_NAMES
                more = f" and {left} more" if left > 0 else ""
                given = f" {listed}{more} {'has' if len(receipt.instead) == 1 else 'have'} it in person."
            mended = f" {fix(receipt, names)}" if with_fix else ""
            return f"{sentence(why(receipt, names))}.{given}{mended}"
        case Shelf.IN_DOUBT:
            never = " Reminders are never sent twice, so they count as read." if receipt.is_digest else ""
            return f"Slack didn't answer, so I can't tell whether it arrived.{never}"
        case Shelf.WAITING:
            return _waits(receipt, reader)
        case Shelf.SENT:
            if receipt.is_confirmed:
                return "Somebody looked, and it is there."
            return "It could not be brought up to date since." if receipt.error and receipt.due_at is None else ""
        case Shelf.DUE:
            return ""


def why(receipt: Receipt, names: Names) -> str:
    """ "I'm not in #marketing"; of a name of Slack's that I don't know, the name, for whoever runs the bot."""
    cause = receipt.cause
    if cause is Cause.NOT_IN_CHANNEL:
        return f"I'm not in {where(receipt.recipient, names)}"
    if cause is Cause.UNKNOWN and receipt.error:
        return f"{_WHY[cause]} (it says “{receipt.error}”)"
    return _WHY[cause]


def why_there(cause: Cause) -> str:
    """Why a channel takes nothing."""
    return _WHY[cause]


def fix(receipt: Receipt, names: Names) -> str:
    """What to do about a message that was refused."""
    at = where(receipt.recipient, names)
    return _FIX.get(receipt.cause) or "".join(
        piece if isinstance(piece, str) else str(piece["text"]) for piece in fix_there(receipt.cause, at)
    )


def fix_there(cause: Cause, channel: str) -> list[rich.Part]:
    """What to do about a channel that takes nothing."""
    match cause:
        case Cause.ARCHIVED:
            return [f"Unarchive it, or choose another channel in {ROSTER}."]
        case Cause.RESTRICTED:
            return [
                f"Ask whoever manages {channel} to add {BOT} to those who may post, in the channel's settings, "
                f"or choose another channel in {ROSTER}."
            ]
        case Cause.CHANNEL_UNSEEN:
            return [
                "Ask someone who is in it to type ",
                rich.code(INVITE),
                f" there, or choose another channel in {ROSTER}.",
            ]
        case _:
            return ["Invite me: type ", rich.code(INVITE), f" in {channel}, and I'll post there again."]


def plural(kinds: Sequence[str]) -> str:
    """What people have in person: "the day's reminders and the action cards"."""
    return parts.listed(list(dict.fromkeys(_PLURAL.get(kind, "the council's news") for kind in kinds)))


def standing(receipt: Receipt) -> str:
    """How a message stands that is no longer in doubt."""
    return {
        Standing.SENT: "it is there",
        Standing.UNKNOWN: "somebody looked, and it is there",
        Standing.PENDING: "it is on its way again",
        Standing.SENDING: "it is on its way again",
        Standing.FAILED: "Slack didn't take it",
        Standing.DROPPED: "it has nothing left to say",
    }[receipt.standing]


def ahead(one: Ahead, reader: Reader) -> str:
    """ "Reports open for the March meeting: Tue 23 February, 09:00"."""
    return f"{_AHEAD[one.word].format(meeting=_meeting(one.meeting))}: {moment(one.at, reader)}"


def sentence(text: str) -> str:
    """With a capital first."""
    return text[:1].upper() + text[1:]


def _meeting(meeting: Meeting | None) -> str:
    return "a meeting" if meeting is None else calendars.name(meeting)


def _waits(receipt: Receipt, reader: Reader) -> str:
    until = "" if receipt.due_at is None else f" Next try {moment(receipt.due_at, reader)}."
    if receipt.standing is Standing.SENDING:
        return "It is being sent."
    if receipt.due_at is None and receipt.is_reply:
        return "It goes under a message that isn't posted yet."
    if receipt.cause in (Cause.APP_REMOVED, Cause.RIGHTS_MISSING):
        return f"{sentence(_WHY[receipt.cause])}. {_FIX[receipt.cause]}{until}"
    match receipt.error:
        case "outside_hours" | "not_yet":
            return f"It waits for working hours.{until}"
        case "ratelimited" | "rate_limited" | "message_limit_exceeded":
            return f"Slack asked me to wait.{until}"
        case None:
            return (
                "It waits its turn: Slack takes about one message a second in each place." if receipt.takes_turn else ""
            )
        case _:
            return f"Slack couldn't take it just now.{until}"
