"""A signed request that somebody recorded and sends again, within its five minutes, has no second effect.

Held for every command, button, form and event of the bot, over HTTP, on both databases: afterwards the workspace and
the database are as if it had been sent once. What is answered to whoever sends it again is not looked at.
"""

import contextlib
import itertools
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy

from bot import hosting
from bot.app import Bot
from bot.views import ids
from playground import wires
from playground.__main__ import Trial, trial
from playground.script import Script, button
from tests.handlers import screen

Sending = Mapping[str, Any]
Deed = Callable[[Script, Sending], dict[str, Any]]
_NUMBERS = itertools.count(1)
ONE_LINE = "@nina re-target ads by 31 March"


def _command(name: str, text: str = "", *, user: str = "priya") -> Deed:
    return lambda script, how: script.command(user, "cx-council", name, text, **how)


def _press_agree(script: Script, how: Sending) -> dict[str, Any]:
    script.command("marcus", "sales", "/cx-action", "@jonas add three questions to the form by 31 March")
    script.submit("marcus")
    return script.press("priya", "cx_agree", channel="dm", ts=script.last_message("@priya")["ts"], **how)


def _agree_on_the_look(script: Script, how: Sending) -> dict[str, Any]:
    script.command("marcus", "sales", "/cx-action", "@jonas add three questions to the form by 31 March")
    script.submit("marcus")
    value = button(script.last_message("@priya"), "Agree").value
    looked = _look(script, "priya", "cx-council", script.last_message("@priya"))
    return script.press("priya", "cx_agree", channel="cx-council", ts=looked["ts"], value=value, **how)


def _look(script: Script, user: str, channel: str, message: dict[str, Any]) -> dict[str, Any]:
    """The action that a message is about, for one person alone."""
    label = re.search(r"A-\d+", message["text"])
    assert label is not None, message["text"]
    [looked] = script.command(user, channel, "/cx-action", label[0])["messages"]
    return dict(looked)


def _card(script: Script) -> dict[str, Any]:
    """A new action's card, in Marketing's channel."""
    script.command("priya", "cx-council", "/cx-action", ONE_LINE)
    script.submit("priya")
    return script.last_message("marketing")


def _press_done(script: Script, how: Sending) -> dict[str, Any]:
    return script.press("nina", "cx_done", channel="marketing", ts=_card(script)["ts"], **how)


def _press_done_too_late(script: Script, how: Sending) -> dict[str, Any]:
    card = _card(script)
    value = button(card, "Done").value
    looked = _look(script, "nina", "marketing", card)
    script.press("nina", "cx_done", channel="marketing", ts=card["ts"])
    script.submit("nina", {"evidence": "Live since today."})
    return script.press("nina", "cx_done", channel="marketing", ts=looked["ts"], value=value, **how)


def _press_report_on_home(script: Script, how: Sending) -> dict[str, Any]:
    script.home("aisha")
    return script.press("aisha", "cx_write_report", home=True, **how)


def _press_open_reports(script: Script, how: Sending) -> dict[str, Any]:
    [look] = script.command("priya", "cx-council", "/cx-agenda")["messages"]
    return script.press("priya", "cx_open_reports", channel="cx-council", ts=look["ts"], confirm=True, **how)


def _send_a_report(script: Script, how: Sending) -> dict[str, Any]:
    script.command("aisha", "customer-service", "/cx-report")
    return script.submit("aisha", screen.REPORT | {"did": f"Logged {next(_NUMBERS)} calls."}, **how)


def _post_the_agenda(script: Script, how: Sending) -> dict[str, Any]:
    script.clock(by="PT15M")  # what is asked sooner after another question is the same version, without a note
    script.command("priya", "cx-council", "/cx-agenda")
    return script.submit("priya", {"question": f"Why {next(_NUMBERS)}?"}, **how)


def _add_an_action(script: Script, how: Sending) -> dict[str, Any]:
    script.command("priya", "cx-council", "/cx-action", ONE_LINE)
    return script.submit("priya", **how)


def _propose_an_action(script: Script, how: Sending) -> dict[str, Any]:
    script.command("marcus", "sales", "/cx-action", ONE_LINE)
    return script.submit("marcus", **how)


def _press_done_on_home(script: Script, how: Sending) -> dict[str, Any]:
    _card(script)
    script.home("nina")
    return script.press("nina", "cx_done", home=True, value=_first_done(script), **how)


def _finish_from_home(script: Script, how: Sending) -> dict[str, Any]:
    _press_done_on_home(script, {})
    return script.submit("nina", {"evidence": "Live since today."}, **how)


