"""The words after a command, from Slack's escapes back to what was typed."""

import pytest

from bot.handlers import typed


@pytest.mark.parametrize(
    ("raw", "text", "person"),
    [
        ("<@U123|nina> re-target ads", "re-target ads", "U123"),
        ("<@U123>   re-target ads", "re-target ads", "U123"),
        ("ask <@W9|owen> for waits", "ask @owen for waits", "W9"),
        ("<@U1|a> with <@U2|b>", "with @b", "U1"),
        ("meet <@U1|a> and <@U2|b>", "meet @a and @b", None),
        ("see <#C1|sales> at <https://x.example>", "see #sales at https://x.example", None),
        ("a &lt;!here&gt; &amp;amp; b", "a <!here> &amp; b", None),
        ("tell <!channel>", "tell @channel", None),
        ("", "", None),
    ],
)
def test_a_line_is_read_as_it_was_typed(raw: str, text: str, person: str | None) -> None:
    assert typed.read(raw) == typed.Line(text, person)


@pytest.mark.parametrize("raw", ["list", " LIST ", "List\u00a0", "\tlist\n"])
def test_a_word_is_known_however_it_was_pasted(raw: str) -> None:
    assert typed.word(raw) == "list"
