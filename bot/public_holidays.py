"""Public holidays by country and region, named in English. The only place that knows the `holidays` library."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

# India's calendar says so of the days that follow the moon, from 2036 on: the others are still right.
NOT_ALL_KNOWN = "Requested Holidays are available only"
NO_EXTRA: Mapping[date, str] = MappingProxyType({})


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
