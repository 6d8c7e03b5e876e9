"""The words after a command, from Slack's escapes back to what was typed."""

import pytest

from bot.handlers import typed
from tests import builders


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


@pytest.mark.parametrize(
    ("raw", "reads"),
    [
        ("<@U0INES> and <@U0GONE|gone> rang &amp; asked", "@Ines and @gone rang & asked"),
        ("<@U0WHO> <!channel> <https://x.example|the page>", "@somebody @channel the page"),
        ("", ""),
    ],
)
def test_a_quoted_message_calls_people_by_their_names(raw: str, reads: str) -> None:
    known = {person.slack_id: person for person in builders.EVERYONE}
    assert typed.with_names(raw, known) == reads
