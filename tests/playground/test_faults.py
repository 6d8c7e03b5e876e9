from typing import Any

import pytest

from playground import faults

POST = "chat.postMessage"


def test_a_fault_happens_as_often_as_asked_then_no_more() -> None:
    trouble = faults.Faults()
    trouble.ask_for("http_500", times=2)
    taken = [trouble.take({"http_500"}, method=POST, channel_id="C1") for _ in range(3)]
    assert [fault is not None for fault in taken] == [True, True, False]
    assert trouble.waiting() == []


@pytest.mark.parametrize(
    ("kinds", "method", "channel_id", "fits"),
    [
        ({"delay"}, POST, "C1", True),
        ({"delay"}, "chat.update", "C1", False),
        ({"delay"}, POST, "C2", False),
        ({"delay"}, POST, None, False),
        ({"http_500"}, POST, "C1", False),
    ],
)
def test_a_fault_waits_for_what_it_fits(kinds: set[str], method: str, channel_id: str | None, fits: bool) -> None:
    trouble = faults.Faults()
    trouble.ask_for("delay", method=POST, channel_id="C1", settings={"seconds": 1})
    assert (trouble.take(kinds, method=method, channel_id=channel_id) is not None) is fits


def test_the_oldest_that_fits_comes_first() -> None:
    trouble = faults.Faults()
    trouble.ask_for("http_503", method="chat.update")
    first = trouble.ask_for("http_500")
    trouble.ask_for("not_json")
    assert trouble.take(faults.WEB_API_KINDS, method=POST) == first


def test_faults_can_be_called_off() -> None:
    trouble = faults.Faults()
    one = trouble.ask_for("http_500")
    trouble.ask_for("http_503")
    assert trouble.clear(one.id) == 1
    assert [fault.kind for fault in trouble.waiting()] == ["http_503"]
    assert trouble.clear() == 1


@pytest.mark.parametrize(
    ("kind", "settings", "complaint"),
    [
        ("earthquake", {}, "there is no fault 'earthquake'; there are drop_after_accept"),
        ("delay", {}, "delay needs seconds"),
        ("http_500", {"seconds": 1}, "http_500 has no setting seconds"),
    ],
)
def test_a_fault_nobody_knows_is_refused_with_what_there_is(
    kind: str, settings: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(faults.UnknownFault, match=complaint):
        faults.Faults().ask_for(kind, settings=settings)


@pytest.mark.parametrize("seconds", [float("inf"), float("nan"), -1, 3601, True, "3"])
def test_seconds_are_a_number_of_some_sense(seconds: Any) -> None:
    with pytest.raises(faults.UnknownFault, match="seconds is a number from 0 to 3600"):
        faults.Faults().ask_for("delay", settings={"seconds": seconds})


def test_no_times_is_no_fault() -> None:
    with pytest.raises(faults.UnknownFault, match="times"):
        faults.Faults().ask_for("http_500", times=0)


def test_those_who_act_at_once_are_told() -> None:
    trouble = faults.Faults()
    heard: list[str] = []
    trouble.listen(lambda fault: heard.append(fault.kind))
    trouble.ask_for("socket_close")
    assert heard == ["socket_close"]
