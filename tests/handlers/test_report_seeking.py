"""The report form of a council with many departments: which of them are meant is found by typing."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.store import councils
from playground.__main__ import Transport, Trial, trial
from playground.script import Script
from tests import builders
from tests.handlers import screen
from tests.handlers.fingers import Fingers
from tests.handlers.test_report_forms import fields, later, press, write

# Two and a half times as many as listen to Slack in Socket Mode.
MANY = 25
WORDS = {"did": "Done this.", "attending": "lead", "change": "Scripts change in March."}


def add_regions(running: Trial, count: int = 50) -> None:
    """Give the council so many departments more, straight in the store."""
    with running.process.database.write() as session:
        council = councils.list_all(session)[0]
        for number in range(1, count + 1):
            region = replace(builders.a_department(), name=f"Région {number}", lead="U0NOBODY", deputy=None)
            on, now = date(2027, 1, 26), datetime(2027, 1, 26, tzinfo=UTC)
            councils.add_department(session, council, region, on=on, now=now)


def names(answer: dict[str, Any]) -> list[str]:
    return [option["text"]["text"] for option in answer["options"]]


@pytest.fixture
def opened(larkspur: Trial, script: Script) -> Script:
    """Marcus' form, with a change to tell of."""
    add_regions(larkspur)
    write(script)
    press(script, "cx_report_unfold:change")
    return script


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("région 4", ["Région 4", *(f"Région {n}" for n in range(40, 50))]),
        ("region 41", ["Région 41"]),
        ("re\u0301gion 41", ["Région 41"]),
        ("  MARK", ["Marketing"]),
        ("sales", []),
        ("nowhere", []),
    ],
    ids=[
        "by a part of the name",
        "without accents",
        "with accents typed apart",
        "in any case",
        "not one's own",
        "none of that name",
    ],
)
def test_departments_are_found_by_what_stands_in_their_names(opened: Script, typed: str, offered: list[str]) -> None:
    assert names(opened.suggest("marcus", "affected", typed, view=True)) == offered


def test_before_anything_is_typed_all_others_are_offered(opened: Script) -> None:
    assert len(names(opened.suggest("marcus", "affected", "", view=True))) == 55


def test_of_more_than_a_menu_holds_each_is_found_and_stays_chosen(larkspur: Trial, script: Script) -> None:
    add_regions(larkspur, 130)
    write(script)
    press(script, "cx_report_unfold:change")
    assert names(script.suggest("marcus", "affected", "région 128", view=True)) == ["Région 128"]
    script.type("marcus", ["Région 128"], block_id="affected")
    later(script)
    shown = press(script, "cx_report_unfold:best_practice")
    assert "Région 128" in str(next(block for block in shown["view"]["blocks"] if block["block_id"] == "affected"))


@pytest.mark.parametrize("over", ["socket", "http"])
def test_whoever_is_chosen_so_is_kept_sent_and_told(tmp_path: Path, over: Transport) -> None:
    database_url = f"sqlite:///{tmp_path}/council.sqlite3"
    with trial(database_url=database_url, with_scheduler=False, over=over) as running:
        add_regions(running)
        script = running.playground.script
        write(script)
        press(script, "cx_report_unfold:change")
        script.suggest("marcus", "affected", "mark", view=True)
        script.type("marcus", ["Marketing"], block_id="affected")
        script.close("marcus")
        later(script)
        again = write(script)
        assert "affected" in fields(again)
        assert "Thank you, Marcus." in screen.modal(script.submit("marcus", WORDS))
        assert "Sales" in script.last_message("marketing")["text"]


def test_a_slow_database_offers_nothing_and_the_form_stays(opened: Script) -> None:
    opened.fault("database_slow", seconds=2.5)
    assert names(opened.suggest("marcus", "affected", "mark", view=True)) == []
    assert names(opened.suggest("marcus", "affected", "mark", view=True)) == ["Marketing"]


def test_those_who_wait_for_a_slow_database_keep_nobody_else_waiting(larkspur: Trial, opened: Script) -> None:
    fingers = Fingers(larkspur.playground)
    opened.fault("database_slow", seconds=4.0, times=MANY)
    with ThreadPoolExecutor(MANY) as seeking:
        told = [seeking.submit(fingers.seek, "mark", "affected") for _ in range(MANY)]
        time.sleep(0.5)  # all of them are on their way
        assert fingers.ask_for_help() is None
        opened.fault("clear")
    # Slack is answered in time; whoever was behind the slow ones may have found it.
    assert all(one.result() in ([], ["Marketing"]) for one in told)


def test_whoever_may_no_longer_write_it_is_offered_nothing(larkspur: Trial, opened: Script) -> None:
    with larkspur.process.database.write() as session:
        council = councils.list_all(session)[0]
        sales = next(one for one in councils.list_departments(session, council) if one.name == "Sales")
        assert sales.deputy is not None
        led_by_ines = replace(sales, lead=sales.deputy, deputy=None, members=frozenset(), contributors=frozenset())
        now = datetime(2027, 1, 27, tzinfo=UTC)
        councils.save_department(session, council, led_by_ines, on=now.date(), now=now)
    assert names(opened.suggest("marcus", "affected", "mark", view=True)) == []