def _first_done(script: Script) -> str:
    [home] = [view for user, view in script.state()["homes"].items() if user == _id(script, "Nina Castillo")]
    return next(
        str(element["value"])
        for block in home["blocks"]
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("action_id") == "cx_done"
    )


def _id(script: Script, name: str) -> str:
    return next(str(person["id"]) for person in script.state()["people"] if person["name"] == name)


def _type_a_due_date(script: Script, how: Sending) -> dict[str, Any]:
    script.command("priya", "cx-council", "/cx-action", ONE_LINE)
    return script.press("priya", "due", view=True, value="end of March", **how)


def _send_what_is_refused(script: Script, how: Sending) -> dict[str, Any]:
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by yesterday")
    told = script.submit("priya", **how)
    # after a slow database the complaint stands in the form, which comes back
    assert told.get("error") in (None, "validation_failed"), told
    return told | {"ok": True}


def _finish_an_action(script: Script, how: Sending) -> dict[str, Any]:
    script.press("nina", "cx_done", channel="marketing", ts=_card(script)["ts"])
    return script.submit("nina", {"evidence": "Live since today."}, **how)


def _say_nothing(script: Script, how: Sending) -> dict[str, Any]:
    _take_back_nothing(script, {})
    return script.command("ravi", "it-platforms", "/cx-report", "nothing", **how)


def _take_back_nothing(script: Script, how: Sending) -> dict[str, Any]:
    script.command("ravi", "it-platforms", "/cx-report", "nothing")
    return script.press("ravi", ids.UNDO_NOTHING, view=True, **how)


def _say_why_nothing(script: Script, how: Sending) -> dict[str, Any]:
    script.command("ravi", "it-platforms", "/cx-report", "nothing")
    return script.submit("ravi", {"reason": f"Migration {next(_NUMBERS)}."}, **how)


def _open_home(script: Script, how: Sending) -> dict[str, Any]:
    return script.home("nina", **how)


