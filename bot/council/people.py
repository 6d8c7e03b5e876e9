"""People of a workspace, as far as the council needs to know them, and when they are away."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Person:
    """Someone in the workspace: `slack_id` U…, the name people know them by, their IANA zone.

    A guest is somebody invited to single channels (`is_restricted` or `is_ultra_restricted` of Slack's), a stranger
    belongs to another organisation, an admin administers the workspace.
    """

    slack_id: str
    name: str
    tz: str
    active: bool = True
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_admin: bool = False

    @property
    def first_name(self) -> str:
        """The first word of the name: how a colleague would call them."""
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def is_full_member(self) -> bool:
        """Whether they belong to the workspace as colleagues do: an open account, no app, guest or stranger."""
        return self.active and not (self.is_bot or self.is_guest or self.is_stranger)


@dataclass(frozen=True)
class Absence:
    """Someone is away from `from_on` until `until_on`, both included (civil dates in the council's zone), and
    `stand_in` acts for them, where anybody does."""

    slack_id: str
    from_on: date
    until_on: date
    stand_in: str | None = None

    def covers(self, on: date) -> bool:
        """Whether they are away that day."""
        return self.from_on <= on <= self.until_on

    def overlaps(self, other: "Absence") -> bool:
        """Whether there is a day that belongs to both."""
        return self.from_on <= other.until_on and other.from_on <= self.until_on


class PersonUnknown(Exception):
    """Slack doesn't show us this person (a Slack id): they are in another workspace, or gone."""


class NotAnOwner(Exception):
    """This account cannot own anything: it is a bot's or another organisation's, or it is closed."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.slack_id)
        self.person = person
