"""A database that fails on request, and says what it was asked for that has not happened yet."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError

from playground import databases


class Wall:
    """Real time, as the test has it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def ailing(wall: Wall) -> databases.Ailing:
    return databases.Ailing(wall)


@pytest.fixture
def begins(ailing: databases.Ailing) -> "Iterator[Begins]":
    begins = Begins(ailing)
    yield begins
    begins.engine.dispose()


class Begins:
    """Calling it begins a transaction; whether that could be done."""

    def __init__(self, ailing: databases.Ailing) -> None:
        self.engine = create_engine("sqlite://")
        event.listen(self.engine, "begin", ailing, insert=True)

    def __call__(self) -> bool:
        try:
            with self.engine.begin() as connection:
                return bool(connection.scalar(text("SELECT 1")))
        except OperationalError:
            return False


def left(ailing: databases.Ailing) -> list[tuple[int, str, int | None]]:
    return [(one.id, one.kind, one.times) for one in ailing.waiting()]


def test_it_is_gone_as_often_as_asked(ailing: databases.Ailing, begins: Begins) -> None:
    assert ailing.ask_for("database_gone", {"seconds": 0, "times": 2}, 7)
    assert left(ailing) == [(7, "database_gone", 2)]
    assert not begins()
    assert left(ailing) == [(7, "database_gone", 1)]
    assert not begins()
    assert left(ailing) == []
    assert begins()


def test_it_is_gone_for_as_long_as_asked(ailing: databases.Ailing, begins: Begins, wall: Wall) -> None:
    ailing.ask_for("database_gone", {"seconds": 10, "times": 1}, 7)
    assert [begins(), begins()] == [False, False]
    wall.now += 9.9
    assert left(ailing) == [(7, "database_gone", None)]
    assert not begins()
    wall.now += 0.1
    assert left(ailing) == []
    assert begins()


def test_it_is_gone_before_it_is_slow(ailing: databases.Ailing, begins: Begins) -> None:
    ailing.ask_for("database_slow", {"seconds": 0, "times": 1}, 7)
    ailing.ask_for("database_gone", {"seconds": 0, "times": 1}, 8)
    assert not begins()
    assert left(ailing) == [(7, "database_slow", 1)]
    assert begins()
    assert left(ailing) == []


def test_who_is_spared_uses_nothing_up(ailing: databases.Ailing, begins: Begins) -> None:
    ailing.ask_for("database_gone", {"seconds": 0, "times": 1}, 7)
    with ailing.spared():
        assert begins()
    assert not begins()


@pytest.mark.parametrize(
    ("called_off", "stays"),
    [(7, ["database_gone"]), (8, ["database_slow"]), (9, ["database_slow", "database_gone"]), (None, [])],
)
def test_one_or_all_are_called_off(ailing: databases.Ailing, called_off: int | None, stays: list[str]) -> None:
    ailing.ask_for("database_slow", {"seconds": 1, "times": 1}, 7)
    ailing.ask_for("database_gone", {"seconds": 60, "times": 1}, 8)
    ailing.call_off(called_off)
    assert [one.kind for one in ailing.waiting()] == stays


def test_other_troubles_are_none_of_its() -> None:
    assert not databases.Ailing().ask_for("http_500", {"times": 1}, 7)
