"""The roster, its forms, absences and departures, drawn with sixty departments, the longest names and hostile text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.council import closings, departures, roster
from bot.council.absences import Place
from bot.council.departments import ChairOverride, Department, Tenure
from bot.council.people import Absence, Person
from bot.views import absences as absence_views
from bot.views import closings as closing_views
from bot.views import departures as departure_views
from bot.views import parts, roster_forms
from bot.views import roster as views
from bot.views.parts import Message, View
from playground import checks
from tests.views import samples
from tests.views.samples import COUNCIL, LIVE, LONG_TEXT, LONGEST, SALES, SERVICE

TODAY = date(2027, 2, 19)
NOW = datetime(2027, 2, 19, 10, tzinfo=UTC)
CROWD = {f"U{n:09}": Person(f"U{n:09}", f"{LIVE[:30]} {n}", "Europe/London") for n in range(150)}
PEOPLE = {
    **samples.PEOPLE,
    **CROWD,
    "U0GONE": Person("U0GONE", "Jonas Weber", "Europe/London", active=False),
}
CROWDED = replace(
    LONGEST,
    name=LONGEST.name[:40],
    contributors=frozenset(list(CROWD)[:20]),
    members=frozenset(list(CROWD)[20:120]),
)
SIXTY = tuple(
    replace(CROWDED, id=100 + n, name=f"{'🎈' * 36} {n:02}", downstream=tuple(range(101, 160))) for n in range(1, 61)
)
AWAY = Absence("U0RAVI", date(2027, 2, 22), date(2027, 3, 12), "U0NINA")


def a_roster(*departments: Department, reader: str = "U0PRIYA", may_arrange: bool = True, **facts: Any) -> Any:
    """The roster of these departments, with Ravi away from Monday on."""
    return roster.Roster(
        council=replace(COUNCIL, **facts),
        departments=departments or (SERVICE, SALES, LONGEST),
        people=PEOPLE,
        since={("U0RAVI", "lead", SALES.id): date(2026, 11, 3), ("U0PRIYA", "chair", None): date(2027, 1, 14)},
        absences=(AWAY,),
        on=TODAY,
        reader=reader,
        may_arrange=may_arrange,
    )


def meanwhile(theirs: Any = CROWDED, mine: Any = CROWDED) -> roster.Meanwhile:
    """A change that came first, with everybody in the department as what differs."""
    change = roster.Change("U0TOM", NOW, {"deputy": "U0NINA", "name": LIVE[:40]}, {"deputy": None, "name": "Sales"})
    return roster.Meanwhile(
        council=COUNCIL,
        theirs=theirs,
        mine=mine,
        changes=(change,),
        stands={"members": [], "channel": "C0OLD"},
        sent={"members": sorted(CROWD), "channel": "C0NEW"},
        people=PEOPLE,
    )


ESTATE = closings.Estate(
    LONGEST, tuple(samples.action(n, LONG_TEXT, owner="U0LONG") for n in range(1, 40)), (*SIXTY, SALES)
)
MANY = tuple(replace(SALES, id=number, name=f"D{number}") for number in range(1, 151))
CLOSING = closing_views.Closing(3, 1, SALES.id, merge=True, reason=LONG_TEXT)
TABLE = roster.Table("U0PRIYA", None, "U0TOM", ChairOverride("🎈" * 300, TODAY), 1, LIVE[:80], "C0COUNCIL")
VIEWS: dict[str, Callable[[], View]] = {
    "roster": lambda: views.roster(a_roster()),
    "roster of sixty": lambda: views.roster(a_roster(*SIXTY), page=3, said=LIVE),
    "roster of a reader": lambda: views.roster(a_roster(reader="U0JOE", may_arrange=False)),
    "history": lambda: views.history(
        a_roster(), LONGEST, [Tenure("U0LONG", "lead", 3, TODAY, None) for _ in range(90)]
    ),
    "department form": lambda: roster_forms.department_form(a_roster(), CROWDED, now=NOW),
    "new department": lambda: roster_forms.department_form(a_roster(), None, now=NOW),
    "helpers form": lambda: roster_forms.department_form(a_roster(may_arrange=False), CROWDED, now=NOW),
    "table form": lambda: roster_forms.table_form(a_roster(), TABLE, now=NOW),
    "compared": lambda: roster_forms.compare(meanwhile(), now=NOW),
    "compared table": lambda: roster_forms.compare(meanwhile(theirs=COUNCIL, mine=TABLE), now=NOW),
    "form again": lambda: roster_forms.department_form(
        a_roster(), SIXTY[0], now=NOW, note=roster_forms.seen_in(roster_forms.compare(meanwhile(), now=NOW))
    ),
    "close": lambda: closing_views.form(a_roster(), ESTATE, merge=False),
    "close one of many": lambda: closing_views.form(a_roster(), replace(ESTATE, heirs=MANY), merge=False),
    "merge": lambda: closing_views.form(a_roster(), ESTATE, merge=True),
    "confirm": lambda: closing_views.confirmation(a_roster(), ESTATE, CLOSING),
    "me": lambda: absence_views.me(Place(a_roster(reader="U0RAVI"), "U0RAVI", "U0NINA")),
    "me without a role": lambda: absence_views.me(Place(a_roster(reader="U0GONE"), "U0GONE", None)),
    "away": lambda: absence_views.form(Place(a_roster(reader="U0LONG"), "U0LONG", "U0LAYLA")),
    "hand over": lambda: absence_views.form(Place(a_roster(), "U0PRIYA", None), from_roster=True),
    "somebody away": lambda: absence_views.form(Place(a_roster(), "U0PRIYA", None), anybody=True, from_roster=True),
}
MESSAGES: dict[str, Callable[[], Message]] = {
    "left": lambda: departure_views.left(
        departures.Departure("U0LONG", "U0PRIYA", a_roster(LONGEST, SALES), ESTATE.owned)
    ),
    "left in a department": lambda: departure_views.left(
        departures.Departure("U0LONG", "U0NINA", a_roster(LONGEST, SALES), ESTATE.owned, LONGEST)
    ),
    "stands in": lambda: departure_views.stands_in(Place(a_roster(), "U0RAVI", None), AWAY),
    "stands in for the chair": lambda: departure_views.stands_in(
        Place(a_roster(), "U0PRIYA", None), replace(AWAY, slack_id="U0PRIYA")
    ),
}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_view(name: str) -> None:
    view = VIEWS[name]()
    assert checks.check_view(view) == []
    assert "mrkdwn" not in repr(view)


def test_a_department_is_found_on_its_page() -> None:
    found = a_roster(*SIXTY)
    for department in SIXTY:
        page = views.page_with(found, department.id, otherwise=0)
        assert department in found.departments[page * views.PAGE : (page + 1) * views.PAGE]
    assert views.page_with(found, None, otherwise=3) == 3


def test_every_department_can_be_chosen_to_take_what_another_owns() -> None:
    form = closing_views.form(a_roster(), replace(ESTATE, heirs=MANY), merge=True)
    menu = next(block["element"] for block in form["blocks"] if block.get("block_id") == "heir")
    offered = [option["value"] for group in menu["option_groups"] for option in group["options"]]
    assert offered == [str(number) for number in range(1, 151)]


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_every_message(name: str) -> None:
    message = MESSAGES[name]()
    assert checks.check_message(message.text, message.blocks) == []
    assert "<" not in message.text
    assert '"user"' not in repr(message.blocks).replace("'", '"')


def test_sixty_departments_are_turned_page_by_page_and_none_is_left_out() -> None:
    shown = []
    for page in range(8):
        view = views.roster(a_roster(*SIXTY), page=page)
        shown += [d.id for d in SIXTY if d.name in samples.texts(view["blocks"])]
    assert shown == [department.id for department in SIXTY]
    last = views.roster(a_roster(*SIXTY), page=7)
    assert views.page_of(last) == 7
    assert "[More departments]" not in samples.texts(last["blocks"])


def test_who_is_away_or_gone_says_so_beside_their_name() -> None:
    gone = replace(SALES, deputy="U0GONE")
    said = samples.texts(views.roster(a_roster(gone))["blocks"])
    assert (
        "Lead Ravi Menon (away from Mon 22 February until Fri 12 March, Nina Castillo acts), since 3 November 2026"
        in said
    )
    assert "Deputy Jonas Weber (account closed)" in said


def test_the_chairs_place_in_a_department_is_shown_while_it_holds() -> None:
    shown = a_roster(chair_override=ChairOverride("Sales has no lead", TODAY))
    assert "until Fri 19 February: Sales has no lead" in samples.texts(views.roster(shown)["blocks"])
    over = a_roster(chair_override=ChairOverride("Sales had no lead", date(2027, 2, 18)))
    assert "Sales had no lead" not in samples.texts(views.roster(over)["blocks"])


@pytest.mark.parametrize("mine", [SIXTY[0], TABLE], ids=["department", "table"])
def test_what_was_sent_comes_back_whole_from_a_comparison(mine: Any) -> None:
    view = roster_forms.compare(meanwhile(mine=mine), now=NOW)
    values = {"choice": {"choice": {"selected_option": {"value": "mine"}}}}
    back = roster_forms.read_compared(view | {"state": {"values": values}})
    if isinstance(mine, Department):
        assert back.department is not None
        sent = back.department.wanted
        names = ("id", "name", "channel", "tz", "lead", "deputy", "contributors", "members", "downstream")
        assert [getattr(sent, name) for name in names] == [getattr(mine, name) for name in names]
    else:
        assert back.table is not None
        assert back.table.wanted == mine


def test_the_other_departments_are_offered_as_where_customers_go_and_the_difference_has_names() -> None:
    view = roster_forms.department_form(a_roster(), replace(SALES, downstream=(SERVICE.id,)), now=NOW)
    [field] = [block for block in view["blocks"] if block.get("block_id") == "department_downstream"]
    element = field["element"]
    assert [option["value"] for option in element["options"]] == [str(SERVICE.id), str(LONGEST.id)]
    assert [option["value"] for option in element["initial_options"]] == [str(SERVICE.id)]
    met = replace(
        meanwhile(), stands={"downstream": []}, sent={"downstream": [2]}, changes=(), departments={2: "Sales"}
    )
    assert "Customers go on to: now nothing; yours Sales" in samples.texts(roster_forms.both(met))


def filled_in(*downstream: str) -> View:
    """A department's form as Slack sends it."""
    entered: dict[str, Any] = {
        "department_name": {"value": "Sales"},
        "department_channel": {"selected_conversation": "C0SALES", "selected_channel": "C0SALES"},
        "department_lead": {"selected_user": "U0RAVI"},
        "department_zone": {"selected_option": {"value": "Europe/London"}},
        "department_downstream": {"selected_options": [{"value": value} for value in downstream]},
    }
    values = {name: {name: value} for name, value in entered.items()}
    kept = '{"seen":1,"department":2,"version":1}'
    return {"callback_id": "cx_roster_department", "private_metadata": kept, "state": {"values": values}}


def test_where_customers_go_is_read_from_the_form_each_department_once() -> None:
    assert roster_forms.read_department(filled_in("3", "1", "3")).wanted.downstream == (1, 3)
    assert roster_forms.read_department(filled_in()).wanted.downstream == ()
    with pytest.raises(parts.MalformedForm):
        roster_forms.read_department(filled_in("everywhere"))


@pytest.mark.parametrize(
    "metadata",
    ["", "[]", "{}", '{"mine":{}}', '{"mine":{"chair":"U1"},"version":1,"seen":0}', '{"mine":{"id":"x"},"version":1}'],
)
def test_a_forged_comparison_is_refused_by_name(metadata: str) -> None:
    values = {"choice": {"choice": {"selected_option": {"value": "mine"}}}}
    with pytest.raises(parts.MalformedForm):
        roster_forms.read_compared({"private_metadata": metadata, "state": {"values": values}})


@pytest.mark.parametrize("metadata", ["", '{"seen":"soon"}', '{"seen":true,"department":1,"version":1}', '{"seen":-1}'])
def test_a_forged_table_is_refused_by_name(metadata: str) -> None:
    values = {"chair": {"chair": {"selected_user": "U0PRIYA"}}}
    with pytest.raises(parts.MalformedForm):
        roster_forms.read_table({"private_metadata": metadata, "state": {"values": values}})


