"""The charter as one reader sees it, with what they may do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.council.departments import Council, Department
from bot.council.people import Person


@dataclass(frozen=True)
class Copy:
    """Goal and focus areas are the council's, the parts its `departments`'. `adopted_on` and `today` are civil dates of
    the council's; `may_edit` holds for the reader."""

    council: Council
    departments: tuple[Department, ...]
    people: Mapping[str, Person]
    adopted_by: str
    adopted_on: date
    today: date
    may_edit: bool