DEEDS: dict[str, Deed] = {
    "/cx-report": _command("/cx-report", user="aisha"),
    "/cx-report status": _command("/cx-report", "status"),
    "/cx-report nothing": _say_nothing,
    "nothing to report, taken back": _take_back_nothing,
    "why there is nothing to report": _say_why_nothing,
    "/cx-agenda": _command("/cx-agenda"),
    "/cx-action": _command("/cx-action"),
    "/cx-action in one line": _command("/cx-action", ONE_LINE),
    "/cx-action list": _command("/cx-action", "list"),
    "/cx-action mine": _command("/cx-action", "mine", user="nina"),
    "/cx-action A-1": _command("/cx-action", "A-1"),
    "/cx-action help": _command("/cx-action", "help"),
    "Agree": _press_agree,
    "Agree on the look": _agree_on_the_look,
    "Done": _press_done,
    "Done, done already": _press_done_too_late,
    "Write report on Home": _press_report_on_home,
    "Done on Home": _press_done_on_home,
    "Done from Home with its evidence": _finish_from_home,
    "a due date as it is typed": _type_a_due_date,
    "an action that is refused": _send_what_is_refused,
    "a report": _send_a_report,
    "the agenda": _post_the_agenda,
    "an action": _add_an_action,
    "a proposal": _propose_an_action,
    "Done with its evidence": _finish_an_action,
    "Home": _open_home,
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def larkspur(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """Larkspur over HTTP, on either database; shared, because every deed here can be done again and again."""
    with contextlib.ExitStack() as kept:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('replays')}/council.sqlite3"
        else:
            url = kept.enter_context(request.getfixturevalue("postgres_server").database()).url
        yield kept.enter_context(trial(database_url=url, with_scheduler=False, over="http"))


@pytest.fixture(scope="module")
def another(larkspur: Trial) -> Iterator[tuple[Bot, int]]:
    """A second process of the same bot, as several `web` roles are, and its port."""
    bot = larkspur.process.build_bot()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        door = larkspur.process.build_door(bot, larkspur.process.build_health(backlog_decides=False))
        with hosting.in_this_process(door, listener):
            yield bot, port
    bot.close()


@pytest.fixture
def before_reports_open(database_url: str) -> Iterator[Trial]:
    """The same on the day after a meeting nobody started, a Trial of its own: reports can be opened only once."""
    at = datetime(2027, 2, 10, 15, tzinfo=UTC)
    with trial(database_url=database_url, with_scheduler=False, over="http", start_at=at) as running:
        yield running


@pytest.mark.parametrize("name", DEEDS)
def test_a_request_sent_again_has_no_second_effect(larkspur: Trial, name: str) -> None:
    script, deed, kind = larkspur.playground.script, DEEDS[name], _kind(name)
    _done(deed(script, {}))
    before = _tally(larkspur)
    _done(deed(script, {}))
    once, world = _tally(larkspur), _world(larkspur)
    for _ in range(2):
        assert larkspur.playground.resend_request(kind) == 200
    larkspur.machine.settle()
    assert _world(larkspur) == world
    assert _tally(larkspur) == once
    _done(deed(script, {"parallel": True, "forge": {"replay": 3}}))
    again = _tally(larkspur)
    assert again - once == once - before


@pytest.mark.parametrize("name", DEEDS)
def test_nor_has_it_in_another_process_that_has_never_met_it(
    larkspur: Trial, another: tuple[Bot, int], name: str
) -> None:
    bot, port = another
    _done(DEEDS[name](larkspur.playground.script, {}))
    once, world = _tally(larkspur), _world(larkspur)
    assert larkspur.playground.resend_request(_kind(name), port=port) == 200
    assert bot.wait_until_idle(30)
    larkspur.machine.settle()
    assert _world(larkspur) == world
    assert _tally(larkspur) == once


@pytest.mark.faults
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", DEEDS)
def test_copies_that_come_at_once_before_a_slow_database_are_as_one(larkspur: Trial, name: str) -> None:
    script, deed = larkspur.playground.script, DEEDS[name]
    _done(deed(script, {}))
    before = _tally(larkspur)
    _done(deed(script, {}))
    once = _tally(larkspur)
    _done(deed(script, _Slowly(script)))
    # less where an answer comes late: it is shown in the view that waited for it, and not said
    assert not (_tally(larkspur) - once) - (once - before)
    waiting = [view["callback_id"] for stack in script.state()["views"].values() for view in stack]
    assert ids.WAITING not in waiting


def test_reports_are_opened_once_however_often_the_request_comes(before_reports_open: Trial) -> None:
    script = before_reports_open.playground.script
    [asked] = script.command("priya", "cx-council", "/cx-agenda")["messages"]
    _done(script.press("priya", "cx_session_took_place", channel="cx-council", ts=asked["ts"]))
    _done(_press_open_reports(script, {"parallel": True, "forge": {"replay": 3}}))
    tally, world = _tally(before_reports_open), _world(before_reports_open)
    assert tally["cx-council", "private"] == 4, "asked and answered, the look with the button, and that they are open"
    assert before_reports_open.playground.resend_request("interactive") == 200
    before_reports_open.machine.settle()
    assert (_tally(before_reports_open), _world(before_reports_open)) == (tally, world)


class _Slowly(Mapping[str, Any]):
    """Three copies at once, to a database that becomes slow as they are sent: a deed asks for this at its last step."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._how = {"parallel": True, "forge": {"replay": 3}}

    def __getitem__(self, key: str) -> Any:
        return self._how[key]

    def __len__(self) -> int:
        return len(self._how)

    def __iter__(self) -> Iterator[str]:
        self._script.fault("database_slow", seconds=1, times=3)
        return iter(self._how)


def _kind(name: str) -> wires.Kind:
    """How a deed of DEEDS reaches the app."""
    if name == "Home":
        return "events_api"
    return "slash_commands" if name.startswith("/") else "interactive"


def _done(told: dict[str, Any]) -> None:
    assert told["ok"], told


def _tally(running: Trial) -> Counter[tuple[str, str]]:
    """How much there is: rows of each table, messages of each place, and what Slack was asked to do and did."""
    state = running.playground.script.state()
    counted: Counter[tuple[str, str]] = Counter()
    for place in (*state["channels"], *state["dms"]):
        name = place.get("name") or f"dm of {place['user']}"
        for message in place["messages"]:
            counted[name, "private" if message["ephemeral"] else "said"] += 1
    for call in state["calls"]:
        if call["answer"] and call["answer"]["ok"] and call["method"] in ("chat.postMessage", "views.publish"):
            counted["calls", call["method"]] += 1
    counted.update({("rows", table): len(rows) for table, rows in _rows(running).items()})
    return counted


def _world(running: Trial) -> dict[str, Any]:
    """What there is, word for word, but for the log of calls."""
    state = running.playground.script.state()
    return {key: state[key] for key in ("channels", "dms", "homes", "views")} | {"rows": _rows(running)}


def _rows(running: Trial) -> dict[str, list[str]]:
    engine = running.process.database.engine
    with engine.connect() as connection:
        return {
            table: sorted(str(row) for row in connection.execute(sqlalchemy.text(f'SELECT * FROM "{table}"')))
            for table in sqlalchemy.inspect(engine).get_table_names()
        }
