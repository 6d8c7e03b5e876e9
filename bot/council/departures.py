"""What is left when somebody's account is closed (model §3.10)."""

from dataclasses import dataclass

from bot.council import actions, roster
from bot.council.departments import Department


@dataclass(frozen=True)
class Departure:
    """What somebody leaves behind, as told to `reader`: the roles they still hold by name, and their actions that need
    another owner. With `department`, only that department's actions are told of."""

    leaver: str
    reader: str
    roster: roster.Roster
    owned: tuple[actions.Action, ...]
    department: Department | None = None

    @property
    def chaired(self) -> bool:
        """Whether they are the chair, by name."""
        return self.leaver == self.roster.council.chair

    @property
    def led(self) -> tuple[Department, ...]:
        """The departments they lead, by name."""
        return tuple(d for d in self.roster.departments if d.lead == self.leaver)

    @property
    def helped_lead(self) -> tuple[Department, ...]:
        """The departments whose deputy they are, by name."""
        return tuple(d for d in self.roster.departments if d.deputy == self.leaver)
