"""Moving the clock: what is due on the way is done when it is due."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from playground import clock, machine, script
from playground.deeds import moves
from tests.playground import trial as trials

START = datetime(2027, 1, 27, 10, 12, tzinfo=UTC)


@dataclass
class Timetable(machine.NullMachine):
    """A program with things to do at certain instants; `done` is when it did what."""

    now: Callable[[], datetime]
    due: list[datetime]
    done: list[tuple[datetime, list[datetime]]] = field(default_factory=list)
    settled: int = 0
    known_faults: tuple[str, ...] = ()
    faults: list[machine.Waiting] = field(default_factory=list)

    def settle(self) -> None:
        self.settled += 1

    def run_due(self) -> None:
        ripe = [instant for instant in self.due if instant <= self.now()]
        self.due = [instant for instant in self.due if instant > self.now()]
        self.done.append((self.now(), ripe))

    def next_event(self) -> datetime | None:
        return min((instant for instant in self.due if instant > self.now()), default=None)

    def fault(self, kind: str, settings: dict[str, Any], fault_id: int) -> bool:
        if kind in self.known_faults:
            own = {name: value for name, value in settings.items() if name != "times"}
            self.faults.append(machine.Waiting(fault_id, kind, settings["times"], own))
        return kind in self.known_faults

    def waiting(self) -> list[machine.Waiting]:
        return self.faults

    def call_off(self, fault_id: int | None) -> None:
        self.faults = [one for one in self.faults if fault_id not in (None, one.id)]


def hours(*numbers: int) -> list[datetime]:
    return [START + timedelta(hours=number) for number in numbers]


@pytest.fixture
def program(trial: trials.Trial) -> Timetable:
    """A program with something due one, two and five hours after the start."""
    timetable = Timetable(trial.playground.clock.now, hours(1, 2, 5))
    trial.playground.attach(timetable)
    return timetable


def test_the_clock_stands_still_until_moved(trial: trials.Trial) -> None:
    trials.pause(0.05)
    assert trial.script.state()["now"] == "2027-01-27T10:12:00+00:00"


def test_a_step_stops_at_everything_due_on_the_way(trial: trials.Trial, program: Timetable) -> None:
    answer = trial.script.clock(by="PT3H")
    assert (answer["ok"], answer["now"]) == (True, "2027-01-27T13:12:00+00:00")
    one, two, three = hours(1, 2, 3)
    assert program.done == [(one, [one]), (two, [two]), (three, [])]


def test_an_instant_in_any_zone_is_reached(trial: trials.Trial, program: Timetable) -> None:
    assert trial.script.clock(to="2027-01-27T18:42:00+05:30")["now"] == "2027-01-27T13:12:00+00:00"


def test_what_is_due_at_the_target_is_done(trial: trials.Trial, program: Timetable) -> None:
    trial.script.clock(by="PT1H")
    one = hours(1)[0]
    assert (one, [one]) in program.done


def test_next_goes_to_the_next_thing_due_and_no_further(trial: trials.Trial, program: Timetable) -> None:
    assert [trial.script.clock(next=True)["now"] for _ in range(3)] == [
        "2027-01-27T11:12:00+00:00",
        "2027-01-27T12:12:00+00:00",
        "2027-01-27T15:12:00+00:00",
    ]
    over = trial.script.clock(next=True)
    assert (over["ok"], over["error"], over["now"]) == (False, "nothing_due", "2027-01-27T15:12:00+00:00")


def test_without_a_program_nothing_is_ever_due(trial: trials.Trial) -> None:
    assert trial.script.clock(next=True)["error"] == "nothing_due"
    assert trial.script.clock(by="P1D")["now"] == "2027-01-28T10:12:00+00:00"


def test_the_clock_does_not_run_backwards(trial: trials.Trial) -> None:
    answer = trial.script.clock(to="2027-01-27T10:11:00+00:00")
    assert (answer["ok"], answer["error"]) == (False, "clock_runs_forwards")


def test_a_program_may_move_the_clock_on_by_itself(trial: trials.Trial) -> None:
    @dataclass
    class Patient(Timetable):
        def run_due(self) -> None:
            trial.playground.clock.move_by(timedelta(seconds=40))
            super().run_due()

    trial.playground.attach(Patient(trial.playground.clock.now, hours(1)))
    assert trial.script.clock(by="PT1H")["now"] == "2027-01-27T11:13:20+00:00"


def test_what_the_program_posts_on_the_way_is_in_the_answer(trial: trials.Trial) -> None:
    class Posting(Timetable):
        def run_due(self) -> None:
            if any(instant <= self.now() for instant in self.due):
                trial.post("sales", text="It is due")
            super().run_due()

    trial.playground.attach(Posting(trial.playground.clock.now, hours(1)))
    answer = trial.script.clock(by="PT2H")
    assert [(one["text"], one["at"]) for one in answer["messages"]] == [("It is due", "2027-01-27T11:12:00+00:00")]


def test_every_deed_waits_until_the_program_has_settled(trial: trials.Trial, program: Timetable) -> None:
    trial.app.command("/cx-action")(lambda ack: ack())
    trial.script.command("aisha", "sales", "/cx-action")
    trial.script.close("aisha")
    assert program.settled == 2


@pytest.mark.parametrize(
    ("duration", "reached"),
    [
        ("PT1H", "2027-01-27T11:12:00+00:00"),
        ("P1DT1H30M", "2027-01-28T11:42:00+00:00"),
        ("P2W", "2027-02-10T10:12:00+00:00"),
        ("PT0.5S", "2027-01-27T10:12:00.500000+00:00"),
        ("P1M", "2027-02-27T10:12:00+00:00"),
        ("P1Y13M", "2029-02-27T10:12:00+00:00"),
    ],
)
def test_durations_are_iso_8601(duration: str, reached: str) -> None:
    assert moves.later(START, duration).isoformat() == reached


def test_a_month_on_from_its_end_is_the_next_ones_end() -> None:
    assert moves.later(datetime(2027, 1, 31, tzinfo=UTC), "P1M") == datetime(2027, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [{"by": "P"}, {"by": "PT"}, {"by": "P1H"}, {"by": "P99999Y"}, {"to": "2027-02-01T10:00:00"}, {"to": "tomorrow"}],
)
def test_what_is_no_time_is_malformed(trial: trials.Trial, body: dict[str, Any]) -> None:
    with pytest.raises(script.MalformedError):
        trial.script.clock(**body)


def test_a_fault_of_the_web_api_befalls_its_next_call(trial: trials.Trial) -> None:
    trial.script.fault("ratelimited", method="chat.postMessage", channel="#sales", retry_after=7)
    waiting = trial.script.state()["faults"][0]
    assert (waiting["kind"], waiting["channel_id"]) == ("ratelimited", trial.channel("sales"))
    with pytest.raises(Exception, match="ratelimited"):
        trial.post("sales")
    assert trial.post("sales")


def test_faults_can_be_called_off(trial: trials.Trial, program: Timetable) -> None:
    program.known_faults = ("database_gone",)
    trial.script.fault("http_500", times=5)
    trial.script.fault("database_gone")
    assert len(trial.script.state()["faults"]) == 2
    assert trial.script.fault("clear")["ok"]
    assert trial.script.state()["faults"] == []
    assert program.faults == []


def test_one_fault_can_be_called_off(trial: trials.Trial, program: Timetable) -> None:
    program.known_faults = ("database_slow", "database_gone")
    for kind in ("http_500", "database_slow", "http_503", "database_gone"):
        trial.script.fault(kind)
    of_slack, another, slow, gone = trial.script.state()["faults"]
    trial.script.fault("clear", id=of_slack["id"])
    trial.script.fault("clear", id=slow["id"])
    assert trial.script.state()["faults"] == [another, gone]


def test_a_fault_of_the_program_is_handed_to_it(trial: trials.Trial, program: Timetable) -> None:
    program.known_faults = ("database_slow",)
    assert trial.script.fault("database_slow", seconds=4)["ok"]
    [waiting] = trial.script.state()["faults"]
    assert {"kind": "database_slow", "times": 1, "settings": {"seconds": 4}}.items() <= waiting.items()
    assert trial.script.fault("database_gone")["error"] == "unknown_fault", "a program that cannot"


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "earthquake"},
        {"kind": "delay"},
        {"kind": "delay", "minutes": 3},
        {"kind": "delay", "seconds": "long"},
        {"kind": "ratelimited", "retry_after": 1.5},
        {"kind": "http_500", "done": 1},
        {"kind": "socket_close", "reason": "boredom"},
        {"kind": "database_slow", "minutes": 3},
        {"kind": "delay", "seconds": 1e30},
        {"kind": "delay", "seconds": -1},
        {"kind": "ratelimited", "retry_after": 10**9},
        {"kind": "database_gone", "seconds": 3601},
        {"kind": "http_500", "times": 1001},
        {"kind": "http_500", "method": "chat.postMesage"},
    ],
)
def test_an_unknown_fault_is_named(trial: trials.Trial, fault: dict[str, Any]) -> None:
    answer = trial.script.fault(**fault)
    assert (answer["ok"], answer["error"]) == (False, "unknown_fault")
    assert trial.script.fault("http_500", channel="nowhere")["error"] == "channel_not_found"


def test_a_socket_that_is_refreshed_comes_back(trial: trials.Trial) -> None:
    trial.app.command("/cx-action")(lambda ack: ack("Still here"))
    before = trial.handler.client.session_id()
    assert trial.script.fault("socket_close")["ok"]
    trials.until(lambda: trial.handler.client.session_id() != before)
    trials.until(lambda: trial.playground.sockets.connections == 1)
    assert trial.script.state()["faults"] == []
    assert trial.script.command("aisha", "sales", "/cx-action")["ok"]


def test_a_clock_handed_in_is_the_playgrounds(tmp_path: Path) -> None:
    ours = clock.Clock(datetime(2027, 3, 1, tzinfo=UTC))
    with trials.trial(tmp_path, connected=False, clock=ours) as trial:
        assert trial.playground.clock is ours
        trial.script.clock(by="PT1H")
    assert ours.now() == datetime(2027, 3, 1, 1, tzinfo=UTC)
