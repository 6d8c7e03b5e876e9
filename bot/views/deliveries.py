"""/cx-council delivery: what was sent, is due and did not get there, and why; what the chair is told and asked of it.

What a message is, about what, where and when: never what it says.
"""

from collections.abc import Mapping

from bot.council.receipts import (
    REPEATED,
    Cause,
    Delivery,
    Missing,
    Names,
    Page,
    Receipt,
    Refused,
    Settled,
    Shelf,
    Standing,
)
from bot.views import delivery_words as words
from bot.views import ids, parts, rich, times
from bot.views.parts import Message, View

TITLE = "CX council: delivery"
DELIVERY = "/cx-council delivery"
EMPTY = "Nothing was sent yet, and nothing waits. Once reports open, what I post is listed here."
TWICE = "If it did arrive, it will be there twice. I can't take the first one away."
ALL_WELL = "Everything got where it should."
_HEADINGS = {
    Shelf.FAILED: "Could not be sent",
    Shelf.IN_DOUBT: "May have been sent",
    Shelf.WAITING: "On its way",
    Shelf.DUE: "Due next",
    Shelf.SENT: "Sent lately",
}
_NOTHING = {
    Shelf.FAILED: "Nothing was refused.",
    Shelf.IN_DOUBT: "I know of every message whether it arrived.",
    Shelf.WAITING: "Nothing is on its way.",
    Shelf.DUE: "No message is due yet.",
    Shelf.SENT: "Nothing was sent before that.",
}


def page(
    delivery: Delivery, reader: words.Reader, *, said: str | None = None, place: Mapping[str, str | int] | None = None
) -> View:
    """The overview, or a page of one shelf. `said` is what came of what they pressed, `place` where they read, which
    comes back with what they press next."""
    blocks = [] if said is None else [rich.paragraph(rich.bold(said))]
    if delivery.only is not None:
        [(shelf, found)] = delivery.shelves.items()
        blocks += _whole(shelf, found, reader)
    else:
        blocks += _overview(delivery, reader)
    return parts.modal(ids.DELIVERY, TITLE, blocks, close="Close", private=place)


def refused(told: Refused, reader: words.Reader) -> Message:
    """What the chair is told once a channel takes nothing, and in its place that it takes posts again, or need not."""
    where = words.where(told.channel, told.names)
    if told.is_given_up:
        first = f"Nothing of the council's goes to {where} any more."
        return parts.message(first, rich.paragraph(first))
    if told.cause is None:
        return parts.message(
            f"I can post in {where} again.", rich.paragraph(rich.bold(f"I can post in {where} again."))
        )
    first = f"I can't post in {where}: {words.why_there(told.cause)}."
    given = _given(told, reader)
    fix = words.fix_there(told.cause, where)
    plain = " ".join(piece for piece in (first, given, "".join(map(_plain, fix))) if piece)
    return parts.message(
        plain, rich.block(rich.section(rich.bold(first), f" {given}" if given else ""), rich.section(*fix))
    )


def missing(told: Missing, reader: words.Reader) -> Message:
    """What the chair is told of what could not be sent on a day, and in its place that nothing of it is missing."""
    on = times.day(told.on, today=reader.today)
    if not told.receipts:
        first = f"Nothing of {on} waits for you any more: what I couldn't send then is settled."
        return parts.message(first, rich.paragraph(first))
    first = f"I couldn't send everything on {on}:"
    lines = []
    for receipt in told.receipts[: words.MOST_NAMES]:
        what, where = words.what(receipt, told.names), words.where(receipt.recipient, told.names)
        lines.append(f"{words.sentence(what)}, {where}: {words.why(receipt, told.names)}.")
    if left := len(told.receipts) - len(lines):
        lines.append(f"and {left} more.")
    look = f"{DELIVERY} says what to do, and has Retry."
    return parts.message(
        " ".join([first, *lines, look]),
        rich.block(
            rich.section(rich.bold(first)),
            rich.bullets([(line,) for line in lines]),
            rich.section(rich.code(DELIVERY), look.removeprefix(DELIVERY)),
        ),
    )


