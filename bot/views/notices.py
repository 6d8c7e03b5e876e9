"""Short answers, and the views that hold the place of something slow."""

from bot.views import ids, parts, rich
from bot.views.parts import Message, View

LOADING = "One moment…"
SAVING = "Saving…"
MET_BEFORE = "Your first click has taken care of this."


def plain(sentence: str) -> Message:
    """An answer of a sentence or two, which may hold what people wrote."""
    return parts.message(sentence, rich.paragraph(sentence))


def as_modal(title: str, message: Message) -> View:
    """A message shown in a modal, with nothing left to do but close it. `title` has at most 24 characters."""
    blocks = message.blocks or [rich.paragraph(message.text)]
    return parts.modal(ids.NOTICE, title, blocks, close="Close")


def waiting(title: str, sentence: str = LOADING) -> View:
    """What stands in a modal while the database is slow."""
    return parts.modal(ids.WAITING, title, [rich.paragraph(sentence)], close="Close")


def our_fault(reference: str) -> str:
    """What is said when something failed that should not have."""
    return f"Something went wrong on our side; nothing was saved. Please try again. Reference {reference}."
