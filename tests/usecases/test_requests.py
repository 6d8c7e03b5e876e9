from __future__ import annotations

from functools import partial

import pytest

from bot.store.database import Database
from bot.usecases import requests
from bot.usecases.councils import NoCouncil
from tests.builders import JONAS, T0, who
from tests.store import together


def test_a_request_is_met_once_however_often_it_is_sent(database: Database) -> None:
    meet = partial(requests.first_time, database, who(JONAS), "event:Ev1", now=T0)
    assert sorted(together.at_once(*[meet] * 4)) == [False, False, False, True]
    assert requests.first_time(database, who(JONAS), "event:Ev2", now=T0) is True


def test_a_stranger_finds_no_council_to_keep_it_for(sqlite_larkspur: Database) -> None:
    with pytest.raises(NoCouncil):
        requests.first_time(sqlite_larkspur, who(JONAS, "T0STRANGERS"), "event:Ev1", now=T0)
