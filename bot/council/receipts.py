"""What became of the messages the council owed: why one did not get there, and what can be done about it.

Pure: Slack's names for what went wrong come in, causes that people can act on come out. The names are those of
docs.slack.dev/reference/methods/chat.postMessage and …/conversations.open; our own short words stand beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.council.channels import Channel
from bot.council.departments import Council, Department
from bot.council.meetings import Meeting
from bot.council.people import Person

PAGE = 10
FIRST_FEW = 3
# A row in doubt of which somebody said that it is there.
CONFIRMED = "confirmed"
# What became of one that was sent again though it may have been there.
REPEATED = "repeated"
REMINDERS = "reminders"


class Cause(StrEnum):
    """Why a message is not there, as far as somebody can do something about it."""

    NOT_IN_CHANNEL = "not_in_channel"
    CHANNEL_UNSEEN = "channel_unseen"
    ARCHIVED = "archived"
    RESTRICTED = "restricted"
    PERSON_GONE = "person_gone"
    PERSON_UNSEEN = "person_unseen"
    NO_DIRECT_MESSAGES = "no_direct_messages"
    APP_REMOVED = "app_removed"
    RIGHTS_MISSING = "rights_missing"
    OUR_FAULT = "our_fault"
    UNKNOWN = "unknown"


# A channel that takes posts may refuse these all the same.
_OF_THREADS = ("restricted_action_non_threadable_channel", "restricted_action_thread_locked")
# What a person, a channel or a workspace has to be changed for; whatever is not here is a fault of the message's or a
# name that Slack has added since.
CAUSES: Mapping[str, Cause] = {
    "not_in_channel": Cause.NOT_IN_CHANNEL,
    # Of a private channel that we are not in Slack says the same as of one that is no more.
    "channel_not_found": Cause.CHANNEL_UNSEEN,
    "duplicate_channel_not_found": Cause.CHANNEL_UNSEEN,
    "channel_is_limited_access": Cause.CHANNEL_UNSEEN,
    "is_archived": Cause.ARCHIVED,
    "is_inactive": Cause.ARCHIVED,
    **dict.fromkeys(
        (
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel",
            *_OF_THREADS,
            "posting_to_channel_denied",
            "method_not_supported_for_channel_type",
            "app_access_restricted",
        ),
        Cause.RESTRICTED,
    ),
    "user_disabled": Cause.PERSON_GONE,
    "users_not_found": Cause.PERSON_UNSEEN,
    "user_not_found": Cause.PERSON_UNSEEN,
    "user_not_visible": Cause.PERSON_UNSEEN,
    "messages_tab_disabled": Cause.NO_DIRECT_MESSAGES,
    "cannot_dm_bot": Cause.NO_DIRECT_MESSAGES,
    **dict.fromkeys(
        ("account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"), Cause.APP_REMOVED
    ),
    **dict.fromkeys(("missing_scope", "no_permission", "access_denied"), Cause.RIGHTS_MISSING),
    **dict.fromkeys(
        ("not_drawn", "invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text"),
        Cause.OUR_FAULT,
    ),
}
OF_CHANNEL = frozenset({Cause.NOT_IN_CHANNEL, Cause.CHANNEL_UNSEEN, Cause.ARCHIVED, Cause.RESTRICTED})
"""Causes that keep everything out of a channel: people have it in person instead (model §3.7, last paragraph)."""


def cause(error: str | None) -> Cause:
    """Why, from what a message's row keeps of it: Slack's name for it, or our own short word."""
    return CAUSES.get(error or "", Cause.UNKNOWN)


def names_of(causes: frozenset[Cause]) -> tuple[str, ...]:
    """Every name that means one of these."""
    return tuple(name for name, meant in CAUSES.items() if meant in causes)


CLOSED = tuple(name for name in names_of(OF_CHANNEL) if name not in _OF_THREADS)
"""Every name of Slack's that a channel has for refusing all posts: whatever is posted there shows that it is over."""


def is_person(recipient: str) -> bool:
    """Whether a recipient is somebody (U… or W…) rather than a channel."""
    return recipient.startswith(("U", "W"))


