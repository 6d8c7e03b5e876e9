from datetime import timedelta

import pytest

from tests.playground.web_api.conftest import Office


@pytest.fixture(autouse=True)
def granted(office: Office) -> None:
    office.grant("pins:write", "pins:read")


def test_pins_are_listed_newest_first_with_their_messages_and_who_pinned_them(office: Office) -> None:
    sales = office.channel("sales")
    first = office.client.chat_postMessage(channel=sales, text="agenda")["ts"]
    second = office.client.chat_postMessage(channel=sales, text="actions")["ts"]
    office.state.pins.add(sales, first, office.person("marcus"))
    office.state.clock.move_by(timedelta(minutes=1))
    assert office.client.pins_add(channel=sales, timestamp=second)["ok"]
    newest, oldest = office.client.pins_list(channel=sales)["items"]
    assert (newest["type"], newest["channel"], newest["created_by"]) == (
        "message",
        sales,
        office.state.world.bot.user_id,
    )
    assert newest["created"] == int(office.state.clock.now().timestamp())
    assert (newest["message"]["text"], newest["message"]["pinned_to"]) == ("actions", [sales])
    assert newest["message"]["permalink"].endswith(f"/archives/{sales}/p{second.replace('.', '')}")
    assert (oldest["created_by"], oldest["message"]["ts"]) == (office.person("marcus"), first)


def test_a_message_says_that_it_is_pinned_until_it_is_not(office: Office) -> None:
    sales = office.channel("sales")
    ts = office.client.chat_postMessage(channel=sales, text="agenda")["ts"]
    for deed, pinned_to in (
        (office.client.pins_add, [sales]),
        (office.client.pins_remove, None),
    ):
        assert deed(channel=sales, timestamp=ts)["ok"]
        (message,) = office.client.conversations_history(channel=sales)["messages"]
        assert message.get("pinned_to") == pinned_to


def test_a_deleted_message_takes_its_pin_along(office: Office) -> None:
    sales = office.channel("sales")
    ts = office.client.chat_postMessage(channel=sales, text="agenda")["ts"]
    office.client.pins_add(channel=sales, timestamp=ts)
    office.client.chat_delete(channel=sales, ts=ts)
    assert office.client.pins_list(channel=sales)["items"] == []


def test_each_channel_has_its_own_pins(office: Office) -> None:
    sales, marketing = office.channel("sales"), office.channel("marketing")
    office.client.pins_add(channel=sales, timestamp=office.client.chat_postMessage(channel=sales, text="agenda")["ts"])
    assert office.client.pins_list(channel=marketing)["items"] == []
