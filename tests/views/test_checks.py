"""What needs someone, as the chair reads it: S0.2's three things to the letter, and each of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.council import calendar, needs
from bot.council.people import Absence, Person
from bot.views import checks, parts
from playground import checks as slack
from tests.views import samples
from tests.views.samples import LONG_TEXT, LONGEST, MEETING, SALES, SERVICE

FINANCE = replace(
    SALES, id=5, name="Finance & Billing", channel="C0FINANCE", lead="U0GRACE", deputy=None, role_statement=""
)
IT = replace(SALES, id=6, name="IT & Platforms", channel="C0IT", lead="U0RAVI", deputy="U0BETH")
PEOPLE = samples.PEOPLE | {
    "U0GRACE": Person("U0GRACE", "Grace Liu", "Europe/London"),
    "U0SAM": Person("U0SAM", "Sam Wood", "Europe/London", is_guest=True),
    "U0PIA": Person("U0PIA", "Pia Lindqvist", "Europe/London", is_stranger=True),
}
READERS = checks.Readers(PEOPLE, date(2027, 1, 14))


def kolkata(day: str, there: str) -> needs.LocalTime:
    return needs.LocalTime(datetime.fromisoformat(f"{day} 14:00"), datetime.fromisoformat(there))


THREE: tuple[needs.Need, ...] = (
    needs.BotMissing("C0FINANCE", "finance-billing", FINANCE, ("U0GRACE",)),
    needs.NoDeputy(FINANCE, None),
    needs.DistantLead(IT, "U0RAVI", "Asia/Kolkata", (kolkata("2027-02-09", "2027-02-09 19:30"),)),
)
CLASH = calendar.HolidayClash(
    rule_on=date(2027, 3, 26),
    name="Good Friday",
    earlier=date(2027, 3, 25),
    later=date(2027, 3, 30),
    unanswered=date(2027, 3, 30),
    asks_at=samples.NOW,
    settles_at=samples.NOW,
)
MARCH = replace(MEETING, on=date(2027, 3, 30), rule_on=date(2027, 3, 26), holiday_question=True)


def test_the_three_things_of_larkspurs_first_day_read_as_promised() -> None:
    said = samples.read(checks.answer(THREE, READERS)).splitlines()
    assert said[0] == "Three things need you"
    assert said[1] == (
        "I'm not in #finance-billing, so I can't post reminders there. "
        "Ask someone there to type /invite @CX Council. Until then I'll message Grace directly, and owners about "
        "what is theirs."
    )
    assert said[2].startswith("Finance & Billing has no deputy. If Grace is away, nobody can report.")
    assert said[3] == "IT & Platforms' lead is in Kolkata: 14:00 here is 19:30 for Ravi."


@pytest.mark.parametrize(
    ("need", "said"),
    [
        (
            needs.BotMissing("C0COUNCIL", "cx-council", None, ("U0PRIYA",)),
            "I'm not in #cx-council, so I can't post the board and the agenda there. "
            "Ask someone there to type /invite @CX Council.",
        ),
        (
            needs.BotMissing("G0SALES", "", SALES, ("U0RAVI",)),
            "I'm not in Sales' channel, so I can't post reminders there. "
            "Ask someone there to type /invite @CX Council. Until then I'll message Ravi directly, and owners about "
            "what is theirs.",
        ),
        (
            needs.ChannelArchived("C0SALES", "sales", SALES),
            "#sales is archived, so nobody can post there. "
            "Unarchive it, or give Sales another channel in /cx-council roster.",
        ),
        (
            needs.ChannelArchived("C0COUNCIL", "", None),
            "The council's channel is archived, so nobody can post there. "
            "Unarchive it, or give the council another channel in /cx-council roster.",
        ),
        (
            needs.NoLead(SERVICE, "U0AISHA", "U0JOE"),
            "Aisha Khan's account is closed, so Customer Service has no lead. "
            "Joe acts until there is one. Choose one in /cx-council roster.",
        ),
        (
            needs.NoLead(SERVICE, None, None),
            "Customer Service has no lead. "
            "The chair answers for it until there is one. Choose one in /cx-council roster.",
        ),
        (
            needs.NoLead(SERVICE, "U0AISHA", None, Absence("U0JOE", date(2027, 1, 11), date(2027, 3, 12))),
            "Aisha Khan's account is closed, so Customer Service has no lead. Joe is away until Fri 12 March: "
            "the chair answers for it until then. Choose one in /cx-council roster.",
        ),
        (
            needs.NoLead(SERVICE, "U0AISHA", "U0TOM", Absence("U0JOE", date(2027, 1, 11), date(2027, 3, 12), "U0TOM")),
            "Aisha Khan's account is closed, so Customer Service has no lead. Joe is away until Fri 12 March: "
            "Tom acts until then. Choose one in /cx-council roster.",
        ),
        (
            needs.NoDeputy(SERVICE, "U0JOE"),
            "Joe Lister's account is closed, so Customer Service has no deputy. "
            "If Aisha is away, nobody can report. Choose one in /cx-council roster.",
        ),
        (
            needs.Left("U0TOM", "secretary", None),
            "Tom Ashby's account is closed, so the council has no secretary. Choose one in /cx-council roster.",
        ),
        (
            needs.Left("U0NINA", "member", SALES),
            "Nina Castillo's account is closed, and Sales still names them as a member. "
            "Take them out in /cx-council roster.",
        ),
        (
            needs.NotAColleague("U0SAM", "lead", SALES),
            "Sam Wood is a guest here, and is Sales' lead. That is for full members: choose one in /cx-council roster.",
        ),
        (
            needs.NotAColleague("U0PIA", "vice_chair", None),
            "Pia Lindqvist belongs to another organisation, and is the vice-chair. "
            "That is for full members: choose one in /cx-council roster.",
        ),
        (
            needs.ChairInDepartment(SALES, date(2027, 1, 28), ended=False),
            "The chair belongs to Sales, which is agreed until Thu 28 January. "
            "By then, change one of the two in /cx-council roster.",
        ),
        (
            needs.ChairInDepartment(SALES, date(2027, 1, 13), ended=True),
            "The chair belongs to Sales, which was agreed until Wed 13 January. "
            "The chair should be outside the departments: change one of the two in /cx-council roster.",
        ),
        (
            needs.ChairInDepartment(SALES, None, ended=True),
            "The chair belongs to Sales. "
            "The chair should be outside the departments: change one of the two in /cx-council roster.",
        ),
        (
            needs.ChairInDepartment(SALES, None, ended=True, acts="U0NINA"),
            "Nina Castillo, who acts as chair, belongs to Sales. "
            "The chair should be outside the departments: change one of the two in /cx-council roster.",
        ),
        (
            needs.NobodyPresides(date(2027, 1, 14), date(2027, 1, 22), None),
            "The chair is away until Fri 22 January, and nobody acts for them. Hand over in /cx-council roster.",
        ),
        (
            needs.NobodyPresides(date(2027, 2, 8), date(2027, 2, 9), "U0NINA"),
            "The chair is away from Mon 8 February until Tue 9 February, and nobody acts for them. "
            "Nina Castillo's account is closed. Hand over in /cx-council roster.",
        ),
        (
            needs.HolidayChoice(MARCH, CLASH),
            "The March meeting falls on Fri 26 March, which is Good Friday. "
            "Choose Thu 25 March or Tue 30 March in /cx-council calendar. Without an answer it is on Tue 30 March.",
        ),
        (
            needs.NobodyReports(SERVICE, MEETING, date(2027, 2, 4), ("U0AISHA", "U0JOE")),
            "Aisha and Joe are away on Thu 4 February, when Customer Service's report is due, "
            "and nobody else can send it. Say who acts in /cx-council roster.",
        ),
        (
            needs.NobodyReports(FINANCE, MEETING, date(2027, 2, 4), ("U0GRACE",)),
            "Grace is away on Thu 4 February, when Finance & Billing's report is due, "
            "and nobody else can send it. Say who acts in /cx-council roster.",
        ),
        (
            needs.DistantLead(
                IT,
                "U0RAVI",
                "Asia/Kolkata",
                (kolkata("2027-02-09", "2027-02-09 19:30"), kolkata("2027-04-13", "2027-04-13 18:30")),
            ),
            "IT & Platforms' lead is in Kolkata: 14:00 here is 19:30 for Ravi. From Tue 13 April it is 18:30.",
        ),
        (
            needs.DistantLead(IT, "U0RAVI", "Pacific/Auckland", (kolkata("2027-02-09", "2027-02-10 03:00"),)),
            "IT & Platforms' lead is in Auckland: 14:00 here is 03:00 the next day for Ravi.",
        ),
    ],
)
def test_each_need_says_what_is_the_case_and_what_to_do(need: needs.Need, said: str) -> None:
    assert samples.read(checks.answer([need], READERS)) == f"One thing needs you\n{said}"


def test_people_not_seen_yet_are_never_called_by_an_id() -> None:
    nobody = checks.Readers({}, date(2027, 1, 14))
    unseen = [need for need in THREE if not isinstance(need, needs.NotAColleague)]
    said = samples.read(checks.answer(unseen, nobody))
    assert "U0" not in said
    assert "Until then I'll message the lead directly, and owners about what is theirs." in said


def test_where_nothing_needs_anyone_that_is_said() -> None:
    assert samples.read(checks.answer([], READERS)).startswith("Nothing needs you.")


def test_that_slack_was_not_asked_is_said_beside_it() -> None:
    for found in ((), THREE):
        assert samples.read(checks.answer(found, READERS, fresh=False)).endswith(checks.NOT_ASKED)
        assert checks.NOT_ASKED not in samples.read(checks.answer(found, READERS))


def test_the_direct_message_names_the_council_and_says_all_of_it_on_a_lock_screen() -> None:
    message = checks.told(THREE, "Larkspur CX Council", READERS)
    assert message.text.startswith("Larkspur CX Council: three things need you. I'm not in #finance-billing")
    assert "19:30 for Ravi" in message.text


def test_what_to_type_stands_out_as_something_to_type() -> None:
    [block] = checks.answer(THREE[:1], READERS).blocks
    typed = [e["text"] for e in block["elements"][1]["elements"][0]["elements"] if e.get("style") == {"code": True}]
    assert typed == ["/invite @CX Council"]


def test_two_hundred_departments_in_disorder_fit_into_one_message_and_the_rest_is_counted() -> None:
    worst = replace(LONGEST, name="W" * 40)
    found = [needs.NoLead(replace(worst, id=n), "U0LONG", "U0LAYLA") for n in range(200)]
    message = checks.answer(found, READERS)
    assert slack.check_message(message.text, message.blocks) == []
    said = samples.read(message).splitlines()
    assert said[0] == "200 things need you"
    shown = len(said) - 2
    assert said[-1] == f"and {200 - shown} more: /cx-council check shows them once these are dealt with."
    assert sum(map(len, said)) <= parts.LONGEST_MESSAGE + 500


def test_nothing_that_people_typed_is_live() -> None:
    wild = replace(LONGEST, name=LONG_TEXT[:40])
    found: list[needs.Need] = [
        needs.BotMissing("C0LONG", "<!here>", wild, ("U0LONG",)),
        needs.NoLead(wild, "U0LONG", "U0LAYLA"),
        needs.ChannelArchived("C0LONG", "<!channel>", wild),
    ]
    message = checks.told(found, LONG_TEXT[:80], READERS)
    assert slack.check_message(message.text, message.blocks) == []
    assert "<" not in message.text
    assert "mrkdwn" not in repr(message.blocks)
