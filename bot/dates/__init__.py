"""Typed words -> a due date, a question, or a refusal: `read`. What people mean is decided here, not by a library.

answers     what goes in and comes out                 phrases       the English grammar as a whole, and its parts:
reading     one phrase to an answer; the judgement       explicit, days, periods, edges, meetings, refusals
wording     tidying, and what is set aside             translation   another language word by word; vocabulary its words
commands    the due date at the end of a command       library       dateparser, for what is left
years       whether a phrase names its year             whole         a date with day, month and year
"""

from bot.dates.answers import Answer, Ask, Context, Reason, Refused, Understood
from bot.dates.commands import split_due
from bot.dates.library import warm_up
from bot.dates.reading import read
from bot.dates.whole import whole_date
from bot.dates.years import says_its_year

__all__ = [
    "Answer",
    "Ask",
    "Context",
    "Reason",
    "Refused",
    "Understood",
    "read",
    "says_its_year",
    "split_due",
    "warm_up",
    "whole_date",
]
