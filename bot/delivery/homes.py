"""Draws Home tabs: at once whose person has just opened it, and then those on which something has changed."""

import hashlib
import json
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from enum import Enum

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import journal
from bot.clock import Clock
from bot.delivery import answers
from bot.delivery.answers import Gone, Held, Lost, Refused, Trouble, Wait
from bot.store import homes, paces, people
from bot.store.database import Database
from bot.store.homes import Claim
from bot.usecases import Who, councils
from bot.usecases import homes as home_deeds
from bot.views import home as views
from bot.views.parts import View

# views.publish is of tier 4, 100 and more a minute for a workspace (docs.slack.dev/apis/web-api/rate-limits). Of one
# minute's hundred, these take 80 and the burst; what is left is for people who open theirs when all of it is used.
INTERVAL = timedelta(minutes=1) / 80
BURST = 5
WAITS_FOR_ITS_TURN = timedelta(seconds=2)
LOOKS_AGAIN = homes.REST + timedelta(seconds=1)
OPENED_AHEAD = timedelta(seconds=10)
# A Home that hangs holds up one of these, and the people who open theirs none.
AT_ONCE = 2
MOST_TRIES = 5
FIRST_BACKOFF = timedelta(seconds=5)
# Beside the call's own time: what comes before and after it.
MARGIN = timedelta(seconds=2)
IDLE_S = 1.0
PAUSE_S = 0.05
STOP_WITHIN_S = 9.0
NAP = timedelta(milliseconds=250)