def arrived(receipt: Receipt, settled: Settled | None, reader: words.Reader) -> Message:
    """Whether a message is there of which nobody knows; once that is settled, who did so and how."""
    what, where = words.what(receipt, reader.names), words.where(receipt.recipient, reader.names)
    if settled is not None:
        name = words.person(settled.by, reader.names)
        when = times.moment(settled.at, reader.zone)
        if settled.verb == REPEATED:
            first = f"{words.sentence(what)} was posted again in {where}: {name}, {when}."
            return parts.message(first, rich.paragraph(first))
        first = f"{words.sentence(what)} is in {where}: {name} looked, {when}."
        return parts.message(f"{first} {words.CONFIRMED}", rich.paragraph(first, f" {words.CONFIRMED}"))
    if not receipt.is_in_doubt:
        first = f"{words.sentence(what)} is settled: {words.standing(receipt)}."
        return parts.message(first, rich.paragraph(first))
    first = f"Did {what} arrive in {where}?"
    at = "" if receipt.tried_at is None else f" on {times.moment(receipt.tried_at, reader.zone)}"
    why = f" I posted it{at}, and Slack didn't answer, so I can't tell. Please look there."
    return parts.message(
        first + why,
        rich.paragraph(rich.bold(first), why),
        rich.buttons(ids.message_block(receipt.id), *_doubt_buttons(receipt, what)),
    )


def there(receipt: Receipt, names: Names) -> Message:
    """What somebody reads who said that a message is there."""
    said = f"Thank you: {words.what(receipt, names)} is there. {words.CONFIRMED}"
    return parts.message(said, rich.paragraph(said))


def again(receipt: Receipt, names: Names) -> Message:
    """What somebody reads who has a message posted again."""
    said = f"{words.sentence(words.what(receipt, names))} is on its way again."
    return parts.message(said, rich.paragraph(said))


def came_of(receipt: Receipt, names: Names) -> str:
    """What came of trying once more, as far as is known a few seconds later."""
    what = words.sentence(words.what(receipt, names))
    match receipt.standing:
        case Standing.SENT:
            return f"{what} is in {words.where(receipt.recipient, names)} now."
        case Standing.FAILED:
            return f"Still not: {words.why(receipt, names)}."
        case Standing.DROPPED:
            return f"{what} has nothing left to say, so it isn't sent."
        case Standing.UNKNOWN:
            return f"Slack didn't answer, so {words.what(receipt, names)} may be there now. Please look."
        case Standing.PENDING | Standing.SENDING:
            return f"{what} is on its way. Open this again in a moment."


def _overview(delivery: Delivery, reader: words.Reader) -> list[rich.Block]:
    shelves = delivery.shelves
    if not any(found.receipts for found in shelves.values()) and not delivery.ahead:
        return [rich.paragraph(EMPTY)]
    blocks: list[rich.Block] = []
    troubled = [shelf for shelf in (Shelf.FAILED, Shelf.IN_DOUBT) if shelves[shelf].receipts]
    if not troubled:
        blocks.append(rich.paragraph(ALL_WELL))
    for shelf in (*troubled, Shelf.WAITING, Shelf.DUE, Shelf.SENT):
        found = shelves[shelf]
        drawn = _rows(found, shelf, reader)
        if shelf is Shelf.DUE and delivery.ahead:
            drawn.append(rich.block(rich.bullets([(words.ahead(one, reader),) for one in delivery.ahead])))
        if not drawn:
            continue
        blocks += [rich.paragraph(rich.bold(_HEADINGS[shelf])), *drawn]
        if found.has_older:
            heading = _HEADINGS[shelf]
            button = rich.button("Show all", ids.DELIVERY_SHELF, str(shelf), spoken=f"Show all: {heading}")
            blocks.append(rich.buttons(ids.shelf_block(shelf), button))
    return blocks


