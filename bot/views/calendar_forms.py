"""The fields of a council's calendar, as set-up and the change of the rule show them, and how they are read back.

Two things happen in them before they are sent: a country brings its regions, and the windows unfold. Both only swap
blocks of whatever view the fields stand in (`with_regions`, `unfolded`).
"""

import functools
import json
import zoneinfo
from collections.abc import Mapping
from datetime import date, time
from itertools import groupby
from typing import Any, Literal

from bot import dates, public_holidays
from bot.council import calendar, calendar_rules
from bot.council.calendar_rules import LONGEST_MIN, SHORTEST_MIN, Rule
from bot.council.departments import HolidayPolicy
from bot.views import forms, ids, parts, refilling, rich, times
from bot.views.parts import View

ORDINALS = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", calendar.LAST: "Last"}
POLICIES: dict[HolidayPolicy, str] = {
    "ask": "Ask me which day, four weeks before",
    "earlier": "Meet on the working day before",
    "later": "Meet on the working day after",
}
WHOLE_COUNTRY = "*"
LONGEST_OWN_HOLIDAYS = 3000
NO_CONTINENT = "Other"
CONTINENTS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip
WINDOW_FIELDS = (ids.REPORT_OPEN_BD, ids.REPORT_DEADLINE_BD, ids.AGENDA_BD, ids.CORRECTION_BD)


