"""What Slack was shown, against what was owed. Of our own tables only what they call unknown is looked at."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.delivery.slack import METADATA_EVENT
from playground import server
from tests.faults import director, mornings

ASKS_THE_CHAIR = "arrived:"
PATIENCE = timedelta(minutes=2)
_FROM, _UNTIL = time(8), time(18)


@dataclass(frozen=True)
class Shown:
    """A message of the bot's as it stands in Slack: `place` is a channel's id or, of a direct message, a person's."""

    key: str
    place: str
    at: datetime
    ts: str
    thread_ts: str | None
    says: str


@dataclass
class Tally:
    """How many messages came to what; `complaints` says of each that did not come as it should."""

    counts: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)

    def complain(self, word: str, what: str) -> None:
        """Count one, and say which."""
        self.counts[word] += 1
        self.complaints.append(f"{word}: {what}")


def read(running: server.Playground) -> list[Shown]:
    """Every message of the bot's, oldest first."""
    space = running.workspace
    places = [(channel.id, channel) for channel in space.conversations.channels()]
    places += [(dm.user_id or dm.id, dm) for dm in space.conversations.dms()]
    shown = []
    for place, conversation in places:
        for message in conversation.messages.values():
            metadata = message.metadata or {}
            if metadata.get("event_type") != METADATA_EVENT:
                continue
            key = str(metadata["event_payload"]["key"]).partition("/")[2]
            says = json.dumps([message.text, message.blocks], ensure_ascii=False)
            shown.append(Shown(key, place, message.at, message.ts, message.thread_ts, says))
    return sorted(shown, key=lambda one: one.ts)


def compare(
    morning: mornings.Morning, shown: list[Shown], *, unknown: frozenset[str], history: bool, course: director.Course
) -> Tally:
    """`unknown` are the keys the bot reports as perhaps sent; `course` is what was done to it meanwhile."""
    tally = Tally()
    by_key: dict[str, list[Shown]] = {}
    for one in shown:
        by_key.setdefault(one.key, []).append(one)
    for key in sorted(unknown):
        if history:
            tally.complain("unknown", key)
        else:
            tally.counts["unknown"] += 1
    for owed in morning.owed:
        tally.counts["owed"] += 1
        found = by_key.pop(owed.key, [])
        if not found:
            # A reply waits for its parent, and nobody knows where that is.
            if history or not {owed.key, owed.under} & unknown:
                tally.complain("lost", f"{owed.key} in {owed.place}")
            continue
        tally.counts["delivered"] += 1
        if len(found) > 1:
            tally.complain("duplicated", f"{owed.key} at {', '.join(one.at.isoformat() for one in found)}")
        _look_at(tally, owed, found[0], _latest(owed, course), known=owed.key not in unknown)
    for key, strays in by_key.items():
        if history or not key.startswith(ASKS_THE_CHAIR):
            tally.complain("not owed", f"{key} in {strays[0].place} at {strays[0].at.isoformat()}")
        elif len(strays) > 1:
            tally.complain("duplicated", key)
    _one_digest_a_day(tally, shown)
    return tally


def _latest(owed: mornings.Owed, course: director.Course) -> datetime:
    """Until when it may have come, given what was done to it, to the message it stands under, and to all of them."""
    own = [course.held_up.get(key, timedelta(0)) for key in (owed.key, owed.under or "")]
    return owed.at + PATIENCE + course.broken + sum(own, timedelta(0))


def _look_at(tally: Tally, owed: mornings.Owed, found: Shown, latest: datetime, *, known: bool) -> None:
    where = f"{owed.key} at {found.at.isoformat()}, owed at {owed.at.isoformat()}"
    if found.place != owed.place:
        tally.complain("astray", f"{owed.key} in {found.place}, not {owed.place}")
    if found.at < owed.at:
        tally.complain("early", where)
    if found.at > latest:
        tally.complain("late", f"{where}, at the latest {latest.isoformat()}")
    if owed.scheduled and not _FROM <= found.at.astimezone(owed.scheduled).time() < _UNTIL:
        tally.complain("late", f"{where}, outside 08:00-18:00 there")
    # What may have been sent cannot be edited: nobody knows where it is.
    wanted = owed.words | {word for at, word in owed.edits if found.at < at}
    if known and (missing := sorted(word for word in wanted if word not in found.says)):
        tally.complain("wrong words", f"{owed.key} does not say {', '.join(missing)}")


def _one_digest_a_day(tally: Tally, shown: list[Shown]) -> None:
    days = Counter((one.place, one.at.date()) for one in shown if one.key.startswith("digest:"))
    for (place, on), count in days.items():
        if count > 1:
            tally.complain("duplicated", f"{count} digests in {place} on {on}")