def _whole(shelf: Shelf, found: Page, reader: words.Reader) -> list[rich.Block]:
    blocks = [rich.paragraph(rich.bold(_HEADINGS[shelf]))]
    if not found.receipts:
        blocks.append(rich.paragraph(_NOTHING[shelf]))
    blocks += _rows(found, shelf, reader)
    buttons = [rich.button("Back", ids.DELIVERY_BACK, "back", spoken="Back to all messages")]
    earlier, later = ("Sooner", "Later") if shelf in (Shelf.WAITING, Shelf.DUE) else ("Newer", "Older")
    if found.has_newer and found.receipts:
        value = f"{shelf}:{found.receipts[0].id}"
        buttons.append(rich.button(earlier, ids.DELIVERY_NEWER, value, spoken=f"{earlier} messages"))
    if found.has_older and found.receipts:
        value = f"{shelf}:{found.receipts[-1].id}"
        buttons.append(rich.button(later, ids.DELIVERY_OLDER, value, spoken=f"{later} messages"))
    return [*blocks, rich.buttons(ids.DELIVERY_PAGES, *buttons)]


def _rows(found: Page, shelf: Shelf, reader: words.Reader) -> list[rich.Block]:
    """Every message; what to do about a place that takes nothing is said once."""
    blocks: list[rich.Block] = []
    told: set[tuple[str, Cause]] = set()
    for receipt in found.receipts:
        mended_by = (receipt.recipient, receipt.cause)
        blocks += _row(receipt, shelf, reader, with_fix=mended_by not in told)
        told.add(mended_by)
    return blocks


def _row(receipt: Receipt, shelf: Shelf, reader: words.Reader, *, with_fix: bool) -> list[rich.Block]:
    what = words.what(receipt, reader.names)
    first: list[rich.Part] = [rich.bold(words.sentence(what)), f" · {words.where(receipt.recipient, reader.names)}"]
    when = words.when(receipt, shelf, reader)
    if when:
        first.append(f" · {when}")
    about = words.about(receipt, shelf, reader, with_fix=with_fix)
    drawn = [rich.paragraph(*first, f"\n{about}" if about else "")]
    if shelf is Shelf.FAILED and receipt.may_be_tried:
        button = rich.button("Retry", ids.DELIVERY_RETRY, str(receipt.id), spoken=f"Retry: {what}")
        drawn.append(rich.buttons(ids.message_block(receipt.id), button))
    elif shelf is Shelf.IN_DOUBT:
        drawn.append(rich.buttons(ids.message_block(receipt.id), *_doubt_buttons(receipt, what)))
    return drawn


def _doubt_buttons(receipt: Receipt, what: str) -> list[rich.Element]:
    buttons = [rich.button("It's there", ids.DELIVERY_THERE, str(receipt.id), spoken=f"It's there: {what}")]
    if receipt.may_be_repeated:
        asks = rich.question(
            "Post it again?",
            TWICE,
            "Post it again",
        )
        spoken = f"Post it again: {what}"
        buttons.append(rich.button("Post it again", ids.DELIVERY_AGAIN, str(receipt.id), spoken=spoken, asks=asks))
    return buttons


def _given(told: Refused, reader: words.Reader) -> str:
    if not told.instead:
        return ""
    names = [words.person(slack_id, reader.names) for slack_id in told.instead[: words.MOST_NAMES]]
    left = len(told.instead) - len(names)
    listed = parts.listed([*names, f"{left} more"] if left else names)
    what = words.plural(told.kinds)
    return f"{listed} {'has' if len(told.instead) == 1 else 'have'} {what} in person."


def _plain(piece: rich.Part) -> str:
    return piece if isinstance(piece, str) else str(piece.get("text", ""))
