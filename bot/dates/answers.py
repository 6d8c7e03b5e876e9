"""What goes in beside the phrase, and what comes out. Facts only: the sentences people read are made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.council.calendar import BusinessDays

Reason = Literal[
    "empty",
    "too_long",
    "vague",
    "repeating",
    "several",
    "past",
    "no_such_date",
    "weekday_mismatch",
    "too_far",
    "no_meeting",
    "not_understood",
]


@dataclass(frozen=True)
class Context:
    """What a phrase is read against.

    `today` is the civil date where the action's owner lives. `date_order` says which of 3 April and March 4 comes first
    where "3/4" can be either. `fiscal_start_month` is 1 to 12. `language` is a code such as "en", "de" or "pt-BR".
    """

    today: date
    business_days: BusinessDays
    date_order: Literal["DMY", "MDY"] = "DMY"
    next_meeting_on: date | None = None
    following_meeting_on: date | None = None
    report_due_on: date | None = None
    fiscal_start_month: int = 1
    language: str = "en"


@dataclass(frozen=True)
class Understood:
    """`meant_on` is what the words say, `on` the working day used for it; from today up to three years ahead.

    `note` says how the words were taken, or why the day moved, in a few words without a full stop. `far` is true more
    than twelve months ahead: ask before keeping it.
    """

    on: date
    meant_on: date
    note: str | None = None
    far: bool = False


@dataclass(frozen=True)
class Ask:
    """The words can mean either of two days; the likelier comes first. `why` names the two readings in a few words."""

    readings: tuple[Understood, Understood]
    why: str

    @property
    def options(self) -> tuple[date, date]:
        """The two days as they would be used, on working days."""
        return self.readings[0].on, self.readings[1].on


@dataclass(frozen=True)
class Refused:
    """No due date can be taken from the words; `guess` is a day to start the date picker at, if there is a good one."""

    reason: Reason
    guess: date | None = None


Answer = Understood | Ask | Refused


@dataclass(frozen=True)
class Meaning:
    """What the grammar found, before the judgement: one day, or two that are equally meant.

    `note` says how the words were taken, `why` what the two days are, `dropped` the time of day that was left out.
    """

    days: tuple[date, ...]
    note: str | None = None
    why: str = ""
    dropped: str | None = None


Found = Meaning | Refused | None
