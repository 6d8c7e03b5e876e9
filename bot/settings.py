"""Settings: everything the environment decides, read once, checked together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

SLACK_API = "https://slack.com/api/"
DEFAULT_DATABASE = "sqlite:///cx-council.sqlite3"
MOST_POSTS_PER_MINUTE = 1200


class SettingsProblem(Exception):
    """The environment lacks settings or has wrong ones; `problems` has one sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """What one process runs with. Secrets never show in its repr."""

    database_url: str = field(repr=False, default=DEFAULT_DATABASE)
    slack_api_url: str = SLACK_API
    bot_token: str = field(repr=False, default="")
    app_token: str = field(repr=False, default="")
    signing_secret: str = field(repr=False, default="")
    port: int = 3000
    health_port: int | None = None
    log_level: str = "INFO"
    posts_per_minute: int = 300

    @property
    def talks_to_slack(self) -> bool:
        """Whether the Web API address is Slack's own rather than a stand-in's."""
        host = urlsplit(self.slack_api_url).hostname or ""
        return host == "slack.com" or host.endswith(".slack.com")


def read(environment: Mapping[str, str], *, needs: tuple[str, ...] = ()) -> Settings:
    """Read settings from `environment`. `needs` names the variables a command cannot do without.

    Raises SettingsProblem with every missing or wrong name at once.
    """
    problems = [f"{name} is not set." for name in needs if not environment.get(name, "").strip()]
    port = environment.get("PORT") or "3000"
    if not port.isdecimal() or not 0 <= int(port) <= 65535:
        problems.append("PORT must be a number from 0 to 65535.")
    health_port = environment.get("HEALTH_PORT") or None
    if health_port is not None and (not health_port.isdecimal() or not 1 <= int(health_port) <= 65535):
        problems.append("HEALTH_PORT must be a number from 1 to 65535.")
    posts = environment.get("SLACK_POSTS_PER_MINUTE") or "300"
    if not posts.isdecimal() or not 1 <= int(posts) <= MOST_POSTS_PER_MINUTE:
        problems.append(f"SLACK_POSTS_PER_MINUTE must be a number from 1 to {MOST_POSTS_PER_MINUTE}.")
    level = (environment.get("LOG_LEVEL") or "INFO").upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        problems.append("LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    api_url = environment.get("SLACK_API_URL") or SLACK_API
    if urlsplit(api_url).scheme not in ("http", "https"):
        problems.append("SLACK_API_URL must be an http or https address.")
    for name, prefix in (("SLACK_BOT_TOKEN", "xoxb-"), ("SLACK_APP_TOKEN", "xapp-")):
        value = environment.get(name, "")
        if value and not value.startswith(prefix):
            problems.append(f"{name} must start with {prefix}.")
    if problems:
        raise SettingsProblem(problems)
    return Settings(
        database_url=_with_driver(environment.get("DATABASE_URL") or DEFAULT_DATABASE),
        slack_api_url=api_url if api_url.endswith("/") else api_url + "/",
        bot_token=environment.get("SLACK_BOT_TOKEN", ""),
        app_token=environment.get("SLACK_APP_TOKEN", ""),
        signing_secret=environment.get("SLACK_SIGNING_SECRET", "").strip(),
        port=int(port),
        health_port=int(health_port) if health_port is not None else None,
        log_level=level,
        posts_per_minute=int(posts),
    )


def _with_driver(url: str) -> str:
    """Hosts hand out postgres:// and postgresql:// addresses; ours names the driver we ship."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
