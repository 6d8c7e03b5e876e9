"""What became of every message, as the chair reads it: what, about what, where and when, and never what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.council import receipts
from bot.council.channels import Channel
from bot.council.receipts import Ahead, Cause, Delivery, Page, Receipt, Shelf, Standing
from bot.store import due, outbox
from bot.views import deliveries, delivery_words, ids, parts
from playground import checks as slack
from tests.views import samples
from tests.views.samples import COUNCIL, LONGEST, MEETING, PEOPLE, SALES, SERVICE, TODAY

AT = datetime(2027, 2, 2, 9, tzinfo=UTC)
FEBRUARY = replace(MEETING, rule_on=MEETING.on)
CHANNELS = {
    "C0SALES": Channel("C0SALES", "sales", has_bot=True),
    "C0COUNCIL": Channel("C0COUNCIL", "cx-council", has_bot=True),
    "C0LONG": Channel("C0LONG", "c" * 80, has_bot=False),
}
NAMES = receipts.Names(COUNCIL, PEOPLE, CHANNELS, (SERVICE, SALES, LONGEST))
LONDON = delivery_words.Reader(NAMES, ZoneInfo("Europe/London"), TODAY)
KOLKATA = delivery_words.Reader(NAMES, ZoneInfo("Asia/Kolkata"), TODAY)


def a_receipt(**facts: Any) -> Receipt:
    card = Receipt(
        id=41,
        kind="action_card",
        recipient="C0SALES",
        standing=Standing.FAILED,
        due_at=None,
        tried_at=AT,
        sent_at=None,
        error="not_in_channel",
        meeting=None,
        department=SALES,
        action_number=12,
    )
    return replace(card, **facts)


AGENDA = a_receipt(
    id=7,
    kind="agenda",
    recipient="C0COUNCIL",
    standing=Standing.UNKNOWN,
    error="answer_lost",
    meeting=FEBRUARY,
    department=None,
    action_number=None,
)


def an_overview(**shelves: Page) -> Delivery:
    return Delivery(NAMES, {shelf: shelves.get(str(shelf), Page()) for shelf in Shelf})


def of(*found: Receipt, **more: Any) -> Page:
    return Page(found, **more)


def read(delivery: Delivery, reader: delivery_words.Reader = LONDON, **more: Any) -> list[str]:
    return samples.texts(deliveries.page(delivery, reader, **more)["blocks"]).splitlines()


def buttons(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [(element["text"]["text"], element["value"]) for row in rows for element in row]


def test_every_kind_of_message_is_called_something() -> None:
    assert {str(kind) for kind in outbox.Kind} == delivery_words.KINDS.keys()
    assert {str(state) for state in outbox.State} == {str(standing) for standing in Standing}


def test_whatever_comes_by_itself_is_called_something() -> None:
    said = (due.Kind.OPEN_REPORTS, due.Kind.POST_AGENDA, due.Kind.HOLIDAY_QUESTION)
    lines = [delivery_words.ahead(Ahead(str(kind), AT, FEBRUARY), LONDON) for kind in said]
    assert lines == [
        "Reports open for the February meeting: Tue 2 February, 09:00",
        "The agenda of the February meeting, unless it is posted before: Tue 2 February, 09:00",
        "The question on which day the February meeting is: Tue 2 February, 09:00",
    ]


def test_before_anything_was_sent_it_says_what_will_stand_here() -> None:
    assert read(an_overview()) == [deliveries.EMPTY]


def test_where_all_is_well_it_says_so_first() -> None:
    sent = a_receipt(standing=Standing.SENT, error=None, sent_at=AT)
    assert read(an_overview(sent=of(sent))) == [
        "Everything got where it should.",
        "Sent lately",
        "The card of A-12 (Sales) · #sales · Tue 2 February, 09:00",
    ]


def test_what_was_refused_says_why_who_has_it_instead_and_the_fix() -> None:
    failed = a_receipt(instead=("U0NINA", "U0RAVI"))
    view = deliveries.page(an_overview(failed=of(failed)), LONDON)
    assert samples.texts(view["blocks"]).splitlines()[:3] == [
        "Could not be sent",
        "The card of A-12 (Sales) · #sales · Tue 2 February, 09:00",
        "I'm not in #sales. Nina Castillo and Ravi Menon have it in person. Invite me: type /invite @CX Council in "
        "#sales, and I'll post there again.",
    ]
    assert buttons(view["blocks"]) == [("Retry", "41")]


def test_what_to_do_about_a_place_is_said_once_however_much_it_refused() -> None:
    refused = [a_receipt(id=9, recipient="C0COUNCIL"), a_receipt(id=8), a_receipt(id=7)]
    said = read(an_overview(failed=of(*refused)))
    assert [line.partition("Invite me")[1:] for line in said if line.startswith("I'm not in")] == [
        ("Invite me", ": type /invite @CX Council in #cx-council, and I'll post there again."),
        ("Invite me", ": type /invite @CX Council in #sales, and I'll post there again."),
        ("", ""),
    ]


def test_reminders_that_people_have_in_person_are_not_tried_again() -> None:
    digest = a_receipt(kind="digest", instead=("U0NINA",))
    assert buttons(deliveries.page(an_overview(failed=of(digest)), LONDON)["blocks"]) == []
    assert buttons(deliveries.page(an_overview(failed=of(replace(digest, instead=()))), LONDON)["blocks"]) != []


def test_what_may_have_been_sent_can_be_settled_and_posting_again_asks_first() -> None:
    view = deliveries.page(an_overview(in_doubt=of(AGENDA)), LONDON)
    assert buttons(view["blocks"]) == [("It's there", "7"), ("Post it again", "7")]
    [row] = [block for block in view["blocks"] if block.get("block_id") == ids.message_block(7)]
    assert "confirm" not in row["elements"][0]
    assert "twice" in row["elements"][1]["confirm"]["text"]["text"]


def test_reminders_in_doubt_are_never_offered_again() -> None:
    digest = replace(AGENDA, kind="digest", recipient="C0SALES")
    view = deliveries.page(an_overview(in_doubt=of(digest)), LONDON)
    assert buttons(view["blocks"]) == [("It's there", "7")]
    assert "never sent twice" in samples.texts(view["blocks"])


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"standing": Standing.SENDING}, "It is being sent."),
        ({"due_at": None, "is_reply": True}, "It goes under a message that isn't posted yet."),
        ({"error": "ratelimited", "due_at": AT}, "Slack asked me to wait. Next try Tue 2 February, 09:00."),
        ({"error": "outside_hours", "due_at": AT}, "It waits for working hours. Next try Tue 2 February, 09:00."),
        ({"error": "no_connection", "due_at": AT}, "Slack couldn't take it just now. Next try Tue 2 February, 09:00."),
        ({"takes_turn": True}, "It waits its turn: Slack takes about one message a second in each place."),
    ],
    ids=lambda case: "" if isinstance(case, str) else "-".join(case),
)
def test_what_waits_says_for_what(facts: dict[str, Any], said: str) -> None:
    waiting = replace(a_receipt(standing=Standing.PENDING, error=None), **facts)
    assert read(an_overview(waiting=of(waiting)))[-1] == said


def test_times_are_the_readers() -> None:
    sent = a_receipt(standing=Standing.SENT, error=None, sent_at=AT)
    assert read(an_overview(sent=of(sent)), KOLKATA)[-1].endswith("Tue 2 February, 14:30")


def test_a_message_of_last_year_has_its_year() -> None:
    sent = a_receipt(standing=Standing.SENT, error=None, sent_at=AT.replace(year=2026))
    assert read(an_overview(sent=of(sent)))[-1].endswith("Mon 2 February 2026, 09:00")


def test_a_shelf_with_more_leads_to_all_of_it() -> None:
    view = deliveries.page(an_overview(failed=of(a_receipt(), has_older=True)), LONDON)
    assert buttons(view["blocks"])[-1] == ("Show all", "failed")


def test_a_page_of_a_shelf_leads_on_and_back() -> None:
    found = of(a_receipt(id=40), a_receipt(id=31), has_newer=True, has_older=True)
    view = deliveries.page(
        Delivery(NAMES, {Shelf.FAILED: found}, only=Shelf.FAILED), LONDON, place={"shelf": "failed", "than": 50}
    )
    assert buttons(view["blocks"])[-3:] == [("Back", "back"), ("Newer", "failed:40"), ("Older", "failed:31")]
    assert parts.private(view) == {"shelf": "failed", "than": 50}


def test_what_came_of_a_press_stands_on_top() -> None:
    assert read(an_overview(), said="It is there.")[0] == "It is there."


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"standing": Standing.SENT}, "The card of A-12 (Sales) is in #sales now."),
        ({}, "Still not: I'm not in #sales."),
        ({"error": "some_new_name"}, "Still not: Slack didn't take it (it says “some_new_name”)."),
        ({"standing": Standing.DROPPED}, "The card of A-12 (Sales) has nothing left to say, so it isn't sent."),
        ({"standing": Standing.PENDING}, "The card of A-12 (Sales) is on its way. Open this again in a moment."),
        (
            {"standing": Standing.UNKNOWN},
            "Slack didn't answer, so the card of A-12 (Sales) may be there now. Please look.",
        ),
    ],
)
def test_what_came_of_trying_again(facts: dict[str, Any], said: str) -> None:
    assert deliveries.came_of(a_receipt(**facts), NAMES) == said


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (
            Cause.NOT_IN_CHANNEL,
            "I can't post in #sales: I'm not in it. Nina Castillo and Ravi Menon have the day's reminders in person. "
            "Invite me: type /invite @CX Council in #sales, and I'll post there again.",
        ),
        (
            Cause.ARCHIVED,
            "I can't post in #sales: it is archived. Nina Castillo and Ravi Menon have the day's reminders in person. "
            "Unarchive it, or choose another channel in /cx-council roster.",
        ),
        (
            Cause.RESTRICTED,
            "I can't post in #sales: its settings don't let me post. Nina Castillo and Ravi Menon have the day's "
            "reminders in person. Ask whoever manages #sales to add CX Council to those who may post, in the "
            "channel's settings, or choose another channel in /cx-council roster.",
        ),
        (
            Cause.CHANNEL_UNSEEN,
            "I can't post in #sales: I can't see it, so it is private without me, or no longer there. Nina Castillo "
            "and Ravi Menon have the day's reminders in person. Ask someone who is in it to type /invite @CX Council "
            "there, or choose another channel in /cx-council roster.",
        ),
    ],
)
def test_the_chair_hears_what_a_channel_does_not_take_and_the_fix(cause: Cause, said: str) -> None:
    told = receipts.Refused(NAMES, "C0SALES", cause, kinds=("digest",), instead=("U0NINA", "U0RAVI"))
    message = deliveries.refused(told, LONDON)
    assert message.text == said
    assert samples.texts(message.blocks).replace("\n", " ") == said


def test_of_the_councils_channel_nobody_has_anything_instead() -> None:
    told = receipts.Refused(NAMES, "C0COUNCIL", Cause.NOT_IN_CHANNEL, kinds=("agenda",))
    assert deliveries.refused(told, LONDON).text == (
        "I can't post in #cx-council: I'm not in it. Invite me: type /invite @CX Council in #cx-council, and I'll post "
        "there again."
    )


def test_a_channel_that_takes_posts_again_says_so_in_place() -> None:
    assert deliveries.refused(receipts.Refused(NAMES, "C0SALES", None), LONDON).text == "I can post in #sales again."


def test_a_channel_that_nothing_goes_to_any_more_says_so_in_place() -> None:
    told = receipts.Refused(NAMES, "C0SALES", None, is_given_up=True)
    assert deliveries.refused(told, LONDON).text == "Nothing of the council's goes to #sales any more."


def test_the_chair_hears_what_could_not_be_sent_on_a_day_and_where_to_look() -> None:
    receipt = replace(AGENDA, standing=Standing.FAILED, error="invalid_blocks")
    message = deliveries.missing(receipts.Missing(NAMES, date(2027, 2, 2), (receipt,) * 7), LONDON)
    line = "The agenda of the February meeting, #cx-council: I made something Slack doesn't take, which is our mistake."
    assert message.text == (
        f"I couldn't send everything on Tue 2 February: {' '.join([line] * 5)} and 2 more. "
        "/cx-council delivery says what to do, and has Retry."
    )
    assert samples.texts(message.blocks).replace("\n", " ") == message.text


def test_once_nothing_of_a_day_is_missing_that_is_said_in_place() -> None:
    assert deliveries.missing(receipts.Missing(NAMES, date(2027, 2, 2), ()), LONDON).text == (
        "Nothing of Tue 2 February waits for you any more: what I couldn't send then is settled."
    )


def test_the_chair_is_asked_whether_a_message_arrived() -> None:
    message = deliveries.arrived(AGENDA, None, LONDON)
    assert message.text == (
        "Did the agenda of the February meeting arrive in #cx-council? I posted it on Tue 2 February, 09:00, and Slack "
        "didn't answer, so I can't tell. Please look there."
    )
    assert buttons(message.blocks) == [("It's there", "7"), ("Post it again", "7")]


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (
            "confirmed",
            "The agenda of the February meeting is in #cx-council: Tom Ashby looked, Tue 2 February, 09:00. "
            f"{delivery_words.CONFIRMED}",
        ),
        (
            "repeated",
            "The agenda of the February meeting was posted again in #cx-council: Tom Ashby, Tue 2 February, 09:00.",
        ),
    ],
)
def test_a_settled_question_says_who_settled_it_and_has_no_buttons(verb: str, said: str) -> None:
    message = deliveries.arrived(AGENDA, receipts.Settled("U0TOM", verb, AT), LONDON)
    assert message.text == said
    assert buttons(message.blocks) == []


@pytest.mark.parametrize("error", [*receipts.CAUSES, "some_new_name", None])
def test_every_reason_has_its_sentence_and_its_fix(error: str | None) -> None:
    about = delivery_words.about(a_receipt(error=error), Shelf.FAILED, LONDON)
    assert about[0].isupper()
    assert about.count(". ") >= 1
    assert "None" not in about


def test_the_largest_page_is_taken_by_slack() -> None:
    instead = ("U0LONG",) * 40
    full = of(
        *(
            a_receipt(
                id=number,
                kind="meeting_cancelled",
                recipient="C0LONG",
                department=LONGEST,
                meeting=FEBRUARY,
                error="restricted_action",
                instead=instead,
            )
            for number in range(2**31 - receipts.PAGE, 2**31)
        ),
        has_newer=True,
        has_older=True,
    )
    for shelf in Shelf:
        only = Delivery(NAMES, {shelf: full}, only=shelf)
        assert slack.check_view(deliveries.page(only, LONDON, said=samples.LONG_TEXT)) == []
    first = full.receipts[: receipts.FIRST_FEW]
    fews = {
        shelf: replace(full, receipts=tuple(replace(one, id=number * 100 + at) for at, one in enumerate(first)))
        for number, shelf in enumerate(Shelf)
    }
    ahead = (Ahead(receipts.REMINDERS, AT), *(Ahead("open_reports", AT, FEBRUARY) for _ in range(4)))
    whole = Delivery(NAMES, fews, ahead=ahead)
    view = deliveries.page(whole, LONDON, said=samples.LONG_TEXT)
    assert slack.check_view(view) == []
    assert len(view["blocks"]) <= 60


@pytest.mark.parametrize("cause", [None, *sorted(receipts.OF_CHANNEL)])
def test_slack_takes_what_the_chair_is_told(cause: Cause | None) -> None:
    told = receipts.Refused(NAMES, "C0LONG", cause, kinds=tuple(delivery_words.KINDS), instead=("U0LONG",) * 40)
    message = deliveries.refused(told, LONDON)
    assert slack.check_message(message.text, message.blocks) == []
    assert "<" not in message.text


def test_no_message_says_what_people_wrote() -> None:
    card = a_receipt(kind="action_card", department=LONGEST)
    assert samples.LIVE not in "".join(read(an_overview(failed=of(card))))
