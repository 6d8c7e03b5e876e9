"""Escaping, cutting, sharing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import parts


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<https://x|y>", "&lt;https://x|y&gt;"),
        ("Q&A", "Q&amp;A"),
        ("&amp;", "&amp;amp;"),
        ("*a* _b_ @here", "*a* _b_ @here"),
    ],
)
def test_exactly_three_characters_are_escaped(typed: str, escaped: str) -> None:
    assert parts.escape(typed) == escaped


@given(st.text(alphabet="ab<>&é👩‍🔬🏽\u0301 ", max_size=80), st.integers(min_value=6, max_value=40))
def test_escaped_text_keeps_to_its_limit_and_is_never_cut_inside_an_entity(text: str, limit: int) -> None:
    escaped = parts.escape(text, limit)
    assert len(escaped) <= limit
    assert "<" not in escaped
    rest = escaped.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert "&" not in rest


@pytest.mark.parametrize("letter", ["e\u0301", "👩\u200d🔬", "👍🏽", "❤\ufe0f"])
def test_a_letter_made_of_several_characters_is_never_cut_in_two(letter: str) -> None:
    for limit in range(2, 12):
        shown = parts.cut(letter * 6, limit).removesuffix("…")
        assert shown == letter * (len(shown) // len(letter))


@given(st.text(max_size=300), st.integers(min_value=4, max_value=50))
def test_a_split_text_is_the_same_when_put_together(text: str, size: int) -> None:
    pieces = parts.split(text, size)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= size for piece in pieces)


@pytest.mark.parametrize(("name", "of"), [("Sales", "Sales'"), ("Marketing", "Marketing's")])
def test_names_in_the_possessive(name: str, of: str) -> None:
    assert parts.of(name) == of
