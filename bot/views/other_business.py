"""Telling the council something: the form, what the chair reads and can do, and what whoever told it hears."""

from bot.council.other_business import LONGEST_TEXT, Shown, State
from bot.views import forms, ids, notices, parts, people, rich, times
from bot.views.parts import Message, View

TITLE = "Tell the council"
# Of a message that is quoted; the rest of the room is for one's own words.
LONGEST_QUOTED = 350


def button() -> rich.Element:
    """The way to the form."""
    return rich.button(TITLE, ids.TELL_COUNCIL, "tell")


def form(reader: str, *, quoted: str = "", author: str = "", words: str = "") -> View:
    """The form. `reader` is the name of who reads it, empty where that is nobody yet; `quoted` a message that it starts
    from, by `author` where they are known; `words` what they typed already."""
    who = f"{reader} reads it and decides whether it goes on the agenda." if reader else "It waits for the chair."
    line = parts.one_line(quoted)
    start = f"{author + ': ' if author else ''}“{parts.cut(line, LONGEST_QUOTED)}”\n" if line else ""
    return parts.modal(
        ids.TELL_FORM,
        TITLE,
        [
            rich.paragraph(
                f"Something the CX council should know or talk about? {who} You'll hear what becomes of it."
            ),
            forms.text(
                ids.TOLD,
                "What should the council know?",
                hint="For example: People waiting for their first bill ring us twice. A text message would help.",
                most=LONGEST_TEXT,
                value=start or parts.cut(words, LONGEST_TEXT),
                lines=True,
            ),
        ],
        submit="Tell the council",
    )


def read(view: View) -> str:
    """What was typed. Raises MalformedForm."""
    return forms.typed(view, ids.TOLD)


def thanks(first_name: str, reader: str) -> Message:
    """What somebody reads who told the council something."""
    to = f"{reader} has it" if reader else "It waits for the chair"
    return notices.plain(
        f"Thank you{f', {first_name}' if first_name else ''}. {to}, and I'll tell you what becomes of it."
    )


def for_chair(shown: Shown) -> Message:
    """What was told, with what can be done about it, or what was done."""
    told = shown.told
    by = people.name(shown.people, told.told_by)
    first = f"{by} tells the council:"
    pieces = [rich.section(rich.bold(first)), rich.quote(told.text)]
    text = f"{first} “{told.text}”"
    if told.state is not State.INBOX:
        became = f"{_became(shown)} ({_settled(shown)})."
        pieces.append(rich.section(became))
        text = f"{became} {text}"
    if told.state is State.ON_AGENDA:
        return parts.message(text, rich.block(*pieces))
    value = str(told.id)
    buttons = [
        rich.button("Put on the agenda", ids.TOLD_ON_AGENDA, value, primary=True, spoken=f"Put on the agenda: {by}")
    ]
    if told.state is State.INBOX:
        buttons.append(rich.button("Thank", ids.TOLD_THANK, value, spoken=f"Thank {by}"))
    return parts.message(text, rich.block(*pieces), rich.buttons(ids.told_block(told.id), *buttons))


def settled(shown: Shown) -> Message:
    """What somebody reads who settled it where it stays as it is."""
    return notices.plain(f"{_became(shown)} ({_settled(shown)}).")


def for_teller(shown: Shown) -> Message:
    """What whoever told it hears of it."""
    told = shown.told
    by = "somebody" if told.settled_by is None else people.name(shown.people, told.settled_by)
    if told.state is State.ON_AGENDA:
        on = "" if shown.meeting is None else f" on {times.day(shown.meeting.on)}"
        meeting = f"the council's meeting{on}" if on else "the council's next meeting"
        first = f"What you told the council is on the agenda of {meeting}, under any other business."
    elif told.state is State.TAKEN_OFF:
        first = f"{by} took what you told the council off the agenda again."
    else:
        first = f"{by} thanks you for what you told the council."
    return parts.message(first, rich.block(rich.section(rich.bold(first)), rich.quote(told.text)))


def _became(shown: Shown) -> str:
    if shown.told.state is State.THANKED:
        return "Thanked"
    if shown.told.state is State.TAKEN_OFF:
        return "Taken off the agenda"
    if shown.meeting is None:
        return "On the agenda of the next meeting, under any other business"
    return f"On the agenda for {times.day(shown.meeting.on)}, under any other business"


def _settled(shown: Shown) -> str:
    """ "Priya Raman, Fri 26 February"."""
    told = shown.told
    assert told.settled_by is not None, "somebody has settled it"
    assert told.settled_at is not None, "at some time"
    on = told.settled_at.astimezone(shown.council.zone).date()
    return f"{people.name(shown.people, told.settled_by)}, {times.day(on)}"
