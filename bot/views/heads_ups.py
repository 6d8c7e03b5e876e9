"""A heads-up in the channel of the department that will feel a change, and what the one that told it hears of it."""

from bot.council import meetings
from bot.council.heads_ups import Shown, State, is_over
from bot.views import ids, notices, parts, people, rich, times
from bot.views.parts import Message


def heads_up(shown: Shown, *, in_channel: bool) -> Message:
    """The heads-up as it stands, with what can be answered to it. Who speaks for the department is mentioned while it
    is open, so that Slack tells them."""
    if shown.told.active_to is not None:
        return notices.plain(f"{shown.told.name} is closed, so what {shown.teller.name} told it needs no answer.")
    if shown.heads_up.state is State.WITHDRAWN:
        return notices.plain(f"{shown.teller.name} has taken this back: its report no longer names {shown.told.name}.")
    if in_channel and shown.council_only:
        return notices.plain(f"{shown.teller.name} has told {parts.of(shown.told.name)} lead and deputy in person.")
    first = f"{shown.teller.name} is changing something that {shown.told.name} may feel:"
    how = _how_it_stands(shown)
    is_open = shown.heads_up.state is State.OPEN
    text = f"{first} “{shown.heads_up.text}”" if is_open else f"{_plain(how)} {first} “{shown.heads_up.text}”"
    body = rich.block(rich.section(rich.bold(first)), rich.quote(shown.heads_up.text), rich.section(*how))
    if not shown.answers:
        return parts.message(text, body)
    return parts.message(text, body, rich.buttons(ids.heads_up_block(shown.heads_up.id), *_buttons(shown)))


def has_changed(shown: Shown) -> Message:
    """The note under a heads-up that was answered, or taken back: it says something else now. Who speaks for the
    department is asked while that is open."""
    said = f"{shown.teller.name} has changed what it says above."
    if shown.heads_up.state is not State.OPEN or is_over(shown.meeting):
        return notices.plain(said)
    return parts.message(said, rich.paragraph(f"{said} ", *_asks(shown)))


def answered_already(shown: Shown) -> Message:
    """What somebody reads whose answer a colleague gave before."""
    return notices.plain(f"That is answered already: {_plain(_how_it_stands(shown))}")


def wants_to_talk(shown: Shown, *, same: bool) -> Message:
    """What the department that told it hears, and in its place what became of that. `same` says that the heads-up still
    says what it said then."""
    told, state = shown.told.name, shown.heads_up.state
    if state is State.WITHDRAWN:
        return notices.plain(
            f"{told} wanted to talk first about what you are changing. Your report no longer names {told}, so nothing "
            "is left to talk about."
        )
    if not same:
        return notices.plain(
            f"{told} wanted to talk first about what you are changing. You have changed your words since, so {told} is "
            "asked again."
        )
    if state is State.TALK:
        first = f"{told} would like to talk first about what you are changing:"
        who, where = _by_whom(shown), _where(shown)
        return parts.message(
            f"{first} “{shown.heads_up.text}”",
            rich.block(
                rich.section(rich.bold(first)),
                rich.quote(shown.heads_up.text),
                rich.section(f"{who}. {where}"),
            ),
        )
    first = f"{told} is fine with what you are changing after all"
    return parts.message(
        f"{first}: “{shown.heads_up.text}”",
        rich.block(
            rich.section(rich.bold(first), f" ({_by_whom(shown)}):"),
            rich.quote(shown.heads_up.text),
        ),
    )


def _how_it_stands(shown: Shown) -> list[rich.Part]:
    told, state = shown.told.name, shown.heads_up.state
    if state is State.FINE:
        return [rich.bold(f"Fine for {told}"), f" ({_by_whom(shown)})."]
    if state is State.TALK:
        return [rich.bold(f"{told} would like to talk first"), f" ({_by_whom(shown)}). {_where(shown)}"]
    if is_over(shown.meeting):
        is_cancelled = shown.meeting.state is meetings.State.CANCELLED
        stands = "cancelled" if is_cancelled else "over"
        return [f"The meeting is {stands}, so please take it up with {shown.teller.name} directly."]
    return _asks(shown)


def _asks(shown: Shown) -> list[rich.Part]:
    """ "@Marcus Bell or @Ines Duarte: is that fine, …?" """
    asks = "s that fine, or should the council talk about it first?"
    if not shown.asked:
        return [f"I{asks}"]
    said: list[rich.Part] = []
    for slack_id in shown.asked:
        said += [" or " if said else "", rich.mention(slack_id)]
    return [*said, f": i{asks}"]


def _where(shown: Shown) -> str:
    if shown.meeting.state is meetings.State.CANCELLED:
        return "The meeting is cancelled, so please talk directly."
    if is_over(shown.meeting):
        return "It was on the agenda, under the department reports."
    return "It is on the agenda, under the department reports."


def _by_whom(shown: Shown) -> str:
    """ "Ines Duarte, Fri 26 February"."""
    heads_up = shown.heads_up
    assert heads_up.answered_by is not None, "somebody has answered it"
    assert heads_up.answered_at is not None, "at some time"
    on = heads_up.answered_at.astimezone(shown.told.zone).date()
    return f"{people.name(shown.people, heads_up.answered_by)}, {times.day(on)}"


def _buttons(shown: Shown) -> list[rich.Element]:
    value, told, from_ = str(shown.heads_up.id), shown.told.name, shown.teller.name
    made = {
        State.FINE: rich.button(
            "Fine",
            ids.HEADS_UP_FINE,
            value,
            primary=shown.heads_up.state is State.OPEN,
            spoken=f"Fine for {told}: {from_}",
        ),
        State.TALK: rich.button(
            "Let's talk first", ids.HEADS_UP_TALK, value, spoken=f"{told} would like to talk first: {from_}"
        ),
    }
    return [made[state] for state in shown.answers]


def _plain(pieces: list[rich.Part]) -> str:
    return "".join(piece if isinstance(piece, str) else str(piece.get("text", "")) for piece in pieces)
