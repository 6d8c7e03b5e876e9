"""People's names as others know them."""

from collections.abc import Iterable, Mapping

from bot.council.people import Person
from bot.views import parts


def name(everyone: Mapping[str, Person], slack_id: str) -> str:
    """Their name, or "somebody" for a person not seen yet: never an id."""
    person = everyone.get(slack_id)
    return person.name if person and person.name.strip() else "somebody"


def names(everyone: Mapping[str, Person], slack_ids: Iterable[str], word: str = "or") -> str:
    """Several names: "Aisha Khan or Joe Lister"."""
    return parts.listed([name(everyone, slack_id) for slack_id in slack_ids], word)


def first_name(everyone: Mapping[str, Person], slack_id: str) -> str:
    """How a colleague would call them; an empty string for a person not seen yet."""
    person = everyone.get(slack_id)
    return person.first_name if person else ""
