"""pins.*"""

from playground import pins
from tests.playground.web_api.conftest import Office
from tests.playground.web_api.refused import making


def _crowded(office: Office, count: int) -> making.Arguments:
    place = making.pinnable(office)
    for number in range(count):
        office.state.pins.add(place["channel"], f"{number}.000100", office.person("marcus"))
    return place


def _tombstone(office: Office) -> making.Arguments:
    place = making.pinnable(office)
    making.posted(office, thread_ts=place["timestamp"])
    office.state.conversations.delete(place["channel"], place["timestamp"])
    return place


PINS: list[making.Case] = [
    *(
        case
        for method, base in (("pins.add", making.pinnable), ("pins.remove", making.pinned))
        for case in (
            making.Case(
                method,
                "channel_not_found",
                "a private channel",
                making.plus(base, making.unseen),
                base,
            ),
            making.Case(
                method,
                "not_in_channel",
                "a public channel it is not in",
                making.plus(base, lambda office: {"channel": office.channel("general")}),
                base,
            ),
            making.Case(
                method,
                "no_item_specified",
                "no timestamp",
                making.plus(base, {"timestamp": None}),
                base,
            ),
            making.Case(
                method,
                "bad_timestamp",
                "none that could be one",
                making.plus(base, {"timestamp": "first"}),
                base,
            ),
            making.Case(
                method,
                "message_not_found",
                "no such message",
                making.plus(base, {"timestamp": "1.000001"}),
                base,
            ),
        )
    ),
    making.Case("pins.add", "already_pinned", "pinned by somebody else", making.pinned, making.pinnable),
    making.Case(
        "pins.add",
        "too_many_pins",
        "the 101st",
        lambda office: _crowded(office, pins.MOST),
        lambda office: _crowded(office, pins.MOST - 1),
    ),
    making.Case(
        "pins.add", "not_pinnable", "a message that was deleted", lambda office: _tombstone(office), making.pinnable
    ),
    making.Case(
        "pins.add",
        "is_archived",
        "an archived channel",
        lambda office: making.pinnable(office) | making.archived(office),
        making.pinnable,
    ),
    making.Case("pins.remove", "no_pin", "a message that is not pinned", making.pinnable, making.pinned),
    making.Case(
        "pins.list",
        "channel_not_found",
        "a private channel",
        lambda office: making.pinnable(office) and making.unseen(office),
        lambda office: making.pinnable(office) and making.reading(office),
    ),
]
