"""Who may import whom (the contracts are in pyproject.toml), and who alone may read the clock and open connections."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

READING_THE_CLOCK = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.ctime",
    "sqlalchemy.func.now",
    "sqlalchemy.func.current_timestamp",
    "sqlalchemy.sql.func.now",
}
MAKING_AN_ENGINE = {
    "sqlalchemy.create_engine",
    "sqlalchemy.engine_from_config",
    "sqlalchemy.engine.create_engine",
    "sqlalchemy.engine.engine_from_config",
}
OPENING_A_CONNECTION = {
    "bot.store.database.open_database",
    "slack_sdk.WebClient",
    "slack_sdk.web.WebClient",
    "slack_sdk.web.client.WebClient",
}
REACHING_BOLT_OVER_HTTP = {
    "slack_bolt.adapter.wsgi.SlackRequestHandler",
    "slack_bolt.adapter.wsgi.handler.SlackRequestHandler",
    "slack_bolt.App.start",
}
# Pure of itself: no files, network, randomness, clock or threads. What the rules need from there is handed to them.
IMPURE = {
    "asyncio", "concurrent", "http", "io", "logging", "os", "pathlib", "random", "secrets", "shutil", "socket",
    "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip


def test_imports_keep_the_contracts() -> None:
    # In a process of its own: the linter switches off every logger there is.
    check = "import sys, importlinter.cli; sys.exit(importlinter.cli.lint_imports(no_logo=True, no_cache=True))"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_only_the_clock_reads_the_clock() -> None:
    assert _who_uses(READING_THE_CLOCK) <= {"bot/clock.py"}


def test_engines_are_made_in_one_place_so_that_every_one_has_its_settings() -> None:
    assert _who_uses(MAKING_AN_ENGINE) == {"bot/store/database.py"}


def test_only_processes_opens_connections() -> None:
    assert _who_uses(OPENING_A_CONNECTION, called=True) == {"bot/processes.py"}


def test_bolt_is_reached_over_http_through_the_door_that_verifies_signatures_only() -> None:
    assert _who_uses(REACHING_BOLT_OVER_HTTP) == {"bot/web.py"}


def test_the_rules_use_only_the_pure_part_of_the_standard_library() -> None:
    used = {
        (str(path.relative_to(ROOT)), name.split(".")[0])
        for path in (ROOT / "bot/council").rglob("*.py")
        for name in _imports(ast.parse(path.read_text("utf-8"))).values()
    }
    allowed = (sys.stdlib_module_names - IMPURE) | {"bot"}
    assert {(path, package) for path, package in used if package not in allowed} == set()


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\ndatetime.datetime.now(tz)",
        "from datetime import datetime\nfield(default_factory=datetime.now)",
        "import datetime as dt\ndt.date.today()",
        "from time import time as seconds\nseconds()",
        "def f():\n    import time\n    return time.time()",
        "from sqlalchemy import func\nfunc.now()",
    ],
)
def test_a_reading_of_the_clock_is_noticed_however_it_is_written(source: str) -> None:
    assert _uses(ast.parse(source), READING_THE_CLOCK)


@pytest.mark.parametrize("source", ["import clock\nclock.now()", "now = 1\nnow", "import time\ntime.monotonic()"])
def test_what_only_looks_like_a_reading_of_the_clock_is_not_taken_for_one(source: str) -> None:
    assert not _uses(ast.parse(source), READING_THE_CLOCK)


def _who_uses(names: set[str], *, called: bool = False) -> set[str]:
    """The files in bot/ that use one of these dotted names (or only: call it), as paths from the root."""
    paths = list((ROOT / "bot").rglob("*.py"))
    assert paths
    return {
        path.relative_to(ROOT).as_posix() for path in paths if _uses(ast.parse(path.read_text("utf-8")), names, called)
    }


def _uses(tree: ast.AST, names: set[str], called: bool = False) -> bool:
    imported = _imports(tree)
    nodes = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)] if called else ast.walk(tree)
    return any(dotted in names for node in nodes for dotted in _dotted(node, imported))


def _dotted(node: ast.AST, imported: dict[str, str]) -> Iterator[str]:
    """What a name or a chain of attributes stands for: `dt.date.today` is `datetime.date.today`."""
    attributes: list[str] = []
    while isinstance(node, ast.Attribute):
        attributes.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in imported:
        yield ".".join([imported[node.id], *reversed(attributes)])


def _imports(tree: ast.AST) -> dict[str, str]:
    """What each imported name stands for, as a dotted name."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            package = node.module if node.module and node.level == 0 else "bot"  # relative ones stay in the house
            for alias in node.names:
                names[alias.asname or alias.name] = f"{package}.{alias.name}"
    return names
