"""What becomes of typed names, links and the three characters Slack escapes."""

import pytest

from playground.deeds import mentions

NAMES = mentions.Names(
    people={"nina": "U1", "nina castillo": "U1", "nina.castillo": "U1", "ann": "U2", "ann-marie": "U3"},
    channels={"sales": "C1", "sales-uk": "C2"},
    handles={"U1": "nina", "U2": "ann", "U3": "ann-marie"},
    titles={"C1": "sales", "C2": "sales-uk"},
)


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("@nina go", "<@U1|nina> go"),
        ("@Nina Castillo go", "<@U1|nina> go"),
        ("@NINA.CASTILLO, go", "<@U1|nina>, go"),
        ("(@nina).", "(<@U1|nina>)."),
        ("@nina.", "<@U1|nina>."),
        ("@ninabella", "@ninabella"),
        ("@ann-marie and @ann", "<@U3|ann-marie> and <@U2|ann>"),
        ("mail@nina", "mail@nina"),
        ("#sales #sales-uk #salesman", "<#C1|sales> <#C2|sales-uk> #salesman"),
        ("room#sales", "room#sales"),
        ("<@U1> and <@U1|somebody> and <#C1>", "<@U1|nina> and <@U1|nina> and <#C1|sales>"),
        ("<@U9>", "&lt;@U9&gt;"),
        ("@here @channel @everyone", "<!here> <!channel> <!everyone>"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("a & b < c", "a &amp; b &lt; c"),
        ("see https://example.com/a?b=1&c=2.", "see <https://example.com/a?b=1&amp;c=2>."),
        ("", ""),
    ],
)
def test_with_entities(typed: str, arrives: str) -> None:
    assert mentions.entities(typed, NAMES) == arrives


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("@nina & <!here> https://example.com", "@nina & <!here> https://example.com"),
        ("<@U1> <#C2|x> <@U9>", "@nina #sales-uk <@U9>"),
    ],
)
def test_without_entities(typed: str, arrives: str) -> None:
    assert mentions.plain(typed, NAMES) == arrives


def test_in_a_message_entities_have_no_names() -> None:
    assert mentions.in_message("@nina in #sales, @here", NAMES) == "<@U1> in <#C1>, <!here>"
