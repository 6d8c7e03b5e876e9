"""The table of what can go wrong on request. Who draws a panel, documents a fault or asks for one does it from here."""

from dataclasses import dataclass
from typing import Any, Literal

Where = Literal["web_api", "socket", "program", "everywhere"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be said about a fault, and its `title` for people.

    Without `default` it must be given, unless it is `optional`. A number is from `least` to `most`.
    """

    name: str
    type: Literal["integer", "number", "boolean", "choice", "channel", "method"]
    title: str
    default: int | float | bool | str | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of fault, and its `title` for people.

    `where` it befalls; `what` happens; what a person in the middle of something `sees` of it.
    """

    kind: str
    title: str
    where: Where
    what: str
    sees: str
    settings: tuple[Setting, ...] = ()


_HOUR_S, _DAY_S = 3_600, 86_400


def _seconds(default: int | None = None) -> Setting:
    return Setting("seconds", "number", "Seconds of real time", default, most=_HOUR_S)


_TIMES = Setting("times", "integer", "How many times", 1, least=1, most=1_000)
WHICH_CALLS = (
    Setting("method", "method", "Only calls of this method", optional=True),
    Setting("channel", "channel", "Only in this channel", optional=True),
    _TIMES,
)
"""What the faults of the Web API have in common: which calls they befall."""
_DONE = Setting("done", "boolean", "It is done all the same", False)
_OUR_FAULT = "“Something went wrong on our side; nothing was saved. Please try again.”, with a reference"
_LOOKED_FOR = (
    "A message: nothing. Whether it stands there is looked up before it is sent again, so it is there once, some "
    "seconds later at most; without the history scopes it is never sent again by itself: of what goes to the council's "
    "channel the chair is asked whether it arrived, and the rest is listed by /cx-council delivery."
)
_NO_FORM = f"A form does not open; instead, privately, {_OUR_FAULT}."
_DONE_ALL_THE_SAME = "Where it is done all the same, the form is open as well."

TABLE: tuple[Trouble, ...] = (
    Trouble(
        "drop_after_accept",
        "Done, but the answer is lost",
        "web_api",
        "The call is done, then the connection is cut without an answer.",
        f"{_LOOKED_FOR} A form is open, and beside it stands, privately, {_OUR_FAULT}.",
        WHICH_CALLS,
    ),
    Trouble(
        "drop_before_accept",
        "Lost on the way there",
        "web_api",
        "The connection is cut before anything is done.",
        f"{_LOOKED_FOR} {_NO_FORM}",
        WHICH_CALLS,
    ),
    Trouble(
        "delay",
        "Late",
        "web_api",
        "The call is done so many seconds later; or it is done all the same, at once, and answered later.",
        "Whatever it is comes later. A form asked for with a command, and more than three seconds late: Slack says "
        f'“/cx-report failed with the error "operation_timeout"”. {_DONE_ALL_THE_SAME}',
        (_seconds(), _DONE, *WHICH_CALLS),
    ),
    Trouble(
        "ratelimited",
        "Too many calls",
        "web_api",
        "HTTP 429: too many calls, come back after so many seconds of the playground's clock.",
        f"A message comes that much later; other channels have theirs in time. {_NO_FORM}",
        (Setting("retry_after", "integer", "Retry after, in seconds", 1, most=_DAY_S), *WHICH_CALLS),
    ),
    Trouble(
        "http_500",
        "Trouble on Slack's side (HTTP 500)",
        "web_api",
        "HTTP 500, trouble of Slack's own. The call is not carried out, or it is done all the same.",
        f"{_LOOKED_FOR} {_NO_FORM} {_DONE_ALL_THE_SAME}",
        (_DONE, *WHICH_CALLS),
    ),
    Trouble(
        "http_503",
        "Slack is being worked on (HTTP 503)",
        "web_api",
        "HTTP 503, Slack is being worked on. The call is not carried out, or it is done all the same.",
        f"{_LOOKED_FOR} {_NO_FORM} {_DONE_ALL_THE_SAME}",
        (_DONE, *WHICH_CALLS),
    ),
    Trouble(
        "not_json",
        "A page of HTML as the answer",
        "web_api",
        "A page of HTML instead of an answer, as a proxy in the way sends it. The call is not carried out, or it is "
        "done all the same.",
        f"{_LOOKED_FOR} {_NO_FORM} {_DONE_ALL_THE_SAME} Nothing of the page is shown.",
        (_DONE, *WHICH_CALLS),
    ),
    Trouble(
        "socket_close",
        "The sockets are closed",
        "socket",
        "Every socket is told to disconnect, for that reason; `dropped` closes them without a word.",
        "Nothing, unless they do something while no socket is open, after `dropped` for ten seconds at most: Slack "
        'says “/cx-action failed with the error "dispatch_failed"” (or "operation_timeout", where it was on its way), '
        "of a form “We had some trouble connecting. Try again?”, and of a button or a box that tells what is typed "
        "“The app did not respond.”, with everything typed still in it. Over HTTP there are no sockets, and nothing "
        "happens.",
        (
            Setting(
                "reason",
                "choice",
                "Reason",
                "refresh_requested",
                ("warning", "refresh_requested", "link_disabled", "dropped"),
            ),
        ),
    ),
    Trouble(
        "database_slow",
        "The database is slow",
        "program",
        "The next transactions of people's requests begin so many seconds late.",
        "Never a timeout. In place of a form “One moment…” after half a second, then the form. A submission: "
        "“Saving…” after two seconds, then its confirmation, or the form again with everything typed. A list: "
        "“One moment…” after two seconds, then the list.",
        (_seconds(4), _TIMES),
    ),
    Trouble(
        "database_gone",
        "The database is gone",
        "program",
        "The next transactions of people's requests fail as they begin, as if the server had vanished; with `seconds`, "
        "all of them for so long.",
        f"{_OUR_FAULT}: privately, or in the form with everything typed still in it, or on a Home tab nobody has seen "
        "yet. Nothing is half saved. When the database is back the next try goes through, without a restart.",
        (_seconds(0), _TIMES),
    ),
    Trouble("clear", "Call it off", "everywhere", "Calls off whatever has not happened yet.", "Nothing."),
)
"""Every kind. What the person sees is said of the council's bot, and held by tests/handlers/test_troubles.py."""


def as_json(trouble: Trouble) -> dict[str, Any]:
    """A row of the table for whoever draws one."""
    return {
        "kind": trouble.kind,
        "title": trouble.title,
        "what": trouble.what,
        "sees": trouble.sees,
        "settings": [_setting_as_json(setting) for setting in trouble.settings],
    }


def _setting_as_json(setting: Setting) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": setting.name, "type": setting.type, "title": setting.title}
    if setting.default is not None:
        shown["default"] = setting.default
    if setting.type in ("integer", "number"):
        shown |= {"min": setting.least, "max": setting.most}
    if setting.choices:
        shown["choices"] = list(setting.choices)
    return shown
