"""How a request over HTTP shows when it was sent and by whom, and what a forger sends in its place.

Source: docs.slack.dev/authentication/verifying-requests-from-slack.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal, get_args

Lie = Literal["bad", "missing", "old", "future", "not_a_number", "no_timestamp"]
LIES: tuple[Lie, ...] = get_args(Lie)
# Five minutes either way are allowed; this is a minute more.
_TOO_FAR_SECONDS = 60 * 5 + 60


@dataclass(frozen=True, slots=True)
class Seal:
    """When a request was sent (`at`, seconds since 1970, wall time), and what is wrong with its signature, if anything.

    Requests with the same body and seal are the same to the byte.
    """

    at: float
    lie: Lie | None = None


def headers(body: bytes, signing_secret: str, seal: Seal) -> dict[str, str]:
    """The two headers of a sealed request; fewer where the lie is to leave one out."""
    at = int(seal.at)
    shifted = {"old": str(at - _TOO_FAR_SECONDS), "future": str(at + _TOO_FAR_SECONDS), "not_a_number": "yesterday"}
    timestamp = shifted.get(seal.lie or "", str(at))
    secret = "not the app's secret" if seal.lie == "bad" else signing_secret
    signature = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    both = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={signature}"}
    omitted = {"missing": "X-Slack-Signature", "no_timestamp": "X-Slack-Request-Timestamp"}.get(seal.lie or "")
    return {name: value for name, value in both.items() if name != omitted}
