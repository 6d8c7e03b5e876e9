"""Public holidays by country and region, named in English. The only place that knows the `holidays` library."""

from __future__ import annotations

import functools
import importlib.resources
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

# India's calendar says so of the days that follow the moon, from 2036 on: the others are still right.
NOT_ALL_KNOWN = "Requested Holidays are available only"
# Room for what is kept: one region has a longer name for a code.
LONGEST_CODE = 16
NO_EXTRA: Mapping[date, str] = MappingProxyType({})


@dataclass(frozen=True)
class Place:
    """A country or a region whose days off are known: the code that names it here, and what people call it."""

    code: str
    name: str


class UnknownRegion(Exception):
    """There is no calendar for this country, or the country has no such subdivision."""

    def __init__(self, country: str, subdivision: str | None) -> None:
        super().__init__(country, subdivision)
        self.country = country
        self.subdivision = subdivision


def observed(
    country: str, subdivision: str | None, years: Iterable[int], extra: Mapping[date, str] = NO_EXTRA
) -> dict[date, str]:
    """The days off in these years, substitute days included, plus the council's own `extra` dates of any year.

    `country` is an ISO 3166-1 code ("GB"), `subdivision` a code or name within it ("ENG", "England"). Where both name a
    day, the council's name stands. Far years may lack days that nobody has reckoned yet. Raises UnknownRegion.
    """
    found: dict[date, str] = {}
    for year in years:
        found.update(_of_year(country, subdivision or None, year))
    return found | dict(extra)


@functools.cache
def countries() -> tuple[Place, ...]:
    """Every country there is a calendar for, by name."""
    from holidays import registry  # noqa: PLC0415  # as in `_of_year`

    named = (
        Place(code, " ".join(word if word in ("and", "of", "the") else word.title() for word in module.split("_")))
        for module, (_, code, *_) in registry.COUNTRIES.items()
    )
    return tuple(sorted(named, key=lambda place: place.name))


@functools.cache
def regions(country: str) -> tuple[Place, ...]:
    """The regions of a country that have days of their own, by name; none where all of it has the same, or for no
    country."""
    import holidays  # noqa: PLC0415  # as in `_of_year`

    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:  # no such country: a form may ask before one is chosen
        return ()
    names: dict[str, str] = {code: code for code in known.subdivisions}
    for name, code in known.subdivisions_aliases.items():
        if names.get(code) in (None, code) or len(name) > len(names[code]):
            names[code] = name
    found = (Place(code, name) for code, name in names.items() if len(code) <= LONGEST_CODE)
    return tuple(sorted(found, key=lambda place: place.name))


@functools.cache
def country_of(tz: str) -> str | None:
    """The code of the country that an IANA zone is in, by the zone database's own table; None where it names none."""
    table = importlib.resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return next((code for code, _, zone, *_ in rows if zone == tz), None)


@functools.lru_cache(maxsize=256)
def _of_year(country: str, subdivision: str | None, year: int) -> Mapping[date, str]:
    # Loading the library and its calendars takes a good part of a second: whoever needs no holidays doesn't pay for it.
    import holidays  # noqa: PLC0415

    warnings.filterwarnings("ignore", NOT_ALL_KNOWN, UserWarning)
    try:
        languages = holidays.country_holidays(country, subdivision).supported_languages
        english = next((language for language in languages if language.startswith("en")), None)
        days = holidays.country_holidays(country, subdivision, years=year, language=english)
    except NotImplementedError as unknown:
        raise UnknownRegion(country, subdivision) from unknown
    return MappingProxyType(dict(days))
