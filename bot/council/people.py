"""People of a workspace, as far as the council needs to know them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Someone in the workspace: `slack_id` U…, the name people know them by, their IANA zone."""

    slack_id: str
    name: str
    tz: str
    active: bool = True
    is_bot: bool = False

    @property
    def first_name(self) -> str:
        """The first word of the name: how a colleague would call them."""
        return self.name.split()[0] if self.name.split() else self.name


class NotAnOwner(Exception):
    """This account cannot own anything: it is a bot's, or it is closed."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.slack_id)
        self.person = person
