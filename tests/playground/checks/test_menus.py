"""What is offered for choosing, and what is chosen from the start."""

import itertools

import pytest

from tests.playground.checks.builders import (
    Case,
    Payload,
    checkboxes,
    element,
    message,
    option,
    options,
    plain,
    section,
)


def _beside(menu: object) -> Payload:
    return message(section(accessory=menu))


def _groups(*sizes: int) -> list[dict[str, object]]:
    values = iter(options(sum(sizes)))
    return [{"label": plain("Group"), "options": list(itertools.islice(values, size))} for size in sizes]


MENU = "/blocks/0/accessory"
NOT_OFFERED = "must be one of the provided options"

CASES = (
    Case(
        "placeholder-too-long",
        _beside(element("users_select", placeholder=plain("x" * 151))),
        _beside(element("users_select", placeholder=plain("x" * 150))),
        f"{MENU}/placeholder/text",
        "must be less than 151 characters",
    ),
    Case(
        "options-too-many",
        _beside(element("static_select", options=options(101))),
        _beside(element("static_select", options=options(100))),
        f"{MENU}/options",
        "no more than 100 items allowed",
    ),
    Case(
        "options-too-many",
        _beside(element("multi_static_select", option_groups=_groups(101))),
        _beside(element("multi_static_select", option_groups=_groups(100))),
        f"{MENU}/option_groups/0/options",
        "no more than 100 items allowed",
    ),
    Case(
        "option-groups-too-many",
        _beside(element("static_select", option_groups=_groups(*[1] * 101))),
        _beside(element("static_select", option_groups=_groups(*[1] * 100))),
        f"{MENU}/option_groups",
        "no more than 100 items allowed",
    ),
    Case(
        "options-or-groups",
        _beside(element("static_select", options=[option("z")], option_groups=_groups(1))),
        _beside(element("static_select", option_groups=_groups(1))),
        MENU,
        "must define either `options` or `option_groups`",
    ),
    Case(
        "options-or-groups",
        _beside(element("multi_static_select")),
        _beside(element("multi_static_select", options=options(1))),
        MENU,
        "must define either `options` or `option_groups`",
    ),
    Case(
        "choices-too-many",
        _beside(checkboxes(options=options(11))),
        _beside(checkboxes(options=options(10))),
        f"{MENU}/options",
        "no more than 10 items allowed",
    ),
    Case(
        "choices-too-many",
        _beside(element("radio_buttons", options=options(11))),
        _beside(element("radio_buttons", options=options(10))),
        f"{MENU}/options",
        "no more than 10 items allowed",
    ),
    Case(
        "initial-option-not-offered",
        _beside(element("static_select", options=options(2), initial_option=option("2"))),
        _beside(element("static_select", options=options(2), initial_option=option("1"))),
        f"{MENU}/initial_option",
        NOT_OFFERED,
    ),
    Case(
        "initial-option-not-offered",
        _beside(element("static_select", options=[option("1", text=plain("One"))], initial_option=option("1"))),
        _beside(
            element(
                "static_select",
                options=[option("1", text=plain("One"))],
                initial_option=option("1", text=plain("One")),
            )
        ),
        f"{MENU}/initial_option",
        NOT_OFFERED,
    ),
    Case(
        "initial-option-not-offered",
        _beside(element("multi_static_select", option_groups=_groups(1, 1), initial_options=[option("2")])),
        _beside(element("multi_static_select", option_groups=_groups(1, 2), initial_options=[option("2")])),
        f"{MENU}/initial_options",
        NOT_OFFERED,
    ),
    Case(
        "initial-options-too-many",
        _beside(
            element(
                "multi_static_select",
                options=options(3),
                initial_options=[option("0"), option("1")],
                max_selected_items=1,
            )
        ),
        _beside(
            element(
                "multi_static_select",
                options=options(3),
                initial_options=[option("0"), option("1")],
                max_selected_items=2,
            )
        ),
        f"{MENU}/initial_options",
        "no more than 1 items allowed",
    ),
    *(
        Case(
            "initial-options-too-many",
            _beside(element(kind, max_selected_items=1, **{key: [first, second]})),
            _beside(element(kind, max_selected_items=1, **{key: [first]})),
            f"{MENU}/{key}",
            "no more than 1 items allowed",
        )
        for kind, key, first, second in (
            ("multi_users_select", "initial_users", "U012A3CDE", "U012A3CDF"),
            ("multi_channels_select", "initial_channels", "C012A3CDE", "C012A3CDF"),
            ("multi_conversations_select", "initial_conversations", "C012A3CDE", "D012A3CDE"),
            ("multi_external_select", "initial_options", option("1"), option("2")),
        )
    ),
    Case(
        "initial-option-not-offered",
        _beside(checkboxes(initial_options=[option("0"), option("9")])),
        _beside(checkboxes(initial_options=[option("0"), option("1")])),
        f"{MENU}/initial_options",
        NOT_OFFERED,
    ),
    Case(
        "initial-option-not-offered",
        _beside(element("radio_buttons", options=options(1), initial_option=option("1"))),
        _beside(element("radio_buttons", options=options(1), initial_option=option("0"))),
        f"{MENU}/initial_option",
        NOT_OFFERED,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_menu_is_refused_for_this_and_its_neighbour_is_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []


@pytest.mark.parametrize(
    "menu",
    [
        element("external_select", initial_option=option("anything"), min_query_length=3),
        element("multi_external_select", initial_options=[option("anything")], max_selected_items=2),
        element("users_select", initial_user="U012A3CDE"),
        element("multi_users_select", initial_users=["U012A3CDE", "W012A3CDE"]),
        element("channels_select", initial_channel="C012A3CDE"),
        element("multi_channels_select", initial_channels=["C012A3CDE"]),
        element("conversations_select", default_to_current_conversation=True, filter={"include": ["im", "mpim"]}),
        element("multi_conversations_select", initial_conversations=["D012A3CDE"]),
    ],
    ids=lambda menu: menu["type"],
)
def test_a_menu_filled_elsewhere_may_begin_with_anything(menu: dict[str, object]) -> None:
    assert _beside(menu)() == []
