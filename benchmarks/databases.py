"""Where it is measured: new, migrated databases of both kinds."""

import contextlib
import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from bot.store import migrate
from tests import postgres


@dataclass(frozen=True)
class Kind:
    """A kind of database; `new` gives the URL of a new one, migrated and empty, that is there for as long as its block
    lasts."""

    name: str
    new: Callable[[], AbstractContextManager[str]]


@contextlib.contextmanager
def kinds() -> Iterator[list[Kind]]:
    """SQLite, and PostgreSQL with a server of its own, for as long as the block lasts. Raises postgres.NoBinaries."""
    with tempfile.TemporaryDirectory() as folder, postgres.server() as server:
        numbers = itertools.count(1)

        @contextlib.contextmanager
        def new_file() -> Iterator[str]:
            url = f"sqlite:///{folder}/council-{next(numbers)}.sqlite3"
            migrate.upgrade(url)
            yield url

        @contextlib.contextmanager
        def new_on_server() -> Iterator[str]:
            with server.database() as database:
                migrate.upgrade(database.url)
                yield database.url

        yield [Kind("SQLite", new_file), Kind("PostgreSQL", new_on_server)]
