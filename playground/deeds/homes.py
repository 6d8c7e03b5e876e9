"""The app's Home tab: opening it, and what can be pressed there. Source: docs.slack.dev/surfaces/app-home."""

import dataclasses

from playground import events, happenings, payloads, surfaces, world
from playground.deeds import context as contexts
from playground.deeds import delivery, presses
from playground.deeds.outcome import ImpossibleError, Outcome


def open_home(context: contexts.Context, who: world.Person, how: delivery.Delivery) -> Outcome:
    """Look at the Home tab: app_home_opened, if the manifest asks for it. An unacknowledged event is sent again later.

    Raises ImpossibleError app_not_installed or home_tab_disabled.
    """
    space = context.workspace
    contexts.refuse_external(who, "Home tab")
    if not space.app.home_tab:
        raise ImpossibleError("home_tab_disabled", "the manifest has no Home tab")
    dm = space.conversations.open_dm(who.id)
    if not space.happenings.hears("app_home_opened"):
        return Outcome(detail="the manifest does not ask for app_home_opened", on_home=True)
    before = space.surfaces.home(who.id)
    event = events.app_home_opened(
        who.id,
        channel_id=dm.id,
        view=None if before is None else space.surfaces.as_slack(before),
        event_ts=context.deed_ts(),
    )
    payload = payloads.event_callback(context.app, event, event_id=happenings.new_event_id(), at=space.clock.now())
    answers = list(delivery.event(context.wire, payload, how))
    unheard = [answer for answer in answers if answer.outcome != "acknowledged"]
    detail = f"app_home_opened was not acknowledged ({unheard[0].outcome}); it will be sent again" if unheard else ""
    return Outcome(detail=detail, on_home=True)


def press(context: contexts.Context, who: world.Person, choice: presses.Choice, how: delivery.Delivery) -> Outcome:
    """Press something on the Home tab. Raises ImpossibleError no_home where nothing has been published."""
    return dataclasses.replace(presses.press_in_view(context, who, get(context, who), choice, how), on_home=True)


def get(context: contexts.Context, who: world.Person) -> surfaces.View:
    """What stands on the person's Home tab. Raises ImpossibleError no_home where nothing has been published."""
    view = context.workspace.surfaces.home(who.id)
    if view is None:
        raise ImpossibleError("no_home", f"nothing has been published to {who.name}'s Home tab")
    return view
