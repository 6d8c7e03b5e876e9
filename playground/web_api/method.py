"""What a Web API method is to the playground: its arguments, its scopes, and the function that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playground import refusals, workspace
from playground.web_api import limits

Kind = Literal["string", "boolean", "integer", "blocks", "attachments", "files", "metadata", "view"]


@dataclass(frozen=True)
class Argument:
    """`kind` is the type its value must have; the last five are JSON, given as such or as a string of it."""

    kind: Kind = "string"
    required: bool = False


STRING = Argument()
REQUIRED = Argument(required=True)
BOOLEAN = Argument("boolean")
INTEGER = Argument("integer")


@dataclass(frozen=True)
class Request:
    """One call, its token proven and its arguments typed. `origin` is host:port of the playground."""

    workspace: workspace.Workspace
    limits: limits.RateLimits
    arguments: Mapping[str, Any]
    origin: str

    def text(self, name: str) -> str | None:
        """A string argument, or None when it was not given."""
        value: str | None = self.arguments.get(name)
        return value

    def required(self, name: str) -> str:
        """A string argument the method cannot do without; the door has seen to it that it is there."""
        value: str = self.arguments[name]
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean argument."""
        value: bool = self.arguments.get(name, default)
        return value

    def number(self, name: str) -> int | None:
        """An integer argument, or None when it was not given."""
        value: int | None = self.arguments.get(name)
        return value

    def need_scope(self, *scopes: str) -> None:
        """Raise Refusal missing_scope unless every one of them was granted (docs.slack.dev/reference/scopes)."""
        granted = self.workspace.app.scopes
        missing = [scope for scope in scopes if scope not in granted]
        if missing:
            raise refusals.Refusal(
                "missing_scope",
                f"the app was not granted {', '.join(missing)}",
                needed=",".join(missing),
                provided=",".join(sorted(granted)),
            )


Handler = Callable[[Request], dict[str, Any]]


@dataclass(frozen=True)
class Method:
    """`page` is where Slack describes it. `scopes`: all of them are needed, whatever the arguments; of
    `scopes_by_conversation` the handler asks for the one the conversation needs. `reads_json` is False where the page
    lists only form-encoded bodies: a JSON body is then not looked at. `app_level`: wants the xapp- token.

    `tier` is the one its page names, 1 to 4, None where it names a limit of its own. Of the errors on its page,
    `refuses` are those it can answer with, `never` those it has no occasion for; `beyond` are more it can answer with.
    What any method may say is in none of them. `not_taken` are arguments on its page that are refused as unknown.
    """

    name: str
    page: str
    handler: Handler
    arguments: Mapping[str, Argument]
    tier: int | None
    scopes: tuple[str, ...] = ()
    scopes_by_conversation: tuple[str, ...] = ()
    reads_json: bool = True
    app_level: bool = False
    refuses: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    not_taken: tuple[str, ...] = ()


def method(
    name: str,
    handler: Handler,
    arguments: Mapping[str, Argument],
    *,
    tier: int | None,
    scopes: tuple[str, ...] = (),
    scopes_by_conversation: tuple[str, ...] = (),
    reads_json: bool = True,
    app_level: bool = False,
    refuses: str = "",
    beyond: str = "",
    never: str = "",
    not_taken: str = "",
) -> Method:
    """A method described at docs.slack.dev/reference/methods/<name>; the last four are words with spaces."""
    return Method(
        name=name,
        page=f"docs.slack.dev/reference/methods/{name}",
        handler=handler,
        arguments=arguments,
        tier=tier,
        scopes=scopes,
        scopes_by_conversation=scopes_by_conversation,
        reads_json=reads_json,
        app_level=app_level,
        refuses=tuple(refuses.split()),
        beyond=tuple(beyond.split()),
        never=tuple(never.split()),
        not_taken=tuple(not_taken.split()),
    )
