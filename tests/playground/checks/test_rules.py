"""The table of rules, its cases and its page."""

import re
from pathlib import Path

import pytest

from playground import checks
from playground.checks import documentation, rules
from tests.playground.checks import (
    test_blocks,
    test_cards,
    test_composition,
    test_elements,
    test_inputs,
    test_menus,
    test_placement,
    test_rich_text,
    test_shapes,
    test_surfaces,
    test_tables_and_charts,
    test_together,
)

PAGE = Path(__file__).parents[3] / "docs" / "playground-checks.md"
MODULES = (
    test_blocks,
    test_cards,
    test_composition,
    test_elements,
    test_inputs,
    test_menus,
    test_placement,
    test_rich_text,
    test_shapes,
    test_surfaces,
    test_tables_and_charts,
    test_together,
)


def test_every_rule_has_a_case() -> None:
    shown = {case.rule for module in MODULES for case in module.CASES}
    assert shown == set(checks.RULES)


def test_no_two_rules_share_a_name() -> None:
    assert len(checks.RULES) == len(rules._TABLE)


@pytest.mark.parametrize("rule", checks.RULES.values(), ids=lambda rule: rule.slug)
def test_every_rule_says_what_it_asks_for_and_where_slack_says_so(rule: checks.Rule) -> None:
    assert re.fullmatch(r"[A-Z`].*[.)]", rule.sentence)
    assert "{" not in rule.sentence
    assert all(
        re.match(r"(docs\.slack\.dev|(gist\.)?github\.com)/\S+$", source) for source in rule.source.split(" and ")
    )


def test_a_limit_is_asked_only_of_a_rule_that_has_one() -> None:
    assert rules.limit("header-text-too-long") == 150
    with pytest.raises(ValueError, match="unknown-key has no number"):
        rules.limit("unknown-key")


def test_the_page_says_what_the_code_does() -> None:
    assert PAGE.read_text(encoding="utf-8") == documentation.page(), "write it anew as its own last line says"
