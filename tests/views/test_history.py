"""The audit log in plain words: every verb that is ever written down has some, and every change is said."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.council import calendar_rules, history, needs
from bot.council.channels import Channel
from bot.council.history import Entry, History, Objects, ReportOf
from bot.views import history as history_views
from bot.views import history_words as words
from bot.views import ids
from playground import checks as slack
from tests.views import samples
from tests.views.samples import COUNCIL, LIVE, LONG_TEXT, LONGEST, MEETING, PEOPLE, SALES, SERVICE

USECASES = Path(__file__).parent.parent.parent / "bot/usecases"
FEBRUARY = replace(MEETING, rule_on=MEETING.on)
OBJECTS = Objects(
    departments={1: SERVICE, 2: SALES, 3: LONGEST},
    meetings={7: FEBRUARY},
    actions={12: (4, "Re-target ads to live postcodes")},
    reports={5: ReportOf(department_id=2, meeting_id=7)},
    accounts={9: "U0RAVI"},
)
CHANNELS = {"C0SALES": Channel("C0SALES", "sales", has_bot=True), "C1SALES": Channel("C1SALES", "", has_bot=False)}


def an_entry(kind: str, verb: str, object_id: int, before: Any = None, after: Any = None, **facts: Any) -> Entry:
    made = Entry(1, samples.NOW, "U0PRIYA", verb, kind, object_id, before or {}, after or {}, "slack")
    return replace(made, **facts)


def a_page(*entries: Entry, **facts: Any) -> History:
    made = History(COUNCIL, entries, OBJECTS, PEOPLE, CHANNELS, has_newer=False, has_older=False)
    return replace(made, **facts)


def read(entry: Entry) -> list[str]:
    return samples.texts(history_views.page(a_page(entry))["blocks"]).splitlines()


WHEN = "Tue 2 February 2027, 10:00, in Slack"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            an_entry(
                "meeting",
                "moved",
                7,
                {"starts_at": "2027-02-09T14:00:00+00:00"},
                {"starts_at": "2027-04-13T13:00:00+00:00", "reason": "Half of us are away"},
            ),
            [
                "Priya Raman moved the February meeting",
                WHEN,
                "starts: Tue 9 February 2027, 14:00 → Tue 13 April 2027, 14:00",
                "reason: Half of us are away",
            ],
        ),
        (
            an_entry(
                "meeting",
                "opened_reports",
                7,
                {"state": "planned"},
                {"state": "collecting"},
                actor="clock",
                via="clock",
            ),
            [
                "I opened reports for the February meeting",
                "Tue 2 February 2027, 10:00, by the clock",
                "state: planned → collecting reports",
            ],
        ),
        (
            an_entry("meeting", "chose_day", 7, {"rule_on": "2027-03-26"}, {"chosen_on": "2027-03-25"}),
            [
                "Priya Raman chose the day of the February meeting",
                WHEN,
                "the rule's day: Fri 26 March 2027",
                "held on: Thu 25 March 2027",
            ],
        ),
        (
            an_entry(
                "department",
                "changed",
                2,
                {"deputy": None, "contributors": ["U0TOM"], "channel": "C0SALES", "lead": "U0RAVI"},
                {"deputy": "U0JOE", "contributors": [], "channel": "C1SALES", "lead": "U0RAVI"},
            ),
            [
                "Priya Raman changed Sales",
                WHEN,
                "deputy: nobody → Joe Lister",
                "contributors: Tom Ashby → nobody",
                "channel: #sales → a channel that I can't see",
            ],
        ),
        (
            an_entry("department", "closed", 2, {"lead": "U0RAVI"}, {"reason": "", "department": "Customer Service"}),
            [
                "Priya Raman closed Sales",
                WHEN,
                "was lead: Ravi Menon",
                "reason: none",
                "department: Customer Service",
            ],
        ),
        (
            an_entry("report", "submitted", 5, {"state": "not_started"}, {"state": "submitted", "late": False}),
            [
                "Priya Raman sent Sales' report for the February meeting",
                WHEN,
                "state: not started → submitted",
                "late: no",
            ],
        ),
        (
            an_entry("action", "agreed", 12, {"state": "proposed"}, {"state": "open", "due_on": "2027-03-31"}),
            [
                "Priya Raman agreed A-4 “Re-target ads to live postcodes”",
                WHEN,
                "state: proposed → open",
                "due: Wed 31 March 2027",
            ],
        ),
        (
            an_entry("account", "left", 9, {"active": True}, {"active": False}, actor="U0RAVI"),
            ["Ravi Menon's account was closed", WHEN],
        ),
        (
            an_entry(
                "absence", "away", 9, None, {"from_on": "2027-02-22", "until_on": "2027-03-12", "stand_in": "U0TOM"}
            ),
            [
                "Priya Raman said when Ravi Menon is away",
                WHEN,
                "away from: Mon 22 February 2027",
                "away until: Fri 12 March 2027",
                "who acts: Tom Ashby",
            ],
        ),
        (
            an_entry("absence", "back", 9, {"until_on": "2027-03-12", "stand_in": None}),
            [
                "Priya Raman said that Ravi Menon is back",
                WHEN,
                "was away until: Fri 12 March 2027",
            ],
        ),
        (
            an_entry(
                "council",
                "checked",
                1,
                {"needs": ["no_deputy:1:"]},
                {"needs": ["bot_missing:C0SALES", "distant:2:U0RAVI:Asia/Kolkata"]},
                actor="clock",
                via="clock",
            ),
            [
                "I noted what needs someone",
                "Tue 2 February 2027, 10:00, by the clock",
                "new: I'm not in #sales; the lead of Sales is in another time zone",
                "no longer: no deputy in Customer Service",
            ],
        ),
        (
            an_entry(
                "council", "changed_table", 1, {"chair_override": None}, {"chair_override": "Gap (until 2027-03-01)"}
            ),
            [
                "Priya Raman changed who chairs the council and stands beside the chair",
                WHEN,
                "chair in a department: none → Gap (until 2027-03-01)",
            ],
        ),
        (
            an_entry(
                "council",
                "adopted_charter",
                1,
                {"focus_areas": ["First bill"]},
                {"focus_areas": ["First bill", "Moving"]},
            ),
            ["Priya Raman changed the charter", WHEN, "focus areas: First bill → First bill and Moving"],
        ),
        (
            an_entry(
                "council",
                "adopted_charter",
                1,
                {"meanings": {"First bill": "soon"}, "parts": {"2": ""}},
                {"meanings": {"First bill": "right", "lead_on": "both"}, "parts": {"2": "Promise less."}},
            ),
            [
                "Priya Raman changed the charter",
                WHEN,
                "First bill's meaning: soon → right",
                "Sales' part: none → Promise less.",
                "lead on's meaning: both",
            ],
        ),
        (an_entry("action", "done", 99), ["Priya Raman marked A-99 “” done", WHEN]),
    ],
)
def test_an_entry_says_who_did_what_when_and_what_changed(entry: Entry, said: list[str]) -> None:
    assert read(entry) == said


def test_a_calendar_is_said_as_the_form_says_it() -> None:
    before = calendar_rules.as_json(calendar_rules.of(COUNCIL)) | {"tz": "Europe/London"}
    after = before | {"nth": -1, "weekday": 4, "holiday_policy": "earlier", "own_holidays": {"2027-12-24": "Ours"}}
    assert read(an_entry("council", "changed_calendar", 1, before, after))[2:] == [
        "meetings: Second Tuesday of the month, 14:00, 90 minutes → Last Friday of the month, 14:00, 90 minutes",
        "days off: Public holidays of United Kingdom (England) → "
        "Public holidays of United Kingdom (England), and 1 day of your own",
        "on a day off: the chair is asked → the working day before",
    ]


def test_people_not_seen_yet_are_never_called_by_an_id() -> None:
    said = "\n".join(read(an_entry("department", "changed", 2, {"lead": "U0GONE"}, {"lead": "U0NEW"}, actor="U0WHO")))
    assert "U0" not in said
    assert said.startswith("somebody changed Sales")


def test_of_what_is_no_longer_there_something_is_said_all_the_same() -> None:
    for kind, verb in words.WORDS:
        assert read(an_entry(kind, verb, 4711))


def test_every_verb_that_is_written_down_anywhere_has_words() -> None:
    written = set(verbs_in_the_code())
    assert len(written) > 25
    known = {verb for _, verb in words.WORDS}
    assert (written - known, known - written) == (set(), set())


def test_every_need_has_words_in_the_log() -> None:
    kinds = {
        member.split(":")[0]
        for path in [Path(needs.__file__)]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name == "key"
        for part in ast.walk(node)
        if isinstance(part, ast.Constant)
        and isinstance(member := part.value, str)
        and ":" in member
        and member[0] != ":"
    }
    assert kinds == words.NEEDS.keys()


def test_a_page_has_the_ways_there_are() -> None:
    first, last = an_entry("meeting", "closed", 7, id=40), an_entry("meeting", "closed", 7, id=21)
    for newer, older in ((True, True), (False, True), (True, False), (False, False)):
        view = history_views.page(a_page(first, last, has_newer=newer, has_older=older))
        buttons = {
            element["action_id"]: element["value"]
            for block in view["blocks"]
            if block["type"] == "actions"
            for element in block["elements"]
        }
        assert buttons == ({ids.HISTORY_NEWER: "40"} if newer else {}) | ({ids.HISTORY_OLDER: "21"} if older else {})


def test_a_page_of_the_longest_and_worst_fits_and_nothing_in_it_is_live() -> None:
    wild = dict.fromkeys(
        ("name", "reason", "goal", "channel", "chair_override", "tz", "one", "two", "three"), LONG_TEXT
    )
    changed = an_entry("department", "changed", 3, wild, dict.fromkeys(wild, LIVE), actor="U0LONG")
    objects = replace(OBJECTS, actions={12: (4, LONG_TEXT)})
    acted = an_entry("action", "agreed", 12, {}, {"state": LONG_TEXT})
    page = a_page(*[changed, acted] * (history.PAGE // 2), objects=objects, has_older=True, has_newer=True)
    view = history_views.page(page)
    assert slack.check_view(view) == []
    assert "mrkdwn" not in repr(view)
    assert samples.texts(view["blocks"]).count("and 1 more") == 10


def test_why_it_was_done_is_never_among_what_is_left_out() -> None:
    before = {f"fact {number}": "a" for number in range(12)}
    said = read(an_entry("department", "closed", 2, before, {"reason": "One team from February on."}))
    assert "One team from February on." in said[2]
    assert said[-1] == "and 5 more"


def test_a_log_with_nothing_in_it_says_so() -> None:
    view = history_views.page(a_page())
    assert slack.check_view(view) == []
    assert samples.texts(view["blocks"]) == "Nothing was done before that."


def verbs_in_the_code() -> Iterator[str]:
    """Every verb that a deed may record: given to `events.record` or to a function that hands its `verb` on."""
    for path in USECASES.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        constants = {
            name.id: value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            for name, value in pairs(target, node.value)
        }
        handing_on = {
            node.name: [argument.arg for argument in node.args.args].index("verb")
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and "verb" in [argument.arg for argument in node.args.args]
        }
        inside = {
            id(call): node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
            for call in ast.walk(node)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == "verb"]
            if isinstance(node.func, ast.Name) and node.func.id in handing_on and not given:
                given = [node.args[handing_on[node.func.id]]]
            for value in given:
                if isinstance(value, ast.Name) and value.id == "verb" and inside[id(node)] in handing_on:
                    continue
                yield from plain(value, constants | local_names(tree, inside[id(node)]), path.name)


def plain(value: ast.expr, constants: dict[str, Any], where: str) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(verb)):
            yield verb
        case ast.IfExp(body=body, orelse=orelse):
            yield from plain(body, constants, where)
            yield from plain(orelse, constants, where)
        case ast.Name(id=name) if name in constants:
            known = constants[name]
            yield from plain(known, constants, where) if isinstance(known, ast.expr) else [str(known)]
        case _:
            raise AssertionError(f"{where}: say the verb plainly, so that it can be given words: {ast.unparse(value)}")


def local_names(tree: ast.AST, function: str) -> dict[str, Any]:
    return {
        target.id: node.value
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef) and outer.name == function
        for node in ast.walk(outer)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.Name, ast.Constant]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, held in zip(target.elts, value.elts, strict=True):
            yield from pairs(one, held)
    elif isinstance(target, ast.Name) and isinstance(value, ast.Constant):
        yield target, value
