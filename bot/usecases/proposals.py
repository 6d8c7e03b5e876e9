"""Actions that wait to be agreed, and who they wait with: whoever has the chair's rights, and what people told the
council with them."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import actions, calendar, departments, nudges
from bot.council.departments import Council
from bot.store import actions as kept_actions
from bot.store import outbox, people
from bot.usecases import briefs, calendars, inbox, notices


def hand_to(session: Session, council: Council, chair: str, *, now: datetime, at: datetime | None = None) -> None:
    """Every action that waits to be agreed is proposed to somebody who has the chair's rights from now on, unless it
    was before; they have what waits of what people told, and the brief of a meeting that is near. To be sent at `at`
    (UTC), or at once; the brief in their own hours."""
    inbox.hand_to(session, council, chair, now=now, at=at)
    briefs.follow_who_presides(session, council, now=now)
    waiting = [
        action for action in kept_actions.list_unclosed(session, council) if action.state is actions.State.PROPOSED
    ]
    if not waiting:
        return
    heard = outbox.list_recipients(session, council, outbox.Kind.PROPOSAL)
    for action in waiting:
        if (action.id, chair) not in heard:
            notices.owe_proposal(session, council, action, chair=chair, now=now, at=at, again=True)


def follow_who_presides(session: Session, council: Council, *, now: datetime) -> None:
    """Whoever acts as chair today has what waits, from their next working morning on: a chair's absence may have begun
    or ended since. Where nobody presides it stays where it is."""
    today = calendar.local_date(now, council.zone)
    for acting in council.presiding(today)[-1:]:
        person = people.find(session, council.workspace_id, acting)
        zone = departments.zone_of_reader(person, council.zone)
        at = nudges.earliest_sending(now, zone, calendars.business_days(council, calendar.local_date(now, zone)))
        hand_to(session, council, acting, now=now, at=at)
