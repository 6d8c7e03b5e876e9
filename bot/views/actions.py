"""Actions as cards, proposals, lists and answers."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.council.actions import UNFINISHED, Action, Card, Listing, State, is_overdue
from bot.council.people import Person
from bot.views import ids, notices, parts, people, rich, times
from bot.views.parts import Message

LIST_SHOWN = 15
HOW_TO_ADD = "Add one with /cx-action add, or in one line: /cx-action @nina re-target ads by end of next month."


def card(card: Card) -> Message:
    """The action's card in its department's channel. The owner is mentioned while they have something to do."""
    action = card.action
    if action.state not in UNFINISHED:
        line: list[rich.Part] = [rich.bold(action.label), f" · {_owner(card)} — {action.text}. "]
        ended = how_it_ended(action, card.people, card.department.zone)
        return parts.message(f"{action.label} · {_owner(card)}: {_plain(ended)}", rich.paragraph(*line, *ended))
    if card.needs_owner:
        return _without_owner(card)
    return parts.message(
        f"{action.label} for {_owner(card)}, {_due(card)}: {action.text}",
        rich.paragraph(
            rich.bold(action.label), " · ", rich.mention(action.owner), f" — {action.text} — ", *_due_parts(card)
        ),
        rich.buttons(ids.action_block(action.id), done_button(action)),
    )


def _without_owner(card: Card) -> Message:
    """The card of an action whose owner is gone: whoever speaks for the department is asked to find another."""
    action = card.action
    asked = mentions(card.asked) or ["The chair"]
    answers = " answers" if len(card.asked) < 2 else " answer"
    return parts.message(
        f"{action.label} needs an owner, {_due(card)}: {action.text}",
        rich.paragraph(
            rich.bold(action.label),
            " · ",
            rich.bold("needs an owner"),
            f" (was {_owner(card)}) — {action.text} — ",
            *_due_parts(card),
            ". ",
            *asked,
            f"{answers} for it until somebody has it.",
        ),
        rich.buttons(ids.action_block(action.id), done_button(action)),
    )


def mentions(slack_ids: Sequence[str]) -> list[rich.Part]:
    """Several people who must act, told so by Slack."""
    said: list[rich.Part] = []
    for slack_id in slack_ids:
        said += [" and "] if said else []
        said.append(rich.mention(slack_id))
    return said


def proposal(card: Card) -> Message:
    """A proposed action in the chair's direct messages, with what became of it since."""
    action = card.action
    by = people.name(card.people, action.created_by)
    first = f"{by} proposes {action.label}"
    body: list[rich.Part] = [
        rich.bold(first),
        f": {_owner(card)} ({card.department.name}) — {action.text} — ",
        *_due_parts(card),
    ]
    if action.state is State.PROPOSED:
        blocks = [rich.paragraph(*body), rich.buttons(ids.action_block(action.id), agree_button(action))]
        return parts.message(f"{first} for {_owner(card)}, {_due(card)}: {action.text}", *blocks)
    became = _agreed(card)
    if action.state not in UNFINISHED:
        became += " " + _plain(how_it_ended(action, card.people, card.department.zone))
    return parts.message(f"{action.label}: {became}", rich.paragraph(*body), rich.paragraph(became))


def look(card: Card) -> Message:
    """One action for one reader, with the buttons that are theirs to press."""
    line = _line(card)
    return parts.message(_plain(line), *_row(card, line))


def listing(listing: Listing, *, mine: bool) -> Message:
    """What is open, to confirm and proposed; most urgent first, folded where it gets long."""
    if not listing.standing and not listing.proposed:
        first = "You have no open actions." if mine else "No actions are open."
        return notices.plain(f"{first} {HOW_TO_ADD}")
    title = "Your actions" if mine else "Actions"
    counts = _counts(listing)
    blocks = [rich.paragraph(rich.bold(title), f" · {counts}")]
    cards = [*listing.standing, *listing.proposed]
    rows, left = fold(cards, room=parts.LONGEST_MESSAGE)
    blocks += rows
    if left:
        one = left[0].action.label
        yours = "" if mine else "yours with /cx-action mine, "
        more = f"and {len(left)} more, less urgent. See {yours}one with /cx-action {one}."
        blocks.append(rich.paragraph(more))
    return parts.message(f"{title} · {counts}", *blocks)