class Standing(StrEnum):
    """Where a message stands, as its row says it."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    DROPPED = "dropped"


class Shelf(StrEnum):
    """Where a message is listed."""

    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    WAITING = "waiting"
    DUE = "due"
    SENT = "sent"


@dataclass(frozen=True)
class Receipt:
    """What is known of one message, without a word of what it says.

    `kind` is what it is (`store.outbox.Kind`), `recipient` a channel or a person. Instants are UTC: `due_at` is when it
    can go next, None where nothing more is tried; `tried_at` the last attempt. `error` is Slack's name for what went
    wrong, or our own word; `instead` are the people (Slack ids) who were given it in person.
    """

    id: int
    kind: str
    recipient: str
    standing: Standing
    due_at: datetime | None
    tried_at: datetime | None
    sent_at: datetime | None
    error: str | None
    item: int | None = None
    meeting: Meeting | None = None
    department: Department | None = None
    action_number: int | None = None
    is_reply: bool = False
    is_copy: bool = False
    takes_turn: bool = False
    instead: tuple[str, ...] = ()

    @property
    def cause(self) -> Cause:
        """Why it is not there, where it was refused."""
        return cause(self.error)

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody said that it is there, though Slack never did."""
        return self.standing is Standing.UNKNOWN and self.error == CONFIRMED

    @property
    def is_in_doubt(self) -> bool:
        """Whether nobody knows if it is there."""
        return self.standing is Standing.UNKNOWN and self.error != CONFIRMED

    @property
    def is_digest(self) -> bool:
        """Whether it is a day's reminders: those are never repeated (INV-11)."""
        return self.kind == "digest"

    @property
    def may_be_tried(self) -> bool:
        """Whether trying it once more can be of use: not of reminders that people were given in person."""
        return self.standing is Standing.FAILED and not (self.is_digest and self.instead)

    @property
    def may_be_repeated(self) -> bool:
        """Whether it can be sent again though it may be there."""
        return self.is_in_doubt and not self.is_digest


class NotRefused(Exception):
    """It cannot be tried again: it was not refused, or no longer is. `receipt` says how it stands."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(str(receipt.standing))
        self.receipt = receipt


class NotInDoubt(Exception):
    """Whether it arrived is no longer asked, or never was. `receipt` says how it stands."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(str(receipt.standing))
        self.receipt = receipt


class NeverRepeated(Exception):
    """A day's reminders in doubt are not sent again: people would have them twice."""


@dataclass(frozen=True)
class Page:
    """Receipts of one shelf in its order, and whether there is more on either side."""

    receipts: tuple[Receipt, ...] = ()
    has_newer: bool = False
    has_older: bool = False


@dataclass(frozen=True)
class Names:
    """What is needed to say of which channel and whom it is spoken, by Slack id."""

    council: Council
    people: Mapping[str, Person] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    departments: tuple[Department, ...] = ()


@dataclass(frozen=True)
class Ahead:
    """What the clock does next by itself: `word` is its kind (`store.due.Kind`, or REMINDERS), `at` a UTC instant."""

    word: str
    at: datetime
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Delivery:
    """One look at what was sent, is due and was not taken: every shelf's first few, or a page of one (`only`)."""

    names: Names
    shelves: Mapping[Shelf, Page]
    ahead: tuple[Ahead, ...] = ()
    only: Shelf | None = None


@dataclass(frozen=True)
class Refused:
    """What a channel does not take (`cause` is None once it takes posts again, or nothing goes there any more, as it
    `is_given_up`): the kinds of messages, and the people (Slack ids) who have them in person."""

    names: Names
    channel: str
    cause: Cause | None
    is_given_up: bool = False
    kinds: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """What could not be sent on a day (a civil date of the council's) for another reason than a channel's: `receipts`
    are those that still are not there, the newest first."""

    names: Names
    on: date
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True)
class Settled:
    """Who settled a message in doubt (a Slack id), how (`confirmed` or `repeated`) and when (UTC)."""

    by: str
    verb: str
    at: datetime
