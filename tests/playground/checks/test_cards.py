"""Cards, carousels, alerts, plans, videos and calls."""

from typing import Any

import pytest

from tests.playground.checks.builders import (
    Case,
    Json,
    Payload,
    button,
    card,
    image,
    line,
    message,
    modal,
    mrkdwn,
    plain,
    rich_text,
    without,
)


def _card(**fields: Any) -> Payload:
    return message(card(**fields))


def _carousel(count: int) -> Payload:
    return message({"type": "carousel", "elements": [card()] * count})


def _task(task_id: str = "1", **fields: Any) -> Json:
    return {"type": "task_card", "task_id": task_id, "title": "Count the calls", **fields}


def _plan(*tasks: Any) -> Payload:
    return message({"type": "plan", "title": "The month", "tasks": list(tasks)})


def _video(**fields: Any) -> Payload:
    video = {
        "type": "video",
        "alt_text": "How to report",
        "title": plain("How to report"),
        "thumbnail_url": "https://example.com/report.png",
        "video_url": "https://example.com/embed/report",
    }
    return message({**video, **fields})


CASES = (
    Case(
        "card-empty",
        message(without(card(subtitle=plain()), "title")),
        message(without(card(body=mrkdwn()), "title")),
        "/blocks/0",
        "must define either `hero_image` or `title` or `actions` or `body`",
    ),
    Case(
        "card-title-too-long",
        _card(title=mrkdwn("x" * 151)),
        _card(title=mrkdwn("x" * 150)),
        "/blocks/0/title/text",
        "must be less than 151 characters",
    ),
    Case(
        "card-title-too-long",
        _card(subtitle=plain("x" * 151)),
        _card(subtitle=plain("x" * 150)),
        "/blocks/0/subtitle/text",
        "must be less than 151 characters",
    ),
    Case(
        "card-body-too-long",
        _card(body=mrkdwn("x" * 201)),
        _card(body=mrkdwn("x" * 200)),
        "/blocks/0/body/text",
        "must be less than 201 characters",
    ),
    Case(
        "card-body-too-long",
        _card(subtext=mrkdwn("x" * 201)),
        _card(subtext=mrkdwn("x" * 200)),
        "/blocks/0/subtext/text",
        "must be less than 201 characters",
    ),
    Case(
        "card-actions-too-many",
        _card(actions=[button()] * 4),
        _card(actions=[button()] * 3),
        "/blocks/0/actions",
        "no more than 3 items allowed",
    ),
    Case(
        "card-two-icons",
        _card(icon=image(), slack_icon={"type": "icon", "name": "star"}),
        _card(hero_image=image(), slack_icon={"type": "icon", "name": "star"}),
        "/blocks/0",
        "must not define both `icon` and `slack_icon`",
    ),
    Case(
        "carousel-cards-too-many", _carousel(11), _carousel(10), "/blocks/0/elements", "no more than 10 items allowed"
    ),
    Case("empty-list", _carousel(0), _carousel(1), "/blocks/0/elements", "must provide at least 1 items"),
    Case(
        "not-a-choice",
        modal({"type": "alert", "text": plain("The date has passed."), "level": "loud"}),
        modal({"type": "alert", "text": mrkdwn("The date has passed."), "level": "warning"}),
        "/view/blocks/0/level",
        "must be one of: default, info, warning, error, success",
    ),
    Case(
        "not-a-choice",
        message(_task(status="done")),
        message(_task(status="complete", details=rich_text(line()), output=rich_text(line()))),
        "/blocks/0/status",
        "must be one of: pending, in_progress, complete, error",
    ),
    Case(
        "url-malformed",
        message(_task(sources=[{"type": "url", "url": "the ledger", "text": "The ledger"}])),
        message(_task(sources=[{"type": "url", "url": "https://example.com", "text": "The ledger"}])),
        "/blocks/0/sources/0/url",
        "invalid url",
    ),
    Case(
        "plan-tasks-too-many",
        _plan(*(_task(str(number)) for number in range(51))),
        _plan(*(_task(str(number)) for number in range(50))),
        "/blocks/0/tasks",
        "no more than 50 items allowed",
    ),
    Case(
        "task-id-repeated",
        _plan(_task("1"), _task("2"), _task("1")),
        _plan(_task("1"), _task("2"), _task("3")),
        "/blocks/0/tasks/2/task_id",
        '`task_id` "1" already exists',
    ),
    Case(
        "video-title-too-long",
        _video(title=plain("x" * 200)),
        _video(title=plain("x" * 199)),
        "/blocks/0/title/text",
        "must be less than 200 characters",
    ),
    Case(
        "video-author-too-long",
        _video(author_name="x" * 50),
        _video(author_name="x" * 49),
        "/blocks/0/author_name",
        "must be less than 50 characters",
    ),
    Case(
        "video-url-not-https",
        _video(video_url="http://example.com/embed/report"),
        _video(video_url="HTTPS://example.com/embed/report"),
        "/blocks/0/video_url",
        "must be an https url",
    ),
    Case(
        "video-url-not-https",
        _video(title_url="http://example.com/report"),
        _video(title_url="https://example.com/report", description=plain(), provider_name="Example"),
        "/blocks/0/title_url",
        "must be an https url",
    ),
    Case(
        "missing-key",
        message({"type": "call"}),
        message({"type": "call", "call_id": "R012A3CDE", "call": {"v1": {"id": "R012A3CDE"}}}),
        "/blocks/0",
        "missing required field: call_id",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_card_or_its_like_is_refused_for_this_and_its_neighbour_is_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []
