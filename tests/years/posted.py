"""What Slack shows after the years: every scheduled message, by who reads it and on which date of theirs."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store import tables
from bot.store.database import Database
from playground import conversations, messages
from tests.years.almanac import local
from tests.years.chronicle import Chronicle, Digest, Part

SAID = "said"


@dataclass(frozen=True)
class Posted:
    """A message of the bot's to a channel or a person, under the key it was owed by."""

    recipient: str
    key: str
    message: messages.Message


def read(places: conversations.Conversations) -> list[Posted]:
    """Every message of the bot's that carries a key, in channels and direct messages."""
    named = [(one.id, one) for one in places.channels()] + [(one.user_id or "", one) for one in places.dms()]
    return [
        Posted(recipient, str(message.metadata["event_payload"]["key"]).partition("/")[2], message)
        for recipient, place in named
        for message in place.messages.values()
        if message.metadata is not None
    ]


def digests(posted: list[Posted], database: Database, told: Chronicle) -> list[Digest]:
    """The digests that Slack shows, dated where they are read, each with the parts that the bot counts as said in it.

    What it counts as said on a day of which Slack shows nothing is there as well.
    """
    parts = _parts_said(database)
    shown = {(_read_on(one, told), one.recipient): one for one in posted if one.key.startswith("digest:")}
    found = [Digest(on, to, parts.get((on, to), ()), one.message.at) for (on, to), one in shown.items()]
    unseen = parts.keys() - shown.keys()
    return sorted(found + [Digest(on, f"{to} (not in Slack)", parts[on, to], told.ends_at) for on, to in unseen])


def _read_on(one: Posted, told: Chronicle) -> date:
    return local(one.message.at, told.zone_of(one.recipient, one.message.at)).date()


def _parts_said(database: Database) -> dict[tuple[date, str], tuple[Part, ...]]:
    nudge, meeting, department, action = tables.Nudge, tables.Meeting, tables.Department, tables.Action
    wanted = (
        select(nudge.local_on, nudge.recipient, nudge.rung, meeting.rule_on, department.name, action.number)
        .outerjoin(meeting, nudge.meeting_id == meeting.id)
        .outerjoin(department, nudge.department_id == department.id)
        .outerjoin(action, nudge.action_id == action.id)
        .where(nudge.outcome == SAID)
    )
    parts: dict[tuple[date, str], list[Part]] = defaultdict(list)
    with Session(database.engine) as session:
        for local_on, recipient, rung, rule_on, name, number in session.execute(wanted):
            about = f"{rule_on:%Y-%m} {name}" if number is None else f"A-{number}"
            parts[local_on, recipient].append(Part(rung, about))
    return {key: tuple(sorted(found)) for key, found in parts.items()}
