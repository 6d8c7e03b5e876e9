"""Asking for trouble: on Slack's side, on the way, or in the program itself."""

from collections.abc import Mapping
from typing import Any

from playground import faults, sockets, web_api
from playground.deeds import context as contexts
from playground.deeds.outcome import DONE, ImpossibleError, Outcome

DROPPED = "dropped"


def ask_for(context: contexts.Context, body: Mapping[str, Any]) -> Outcome:
    """A fault of the table by its kind, with its settings; `clear` calls off all of them, or the one of that `id`.

    Raises ImpossibleError unknown_fault, channel_not_found.
    """
    kind = body["kind"]
    settings = {key: value for key, value in body.items() if key not in ("kind", "method", "channel", "times")}
    if kind == faults.CLEAR:
        _call_off(context, body.get("id"))
    elif kind in faults.PROGRAM_KINDS:
        _ask_program(context, body)
    else:
        _ask_slack(context, body, settings)
    return DONE


def _call_off(context: contexts.Context, fault_id: int | None) -> None:
    context.faults.clear(fault_id)
    context.machine.call_off(fault_id)


def _ask_program(context: contexts.Context, body: Mapping[str, Any]) -> None:
    """A fault of the program's own: it waits in the program, and only that knows when it has happened."""
    given = {key: value for key, value in body.items() if key != "kind"}
    try:
        settings = faults.complete(body["kind"], given)
    except faults.UnknownFault as problem:
        raise ImpossibleError("unknown_fault", str(problem)) from problem
    if not context.machine.fault(body["kind"], settings, context.faults.number()):
        raise ImpossibleError("unknown_fault", f"the program beside the playground has no {body['kind']}")


def _ask_slack(context: contexts.Context, body: Mapping[str, Any], settings: dict[str, Any]) -> None:
    method = body.get("method")
    if method is not None and method not in web_api.METHODS:
        raise ImpossibleError("unknown_fault", f"the playground has no method {method!r}; it would wait for ever")
    try:
        fault = context.faults.ask_for(
            body["kind"],
            method=method,
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
