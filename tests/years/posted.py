"""What Slack shows in the years: every scheduled message as it was first posted, by who reads it and on which date of
theirs, and what a digest's words say.

The words say which actions are asked about, and before which meeting whose. They don't say by which rung an action is
asked about: that alone is taken from what the bot keeps.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store import tables
from bot.store.database import Database
from playground import conversations, messages
from tests.years.almanac import ONE_DAY, local
from tests.years.chronicle import Chronicle, Digest, Part

SAID = "said"
NO_RUNG = "no rung"
"""What an action is asked about by that nothing was decided about."""

LONGEST_AHEAD = 183
_LABEL = re.compile(r"A-\d+")
_BEFORE = re.compile(r"Before (\w+ \d+ \w+): (?:these are all of )?(.+?)(?:'s|') open actions\.")
_OF = r"(?:\w+, )?(.+?)(?:'s|')"
_ASKED = {
    re.compile(rf"Reports are open for the CX Council on [^.]+\.{_OF} report is due .+"): "rep_1",
    re.compile(r"(.+?)(?:'s|') report for .+ is in \(.+\)\."): "rep_1",
    re.compile(r"(.+) has nothing to report for .+\."): "rep_1",
    re.compile(r"(.+) need not report for .+\."): "rep_1",
    re.compile(rf"{_OF} report for .+ is due .+\."): "rep_2",
    re.compile(r"[— ]*(.+?)(?:'s|') CX report is due .+\."): "rep_3",
    re.compile(rf"{_OF} report is still welcome until the meeting starts: .+\."): "rep_5",
}
_TO_CONFIRM = "Done, to be confirmed: "


@dataclass(frozen=True)
class Posted:
    """A message of the bot's to a channel or a person, under the key it was owed by."""

    recipient: str
    key: str
    message: messages.Message


class Reader:
    """Somebody who sees every message of the bot's that carries a key, in channels and direct messages, as it comes:
    what it says later, when it has been edited, is another matter."""

    def __init__(self, places: conversations.Conversations) -> None:
        self._places = places
        self._posted: dict[tuple[str, str], Posted] = {}

    def look(self) -> None:
        """See what is new."""
        named = [(one.id, one) for one in self._places.channels()]
        named += [(one.user_id or "", one) for one in self._places.dms()]
        for recipient, place in named:
            for ts, message in place.messages.items():
                if message.metadata is not None and (place.id, ts) not in self._posted:
                    key = str(message.metadata["event_payload"]["key"]).partition("/")[2]
                    self._posted[place.id, ts] = Posted(recipient, key, message)

    @property
    def posted(self) -> list[Posted]:
        """Everything seen, in the order in which it came."""
        return list(self._posted.values())


@dataclass
class Section:
    """What stands under one heading: of a `department`, where the heading says so; before its meeting, with the date
    of that; the actions asked about, by label. What asks for a report has words of its `rung`'s."""

    department: str | None
    meeting_on: date | None
    labels: list[str] = field(default_factory=list)
    rung: str | None = None


def digests(posted: list[Posted], database: Database, told: Chronicle) -> list[Digest]:
    """The digests that Slack shows, dated where they are read, each with what its words say.

    What the bot counts as said on a day of which Slack shows nothing is there as well.
    """
    said = _said(database)
    found: list[Digest] = []
    seen: set[tuple[date, str]] = set()
    for one in posted:
        if one.key.startswith("digest:"):
            to, to_person = one.recipient, one.recipient in told.zones
            on = local(one.message.at, told.zone_of(to, one.message.at)).date()
            shown = sections(one.message.blocks, on, to_person=to_person)
            found.append(Digest(on, to, *says(shown, said.get((on, to), {}), to_person=to_person), one.message.at))
            seen.add((on, to))
    for on, to in said.keys() - seen:
        parts = tuple(sorted(Part(rung, about) for about, rungs in said[on, to].items() for rung in rungs))
        found.append(Digest(on, f"{to} (not in Slack)", parts, (), told.ends_at))
    return sorted(found)


def says(
    found: Sequence[Section], rungs: Mapping[str, Sequence[str]], *, to_person: bool
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The parts that a digest's words make, and the actions it asks about; `rungs` are those that the bot keeps as said
    in it, by label. What is said without any is a part as well."""
    parts: list[Part] = []
    asked: list[str] = []
    for section in found:
        if section.rung is not None:
            parts.append(Part(section.rung, f"{section.department}"))
        if section.meeting_on is not None:
            parts.append(Part("mtg_1", f"{section.meeting_on} {section.department}"))
        for label in section.labels:
            # Where all that is open is asked about, that may be the reason, or a rung about the action may be one too.
            why = rungs.get(label, ()) or (() if section.meeting_on is not None else (NO_RUNG,))
            parts += [Part(rung, label) for rung in why]
            asked.append(f"{section.department} {label}" if to_person else label)
    return tuple(sorted(parts)), tuple(sorted(asked))


def sections(blocks: Sequence[Mapping[str, Any]], read_on: date, *, to_person: bool) -> list[Section]:
    """What stands in a digest that is read on a date, heading by heading. Fails where a block says something else."""
    found: list[Section] = []
    for block in blocks:
        if block["type"] in ("actions", "context"):
            continue
        report = _of_report(block)
        if report is not None:
            found.append(report)
            continue
        first = block["elements"][0]["elements"][0]
        words, is_bold = first["text"], "style" in first
        if is_bold and _LABEL.fullmatch(words):
            found[-1].labels.append(words)
        elif is_bold:
            found.append(_headed(words, read_on, to_person=to_person))
        else:
            # Done before it was posted, so nobody is asked about it.
            assert words.startswith(_TO_CONFIRM), words
    return found


def _of_report(block: Mapping[str, Any]) -> Section | None:
    """What asks for a report, or says what became of it."""
    words = "".join(piece.get("text", "") for line in block["elements"] for piece in line["elements"])
    for pattern, rung in _ASKED.items():
        if (asked := pattern.fullmatch(words)) is not None:
            return Section(asked[1], None, rung=rung)
    return None


def _headed(words: str, read_on: date, *, to_person: bool) -> Section:
    before = _BEFORE.fullmatch(words)
    if before is not None:
        coming = (read_on + ONE_DAY * days for days in range(LONGEST_AHEAD))
        on = next(day for day in coming if f"{day:%A} {day.day} {day:%B}" == before[1])
        return Section(before[2], on)
    return Section(words.partition(": ")[0] if to_person else None, None)


def _said(database: Database) -> dict[tuple[date, str], dict[str, list[str]]]:
    """By day and recipient: what was said, as the bot keeps it, by what it was about ("A-12"), and by which rungs."""
    nudge, action = tables.Nudge, tables.Action
    wanted = (
        select(nudge.local_on, nudge.recipient, nudge.rung, nudge.subject, action.number)
        .outerjoin(action, nudge.action_id == action.id)
        .where(nudge.outcome == SAID)
    )
    said: dict[tuple[date, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with Session(database.engine) as session:
        for local_on, recipient, rung, subject, number in session.execute(wanted):
            said[local_on, recipient][f"{subject}" if number is None else f"A-{number}"].append(rung)
    return said
