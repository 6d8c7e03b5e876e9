from pathlib import Path

from playground.documented import documentation

PAGE = Path(__file__).parents[3] / "docs" / "playground-payloads.md"


def test_the_page_says_what_the_tables_say() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == documentation.page(), (
        "write it anew: python -m playground.documented.documentation > docs/playground-payloads.md"
    )