class NotUnderstood(Exception):
    """Something typed into `field` (a block's id) can't be read; `sentence` says what to type instead."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field = field
        self.sentence = sentence


def fields(rule: Rule | None, *, country: str | None = None, unfolded: bool = False) -> list[forms.Block]:
    """The fields, with what `rule` says in them. Without one they have the usual windows, and `country` (ISO 3166-1)
    where it is known; `unfolded` shows the windows as fields at once."""
    chosen = country if rule is None else rule.country
    windows = calendar.DEFAULT_RULES if rule is None else rule.windows
    months = calendar.EVERY_MONTH if rule is None else rule.recurrence.months
    return [
        forms.select(
            ids.NTH,
            "Which one of the month",
            [(str(nth), name) for nth, name in ORDINALS.items()],
            hint="For example: Second.",
            value=None if rule is None else str(rule.recurrence.nth),
            required=True,
        ),
        forms.select(
            ids.WEEKDAY,
            "Weekday",
            [(str(number), name) for number, name in enumerate(calendar.WEEKDAYS)],
            hint="For example: Tuesday.",
            value=None if rule is None else str(rule.recurrence.weekday),
            required=True,
        ),
        forms.several(
            ids.MONTHS,
            "Months",
            [(str(number), name) for number, name in enumerate(calendar.MONTHS, 1)],
            hint="A council meets monthly. Take out a month in which it doesn't, for example August.",
            values=[str(number) for number in months],
        ),
        forms.time(
            ids.START_TIME,
            "Start",
            hint="On the council's clocks, between 07:00 and 19:00. For example 14:00.",
            value=None if rule is None else rule.start,
        ),
        forms.number(
            ids.DURATION_MIN,
            "How many minutes",
            hint=f"{SHORTEST_MIN} to {LONGEST_MIN}. For example 90.",
            least=SHORTEST_MIN,
            most=LONGEST_MIN,
            value=90 if rule is None else rule.duration_min,
        ),
        forms.grouped(
            ids.HOLIDAY_COUNTRY,
            "Public holidays of",
            country_groups(),
            hint="For example United Kingdom; its regions follow below.",
            value=chosen,
            says=True,
        ),
        *region_fields(chosen, region=None if rule is None else rule.region),
        forms.text(
            ids.OWN_HOLIDAYS,
            "Days off of your own",
            hint="One a line, with its year. For example: 24 December 2027: Company day",
            most=LONGEST_OWN_HOLIDAYS,
            value="" if rule is None else own_holidays_as_typed(rule.own_holidays),
            lines=True,
            required=False,
        ),
        forms.radio(
            ids.HOLIDAY_POLICY,
            "When the meeting's day is a day off",
            [(str(policy), words) for policy, words in POLICIES.items()],
            value="ask" if rule is None else rule.holiday_policy,
        ),
        forms.radio(
            ids.DATE_ORDER,
            "3/4 means",
            [("DMY", "3 April"), ("MDY", "March 4")],
            value="DMY" if rule is None else rule.date_order,
        ),
        *(window_fields(windows) if unfolded else folded(windows)),
    ]


def region_fields(country: str | None, *, region: str | None = None) -> list[forms.Block]:
    """The choice of a region, for a country that has some with days off of their own."""
    if country is None or not (known := public_holidays.regions(country)):
        return []
    choices = [(WHOLE_COUNTRY, "The whole country"), *((place.code, place.name) for place in known)]
    name, label = ids.region_block(country), "Region"
    hint = "Whose days off count for the council. For example England."
    value = region or WHOLE_COUNTRY
    if len(choices) <= forms.MOST_OPTIONS:
        return [forms.select(name, label, choices, hint=hint, value=value, required=True)]
    return [forms.grouped(name, label, _by_initial(choices), hint=hint, value=value)]


def folded(windows: calendar.WindowRules) -> list[forms.Block]:
    """The windows in a sentence, with a button that makes them fields."""
    button = rich.button("Change these days", ids.CALENDAR_WINDOWS, json.dumps(_windows_as_json(windows)))
    return [rich.paragraph(windows_in_words(windows)), rich.buttons(ids.CALENDAR_WINDOWS_FOLDED, button)]


def window_fields(windows: calendar.WindowRules) -> list[forms.Block]:
    """The windows as fields."""
    most = calendar_rules.EARLIEST_OPENING_BD
    return [
        forms.number(
            ids.REPORT_OPEN_BD,
            "Reports open, working days before",
            hint=f"For example 10; at most {most}. At 09:00.",
            least=3,
            most=most,
            value=windows.report_open_bd,
        ),
        forms.number(
            ids.REPORT_DEADLINE_BD,
            "Reports are due, working days before",
            hint="For example 3.",
            least=2,
            most=most,
            value=windows.report_deadline_bd,
        ),
        forms.time(ids.DEADLINE_TIME, "Due at", hint="For example 17:00.", value=windows.deadline_time),
        forms.number(
            ids.AGENDA_BD,
            "The agenda goes out, working days before",
            hint="For example 2.",
            least=1,
            most=most,
            value=windows.agenda_bd,
        ),
        forms.time(ids.AGENDA_TIME, "Agenda at", hint="For example 09:00.", value=windows.agenda_time),
        forms.number(
            ids.CORRECTION_BD,
            "Minutes can be corrected, working days after",
            hint="For example 5; never less than two once they are posted.",
            least=calendar.LEAST_CORRECTION_BD,
            most=calendar_rules.LONGEST_CORRECTION_BD,
            value=windows.correction_bd,
        ),
    ]


def zone_field(tz: str | None) -> forms.Block:
    """The council's time zone; `tz` is an IANA name."""
    return forms.grouped(
        ids.TZ, "Time zone", zone_groups(), hint="Where the council's clocks are. For example Europe/London.", value=tz
    )


def read(view: View) -> Rule:
    """What the fields say; whether it is within the ranges is `calendar_rules.check`'s matter.

    Raises MalformedForm, NotUnderstood.
    """
    country = forms.chosen(view, ids.HOLIDAY_COUNTRY)
    start = forms.chosen_time(view, ids.START_TIME)
    if country is None or start is None:
        raise parts.MalformedForm
    date_order: Literal["DMY", "MDY"] = "MDY" if forms.chosen(view, ids.DATE_ORDER) == "MDY" else "DMY"
    region = forms.chosen(view, ids.region_block(country))
    return Rule(
        recurrence=_read_recurrence(view),
        start=start,
        duration_min=_number(view, ids.DURATION_MIN),
        country=country,
        region=None if region == WHOLE_COUNTRY else region,
        own_holidays=read_own_holidays(forms.typed(view, ids.OWN_HOLIDAYS), date_order),
        holiday_policy=_read_policy(view),
        date_order=date_order,
        windows=_read_windows(view),
    )


