"""docs/playground.md says what the code does."""

import re
from pathlib import Path

import jsonschema
import pytest

from playground import documentation, faults, schemas

PAGE = Path(__file__).parents[2] / "docs" / "playground.md"


def test_the_page_has_every_schema_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == documentation.renewed(page), "write it anew: python -m playground.documentation docs/playground.md"


def test_every_schema_is_one() -> None:
    for schema in (*schemas.REQUESTS.values(), schemas.DEED_ANSWER, schemas.MALFORMED, schemas.STATE):
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("kind", faults.KINDS)
def test_the_page_names_every_fault_and_its_settings(kind: str) -> None:
    [row] = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(rf"\|[^|]*`{kind}`", line)]
    assert [setting for setting in faults.KINDS[kind] if f"`{setting}`" not in row] == []


def test_the_page_names_every_error_of_a_deed() -> None:
    sources = [*Path(documentation.__file__).parent.glob("deeds/*.py")]
    named = {
        error
        for source in sources
        for error in re.findall(r'(?:ImpossibleError|Outcome)\(\s*"([a-z_]+)"', source.read_text(encoding="utf-8"))
    }
    page = PAGE.read_text(encoding="utf-8")
    assert len(named) > 20
    assert sorted(error for error in named if f"`{error}`" not in page) == []
