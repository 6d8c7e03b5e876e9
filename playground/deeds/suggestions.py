"""Menus whose options the app supplies while somebody types.

Sources: docs.slack.dev/reference/interaction-payloads/block_suggestion-payload,
docs.slack.dev/reference/block-kit/block-elements/select-menu-element (external_select; min_query_length is 3 unless it
says otherwise).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground import blocks as block_kit
from playground import checks, conversations, offers, payloads, surfaces, world
from playground.deeds import context as contexts
from playground.deeds import delivery, elements
from playground.deeds.outcome import ImpossibleError, Outcome

EXTERNAL = ("external_select", "multi_external_select")
_LEAST_TYPED = 3


@dataclass(frozen=True, slots=True)
class Source:
    """Where the menu stands: in a view, or in a message of a conversation."""

    view: surfaces.View | None = None
    where: conversations.Conversation | None = None
    message: conversations.Message | None = None

    @property
    def name(self) -> str:
        """What tells it from others."""
        if self.message is not None:
            return f"{self.message.channel_id} {self.message.ts}"
        return "" if self.view is None else self.view.id


def in_message(
    context: contexts.Context,
    who: world.Person,
    where: conversations.Conversation,
    ts: str,
    *,
    action_id: str,
    block_id: str | None,
    typed: str,
) -> Outcome:
    """Type into an external menu of a message. Raises ImpossibleError where the person could not."""
    message = contexts.message(context.workspace, who, where, ts)
    touchable = elements.find(elements.in_message(message), who.id, action_id=action_id, block_id=block_id)
    return suggest(context, who, Source(where=where, message=message), touchable, typed)


def in_view(
    context: contexts.Context,
    who: world.Person,
    view: surfaces.View,
    *,
    action_id: str,
    block_id: str | None,
    typed: str,
) -> Outcome:
    """The same in a modal or on a Home tab."""
    touchable = elements.find(elements.touchables(view.blocks), who.id, action_id=action_id, block_id=block_id)
    return suggest(context, who, Source(view=view), touchable, typed)


def suggest(
    context: contexts.Context, who: world.Person, source: Source, touchable: elements.Touchable, typed: str
) -> Outcome:
    """Type into an external menu and see what it offers: `options` (and `option_groups`, where there are any).

    Where the app does not answer in time or not with options, the menu stays empty. Raises ImpossibleError for other
    elements, and while Slack would not ask yet.
    """
    if touchable.type not in EXTERNAL:
        raise ImpossibleError("not_external", f"a {touchable.type} has its options already")
    least = touchable.element.get("min_query_length", _LEAST_TYPED)
    if len(typed) < least:
        raise ImpossibleError("query_too_short", f"Slack asks the app once {least} characters are typed")
    (answer,) = delivery.interaction(
        context.wire,
        _payload(context, who, source, touchable, typed),
        delivery.PLAIN,
        kind="interactive",
        answered=True,
    )
    if answer.outcome != "acknowledged":
        return Outcome("no_answer", f"the app was not heard of in time ({answer.outcome})", shown=_EMPTY)
    given = {} if answer.payload is None else answer.payload
    if problems := checks.check_options(given):
        detail = "; ".join(f"{problem.pointer or '/'}: {problem.message}" for problem in problems)
        context.workspace.record_refusal("ack", "invalid_options", detail)
        return Outcome("invalid_options", detail, shown=_EMPTY)
    shown = block_kit.spelled_out(given)
    options = elements.options(shown)
    context.workspace.surfaces.offers.keep(_menu(who, source, touchable), options)
    groups = {"option_groups": shown["option_groups"]} if "option_groups" in shown else {}
    return Outcome(fields={"options": options, **groups})


def offered(
    context: contexts.Context, who: world.Person, source: Source, touchable: elements.Touchable, given: Any
) -> Sequence[Mapping[str, Any]]:
    """What can be chosen there: what was offered so far, what is chosen from the start and, where `given` is none of
    it, what the app offers when that is typed. Other elements offer nothing here.
    """
    if touchable.type not in EXTERNAL:
        return ()
    known = [*context.workspace.surfaces.offers.of(_menu(who, source, touchable)), *_chosen(touchable)]
    for name in given if isinstance(given, list) else [given]:
        if isinstance(name, str) and name and elements.option_named(known, name) is None:
            try:
                known += suggest(context, who, source, touchable, name).fields.get("options", [])
            except ImpossibleError:
                # too short to ask with: the menu then offers what it offers
                continue
    return known


_EMPTY = "No results"


def _chosen(touchable: elements.Touchable) -> list[Mapping[str, Any]]:
    initial = touchable.element.get("initial_option")
    return [*([initial] if initial else []), *touchable.element.get("initial_options", [])]


def _menu(who: world.Person, source: Source, touchable: elements.Touchable) -> offers.Menu:
    return offers.Menu(who.id, source.name, touchable.block_id, touchable.action_id)


def _payload(
    context: contexts.Context, who: world.Person, source: Source, touchable: elements.Touchable, typed: str
) -> payloads.Payload:
    space = context.workspace
    if source.where is not None and source.message is not None:
        return payloads.block_suggestion(
            context.app,
            contexts.sender(who),
            block_id=touchable.block_id,
            action_id=touchable.action_id,
            value=typed,
            place=contexts.spot(source.where),
            message=space.conversations.as_slack(source.message),
            ephemeral=source.message.ephemeral_for is not None,
            attachment_id=touchable.attachment_id,
        )
    return payloads.block_suggestion(
        context.app,
        contexts.sender(who),
        block_id=touchable.block_id,
        action_id=touchable.action_id,
        value=typed,
        view=None if source.view is None else space.surfaces.as_slack(source.view),
    )
