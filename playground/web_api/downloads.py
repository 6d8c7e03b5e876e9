"""Files as they are fetched again: by the page at /files/, by the app at url_private.

docs.slack.dev/reference/objects/file-object ("Authentication"): url_private wants a token with files:read. Without one
Slack has been seen to answer HTTP 200 with a page to sign in on; a program that saves what comes saves that page. The
playground's own page counts as somebody signed in.

Nothing that was uploaded may act in the browser: pictures are shown and text is text, all else is only to be saved, and
whatever it is, it is sandboxed and never guessed at.
"""

import secrets
import urllib.parse

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from playground import file_types, files, refusals, workspace

_SIGN_IN = (
    "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to see the file.</body></html>"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def routes(state: workspace.Workspace) -> list[Route]:
    """Where files are fetched."""

    async def for_the_page(request: Request) -> Response:
        return _found(state, request, download=False)

    async def for_the_app(request: Request) -> Response:
        if not _is_signed_in(state, request):
            return HTMLResponse(_SIGN_IN, headers=_HEADERS)
        return _found(state, request, download=_is_download(request))

    return [
        Route("/files/{file_id}/{name:path}", for_the_page),
        Route("/files-pri/{team_id}-{file_id}/{name:path}", for_the_app),
    ]


def _is_download(request: Request) -> bool:
    """Asked of the path as it was sent: a name may have a slash of its own, which is %2F there."""
    path: bytes = request.scope["raw_path"]
    return path.split(b"/")[3:-1] == [b"download"]


def _is_signed_in(state: workspace.Workspace, request: Request) -> bool:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return "files:read" in state.app.scopes and secrets.compare_digest(
            token.strip().encode(), state.app.bot_token.encode()
        )
    # browsers set it, and no page can: the request comes from the playground's own page
    return request.headers.get("sec-fetch-site") == "same-origin"


def _found(state: workspace.Workspace, request: Request, *, download: bool) -> Response:
    try:
        file = state.files.get(request.path_params["file_id"])
    except refusals.Refusal:
        return PlainTextResponse("There is no such file.", 404, _HEADERS)
    if file.content is None or not file.complete:
        return PlainTextResponse("There is no such file.", 404, _HEADERS)
    kind, shown = _safe_type(file)
    disposition = "inline" if shown and not download else "attachment"
    name = urllib.parse.quote(file.name, safe="")
    return Response(
        file.content,
        media_type=kind,
        headers={**_HEADERS, "Content-Disposition": f"{disposition}; filename*=UTF-8''{name}"},
    )


def _safe_type(file: files.File) -> tuple[str, bool]:
    """The Content-Type it is sent with, and whether a browser may show it."""
    if file.type in file_types.PICTURES:
        return file.type.mimetype, True
    if file.snippet or file.type in (file_types.TEXT, file_types.CSV):
        return "text/plain; charset=utf-8", True
    return "application/octet-stream", False
