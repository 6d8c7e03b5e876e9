"""Settings: read once, checked together, secrets never shown."""

import pytest

from bot import settings


def test_every_missing_name_is_reported_at_once() -> None:
    with pytest.raises(settings.SettingsProblem) as caught:
        settings.read({"PORT": "many"}, needs=("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"))
    assert caught.value.problems == [
        "SLACK_BOT_TOKEN is not set.",
        "SLACK_SIGNING_SECRET is not set.",
        "PORT must be a number from 0 to 65535.",
    ]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1", "SLACK_BOT_TOKEN must start with xoxb-."),
        ("SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN must start with xapp-."),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR."),
        ("SLACK_POSTS_PER_MINUTE", "0", "SLACK_POSTS_PER_MINUTE must be a number from 1 to 1200."),
        ("SLACK_POSTS_PER_MINUTE", "1201", "SLACK_POSTS_PER_MINUTE must be a number from 1 to 1200."),
        ("SLACK_POSTS_PER_MINUTE", "many", "SLACK_POSTS_PER_MINUTE must be a number from 1 to 1200."),
        ("SLACK_API_URL", "ftp://slack.com", "SLACK_API_URL must be an http or https address."),
        ("PORT", "65536", "PORT must be a number from 0 to 65535."),
        ("HEALTH_PORT", "0", "HEALTH_PORT must be a number from 1 to 65535."),
        ("HEALTH_PORT", "here", "HEALTH_PORT must be a number from 1 to 65535."),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, problem: str) -> None:
    with pytest.raises(settings.SettingsProblem) as caught:
        settings.read({name: value})
    assert caught.value.problems == [problem]


def test_secrets_never_show() -> None:
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-secret",
        "SLACK_APP_TOKEN": "xapp-secret",
        "SLACK_SIGNING_SECRET": "a-secret",
        "DATABASE_URL": "postgresql://me:secret@host/db",
    }
    assert "secret" not in repr(settings.read(secrets))


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("postgres://h/db", "postgresql+psycopg://h/db"),
        ("postgresql://h/db", "postgresql+psycopg://h/db"),
        ("sqlite:///x.sqlite3", "sqlite:///x.sqlite3"),
        ("", "sqlite:///cx-council.sqlite3"),
    ],
)
def test_database_addresses_are_taken_as_hosts_hand_them_out(given: str, understood: str) -> None:
    assert settings.read({"DATABASE_URL": given}).database_url == understood


@pytest.mark.parametrize(
    ("url", "slack"),
    [
        ("https://slack.com/api/", True),
        ("https://www.slack.com/api/", True),
        ("https://notslack.com/api/", False),
        ("http://127.0.0.1:8025/api/", False),
    ],
)
def test_it_knows_slack_from_a_stand_in(url: str, slack: bool) -> None:
    assert settings.read({"SLACK_API_URL": url}).talks_to_slack is slack
