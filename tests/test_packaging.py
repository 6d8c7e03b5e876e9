"""What surrounds the code: locks, commands, settings and pages that have to agree with each other."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ["bot", "dev", "browser"]
DERIVED = {"build", "node_modules"}
# Directories that exist on somebody's machine only. What stands before may not be part of a longer path or address.
OF_A_MACHINE = re.compile(r"(?<![\w.~/:-])/(?:home|root|Users|work|opt|mnt|tmp)/\w[^\s`'\")]*")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_a_hash_for_every_package_and_no_address(name: str) -> None:
    text = _read(f"requirements/{name}.txt")
    requirements = text.replace("\\\n", " ").splitlines()
    assert _pins(name)
    assert [line for line in requirements if not line.strip().startswith("#") and "--hash=sha256:" not in line] == []
    assert re.findall(r".*(?:://|--index|--extra-index|--find-links|--trusted-host|\bfile:).*", text) == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_everything_that_was_asked_for(name: str) -> None:
    assert set(_asked_for(name)) - set(_pins(name)) == set()


@pytest.mark.parametrize(("smaller", "larger"), [("bot", "dev"), ("dev", "browser")])
def test_what_is_tested_is_what_is_installed(smaller: str, larger: str) -> None:
    assert _pins(smaller).items() <= _pins(larger).items()


def test_every_package_of_the_bot_has_a_stated_reason() -> None:
    page = _read("docs/decisions/0002-dependencies.md")
    assert [package for package in _asked_for("bot") if not re.search(rf"\b{package}\b", page)] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_links_between_pages_lead_somewhere() -> None:
    pages = [path for path, _ in _our_texts() if path.suffix == ".md"]
    links = {
        (page.relative_to(ROOT).as_posix(), link)
        for page in pages
        for link in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
    }
    assert {(page, link) for page, link in links if not (ROOT / page).parent.joinpath(link).exists()} == set()


def test_no_file_names_a_directory_of_somebodys_machine() -> None:
    found = {
        str(path.relative_to(ROOT)): OF_A_MACHINE.findall(text)
        for path, text in _our_texts()
        if OF_A_MACHINE.search(text)
    }
    assert found == {}


def test_the_procfile_starts_commands_that_exist() -> None:
    lines = dict(re.findall(r"^(\w+): (.+)$", _read("Procfile"), re.MULTILINE))
    assert set(lines) == {"release", "web", "worker"}
    for line in lines.values():
        assert line.split()[:3] == ["python", "-m", "bot"]
        assert line.split()[3] in _words_of("bot/__main__.py")


def test_what_the_readme_tells_people_to_type_exists() -> None:
    commands = list(_commands(_read("README.md")))
    assert {"make demo", "make test"} <= {command.split("#")[0].strip() for command in commands}
    for command in commands:
        if targets := re.match(r"make((?: [a-z]+\b(?!=))+)", command):
            assert set(targets[1].split()) <= _targets(), command
        if started := re.search(r"python -m bot (\w+)", command):
            assert started[1] in _words_of("bot/__main__.py"), command


def test_what_contributors_are_told_to_type_exists() -> None:
    for command in _commands(_read("CONTRIBUTING.md")):
        assert set(command.split("#")[0].split()[1:]) <= _targets(), command


def test_the_example_settings_are_the_ones_that_are_read() -> None:
    names = set(re.findall(r"^#?([A-Z_]+)=", _read(".env.example"), re.MULTILINE))
    read = {word for word in _words_of("bot/settings.py") if re.fullmatch(r"[A-Z]+(_[A-Z]+)*", word)}
    levels = {"DEBUG", "INFO", "WARNING", "ERROR"}
    assert names == read - levels


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("DATABASE_URL=postgresql://u:p$x@h/n?a=1&b=2", "postgresql://u:p$x@h/n?a=1&b=2"),
        ("DATABASE_URL='in quotes'", "in quotes"),
        ('DATABASE_URL="in # quotes"', "in # quotes"),
        ("DATABASE_URL=with\r", "with"),
        ("# DATABASE_URL=no", "unset"),
        ("DATABASE_URL=", ""),
        ("LOG_LEVEL=never", "unset"),
    ],
)
def test_the_env_file_is_taken_literally_and_the_environment_wins(line: str, value: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"# settings\n\n{line}\n")
    command = ["sh", str(ROOT / "scripts/with-env"), "sh", "-c", 'echo "${DATABASE_URL-unset}|$LOG_LEVEL"']
    environment = {"PATH": os.environ["PATH"], "LOG_LEVEL": "DEBUG"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{value}|DEBUG\n"


def test_a_line_of_the_env_file_that_is_no_setting_is_refused_without_repeating_a_secret(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK BOT TOKEN=xoxb-secret\n")
    command = ["sh", str(ROOT / "scripts/with-env"), "true"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "SLACK BOT TOKEN" in done.stderr
    assert "secret" not in done.stderr


def test_where_python_is_too_old_one_line_says_so(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\nprintf "3.10 /usr/bin/python3"; exit 11\n')
    old.chmod(0o755)
    done = _bootstrap(tmp_path, PYTHON=str(old))
    assert done.returncode == 1
    assert done.stderr == (
        "CX Council needs Python 3.11 or newer; found 3.10 at /usr/bin/python3. "
        "Install it, or say make PYTHON=/path/to/python3.11 test\n"
    )


def test_where_the_named_python_does_not_run_one_line_says_so(tmp_path: Path) -> None:
    done = _bootstrap(tmp_path, PYTHON="/nowhere/python")
    assert done.returncode == 1
    assert done.stderr.startswith("CX Council needs Python 3.11 or newer; /nowhere/python does not run. ")
    assert done.stderr.count("\n") == 1


def _bootstrap(directory: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    shutil.copytree(ROOT / "scripts", directory / "scripts")
    return subprocess.run(
        ["sh", "scripts/bootstrap", "dev", "test"],
        cwd=directory,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def _read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _asked_for(name: str) -> list[str]:
    return re.findall(r"^([a-z][\w-]*)", _read(f"requirements/{name}.in"), re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z][\w-]*)==(\S+)", _read(f"requirements/{name}.txt"), re.MULTILINE))


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", _read("Makefile"), re.MULTILINE))


def _commands(page: str) -> Iterator[str]:
    """The lines of a page's ```sh blocks."""
    for block in re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        yield from (line for line in block.splitlines() if line.strip() and not line.startswith("#"))


def _words_of(name: str) -> set[str]:
    """Every string constant in a Python file."""
    nodes = ast.walk(ast.parse(_read(name)))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _our_texts() -> Iterator[tuple[Path, str]]:
    """The texts of the project; what is hidden (but for .ci/ and the example), installed or derived is none of it."""
    for path in ROOT.iterdir():
        if path.name in DERIVED or (path.name.startswith(".") and path.name not in {".ci", ".env.example"}):
            continue
        for file in [path] if path.is_file() else (each for each in path.rglob("*") if each.is_file()):
            if "__pycache__" in file.parts:
                continue
            try:
                yield file, file.read_text("utf-8")
            except UnicodeDecodeError:
                continue  # a picture, or a database