def with_regions(view: View) -> View:
    """The view as it stands, with the regions of the country that was chosen in place of another's."""
    shown = refilling.again(view)
    country = forms.chosen(view, ids.HOLIDAY_COUNTRY)
    wanted = region_fields(country)
    blocks: list[forms.Block] = []
    for block in shown["blocks"]:
        name = str(block.get("block_id") or "")
        if name.startswith(ids.region_block("")):
            if wanted and name == wanted[0]["block_id"]:
                wanted = [block]
            continue
        blocks.append(block)
    at = next(n for n, block in enumerate(blocks, 1) if block.get("block_id") == ids.HOLIDAY_COUNTRY)
    return shown | {"blocks": blocks[:at] + wanted + blocks[at:]}


def unfolded(view: View) -> View:
    """The view as it stands, with the windows as fields. Raises MalformedForm where it has none to unfold."""
    windows = _folded_windows(view)
    shown = refilling.again(view)
    at = next(n for n, block in enumerate(shown["blocks"]) if block.get("block_id") == ids.CALENDAR_WINDOWS_FOLDED)
    return shown | {"blocks": shown["blocks"][: at - 1] + window_fields(windows) + shown["blocks"][at + 1 :]}


def in_words(rule: Rule) -> str:
    """ "Second Tuesday of the month, 14:00, 90 minutes"."""
    months = rule.recurrence.months
    if months == calendar.EVERY_MONTH:
        of = "the month"
    elif len(months) > 6:
        left_out = [calendar.MONTHS[number - 1] for number in sorted(calendar.EVERY_MONTH - months)]
        of = f"the month, not in {parts.listed(left_out, 'or')}"
    else:
        of = parts.listed([calendar.MONTHS[number - 1] for number in sorted(months)])
    which = f"{ORDINALS[rule.recurrence.nth]} {calendar.WEEKDAYS[rule.recurrence.weekday]}"
    return f"{which} of {of}, {rule.start:%H:%M}, {rule.duration_min} minutes"


def windows_in_words(windows: calendar.WindowRules) -> str:
    """When what happens before and after a meeting."""
    opens, due, agenda = map(_before, (windows.report_open_bd, windows.report_deadline_bd, windows.agenda_bd))
    return (
        f"Reports open {opens} the meeting and are due {due} it, {windows.deadline_time:%H:%M}. The agenda goes out "
        f"{agenda}, {windows.agenda_time:%H:%M}. Minutes can be corrected for {times.in_words(windows.correction_bd)} "
        f"working {'day' if windows.correction_bd == 1 else 'days'}."
    )


def holidays_in_words(rule: Rule) -> str:
    """ "Public holidays of United Kingdom (England), and 2 days of your own"."""
    country = next((place.name for place in public_holidays.countries() if place.code == rule.country), rule.country)
    region = next((p.name for p in public_holidays.regions(rule.country) if p.code == rule.region), rule.region)
    own = len(rule.own_holidays)
    where = f"{country} ({region})" if region else country
    return f"Public holidays of {where}" + (f", and {parts.counted(own, 'day')} of your own" if own else "")


def read_own_holidays(typed: str, date_order: Literal["DMY", "MDY"]) -> dict[date, str]:
    """Days off, one a line: "24 December 2027: Company day". Raises NotUnderstood for the first line that is none."""
    found: dict[date, str] = {}
    for line in filter(None, map(str.strip, typed.splitlines())):
        said, _, name = line.partition(":")
        on = dates.whole_date(said, date_order)
        if on is None:
            shown = parts.cut(line, 60)
            raise NotUnderstood(
                ids.OWN_HOLIDAYS,
                f"I can't find a date in “{shown}”. Write it with its year, for example: 24 December 2027: Company day",
            )
        name = parts.one_line(name) or "a day off"
        if len(name) > calendar_rules.LONGEST_DAY_NAME:
            why = f"“{parts.cut(name, 40)}” is too long: a day's name has at most {calendar_rules.LONGEST_DAY_NAME}"
            raise NotUnderstood(ids.OWN_HOLIDAYS, f"{why} characters.")
        found[on] = name
    return found


def own_holidays_as_typed(days: Mapping[date, str]) -> str:
    """Days off as somebody would type them."""
    return "\n".join(f"{times.date_only(on)} {on.year}: {name}" for on, name in sorted(days.items()))


@functools.cache
def country_groups() -> list[forms.Group]:
    """Every country whose public holidays are known, by its initial."""
    return _by_initial([(place.code, place.name) for place in public_holidays.countries()])


@functools.cache
def zone_groups() -> list[forms.Group]:
    """Every IANA zone that is somewhere, by continent and, where there are more than Slack takes, in halves."""
    places = sorted(name for name in zoneinfo.available_timezones() if name.split("/")[0] in CONTINENTS and "/" in name)
    groups: list[forms.Group] = []
    for continent, names in groupby(places, key=lambda name: name.split("/")[0]):
        choices = [(name, name.replace("_", " ")) for name in names]
        for start in range(0, len(choices), forms.MOST_OPTIONS):
            heading = continent if start == 0 else f"{continent}, continued"
            groups.append((heading, choices[start : start + forms.MOST_OPTIONS]))
    return [*groups, (NO_CONTINENT, [("UTC", "UTC")])]


def _by_initial(choices: list[forms.Choice]) -> list[forms.Group]:
    in_order = sorted(choices, key=lambda choice: choice[1][:1])
    return [(initial, list(those)) for initial, those in groupby(in_order, key=lambda choice: choice[1][:1])]


def _before(working_days: int) -> str:
    return f"{times.in_words(working_days)} working {'day' if working_days == 1 else 'days'} before"


def _read_recurrence(view: View) -> calendar.Recurrence:
    months = forms.chosen_values(view, ids.MONTHS)
    try:
        return calendar.Recurrence(
            nth=int(forms.chosen(view, ids.NTH) or ""),
            weekday=int(forms.chosen(view, ids.WEEKDAY) or ""),
            months=frozenset(int(month) for month in months),
        )
    except ValueError:  # nothing of what was offered
        raise parts.MalformedForm from None


def _read_policy(view: View) -> HolidayPolicy:
    value = forms.chosen(view, ids.HOLIDAY_POLICY)
    for policy in POLICIES:
        if policy == value:
            return policy
    raise parts.MalformedForm


def _read_windows(view: View) -> calendar.WindowRules:
    if not any(block.get("block_id") == ids.REPORT_OPEN_BD for block in view["blocks"]):
        return _folded_windows(view)
    deadline_time, agenda_time = (forms.chosen_time(view, name) for name in (ids.DEADLINE_TIME, ids.AGENDA_TIME))
    if deadline_time is None or agenda_time is None:
        raise parts.MalformedForm
    return _windows({name: _number(view, name) for name in WINDOW_FIELDS}, deadline_time, agenda_time)


def _folded_windows(view: View) -> calendar.WindowRules:
    block = next((b for b in view["blocks"] if b.get("block_id") == ids.CALENDAR_WINDOWS_FOLDED), None)
    try:
        assert block is not None
        kept = json.loads(block["elements"][0]["value"])
        numbers = {name: kept[name] for name in WINDOW_FIELDS}
        if not all(type(number) is int for number in numbers.values()):
            raise parts.MalformedForm
        clocks = [time.fromisoformat(kept[name]) for name in (ids.DEADLINE_TIME, ids.AGENDA_TIME)]
        return _windows(numbers, *clocks)
    except (AssertionError, KeyError, IndexError, TypeError, ValueError):
        raise parts.MalformedForm from None


def _windows(numbers: Mapping[str, int], deadline_time: time, agenda_time: time) -> calendar.WindowRules:
    return calendar.WindowRules(
        report_open_bd=numbers[ids.REPORT_OPEN_BD],
        report_deadline_bd=numbers[ids.REPORT_DEADLINE_BD],
        deadline_time=deadline_time,
        agenda_bd=numbers[ids.AGENDA_BD],
        agenda_time=agenda_time,
        correction_bd=numbers[ids.CORRECTION_BD],
    )


def _windows_as_json(windows: calendar.WindowRules) -> dict[str, Any]:
    numbers: dict[str, Any] = {name: getattr(windows, name) for name in WINDOW_FIELDS}
    clocks = {name: getattr(windows, name).strftime("%H:%M") for name in (ids.DEADLINE_TIME, ids.AGENDA_TIME)}
    return numbers | clocks


def _number(view: View, name: str) -> int:
    value = forms.typed_number(view, name)
    if value is None:
        raise parts.MalformedForm
    return value