class Came(Enum):
    """What came of drawing a Home."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    WAITING = "waiting"
    GIVEN_UP = "given_up"


class Homes:
    """Draws the Homes of one workspace. Any number of them may work at once."""

    def __init__(self, database: Database, client: WebClient, clock: Clock, *, team_id: str) -> None:
        """`client` is a workspace's that tries nothing again by itself, and gives a call up well within the lease."""
        self._database = database
        self._client = client
        self._clock = clock
        self._team_id = team_id
        self._stopping = threading.Event()
        self._free_hands = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._under_way: set[Future[None]] = set()

    def open(self, slack_id: str, *, anew: bool = False) -> None:
        """Somebody has opened their Home (`anew`: it shows nothing yet), or done something on it: draw it now, before
        all others, and keep it fresh from now on. What keeps it from being drawn flies."""
        now = self._clock.now()
        with self._database.read() as reading:
            workspace_id = people.find_workspace(reading, self._team_id)
        if workspace_id is None:
            self._client.views_publish(user_id=slack_id, view=views.not_set_up())
            return
        with self._database.write() as session:
            homes.opened(session, workspace_id, slack_id, anew=anew, now=now)
            skips = self._database.skips_locked
            claim = homes.claim(session, workspace_id, now=now, skips_locked=skips, slack_id=slack_id)
        # Where another draws it just now, whatever they drew is drawn once more after that.
        if claim is not None:
            self._see_through(claim, urgent=True)

    def draw_all(self) -> Counter[str]:
        """Draw all that wait, one after the other, also those that others have changed a moment ago; returns how many
        ended how."""
        tally: Counter[str] = Counter()
        while (claim := self._claim(rested=True)) is not None:
            tally[self._try(claim).value] += 1
        return tally

    def work(self) -> None:
        """Draw what waits, several at once, for as long as there is something within a second. What was begun may still
        be under way afterwards."""
        idle_until = time.monotonic() + IDLE_S
        while not self._stopping.is_set() and time.monotonic() < idle_until:
            if not self._free_hands.acquire(timeout=IDLE_S):
                return
            try:
                claim = self._claim()
            except BaseException:
                self._free_hands.release()
                raise
            if claim is None:
                self._free_hands.release()
                if not self._is_awaited():
                    return
                self._stopping.wait(PAUSE_S)
                continue
            self._hand_over(claim)
            idle_until = time.monotonic() + IDLE_S

    def stop(self) -> None:
        """Take nothing more, for good, and return once what is under way has ended, or after nine seconds."""
        self._stopping.set()
        with self._lock:
            pool, self._pool = self._pool, None
            under_way = set(self._under_way)
        left = wait(under_way, timeout=STOP_WITHIN_S).not_done
        if pool is not None:
            pool.shutdown(wait=not left)

    def _claim(self, *, rested: bool = False) -> Claim | None:
        """The next to be drawn; none while Slack takes none. `rested` counts what others have changed a moment ago as
        if it had rested."""
        if self._stopping.is_set():
            return None
        now = self._clock.now()
        due = now + homes.REST if rested else now
        with self._database.read() as reading:
            workspace_id = people.find_workspace(reading, self._team_id)
            if workspace_id is None or not homes.may_go(reading, workspace_id, now=now, due=due):
                return None
            free_at = paces.free_at(reading, workspace_id, paces.HOME)
        if free_at is not None and free_at > now + WAITS_FOR_ITS_TURN:
            return None
        with self._database.write() as session:
            return homes.claim(session, workspace_id, now=now, due=due, skips_locked=self._database.skips_locked)

    def _is_awaited(self) -> bool:
        """Whether one is to be drawn within a second."""
        with self._database.read() as reading:
            workspace_id = people.find_workspace(reading, self._team_id)
            at = None if workspace_id is None else homes.next_at(reading, workspace_id)
        return at is not None and at <= self._clock.now() + timedelta(seconds=IDLE_S)

    def _hand_over(self, claim: Claim) -> None:
        with self._lock:
            if self._stopping.is_set():
                self._free_hands.release()
                self._put_off(claim, until=self._clock.now(), counts=False)
                return
            # Made when there is something to draw: a process may be forked before.
            self._pool = self._pool or ThreadPoolExecutor(AT_ONCE, thread_name_prefix="homes")
            drawn = self._pool.submit(self._draw_one, claim)
            self._under_way.add(drawn)
        drawn.add_done_callback(self._ended)

    def _ended(self, drawn: "Future[None]") -> None:
        with self._lock:
            self._under_way.discard(drawn)
        self._free_hands.release()

    def _draw_one(self, claim: Claim) -> None:
        self._try(claim)

    def _try(self, claim: Claim) -> Came:
        try:
            return self._see_through(claim, urgent=False)
        except Exception as error:  # noqa: BLE001  # one that nobody can draw must not stop the others
            journal.failure("home_not_drawn", error, user=claim.slack_id)
            return Came.WAITING

    def _see_through(self, claim: Claim, *, urgent: bool) -> Came:
        """Draw the Home, publish it where it looks otherwise than Slack shows it, and keep what came of it."""
        try:
            view = self._view(claim.slack_id)
        except Exception:  # it flies on; the claim is not left to run out
            self._put_off_or_forget(claim, why="not_drawn", delay=None)
            raise
        digest = _digest(view)
        if digest == claim.digest:
            self._shown(claim, digest)
            return Came.UNCHANGED
        if not self._has_turn(claim, urgent=urgent):
            return Came.WAITING
        now = self._clock.now()
        if self._stopping.is_set() or now + timedelta(seconds=self._client.timeout) + MARGIN > claim.lease_until:
            self._put_off(claim, until=now if self._stopping.is_set() else now + LOOKS_AGAIN, counts=False)
            return Came.WAITING
        try:
            self._client.views_publish(user_id=claim.slack_id, view=view)
        except (SlackApiError, OSError) as error:
            return self._troubled(claim, answers.meaning(error, tries=claim.tries))
        self._shown(claim, digest)
        return Came.PUBLISHED

    def _view(self, slack_id: str) -> View:
        who = Who(self._team_id, slack_id)
        try:
            return views.home(home_deeds.look(self._database, who, now=self._clock.now()))
        except councils.NoCouncil:
            return views.not_set_up()
        except home_deeds.NotAMember:
            return views.for_members()

    def _has_turn(self, claim: Claim, *, urgent: bool) -> bool:
        """Wait for the workspace's next turn, or leave the Home waiting where that takes long. What somebody has just
        opened takes a turn ahead instead, unless Slack wants no more for a while."""
        now = self._clock.now()
        latest = now + (OPENED_AHEAD if urgent else WAITS_FOR_ITS_TURN)
        with self._database.write() as session:
            at = paces.book(
                session, claim.workspace_id, paces.HOME, interval=INTERVAL, burst=BURST, latest=latest, now=now
            )
        if at is None:
            self._put_off(claim, until=now + LOOKS_AGAIN, counts=False)
            return False
        while not urgent and not self._stopping.is_set() and (now := self._clock.now()) < at:
            self._clock.wait_until(min(at, now + NAP))
        return True

    def _troubled(self, claim: Claim, trouble: Trouble) -> Came:
        match trouble:
            case Wait(_, delay) | Held(_, delay) if delay is not None:
                self._hold(claim, delay)
                self._put_off(claim, until=self._clock.now() + delay, counts=False)
                return Came.WAITING
            case Refused(why) | Gone(why):
                return self._give_up(claim, why)
            case Wait(why) | Lost(why) | Held(why):
                return self._put_off_or_forget(claim, why=why, delay=None, in_doubt=isinstance(trouble, Lost))

    def _put_off_or_forget(self, claim: Claim, *, why: str, delay: timedelta | None, in_doubt: bool = False) -> Came:
        if claim.tries >= MOST_TRIES:
            return self._give_up(claim, why)
        delay = delay or FIRST_BACKOFF * 2 ** (claim.tries - 1)
        self._put_off(claim, until=self._clock.now() + delay, counts=True, in_doubt=in_doubt)
        return Came.WAITING

    def _put_off(self, claim: Claim, *, until: datetime, counts: bool, in_doubt: bool = False) -> None:
        with self._database.write() as session:
            homes.mark_waiting(session, claim, until=until, counts=counts, in_doubt=in_doubt)

    def _give_up(self, claim: Claim, why: str) -> Came:
        journal.warn("home_given_up", user=claim.slack_id, why=why)
        with self._database.write() as session:
            homes.forget(session, claim)
        return Came.GIVEN_UP

    def _hold(self, claim: Claim, delay: timedelta) -> None:
        now = self._clock.now()
        with self._database.write() as session:
            paces.hold_workspace(session, claim.workspace_id, paces.HOME, until=now + delay, now=now)

    def _shown(self, claim: Claim, digest: str) -> None:
        with self._database.write() as session:
            homes.mark_shown(session, claim, digest=digest, now=self._clock.now())


def _digest(view: View) -> str:
    return hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