def fold(cards: list[Card], *, room: int, most: int = LIST_SHOWN) -> tuple[list[rich.Block], list[Card]]:
    """Rows for the first cards, within `room` characters and `most` cards, and the cards that are left."""
    rows: list[rich.Block] = []
    for index, shown in enumerate(cards):
        drawn = _row(shown, _line(shown))
        room -= rich.size(*drawn)
        if index == most or room < 0:
            return rows, cards[index:]
        rows += drawn
    return rows, []


def added(card: Card) -> Message:
    """What the person who added an action reads."""
    action = card.action
    if action.state is State.PROPOSED:
        return notices.plain(
            f"{action.label} is proposed: {_owner(card)}, {_due(card)}. It waits for the chair to agree it; then its "
            f"card goes to {parts.of(card.department.name)} channel."
        )
    return notices.plain(
        f"{action.label} is open: {_owner(card)}, {_due(card)}. "
        f"Its card is on its way to {parts.of(card.department.name)} channel."
    )


def agreed(card: Card) -> Message:
    """What the chair reads after agreeing an action."""
    return notices.plain(
        f"{card.action.label} is agreed: {_owner(card)}, {_due(card)}. "
        f"Its card is on its way to {parts.of(card.department.name)} channel."
    )


def finished(card: Card) -> Message:
    """What the person who said an action is done reads."""
    return notices.plain(f"{card.action.label} is done. Its card says so, and the next meeting confirms it.")


def done_button(action: Action) -> rich.Element:
    """Done."""
    return rich.button("Done", ids.DONE, str(action.id), primary=True, spoken=f"Done: {action.label} {action.text}")


def agree_button(action: Action) -> rich.Element:
    """Agree."""
    return rich.button("Agree", ids.AGREE, str(action.id), primary=True, spoken=f"Agree {action.label} {action.text}")


def how_it_ended(action: Action, everyone: Mapping[str, Person], zone: ZoneInfo) -> list[rich.Part]:
    """ "Done by Ines Duarte, Fri 26 February: *evidence*" for an action that is no longer open."""
    if action.done_at is None or action.done_by is None:
        return ["Waiting for the chair to agree it." if action.state is State.PROPOSED else "No longer asked for."]
    on = action.done_at.astimezone(zone).date()
    return [f"Done by {people.name(everyone, action.done_by)}, {times.day(on)}: ", rich.italic(action.evidence)]


def _owner(card: Card) -> str:
    return people.name(card.people, card.action.owner)


def _due(card: Card) -> str:
    return _plain(_due_parts(card))


def _due_parts(card: Card) -> list[rich.Part]:
    word = "was due " if is_overdue(card.action, card.today) else "due "
    return [word, rich.bold(times.day(card.action.due_on, today=card.today))]


def _agreed(card: Card) -> str:
    action = card.action
    if action.agreed_by is None or action.agreed_at is None:
        return "No longer proposed."
    on = action.agreed_at.astimezone(card.department.zone).date()
    return f"Agreed by {people.name(card.people, action.agreed_by)}, {times.day(on)}."


def _line(card: Card) -> list[rich.Part]:
    """The action in one paragraph, for a list: names, nobody pinged."""
    action = card.action
    waits = card.needs_owner and action.state in (*UNFINISHED, State.PROPOSED)
    owner = f"needs an owner, was {_owner(card)}" if waits else _owner(card)
    said: list[rich.Part] = [rich.bold(action.label), f" · {owner} ({card.department.name}) — {action.text} — "]
    if action.state is State.PROPOSED:
        return [*said, *_due_parts(card), ". Proposed, for the chair to agree."]
    if action.state in UNFINISHED:
        near = times.beside(action.due_on, card.today)
        return [*said, "was due " if is_overdue(action, card.today) else "due ", rich.bold(near)]
    return [*said, *how_it_ended(action, card.people, card.department.zone)]


def _row(card: Card, line: list[rich.Part]) -> list[rich.Block]:
    """The line, and its button where there is one to press."""
    drawn = [rich.paragraph(*line)]
    if card.may_finish:
        drawn.append(rich.buttons(ids.action_block(card.action.id), done_button(card.action)))
    elif card.may_agree:
        drawn.append(rich.buttons(ids.action_block(card.action.id), agree_button(card.action)))
    return drawn


def _counts(listing: Listing) -> str:
    done = sum(shown.action.state is State.DONE for shown in listing.standing)
    counts = ((len(listing.standing) - done, "open"), (done, "to confirm"), (len(listing.proposed), "proposed"))
    return " · ".join(f"{count} {word}" for count, word in counts if count)


def _plain(pieces: list[rich.Part]) -> str:
    return "".join(piece if isinstance(piece, str) else str(piece.get("text", "")) for piece in pieces)
