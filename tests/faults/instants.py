"""A clock that several processes share, and that stands still until it is moved."""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SHAPE = struct.Struct("=q")


class SharedInstant:
    """The instant in a file, for whoever has it open; a bot's clock as well as that of whoever moves it."""

    def __init__(self, path: Path) -> None:
        """`path` is a file that `begin` has made."""
        with path.open("r+b") as opened:
            self._memory = mmap.mmap(opened.fileno(), _SHAPE.size)

    def now(self) -> datetime:
        """The instant it stands at, in UTC."""
        microseconds: int = _SHAPE.unpack(self._memory[:])[0]
        return _EPOCH + microseconds * _MICROSECOND

    def move_to(self, instant: datetime) -> None:
        """Stand at `instant` (aware) from now on."""
        self._memory[:] = _SHAPE.pack((instant - _EPOCH) // _MICROSECOND)

    def wait_until(self, instant: datetime) -> None:
        """Nobody waits here: whoever delivers returns when nothing can go, and is woken again."""
        raise AssertionError(f"a worker waits until {instant.isoformat()}")

    def close(self) -> None:
        """Let go of the file."""
        self._memory.close()


def begin(path: Path, instant: datetime) -> SharedInstant:
    """Make the file, standing at `instant`."""
    path.write_bytes(_SHAPE.pack(0))
    shared = SharedInstant(path)
    shared.move_to(instant)
    return shared
