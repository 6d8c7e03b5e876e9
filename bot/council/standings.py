"""How a department's report stands after somebody's click."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.council.departments import Council, Department
from bot.council.meetings import Meeting
from bot.council.people import Person
from bot.council.reports import Report


@dataclass(frozen=True)
class Standing:
    """A department's report for a meeting as it stands, for whoever clicked (`reader`, None where nobody knows them
    yet); `changed` says whether the click changed anything."""

    council: Council
    department: Department
    meeting: Meeting
    report: Report
    reader: Person | None
    people: Mapping[str, Person]
    changed: bool = False
