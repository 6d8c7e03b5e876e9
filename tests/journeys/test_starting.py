"""What the environment may ask of `make demo`."""

import pytest

from playground import __main__ as demo


@pytest.mark.parametrize(("asked", "over"), [({}, "socket"), ({"PLAYGROUND_TRANSPORT": "http"}, "http")])
def test_the_bot_is_reached_by_socket_mode_unless_http_is_asked_for(asked: dict[str, str], over: str) -> None:
    assert demo.read(asked).over == over


@pytest.mark.parametrize(
    ("listed", "withheld"),
    [("", set()), ("channels:history", {"channels:history"}), (" a:b, c:d ,", {"a:b", "c:d"})],
)
def test_optional_scopes_can_be_withheld(listed: str, withheld: set[str]) -> None:
    assert demo.read({"PLAYGROUND_WITHHOLD": listed}).withhold_scopes == withheld


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("PLAYGROUND_TRANSPORT", "pigeon", "PLAYGROUND_TRANSPORT is socket or http."),
        ("PLAYGROUND_PORT", "many", "PLAYGROUND_PORT must be a number"),
        ("PLAYGROUND_WORLD", "nowhere.toml", "there is no file nowhere.toml"),
        ("PLAYGROUND_START", "2027-01-27T10:12", "must be an instant with its offset"),
    ],
)
def test_what_is_no_setting_is_said_in_words(name: str, value: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        demo.read({name: value})
