"""What an admin does to accounts: close one, open it again, change what is said of somebody.

Sources: docs.slack.dev/reference/objects/user-object (deleted), docs.slack.dev/reference/events/user_change. Somebody
whose account is closed is in no list of members, and what they wrote stays; that an account opened again has its
channels back is not documented. Closing the app's own is removing the app:
docs.slack.dev/reference/events/app_uninstalled.
"""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from playground import events, world
from playground.deeds import context as contexts
from playground.deeds.outcome import DONE, ImpossibleError, Outcome
from playground.web_api import shapes

CHANGEABLE = ("name", "title", "tz", "locale", "is_admin", "is_owner", "is_guest")


def do(context: contexts.Context, reference: str, what: str, facts: Mapping[str, Any]) -> Outcome:
    """`what` is deactivate, reactivate or change; `facts` holds what changes, by the names in CHANGEABLE.

    Raises ImpossibleError: user_not_found, account_inactive, account_active, user_is_bot, invalid_tz.
    """
    space = context.workspace
    with space.lock:
        person = space.find_person(reference)
        if person is None:
            names = ", ".join(one.name for one in space.people())
            raise ImpossibleError("user_not_found", f"there is nobody called {reference!r}; there are {names}")
        if what == "change":
            return _change(context, person, facts)
        closes = what == "deactivate"
        if person.deleted == closes:
            raise ImpossibleError(
                "account_inactive" if closes else "account_active",
                f"{person.name}'s account is {'closed' if closes else 'open'}",
            )
        if person.id == space.world.bot.user_id:
            return _install(context, person, removed=closes)
        space.change_person(person.id, deleted=closes)
        if closes:
            space.surfaces.clear(person.id)
        _tell(context, person.id)
        return DONE


def _change(context: contexts.Context, person: world.Person, facts: Mapping[str, Any]) -> Outcome:
    if person.is_bot:
        raise ImpossibleError("user_is_bot", f"{person.name} is what its manifest says")
    if "tz" in facts:
        _refuse_unknown_zone(facts["tz"])
    context.workspace.change_person(person.id, **facts)
    _tell(context, person.id)
    return DONE


def _refuse_unknown_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise ImpossibleError("invalid_tz", f"{name!r} is no IANA zone") from unknown


def _install(context: contexts.Context, app_user: world.Person, *, removed: bool) -> Outcome:
    """Its tokens are good for nothing while it is out; put back, it has the same ones."""
    space = context.workspace
    if removed:
        space.happenings.note(events.tokens_revoked(bot_user_id=app_user.id))
        space.happenings.note(events.app_uninstalled())
        space.happenings.end_installation()
    else:
        space.happenings.begin_installation()
    space.change_person(app_user.id, deleted=removed)
    return DONE


def _tell(context: contexts.Context, user_id: str) -> None:
    space = context.workspace
    if space.happenings.hears("user_change"):
        user = shapes.user(space, space.get_person(user_id), include_locale=True)
        cache_ts = int(space.clock.now().timestamp())
        space.happenings.note(events.user_change(user, cache_ts=cache_ts, event_ts=context.deed_ts()))
