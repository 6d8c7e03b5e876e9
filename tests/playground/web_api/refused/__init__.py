"""Every refusal of every method: the circumstances in which it is given, and those next to them in which it is not.

A function takes the office, brings the circumstances about, and returns the arguments of the call.
"""

from tests.playground.web_api.refused import of_chat, of_conversations, of_files, of_pins, of_views
from tests.playground.web_api.refused.making import Case

__all__ = ["CASES", "Case"]

CASES: list[Case] = [
    *of_chat.CHAT,
    *of_conversations.CONVERSATIONS,
    *of_conversations.USERS,
    *of_files.FILES,
    *of_pins.PINS,
    *of_views.VIEWS,
]
