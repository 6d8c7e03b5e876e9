"""Whether a typed date names its year."""

import re
from datetime import date


def says_its_year(phrase: str, on: date) -> bool:
    """Whether `phrase` holds the year of `on`, with four digits or with two."""
    return bool({f"{on.year}", f"{on.year % 100:02d}"} & set(re.findall(r"[0-9]+", phrase)))
