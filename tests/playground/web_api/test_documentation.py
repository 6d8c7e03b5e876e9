from pathlib import Path

from playground import web_api
from playground.web_api import documentation

PAGE = Path(__file__).parents[3] / "docs" / "playground-web-api.md"


def test_the_page_is_what_the_code_does() -> None:
    assert PAGE.read_text(encoding="utf-8") == documentation.page()


def test_every_method_says_which_page_describes_it() -> None:
    for name, one in web_api.METHODS.items():
        assert one.name == name
        assert one.page == f"docs.slack.dev/reference/methods/{name}"
        assert one.page in (one.handler.__doc__ or ""), name
