"""Cards, proposals, lists, and how a date is echoed."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from bot import dates
from bot.council import actions as rules
from bot.views import action_forms, actions, home
from bot.views.parts import Message
from tests.views import samples
from tests.views.samples import TODAY

WED = date(2027, 3, 31)


def mentions(message: Message) -> list[str]:
    return [
        element["user_id"]
        for block in message.blocks
        if block["type"] == "rich_text"
        for line in block["elements"]
        for element in line["elements"]
        if element["type"] == "user"
    ]


def test_an_open_card_mentions_its_owner_and_has_one_button() -> None:
    card = actions.card(samples.card(samples.action()))
    assert samples.read(card) == "A-2 · @U0NINA — Re-target ads — due Wed 31 March\n[Done]"
    assert card.text == "A-2 for Nina Castillo, due Wed 31 March: Re-target ads"
    assert mentions(card) == ["U0NINA"]


def test_a_done_card_says_so_in_place_pings_nobody_and_has_no_button() -> None:
    card = actions.card(samples.card(samples.done()))
    assert samples.read(card) == (
        "A-1 · Nina Castillo — Re-target ads. Done by Nina Castillo, Tue 2 February: Script v14 live."
    )
    assert mentions(card) == []


def test_a_date_in_another_year_has_its_year() -> None:
    assert "due Fri 31 March 2028" in samples.read(actions.card(samples.card(samples.action(due_on=date(2028, 3, 31)))))


def test_an_overdue_action_was_due_and_is_not_scolded() -> None:
    card = actions.card(samples.card(samples.action(due_on=date(2027, 2, 1))))
    assert "was due Mon 1 February" in samples.read(card)


def test_a_proposal_can_be_agreed_until_it_is() -> None:
    waiting = actions.proposal(samples.card(samples.proposed()))
    assert samples.read(waiting).endswith("[Agree]")
    assert "Aisha Khan proposes A-3: Nina Castillo (Sales) — Re-target ads — due Wed 31 March" in samples.read(waiting)
    agreed = samples.read(actions.proposal(samples.card(samples.action(3))))
    assert agreed.endswith("Agreed by Priya Raman, Tue 2 February.")
    assert "[Agree]" not in agreed


def test_a_list_gives_each_reader_only_their_own_buttons() -> None:
    listing = rules.Listing(
        standing=(samples.card(samples.action(), may_finish=True), samples.card(samples.action(5))),
        proposed=(samples.card(samples.proposed(), may_agree=True),),
    )
    assert samples.read(actions.listing(listing, mine=False)).splitlines() == [
        "Actions · 2 open · 1 proposed",
        "A-2 · Nina Castillo (Sales) — Re-target ads — due Wed 31 March",
        "[Done]",
        "A-5 · Nina Castillo (Sales) — Re-target ads — due Wed 31 March",
        "A-3 · Nina Castillo (Sales) — Re-target ads — due Wed 31 March. Proposed, for the chair to agree.",
        "[Agree]",
    ]


def test_a_long_list_is_folded_and_says_how_to_see_the_rest() -> None:
    cards = tuple(samples.card(samples.action(n)) for n in range(1, 21))
    last = samples.read(actions.listing(rules.Listing(cards, ()), mine=False)).splitlines()[-1]
    assert last == "and 5 more, less urgent. See yours with /cx-action mine, one with /cx-action A-16."
    mine = samples.read(actions.listing(rules.Listing(cards, ()), mine=True)).splitlines()[-1]
    assert mine == "and 5 more, less urgent. See one with /cx-action A-16."


@pytest.mark.parametrize(("mine", "said"), [(True, "You have no open actions."), (False, "No actions are open.")])
def test_an_empty_list_teaches(mine: bool, said: str) -> None:
    shown = samples.read(actions.listing(rules.Listing((), ()), mine=mine))
    assert shown.startswith(said)
    assert "/cx-action add" in shown


def test_home_shows_the_next_meeting_in_the_readers_time() -> None:
    shown = samples.texts(home.home(samples.home(samples.card(samples.action(), may_finish=True)))["blocks"])
    assert "Next meeting: Tue 9 February, 09:00 your time." in shown
    assert "[Done]" in shown
    assert "/cx-action add" in shown


@pytest.mark.parametrize(
    ("phrase", "answer", "said"),
    [
        ("eonm", dates.Understood(WED, WED, "end of next month"), "Wed 31 March (end of next month)."),
        ("31/3", dates.Understood(WED, WED), "Wed 31 March."),
        (
            "eom",
            dates.Understood(date(2027, 2, 26), date(2027, 2, 28), "Sunday 28 February is not a working day"),
            "Sunday 28 February is not a working day. Using Fri 26 February.",
        ),
        (
            "next friday",
            dates.Ask(
                (
                    dates.Understood(date(2027, 2, 12), date(2027, 2, 12)),
                    dates.Understood(date(2027, 2, 19), date(2027, 2, 19)),
                ),
                "this week or next",
            ),
            "Which one: Fri 12 February or Fri 19 February? Please type the date.",
        ),
        ("asap", dates.Refused("vague"), "Pick a date, for example 26 March or end of next month."),
        (
            "in 400 days",
            dates.Understood(date(2028, 3, 31), date(2028, 3, 31), far=True),
            "Fri 31 March 2028, over a year away. If that is right, type it with its year.",
        ),
        ("31 March 2028", dates.Understood(date(2028, 3, 31), date(2028, 3, 31), far=True), "Fri 31 March 2028."),
    ],
)
def test_a_date_is_echoed_as_it_was_understood(phrase: str, answer: dates.Answer, said: str) -> None:
    assert samples.texts(action_forms.echo(phrase, answer, TODAY)) == said


def test_every_reason_for_refusing_a_date_has_words_and_an_example() -> None:
    assert set(action_forms.REFUSED) == set(get_args(dates.Reason))
    assert all(sentence.endswith(action_forms.TRY) for sentence in action_forms.REFUSED.values())


def test_the_done_form_asks_for_one_line_about_this_action() -> None:
    form = action_forms.done_form(samples.card(samples.action()), from_home=True)
    assert form["title"]["text"] == "Mark A-2 done"
    assert samples.texts(form["blocks"][0]) == "A-2 · Nina Castillo — Re-target ads — due Wed 31 March"
    values = {"evidence": {"evidence": {"value": " It is live. "}}}
    assert action_forms.read_done(form | {"state": {"values": values}}) == action_forms.DoneForm(
        samples.action().id, "It is live.", True
    )


def test_a_closed_card_keeps_saying_who_did_it() -> None:
    closed = replace(samples.done(), state=rules.State.CLOSED)
    assert "Done by Nina Castillo" in samples.read(actions.card(samples.card(closed)))
