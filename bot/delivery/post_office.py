"""The post office: takes what may go now from the outbox and sees it through."""

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot import journal
from bot.clock import Clock
from bot.council.departments import Council
from bot.council.ladder import LADDER, Ladder
from bot.delivery import rendering
from bot.delivery.slack import Answer, Lost, Posted, Refused, Slack, Wait
from bot.store import claims, councils, outbox, paces
from bot.store.database import Database
from bot.usecases import calendar_notices
from bot.views import parts

BEFORE_LOOKING = timedelta(seconds=5)


class PostOffice:
    """Delivers the outbox of one database through one Slack. Any number of them may work at once."""

    def __init__(self, database: Database, slack: Slack, clock: Clock, *, ladder: Ladder = LADDER) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._ladder = ladder
        self._one_round_at_a_time = threading.Lock()

    def deliver(self) -> Counter[str]:
        """Send and edit everything that may go now; returns how many messages ended how."""
        with self._one_round_at_a_time:
            tally: Counter[str] = Counter()
            while (claim := self._claim()) is not None:
                tally[self._see_through(claim)] += 1
            return tally

    def deliver_all(self, *, patience: timedelta) -> Counter[str]:
        """Deliver until nothing more can go within `patience`, waiting for paces and delays that Slack asked for."""
        tally = self.deliver()
        until = self._clock.now() + patience
        while (at := self._next_at()) is not None and at <= until:
            self._clock.wait_until(at)
            tally += self.deliver()
        return tally

    def _claim(self) -> claims.Claim | None:
        with self._database.write() as session:
            return claims.claim(session, now=self._clock.now(), skips_locked=self._database.skips_locked)

    def _next_at(self) -> datetime | None:
        with self._database.read() as session:
            return outbox.next_at(session)

    def _see_through(self, claim: claims.Claim) -> str:
        try:
            with self._database.read() as session:
                council = councils.get(session, claim.council_id)
            if claim.kind is outbox.Kind.DIGEST and claim.ts is None:
                return self._post(claim, council, None, "", {})
            with self._database.read() as session:
                message = rendering.render(session, council, claim, ladder=self._ladder, now=self._clock.now())
                allowed_at = rendering.allowed_at(session, council, claim, now=self._clock.now())
                told = calendar_notices.dates_told(
                    session, council, claim.kind, claim.recipient, claim.subject.meeting_id
                )
        except Exception as error:  # noqa: BLE001  # one message that cannot be drawn must not stop the others
            journal.failure("message_not_drawn", error, key=claim.key, kind=claim.kind)
            return self._end(claim, outbox.State.FAILED, "not_drawn")
        if message is None:
            # What may have been posted already must not be owed anew one day as if it never had been.
            ended = outbox.State.UNKNOWN if claim.in_doubt else outbox.State.DROPPED
            return self._end(claim, ended, "no_longer_wanted")
        if allowed_at > self._clock.now():
            return self._wait(claim, allowed_at - self._clock.now(), "outside_hours", in_doubt=claim.in_doubt)
        digest = _digest(message)
        if claim.ts is not None and claim.channel is not None:
            if digest == claim.digest:
                return self._sent(claim, Posted(claim.channel, claim.ts), digest, "unchanged")
            edited = self._slack.edit(claim.channel, claim.ts, message, tries=claim.tries)
            return self._mark(claim, council, edited, digest, "edited")
        return self._post(claim, council, message, digest, told)

    def _post(
        self,
        claim: claims.Claim,
        council: Council,
        message: parts.Message | None,
        digest: str,
        told: Mapping[int, datetime],
    ) -> str:
        channel = claim.thread_channel or self._slack.conversation(claim.recipient)
        if isinstance(channel, Wait) and claim.in_doubt:
            return self._wait(claim, channel.delay, channel.error, in_doubt=True)
        if not isinstance(channel, str):
            return self._mark(claim, council, channel, digest, "sent")
        key = f"{claim.council_id}/{claim.key}"
        if claim.in_doubt:
            if not self._slack.can_search:
                return self._end(claim, outbox.State.UNKNOWN, "answer_lost")
            found = self._slack.find(channel, key=key, thread_ts=claim.thread_ts, since=claim.attempted_at)
            match found:
                case Posted():
                    return self._sent(claim, found, digest, "found")
                case Wait():
                    return self._wait(claim, found.delay, found.error, in_doubt=True)
                case Refused():
                    return self._end(claim, outbox.State.UNKNOWN, found.error)
        if message is None:
            with self._database.write() as session:
                council = councils.hold(session, council)
                composed = rendering.compose(session, council, claim, ladder=self._ladder, now=self._clock.now())
            if composed is None:
                return self._end(claim, outbox.State.DROPPED, "no_longer_wanted")
            if isinstance(composed, datetime):
                return self._wait(claim, composed - self._clock.now(), "not_yet", in_doubt=False)
            message, digest = composed, _digest(composed)
        if told:
            with self._database.write() as session:
                claims.keep_told(session, claim, told)
        posted = self._slack.post(channel, message, key=key, thread_ts=claim.thread_ts, tries=claim.tries)
        return self._mark(claim, council, posted, digest, "sent")

    def _mark(self, claim: claims.Claim, council: Council, answer: Answer, digest: str, done: str) -> str:
        match answer:
            case Posted():
                return self._sent(claim, answer, digest, done)
            case Refused():
                return self._end(claim, outbox.State.FAILED, answer.error)
            case Wait():
                word = self._wait(claim, answer.delay, answer.error, in_doubt=False)
                if answer.asked:
                    self._hold(claim, council, answer.delay)
                return word
            case Lost():
                if self._slack.can_search:
                    return self._wait(claim, BEFORE_LOOKING, answer.error, in_doubt=True)
                return self._end(claim, outbox.State.UNKNOWN, answer.error)

    def _sent(self, claim: claims.Claim, posted: Posted, digest: str, word: str) -> str:
        with self._database.write() as session:
            claims.mark_sent(session, claim, channel=posted.channel, ts=posted.ts, digest=digest, now=self._clock.now())
        journal.note(f"message_{word}", key=claim.key, channel=posted.channel, ts=posted.ts)
        return word

    def _wait(self, claim: claims.Claim, delay: timedelta, error: str, *, in_doubt: bool) -> str:
        with self._database.write() as session:
            claims.mark_waiting(session, claim, until=self._clock.now() + delay, error=error, in_doubt=in_doubt)
        journal.note("message_waits", key=claim.key, error=error, seconds=int(delay.total_seconds()))
        return "waiting"

    def _end(self, claim: claims.Claim, state: outbox.State, error: str) -> str:
        with self._database.write() as session:
            claims.mark_ended(session, claim, state, error=error)
        if state is outbox.State.DROPPED:
            journal.note("message_dropped", key=claim.key, why=error)
        else:
            journal.warn(f"message_{state}", key=claim.key, why=error)
        return str(state)

    def _hold(self, claim: claims.Claim, council: Council, delay: timedelta) -> None:
        with self._database.write() as session:
            paces.release(session, council.workspace_id, claim.recipient, free_at=self._clock.now() + delay)


def _digest(message: parts.Message) -> str:
    return hashlib.sha256(json.dumps([message.text, message.blocks], sort_keys=True).encode()).hexdigest()
