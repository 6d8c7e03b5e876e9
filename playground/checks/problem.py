"""What a check finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One refusal.

    `pointer` is a JSON pointer from the root of the method's arguments (`/blocks/0/text/text`, `/view/title/text`);
    `rule` is a slug of `RULES`; `message` is worded as Slack words it (`must be less than 3001 characters`).
    """

    pointer: str
    rule: str
    message: str
