"""Sees one claimed message through: draw it, call Slack, keep what came of it."""

import dataclasses
import hashlib
import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

from bot import journal
from bot.clock import Clock
from bot.council.departments import Council
from bot.council.ladder import Ladder
from bot.delivery import membership, pins, rendering
from bot.delivery.answers import Answer, Gone, Held, Lost, Posted, Refused, Wait
from bot.delivery.slack import Slack
from bot.store import claims, councils, outbox, paces
from bot.store.claims import Claim
from bot.store.database import Database
from bot.store.outbox import Kind, State
from bot.store.paces import Lane
from bot.usecases import calendar_notices, digests, fallbacks, receipts
from bot.views import parts

# Whatever Slack accepted shows in its history by then.
BEFORE_LOOKING = timedelta(seconds=5)
LONGEST_BACKOFF = timedelta(minutes=5)
# A message that Slack has lost is posted anew once: whoever deletes the second one does not want it.
MOST_POSTED_ANEW = 1
# What follows from a mark, in its transaction.
Then = Callable[[], None] | None
# What Slack answered is not forgotten because the database is away for a moment.
KEEP_TRYING_S, KEEP_TRYING_AT_THE_END_S, BETWEEN_TRIES_S = 40.0, 2.0, 0.5
# The database is away for a moment, or had to break one of two transactions off.
DATABASE_AWAY = (OperationalError, InterfaceError, NoConnection)
# What cannot be drawn for another reason may be drawn once whatever is in the middle of a change is through with it.
MOST_TRIES_TO_DRAW = 5


@dataclass(frozen=True)
class Drawn:
    """What a message says now, None where nothing, and when it may; `told` is which meetings' starts (by id) it names.
    A digest is composed only when it goes: `later`."""

    message: parts.Message | None
    allowed_at: datetime
    told: Mapping[int, datetime]
    later: bool = False


class NotOursAnyMore(Exception):
    """The claim ran out before Slack was called, there is no time left to call it, or the database is away just then:
    others see to the message."""


