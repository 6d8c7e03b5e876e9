"""What somebody whose account was closed leaves behind, for whoever is told of it (model §3.10)."""

from datetime import datetime

from bot.council import departures
from bot.council.departments import Council
from bot.store import actions as kept_actions
from bot.store.database import Reader
from bot.usecases import Who, roster


def read(
    session: Reader, council: Council, leaver: str, *, reader: str, department_id: int | None, now: datetime
) -> departures.Departure | None:
    """What a message about a departure says now; None where there is nothing left to say: they are back."""
    found = roster.read(session, council, Who("", reader), is_admin=False, now=now)
    if not found.is_gone(leaver):
        return None
    department = next((d for d in found.departments if d.id == department_id), None)
    if department_id is not None and department is None:
        return None
    owned = [one for one in kept_actions.list_unclosed_of(session, council, leaver) if one.needs_owner]
    if department is not None:
        owned = [one for one in owned if one.department_id == department.id]
        if not owned:
            return None
    return departures.Departure(leaver, reader, found, tuple(owned), department)
