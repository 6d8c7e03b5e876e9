"""Asking Slack who there is and where we are: one account, everybody in the workspace, the channels we post to.

Slack allows so many calls of a method a minute, by its tier (docs.slack.dev/apis/web-api/rate-limits), and answers
HTTP 429 with the seconds to wait where that was too many; then so long is waited here, on the thread that asked.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot import journal
from bot.clock import Clock
from bot.council.channels import Channel
from bot.council.people import Person, PersonUnknown
from bot.usecases.surveys import Found, Named

SLACKBOT = "USLACKBOT"
NOT_SHOWN = frozenset({"user_not_found", "user_not_visible", "users_not_found", "user_not_in_workspace"})
# A private channel that we are not in is not there for us: docs.slack.dev/reference/methods/conversations.info.
NO_CHANNEL = frozenset({"channel_not_found", "method_not_supported_for_channel_type", "channel_is_limited_access"})
# users.list is of tier 2, over 20 calls a minute: in pages of 500, ten thousand accounts take one minute's worth.
PEOPLE_A_PAGE = 500
CHANNELS_A_PAGE = 500
# conversations.info is of tier 3, over 50 calls a minute, of which some are left to whoever else asks.
CHANNELS_A_MINUTE = 40
A_MINUTE = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True)
class Survey:
    """Our questions to the workspace `team_id` (T…), with the token that `client` carries."""

    client: WebClient
    clock: Clock
    team_id: str

    def person(self, slack_id: str) -> Person:
        """Somebody as Slack knows them now: of the workspace, or a stranger of another one (docs.slack.dev/reference/
        methods/users.info). Raises PersonUnknown where Slack does not show them; other refusals fly (SlackApiError)."""
        try:
            answer = self._ask(lambda: self.client.users_info(user=slack_id))
        except SlackApiError as error:
            if error.response.get("error") in NOT_SHOWN:
                raise PersonUnknown(slack_id) from None
            raise
        return read_person(answer["user"], team_id=self.team_id)

    def everything(self, named: Named) -> Found:
        """Everybody, every channel we are in, and of those `named` whoever and whatever is not among them: people of
        another organisation, who are no members, and channels we are not in. Whom Slack does not show is left out.

        Raises SlackApiError or OSError where Slack refuses or does not answer; then nothing is known anew.
        """
        seen_at = self.clock.now()
        people = {person.slack_id: person for person in self.everybody()}
        people |= self._elsewhere(sorted(named.people - people.keys()))
        ours = {channel.slack_id: channel for channel in self._channels_we_are_in()}
        others = self._others(sorted(named.channels - ours.keys()))
        return Found(tuple(people.values()), (*ours.values(), *others), seen_at=seen_at)

    def channel(self, slack_id: str) -> Channel:
        """One channel (docs.slack.dev/reference/methods/conversations.info); without a name, and without us, where it
        is not shown to us. Raises SlackApiError or OSError."""
        try:
            answer = self._ask(lambda: self.client.conversations_info(channel=slack_id))
        except SlackApiError as error:
            if error.response.get("error") in NO_CHANNEL:
                return Channel(slack_id, "", has_bot=False)
            raise
        channel: dict[str, Any] = answer["channel"]
        return read_channel(channel, has_bot=bool(channel.get("is_member")))

    def everybody(self) -> Iterator[Person]:
        """Everybody with an account in the workspace, open or closed (docs.slack.dev/reference/methods/users.list)."""
        for page in self._pages(lambda cursor: self.client.users_list(limit=PEOPLE_A_PAGE, cursor=cursor)):
            members: list[dict[str, Any]] = page["members"]
            for user in members:
                yield read_person(user, team_id=self.team_id)

    def _elsewhere(self, slack_ids: list[str]) -> dict[str, Person]:
        """Those that users.list leaves out. users.info is of tier 4, over 100 calls a minute."""
        found = {}
        for slack_id in slack_ids:
            with contextlib.suppress(PersonUnknown):
                found[slack_id] = self.person(slack_id)
        return found

    def _channels_we_are_in(self) -> Iterator[Channel]:
        """docs.slack.dev/reference/methods/users.conversations"""

        def ask(cursor: str | None) -> SlackResponse:
            return self.client.users_conversations(
                types=["public_channel", "private_channel"], limit=CHANNELS_A_PAGE, cursor=cursor
            )

        for page in self._pages(ask):
            found: list[dict[str, Any]] = page["channels"]
            for channel in found:
                yield read_channel(channel, has_bot=True)

    def _others(self, slack_ids: list[str]) -> Iterator[Channel]:
        """Those that we are not in, no more of them in a minute than Slack allows."""
        for number, slack_id in enumerate(slack_ids):
            if number and number % CHANNELS_A_MINUTE == 0:
                self.clock.wait_until(self.clock.now() + A_MINUTE)
            yield self.channel(slack_id)

    def _pages(self, ask: Callable[[str | None], SlackResponse]) -> Iterator[SlackResponse]:
        cursor: str | None = None
        while True:
            at = cursor
            page = self._ask(lambda at=at: ask(at))  # type: ignore[misc]
            yield page
            following: dict[str, str] = page.get("response_metadata") or {}
            cursor = following.get("next_cursor") or None
            if cursor is None:
                return

    def _ask(self, call: Callable[[], SlackResponse]) -> SlackResponse:
        give_up_at = self.clock.now() + LONGEST_WAIT
        while True:
            try:
                return call()
            except SlackApiError as error:
                until = self._may_ask_again_at(error)
                if until is None or until > give_up_at:
                    raise
                journal.note("survey_waits", seconds=int((until - self.clock.now()).total_seconds()))
                self.clock.wait_until(until)

    def _may_ask_again_at(self, error: SlackApiError) -> datetime | None:
        if error.response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
            return None
        headers = {name.lower(): value for name, value in error.response.headers.items()}
        return self.clock.now() + timedelta(seconds=max(1.0, float(headers.get("retry-after") or 1)))


def read_person(user: dict[str, Any], *, team_id: str) -> Person:
    """A user object of Slack's, as users.info, users.list and the event user_change have it.

    `tz` is left out for people of other workspaces, and for a closed account so is nearly everything but the profile.
    Somebody of another workspace of our own organisation (`enterprise_user`) is no stranger.
    """
    profile = user.get("profile") or {}
    home = {str(user.get("team_id") or team_id), *((user.get("enterprise_user") or {}).get("teams") or ())}
    return Person(
        slack_id=str(user["id"]),
        name=str(user.get("real_name") or profile.get("real_name") or user.get("name") or ""),
        tz=_zone_name(user.get("tz")),
        active=not user.get("deleted", False),
        is_bot=bool(user.get("is_bot")) or user["id"] == SLACKBOT,
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")) or team_id not in home,
        is_admin=bool(user.get("is_admin")),
    )


def read_channel(channel: dict[str, Any], *, has_bot: bool) -> Channel:
    """A conversation object of Slack's."""
    return Channel(
        slack_id=str(channel["id"]),
        name=str(channel.get("name") or ""),
        has_bot=has_bot,
        archived=bool(channel.get("is_archived")),
    )


def _zone_name(tz: object) -> str:
    """Slack's name of the zone where we have its rules, else UTC: a day too early is better than no owner."""
    try:
        return ZoneInfo(str(tz)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Europe" alone is a directory
        return "UTC"