@pytest.mark.parametrize("page", ["-1", "1.5", '"1"', "true", "1000"])
def test_a_forged_page_is_refused_by_name(page: str) -> None:
    with pytest.raises(parts.MalformedForm):
        views.page_of({"private_metadata": f'{{"page":{page}}}'})


@pytest.mark.parametrize("metadata", ["{}", '{"department":1,"version":1,"reason":3}', '{"reason":"Why","heir":"x"}'])
def test_a_forged_confirmation_is_refused_by_name(metadata: str) -> None:
    with pytest.raises(parts.MalformedForm):
        closing_views.read_confirmed({"private_metadata": metadata})


def test_a_departure_says_who_acts_and_what_needs_an_owner() -> None:
    owned = (samples.action(4, "Add three questions to the form", owner="U0RAVI"),)
    sales = replace(SALES, gone=frozenset({"U0RAVI"}))
    said = samples.read(departure_views.left(departures.Departure("U0RAVI", "U0PRIYA", a_roster(sales), owned)))
    assert "Ravi Menon's account was closed." in said
    assert "They led Sales. Nina Castillo speaks for it until it has another lead: /cx-council roster." in said
    assert "1 action needs an owner; the due date stays." in said
    assert "A-4 Add three questions to the form — due Wed 31 March" in said
