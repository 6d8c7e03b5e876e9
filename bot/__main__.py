"""The command line: `python -m bot run | web | worker | tick | migrate | manifest`."""

import argparse
import contextlib
import json
import os
import sys
from datetime import datetime
from typing import NoReturn

from sqlalchemy.exc import SQLAlchemyError

from bot import journal, manifest, roles, settings
from bot.clock import SystemClock, use_pinned_zones
from bot.processes import CannotStart
from bot.settings import Settings
from bot.store import migrate


def _instant(text: str) -> datetime:
    with contextlib.suppress(ValueError):
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant
    raise argparse.ArgumentTypeError("an instant has an offset, for example 2027-02-02T09:00:00+00:00")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="The CX Council bot for Slack.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="everything in one process (Socket Mode with SLACK_APP_TOKEN, else HTTP)")
    commands.add_parser("web", help="answer Slack's signed HTTP requests only")
    commands.add_parser("worker", help="clock and delivery only")
    tick = commands.add_parser("tick", help="do once what is due, deliver it, and exit")
    tick.add_argument("--at", type=_instant, help="pretend it is this instant (never against Slack itself)")
    commands.add_parser("migrate", help="bring the database up to date")
    printed = commands.add_parser("manifest", help="print the Slack app's manifest")
    printed.add_argument("--url", help="the https address of the bot: prints the HTTP variant instead of Socket Mode")
    return parser


def main(arguments: list[str] | None = None) -> None:
    """Run one command; anything wrong with the environment ends in one clear line and exit code 1."""
    use_pinned_zones()
    asked = _parser().parse_args(arguments)
    if asked.command == "manifest":
        try:
            print(json.dumps(manifest.over_http(asked.url) if asked.url else manifest.socket_mode(), indent=2))
        except manifest.NotAnAddress as problem:
            _stop(str(problem))
        return
    needs = {
        "web": ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
        "migrate": (),
    }.get(asked.command, ("SLACK_BOT_TOKEN",))
    try:
        configured = settings.read(os.environ, needs=needs)
        journal.set_up(configured.log_level)
        _carry_out(asked, configured)
    except settings.SettingsProblem as problem:
        _stop("\n".join(problem.problems))
    except CannotStart as problem:
        _stop(str(problem))
    except (SQLAlchemyError, ModuleNotFoundError) as problem:
        _stop(
            f"The database at DATABASE_URL cannot be used ({type(problem).__name__}). Is its address right, is it up?"
        )


def _carry_out(asked: argparse.Namespace, configured: Settings) -> None:
    match asked.command:
        case "run":
            if not configured.app_token and not configured.signing_secret:
                raise CannotStart("Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.")
            roles.run(configured, SystemClock())
        case "web":
            roles.web(configured, SystemClock())
        case "worker":
            roles.worker(configured, SystemClock())
        case "tick":
            roles.tick(configured, asked.at)
        case "migrate":
            migrate.upgrade(configured.database_url)


def _stop(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
