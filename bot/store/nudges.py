"""Rungs that were decided, each key once for ever (INV-11)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council.departments import Council
from bot.council.nudges import Rung
from bot.store import rows, tables


def decide_once(
    session: Session,
    council: Council,
    rung: Rung,
    *,
    subject: str,
    recipient: str,
    local_on: date,
    outcome: str,
    now: datetime,
) -> bool:
    """Keep that the rung was decided for `subject`; False where it was before. `outcome`: queued, or why it was not."""
    values = {
        "key": f"{rung}:{subject}",
        "rung": str(rung),
        "recipient": recipient,
        "local_on": local_on,
        "outcome": outcome,
    }
    return rows.insert_once(session, tables.Nudge, rows.under(council, now) | values) is not None
