"""Who is away, and who acts for them. Of one person no two that stand share a day; earlier ones are kept."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.council import calendar
from bot.council.departments import Council
from bot.council.people import Absence
from bot.store import rows, tables
from bot.store.database import Reader

_ABSENCE = tables.Absence.__table__


def put(session: Session, council: Council, absence: Absence, *, by: str, now: datetime) -> None:
    """Keep an absence in place of those of the person that share a day with it, and of those that are over. Who puts it
    holds the council (`councils.hold`)."""
    today = calendar.local_date(now, council.zone)
    for standing in list_standing(session, council):
        if standing.slack_id == absence.slack_id and (standing.overlaps(absence) or standing.until_on < today):
            end(session, council, standing, now=now)
    session.add(
        tables.Absence(
            **rows.under(council, now),
            slack_id=absence.slack_id,
            from_on=absence.from_on,
            until_on=absence.until_on,
            stand_in=absence.stand_in,
            created_by=by,
        )
    )
    session.flush()


def end(session: Session, council: Council, absence: Absence, *, now: datetime) -> None:
    """A standing absence is over, or will not be."""
    session.execute(
        update(tables.Absence)
        .where(
            _ABSENCE.c.council_id == council.id,
            _ABSENCE.c.slack_id == absence.slack_id,
            _ABSENCE.c.from_on == absence.from_on,
            _ABSENCE.c.ended_at.is_(None),
        )
        .values(ended_at=now)
    )


def list_standing(session: Reader, council: Council) -> list[Absence]:
    """Every absence that is neither replaced nor ended, in the order of their first days."""
    columns = (_ABSENCE.c.slack_id, _ABSENCE.c.from_on, _ABSENCE.c.until_on, _ABSENCE.c.stand_in)
    wanted = (
        select(*columns)
        .where(_ABSENCE.c.council_id == council.id, _ABSENCE.c.ended_at.is_(None))
        .order_by(_ABSENCE.c.from_on, _ABSENCE.c.id)
    )
    return [Absence(*row) for row in session.execute(wanted)]
