"""What the log is told: event names and ids, never what people wrote, their names, or a token."""

import logging
import re
import secrets
import traceback

LOGGER = logging.getLogger("bot")
_SHORT_WORD = re.compile(r"[\w.:/@+-]{1,120}")


def note(event: str, **ids: object) -> None:
    """Log that something happened, with the ids it concerns."""
    LOGGER.info("%s", _line(event, ids))


def warn(event: str, **ids: object) -> None:
    """Log something a person should look at."""
    LOGGER.warning("%s", _line(event, ids))


def failure(event: str, error: BaseException, **ids: object) -> str:
    """Log an unforeseen error by its kind and origin, without its message, which may hold what people wrote.

    Returns a short reference that the person who met it can quote.
    """
    reference = secrets.token_hex(2).upper()
    frames = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}:{frame.name}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    line = _line(event, ids | {"reference": reference, "error": type(error).__name__})
    LOGGER.error("%s frames=%s", line, frames)
    return reference


def set_up(level: str) -> None:
    """Log to standard error at `level` (the platform adds the time). Libraries that log bodies are kept quiet."""
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s", force=True)
    for library in ("slack_bolt", "slack_sdk", "sqlalchemy", "alembic"):
        logging.getLogger(library).setLevel(logging.WARNING)
    # It warns each time a job is still at work when it is woken again, which is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _line(event: str, ids: dict[str, object]) -> str:
    return " ".join([event, *(f"{name}={_safe(value)}" for name, value in ids.items() if value is not None)])


def _safe(value: object) -> str:
    text = str(value)
    return text if _SHORT_WORD.fullmatch(text) else "(withheld)"