class Carrier:
    """Carries messages of one database to one Slack, on any number of threads."""

    def __init__(
        self,
        database: Database,
        slack: Slack,
        clock: Clock,
        *,
        ladder: Ladder,
        chance: random.Random,
        stopping: threading.Event,
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._ladder = ladder
        self._chance = chance
        self._stopping = stopping
        self._members = membership.Membership(slack.client, clock)

    def see_through(self, claim: Claim) -> str:
        """Send or edit the message, and keep what came of it; a short word for that."""
        try:
            return self._carried(claim)
        except Exception as error:  # noqa: BLE001  # one message that nobody can carry must not stop the others
            journal.failure("message_not_carried", error, key=claim.key, kind=claim.kind)
            return "left"

    def _carried(self, claim: Claim) -> str:
        try:
            if claim.kind in pins.KINDS:
                return self._pin(claim)
            return self._edit(claim) if claim.ts is not None else self._post(claim)
        except NotOursAnyMore:
            self._keep(claim, lambda session: claims.give_back(session, claim, now=self._clock.now()))
            journal.note("message_given_back", key=claim.key)
            return "given_back"

    def _pin(self, claim: Claim) -> str:
        """Nobody misses what Slack does not let us pin: that is given up, and told to nobody."""
        if claim.thread_channel is None or claim.thread_ts is None or self._is_over(claim):
            return self._end(claim, State.DROPPED, "no_longer_wanted")
        self._last_look(claim)
        answer = self._slack.pin(claim.kind, claim.thread_channel, claim.thread_ts, tries=claim.tries)
        match answer:
            case Posted():
                return self._sent(claim, answer, "", "pinned" if claim.kind is Kind.PIN else "unpinned")
            case Refused(error) | Gone(error):
                return self._end(claim, State.DROPPED, error)
            case _:
                return self._troubled(claim, None, answer, in_doubt=False)

    def _is_over(self, claim: Claim) -> bool:
        """Whether a pin comes so late that it is to be taken off already."""
        unpin = claim.key.removesuffix(Kind.PIN) + Kind.UNPIN
        with self._database.read() as session:
            return claim.kind is Kind.PIN and outbox.is_known(session, claim.council_id, unpin)

    def _edit(self, claim: Claim) -> str:
        assert claim.channel is not None
        assert claim.ts is not None
        try:
            _, drawn = self._draw(claim)
        except Exception as error:  # noqa: BLE001  # as above: it is kept why
            return self._not_drawn(claim, error)
        if drawn.message is None:
            return self._end(claim, State.SENT, "no_longer_wanted")
        posted, digest = Posted(claim.channel, claim.ts), _digest(drawn.message)
        if digest == claim.digest:
            return self._sent(claim, posted, digest, "unchanged")
        self._last_look(claim)
        answer = self._slack.edit(claim.channel, claim.ts, drawn.message, tries=claim.tries)
        match answer:
            case Posted():
                return self._sent(claim, posted, digest, "edited")
            case Gone() if claim.posted_anew < MOST_POSTED_ANEW:
                now = self._clock.now()
                self._keep(claim, lambda session: claims.mark_lost(session, claim, error=answer.error, now=now))
                journal.warn("message_lost", key=claim.key, why=answer.error)
                return "lost"
            case Wait(why, delay):
                if delay is not None:
                    self._hold(claim, Lane.EDIT, delay=delay)
                return self._wait(claim, why, delay)
            case _:
                return self._troubled(claim, None, answer, in_doubt=False)

    def _post(self, claim: Claim) -> str:
        try:
            council, drawn = self._draw(claim)
        except Exception as error:  # noqa: BLE001  # as above
            return self._not_drawn(claim, error)
        now = self._clock.now()
        if claim.in_doubt and drawn.later and not self._may_have_gone(claim, council):
            claim = dataclasses.replace(claim, in_doubt=False)
        if not claim.in_doubt:
            if drawn.message is None and not drawn.later:
                return self._end(claim, State.DROPPED, "no_longer_wanted")
            if drawn.allowed_at > now:
                return self._wait(claim, "outside_hours", drawn.allowed_at - now)
        elif not self._slack.can_search(claim.recipient):
            return self._unknown(claim, council, "answer_lost")
        self._last_look(claim)
        channel = claim.thread_channel or self._slack.conversation(claim.recipient)
        if not isinstance(channel, str):
            return self._troubled(claim, council, channel, in_doubt=claim.in_doubt)
        if claim.in_doubt:
            found = self._slack.find(channel, key=_name(claim), thread_ts=claim.thread_ts, since=claim.attempted_at)
            match found:
                case Posted():
                    absent = self._absent(claim, channel, self._as_it_stands(claim, council))
                    return self._sent(claim, found, "", "found", council=council, absent=absent)
                case Refused(why) | Gone(why):
                    return self._unknown(claim, council, why)
                case Wait() | Held() | Lost():
                    return self._troubled(claim, council, found, in_doubt=True)
        return self._post_for_certain(claim, council, drawn, channel)

    def _post_for_certain(self, claim: Claim, council: Council, drawn: Drawn, channel: str) -> str:
        """Post what is known not to stand there yet."""
        now = self._clock.now()
        message = drawn.message
        if drawn.later:
            try:
                composed = self._compose(claim, council)
            except NotOursAnyMore:
                raise
            except Exception as error:  # noqa: BLE001  # as above
                return self._not_drawn(claim, error)
            if isinstance(composed, datetime):
                return self._wait(claim, "not_yet", composed - now)
            message = composed
        if message is None:
            return self._end(claim, State.DROPPED, "no_longer_wanted")
        if drawn.allowed_at > now:
            return self._wait(claim, "outside_hours", drawn.allowed_at - now)
        absent = self._absent(claim, channel, message)
        try:
            if drawn.told:
                with self._database.write() as session:
                    claims.keep_told(session, claim, drawn.told)
            self._keep_conversation(claim)
        except DATABASE_AWAY as away:
            raise NotOursAnyMore from away  # Slack was not called: nothing is in doubt
        self._last_look(claim)
        answer = self._slack.post(channel, message, key=_name(claim), thread_ts=claim.thread_ts, tries=claim.tries)
        if isinstance(answer, Posted):
            return self._sent(claim, answer, _digest(message), "sent", council=council, absent=absent)
        if isinstance(answer, Refused):
            self._slack.forget(claim.recipient)
        return self._troubled(claim, council, answer, in_doubt=False)

    def _draw(self, claim: Claim) -> tuple[Council, Drawn]:
        now = self._clock.now()
        with self._database.read() as session:
            council = councils.get(session, claim.council_id)
            later = claim.kind is Kind.DIGEST and claim.ts is None
            message = None if later else rendering.render(session, council, claim, ladder=self._ladder, now=now)
            allowed_at = rendering.allowed_at(session, council, claim, now=now)
            told = calendar_notices.dates_told(session, council, claim.kind, claim.recipient, claim.subject.meeting_id)
        return council, Drawn(message, allowed_at, told, later=later)

    def _compose(self, claim: Claim, council: Council) -> parts.Message | datetime | None:
        with self._database.write() as session:
            council = councils.hold(session, council)
            if not claims.is_held(session, claim):
                raise NotOursAnyMore
            return rendering.compose(session, council, claim, ladder=self._ladder, now=self._clock.now())

    def _may_have_gone(self, claim: Claim, council: Council) -> bool:
        with self._database.read() as session:
            return digests.may_have_gone(session, council, claim)

    def _as_it_stands(self, claim: Claim, council: Council) -> parts.Message | None:
        with self._database.read() as session:
            return rendering.render(session, council, claim, ladder=self._ladder, now=self._clock.now())

    def _absent(self, claim: Claim, channel: str, message: parts.Message | None) -> frozenset[str]:
        """Whom a message to a channel mentions who cannot read it there."""
        if message is None or channel != claim.recipient:
            return frozenset()
        return self._members.absent(channel, membership.mentioned(message))

    def _keep_conversation(self, claim: Claim) -> None:
        """Raise NotOursAnyMore where somebody else may be posting there, as what comes before a post took so long."""
        if self._clock.now() + self._slack.longest_call <= claims.first_kept_until(claim):
            return
        with self._database.write() as session:
            if not claims.keep_conversation(session, claim):
                raise NotOursAnyMore

    def _last_look(self, claim: Claim) -> None:
        """Raise NotOursAnyMore where we are told to stop, or the claim could run out before Slack answers."""
        if self._stopping.is_set() or self._clock.now() + self._slack.longest_call > claim.lease_until:
            raise NotOursAnyMore

    def _troubled(self, claim: Claim, council: Council | None, answer: Answer, *, in_doubt: bool) -> str:
        match answer:
            case Wait(error, delay):
                return self._wait(claim, error, delay, in_doubt=in_doubt)
            case Held(error, delay):
                self._hold(claim, *Lane, delay=delay, loudly=error)
                return self._wait(claim, error, delay, in_doubt=in_doubt)
            case Lost(error):
                if self._slack.can_search(claim.recipient):
                    return self._wait(claim, error, BEFORE_LOOKING, in_doubt=True)
                return self._unknown(claim, council, error)
            case Refused(error) | Gone(error):
                return self._refused(claim, council, error)
            case Posted():
                raise AssertionError("what is posted is no trouble")

    def _sent(
        self,
        claim: Claim,
        posted: Posted,
        digest: str,
        word: str,
        *,
        council: Council | None = None,
        absent: frozenset[str] = frozenset(),
    ) -> str:
        now = self._clock.now()

        def mark(session: Session, then: Then) -> bool:
            at = {"channel": posted.channel, "ts": posted.ts, "digest": digest}
            return claims.mark_sent(session, claim, **at, now=now, found=word == "found", then=then)

        def follow(session: Session, held: Council) -> None:
            fallbacks.tell_absent(session, held, claim, absent, now=now)
            if word == "sent":
                fallbacks.takes_posts(session, held, claim, now=now)

        follows = absent or (word == "sent" and council is not None and self._has_refused(claim, council))
        self._keep_and_follow(claim, council if follows else None, mark, follow)
        journal.note(f"message_{word}", key=claim.key, channel=posted.channel, ts=posted.ts)
        return word

    def _has_refused(self, claim: Claim, council: Council) -> bool:
        try:
            with self._database.read() as session:
                return fallbacks.has_refused(session, council, claim)
        except DATABASE_AWAY:
            # What Slack has done is kept once the database is back, and the next post there looks again.
            return False

    def _wait(self, claim: Claim, error: str, delay: timedelta | None, *, in_doubt: bool = False) -> str:
        """Try again after `delay`; in the conversation too, where Slack named it because of what was posted there."""
        now = self._clock.now()
        wait = delay or backoff(claim.tries, self._chance)
        asked = delay is not None and error in ("ratelimited", "rate_limited") and claim.ts is None

        def mark(session: Session) -> bool:
            until = now + wait
            return claims.mark_waiting(
                session, claim, until=until, error=error, now=now, in_doubt=in_doubt, holds_conversation=asked
            )

        self._keep(claim, mark)
        journal.note("message_waits", key=claim.key, error=error, seconds=int(wait.total_seconds()))
        return "waiting"

    def _refused(self, claim: Claim, council: Council | None, error: str) -> str:
        now = self._clock.now()
        self._keep_and_follow(
            claim,
            council if claim.ts is None else None,
            lambda session, then: claims.mark_ended(session, claim, State.FAILED, error=error, now=now, then=then),
            lambda session, held: fallbacks.fall_back(session, held, claim, error, now=now),
        )
        journal.warn("message_failed" if claim.ts is None else "edit_failed", key=claim.key, why=error)
        return str(State.FAILED)

    def _unknown(self, claim: Claim, council: Council | None, error: str) -> str:
        now = self._clock.now()

        def follow(session: Session, held: Council) -> None:
            # What the search was told of the channel is true of the message as well.
            fallbacks.fall_back(session, held, claim, error, now=now)
            receipts.ask_chair(session, held, claim, now=now)

        self._keep_and_follow(
            claim,
            council,
            lambda session, then: claims.mark_ended(session, claim, State.UNKNOWN, error=error, now=now, then=then),
            follow,
        )
        journal.warn("message_unknown", key=claim.key, why=error)
        return str(State.UNKNOWN)

    def _end(self, claim: Claim, state: State, error: str) -> str:
        now = self._clock.now()
        self._keep(claim, lambda session: claims.mark_ended(session, claim, state, error=error, now=now))
        journal.note("message_dropped" if state is State.DROPPED else "edit_dropped", key=claim.key, why=error)
        return str(state)

    def _not_drawn(self, claim: Claim, error: Exception) -> str:
        journal.failure("message_not_drawn", error, key=claim.key, kind=claim.kind)
        if claim.in_doubt or isinstance(error, DATABASE_AWAY) or claim.tries < MOST_TRIES_TO_DRAW:
            return self._wait(claim, "not_drawn", None, in_doubt=claim.in_doubt)
        with self._database.read() as session:
            council = councils.get(session, claim.council_id)
        return self._refused(claim, council, "not_drawn")

    def _hold(self, claim: Claim, *lanes: Lane, delay: timedelta, loudly: str | None = None) -> None:
        # In a transaction of its own: whoever takes a message locks its workspace's pace first and the message second.
        now = self._clock.now()
        with self._database.write() as session:
            until = now + delay
            news = paces.hold_workspace(session, claim.workspace_id, *lanes, until=until, now=now)
        if loudly is not None and news:
            journal.warn("workspace_held", workspace=claim.workspace_id, why=loudly, until=until.isoformat())

    def _keep_and_follow(
        self,
        claim: Claim,
        council: Council | None,
        mark: Callable[[Session, Then], bool],
        follow: Callable[[Session, Council], None],
    ) -> None:
        """Mark the message, and do what follows from that in the same transaction, where there is a `council`; where
        that fails, at least the mark is kept."""

        def both(session: Session) -> bool:
            if council is None:
                return mark(session, None)
            held = councils.hold(session, council)
            return mark(session, lambda: follow(session, held))

        try:
            self._keep(claim, both)
        except Exception as error:  # noqa: BLE001  # what Slack has done is kept, whatever should follow from it
            journal.failure("message_not_followed", error, key=claim.key, kind=claim.kind)
            self._keep(claim, lambda session: mark(session, None))

    def _keep(self, claim: Claim, mark: Callable[[Session], bool]) -> None:
        """Commit a mark, also where the database is away for a while: without it the message would be in doubt."""
        give_up_at = time.monotonic() + KEEP_TRYING_S
        while True:
            try:
                with self._database.write() as session:
                    ours = mark(session)
            except DATABASE_AWAY:
                if self._stopping.is_set():
                    give_up_at = min(give_up_at, time.monotonic() + KEEP_TRYING_AT_THE_END_S)
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(BETWEEN_TRIES_S)
            else:
                if not ours:
                    journal.warn("message_marked_by_others", key=claim.key)
                return


def backoff(tries: int, chance: random.Random) -> timedelta:
    """Twice as long each time, up to five minutes, and somewhere in the second half of that, so that many do not come
    back at once."""
    longest = min(timedelta(seconds=2 ** min(tries, 9)), LONGEST_BACKOFF)
    return longest * (0.5 + chance.random() / 2)


def _name(claim: Claim) -> str:
    """What the message is called in its metadata; one posted anew is another message."""
    return f"{claim.council_id}/{claim.key}" + (f"#{claim.posted_anew + 1}" if claim.posted_anew else "")


def _digest(message: parts.Message) -> str:
    return hashlib.sha256(json.dumps([message.text, message.blocks], sort_keys=True).encode()).hexdigest()
