"""One year of a council with four departments in four zones, over every change of the clocks: workers killed and calls
broken throughout. What is owed is what the reference of tests/years works out, from what happened and by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.store.database import Database
from bot.usecases import clockwork
from playground import server
from tests import rungs
from tests.faults import director, tally
from tests.faults.director import Deed
from tests.years import driver, posted, reference, script
from tests.years.chronicle import Digest
from tests.years.deeds import Hands

ENDS_AT = datetime(2028, 1, 1, tzinfo=UTC)
FOUR_WEEKS = timedelta(days=28)
IN_TIME = timedelta(minutes=20)
"""What the longest outage, a stall, two kills and two faults in a row may cost one digest."""
MENACE = director.Menace(workers=2, kills=60, faults=150, outages=6, stalls=20, odds=0.2)


def plan_of(seed: int) -> script.Script:
    """The year, with every other of its actions. What it has of outages of its own is left out: there are others."""
    whole = script.write(seed)
    year = whole.between(whole.founded_at, ENDS_AT)
    return replace(year, deeds=tuple(deed for deed in year.deeds if not _is_left_out(deed)), outages=())


def _is_left_out(deed: script.Deed) -> bool:
    return isinstance(deed, script.Agree | script.Finish) and deed.number % 2 == 1


class Year:
    """A council's year, as it is lived."""

    def __init__(self, plan: script.Script, database: Database, running: server.Playground) -> None:
        driver.establish(database, plan)
        self._database = database
        self._told = driver.begin(plan)
        self._plan = plan
        self._hands = Hands(database, self._told, running.workspace)
        self.reader = posted.Reader(running.workspace.conversations)

    @property
    def deeds(self) -> list[Deed]:
        """What people do, and the house that is kept every four weeks, besides when workers begin."""
        deeds = [self._deed(one) for one in self._plan.deeds]
        at = self._plan.founded_at
        while at < self._plan.ends_at:
            deeds.append(Deed(at, "keep house", self._keep_house))
            at += FOUR_WEEKS
        return deeds

    def _deed(self, one: script.Deed) -> Deed:
        return Deed(one.at, type(one).__name__, lambda now: self._hands.do(one, now=now))

    def _keep_house(self, now: datetime) -> None:
        clockwork.keep_house(self._database, now=now, ladder=rungs.WITH_TEST_RUNGS)

    def compare(self, *, unknown: frozenset[str]) -> tally.Tally:
        """The digests that Slack showed, against those owed."""
        owed = reference.expected(self._told)
        found = posted.digests(self.reader.posted, self._database, self._told)
        counted = tally.Tally()
        counted.counts.update(owed=len(owed), delivered=sum(one in found for one in owed))
        for key in sorted(unknown):
            counted.complain("unknown", key)
        for one in owed:
            if one not in found:
                counted.complain("lost", str(one))
        for one in found:
            if one not in owed:
                counted.complain("not owed", f"{one} at {one.at.isoformat()}")
        self._look_at_days(counted, found)
        _look_at_times(counted, owed, found)
        return counted

    def _look_at_days(self, counted: tally.Tally, found: list[Digest]) -> None:
        days = [(one.on, one.recipient) for one in found]
        for day in sorted({day for day in days if days.count(day) > 1}):
            counted.complain("duplicated", f"digests of {day[0]} in {day[1]}")


def _look_at_times(counted: tally.Tally, owed: list[Digest], found: list[Digest]) -> None:
    sent = {(one.on, one.recipient): one.at for one in found}
    for one in owed:
        at = sent.get((one.on, one.recipient))
        if at is not None and not one.at <= at < one.at + IN_TIME:
            counted.complain("late", f"{one} at {at.isoformat()}, owed at {one.at.isoformat()}")
