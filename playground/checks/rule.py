"""What a rule is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One thing Slack refuses.

    Lengths are counted in Unicode code points; Slack does not document its unit. `limit` is the number in the
    sentence (inclusive). `source` is one address, or several joined by " and ". `error` is the name of Slack's
    error where it is neither `invalid_blocks` (messages) nor `invalid_arguments` (views).
    """

    slug: str
    sentence: str
    source: str
    limit: int | None = None
    error: str | None = None

    def __post_init__(self) -> None:
        if self.limit is not None:
            object.__setattr__(self, "sentence", self.sentence.format(f"{self.limit:,}"))
