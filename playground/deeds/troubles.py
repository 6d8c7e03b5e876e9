"""Asking for trouble: on Slack's side, on the way, or in the program itself."""

from collections.abc import Mapping
from typing import Any

from playground import faults, sockets
from playground.deeds import context as contexts
from playground.deeds.outcome import DONE, ImpossibleError, Outcome

CLEAR = "clear"
DROPPED = "dropped"


def ask_for(context: contexts.Context, body: Mapping[str, Any]) -> Outcome:
    """A fault by its kind: one of `faults.KINDS`, with `method`, `channel` and `times` beside its settings; `clear`,
    which calls all of them off; or one the program beside the playground knows. Raises ImpossibleError unknown_fault.
    """
    kind = body["kind"]
    settings = {key: value for key, value in body.items() if key not in ("kind", "method", "channel", "times")}
    if kind == CLEAR:
        context.faults.clear()
        context.machine.fault(CLEAR, {})
    elif kind in faults.KINDS:
        _ask_slack(context, body, settings)
    elif not context.machine.fault(kind, {key: value for key, value in body.items() if key != "kind"}):
        known = ", ".join((*faults.KINDS, CLEAR))
        raise ImpossibleError("unknown_fault", f"neither the playground ({known}) nor the program knows {kind!r}")
    return DONE


def _ask_slack(context: contexts.Context, body: Mapping[str, Any], settings: dict[str, Any]) -> None:
    try:
        fault = context.faults.ask_for(
            body["kind"],
            method=body.get("method"),
            channel_id=_channel_id(context, body.get("channel")),
            times=body.get("times", 1),
            settings=settings,
        )
    except faults.UnknownFault as problem:
        raise ImpossibleError("unknown_fault", str(problem)) from problem
    if fault.kind in faults.SOCKET_KINDS:
        # it befalls the connections there are, now; it does not lie in wait for others
        context.faults.clear(fault.id)
        _disconnect(context, fault.settings["reason"])


def _disconnect(context: contexts.Context, reason: str) -> None:
    if reason == DROPPED:
        context.sockets.drop()
    elif reason in sockets.DISCONNECT_REASONS:
        context.sockets.disconnect(reason)
    else:
        known = ", ".join((*sockets.DISCONNECT_REASONS, DROPPED))
        raise ImpossibleError("unknown_fault", f"a socket is closed for a reason of {known}, not {reason!r}")


def _channel_id(context: contexts.Context, reference: str | None) -> str | None:
    if reference is None:
        return None
    found = context.workspace.conversations.find(reference) or context.workspace.conversations.find_named(reference)
    if found is None:
        raise ImpossibleError("channel_not_found", f"there is no channel {reference!r}")
    return found.id
