"""Two months of reports at Larkspur, told with the dates, people and words they have there, from call to agenda."""

from typing import Any, NamedTuple

from playground.script import Script
from tests.journeys import told
from tests.journeys.told import buttons, words


class Asked(NamedTuple):
    """Where a department is asked for its report, its lead's handle, whom the call is for, and what it ends with."""

    channel: str
    lead: str
    addressed: str
    instead: str


DEPARTMENTS = {
    "Marketing": Asked("marketing", "dana", "Dana, Marketing's", " Felix can send it instead."),
    "Sales": Asked("sales", "marcus", "Marcus, Sales'", " Ines can send it instead."),
    "Operations": Asked("field-ops", "owen", "Owen, Operations'", " Rhea can send it instead."),
    "Customer Service": Asked("customer-service", "aisha", "Aisha, Customer Service's", " Joe can send it instead."),
    "Finance & Billing": Asked("finance-billing", "grace", "Grace, Finance & Billing's", "\n"),
    "IT & Platforms": Asked("it-platforms", "ravi", "Ravi, IT & Platforms'", " Beth can send it instead."),
}
OFFERED = ["Write the report", "Nothing to report"]
LOGGED = "Logged 1,302 calls about broken promises in January. Call tag “promise” is live."
A_DAY_OFF = "They promised next day. I took a day off work for nothing."
MIGRATION = "Network migration month, no change for customers."


def new_since(script: Script, moment: str) -> dict[str, list[str]]:
    """What was posted at `moment` (as in "2027-02-02T09:00"), by channel, or by "@handle" in direct messages."""
    state = script.state()
    handles = {person["id"]: person["handle"] for person in state["people"]}
    places = {channel["name"]: channel["messages"] for channel in state["channels"]}
    places |= {f"@{handles[dm['user']]}": dm["messages"] for dm in state["dms"]}
    found = {
        place: [words(one) for one in messages if one["at"].startswith(moment)] for place, messages in places.items()
    }
    return {place: said for place, said in found.items() if said}


def so_many_are_in(script: Script, count: int, when: str) -> None:
    """The board says how many are in, and is the message it was from the beginning."""
    board = told.board(script)
    assert f"{count} of 6 in · due " in words(board)
    assert board["at"][:16] == when


def test_february_from_the_call_for_reports_to_one_that_came_late(january: Script) -> None:
    script = january

    # Tue 26 January, 09:00: each department is asked in its channel, and the board stands in the council's.
    script.clock(to="2027-01-26T09:00:00+00:00")
    asked = new_since(script, "2027-01-26T09:00")
    assert set(asked) == {"cx-council", *(department.channel for department in DEPARTMENTS.values())}
    for channel, _, addressed, instead in DEPARTMENTS.values():
        [said] = asked[channel]
        assert said.startswith("Reports are open for the CX Council on Tue 9 February, 14:00.")
        assert f"{addressed} report is due Thu 4 February, 17:00. It takes about five minutes.{instead}" in said
        assert buttons(script.last_message(channel)) == OFFERED
    so_many_are_in(script, 0, "2027-01-26T09:00")
    assert [told.stands(script, name) for name in DEPARTMENTS] == ["not yet"] * 6

    # Wed 27 January, 10:12: Aisha reports, about three focus areas.
    script.clock(to="2027-01-27T10:12:00+00:00")
    form = script.command("aisha", "customer-service", "/cx-report")
    assert form["view"]["title"]["text"] == "CX report"
    heading = words(form["view"])
    assert heading.startswith("Customer Service · meeting Tue 9 February, due Thu 4 February, 17:00")
    assert "Our goal: customers tell us we did what we said we'd do." in heading
    assert "Your part: Put it right once, and tell others why it went wrong." in heading
    assert "Promise at the point of sale: what did you do, and what is in place now?" in heading
    for part in ("+ Activation day", "+ First bill", "+ A customer said"):
        form = told.press(script, "aisha", form["view"], part)
    for area, aligned in (("F1", "Drifting from …"), ("F2", "Aligned"), ("F3", "Aligned")):
        script.type("aisha", aligned, block_id=f"alignment:{area}")
    sent = script.submit(
        "aisha",
        {
            "did:F1": LOGGED,
            "drifting_from:F1": ["Sales"],
            "did:F2": "We call back within a day.",
            "did:F3": "We explain it on the first call.",
            "customer_quote": A_DAY_OFF,
            "attending": "Me, Aisha Khan",
        },
    )
    assert sent["ok"], sent
    assert words(sent["view"]).startswith(
        "Thank you, Aisha. Customer Service's report is in, six working days early. "
        "You can change it with /cx-report until the meeting closes."
    )
    script.close("aisha", all=True)
    so_many_are_in(script, 1, "2027-01-26T09:00")
    [call] = script.messages("customer-service")
    assert words(call) == "Customer Service's report for Tue 9 February is in (Aisha Khan)."
    assert buttons(call) == []

    # Mon 1 February: Sales and Marketing.
    script.clock(to="2027-02-01T10:00:00+00:00")
    for name in ("Sales", "Marketing"):
        channel, lead, *_ = DEPARTMENTS[name]
        thanks = told.reports(script, lead, channel, {"did:F1": f"{name} went on.", "attending": "lead"})
        assert "three working days early" in thanks
    so_many_are_in(script, 3, "2027-01-26T09:00")

    # Tue 2 February: whoever has not begun is asked in person, at nine where they are.
    assert script.clock(next=True)["ok"]
    assert new_since(script, "2027-02-02T03:30") == {
        "@ravi": [
            "Ravi, IT & Platforms' report for Tue 9 February is due Thu 4 February, 22:30 your time.\n"
            "Write the reportNothing to report"
        ]
    }
    script.clock(to="2027-02-02T12:00:00+00:00")
    at_nine = new_since(script, "2027-02-02T09:00")
    assert set(at_nine) == {"@owen", "@grace"}
    for handle, sentence in (("@owen", "Owen, Operations' report"), ("@grace", "Grace, Finance & Billing's report")):
        assert at_nine[handle][0].startswith(f"{sentence} for Tue 9 February is due Thu 4 February, 17:00.")

    # Wed 3 February: the three that are still waited for, in their channels, lead and deputy mentioned.
    script.clock(to="2027-02-03T09:00:00+00:00")
    due = new_since(script, "2027-02-03T09:00")
    assert set(due) == {"field-ops", "finance-billing", "it-platforms"}
    owen, rhea, grace = (told.mention(script, name) for name in ("Owen Price", "Rhea Nair", "Grace Liu"))
    assert due["field-ops"][0].startswith(
        f"{owen} {rhea} — Operations' CX report is due Thu 4 February (tomorrow), 17:00."
    )
    assert due["finance-billing"][0].startswith(f"{grace} — Finance & Billing's CX report is due Thu 4 February")

    # Ravi has nothing to report, and says why.
    reminder = script.last_message("it-platforms")
    nothing = told.press(script, "ravi", reminder, "Nothing to report", "it-platforms")
    assert "Thank you, Ravi. IT & Platforms has nothing to report for Tue 9 February." in words(nothing["view"])
    explained = script.submit("ravi", {"reason": MIGRATION})
    assert MIGRATION in words(explained["view"])
    script.close("ravi", all=True)
    assert told.stands(script, "IT & Platforms") == "nothing to report"
    so_many_are_in(script, 4, "2027-01-26T09:00")
    assert [buttons(message) for message in script.messages("it-platforms")] == [[], []]

    # Thu 4 February, 17:05: Priya reads who is in, and may excuse.
    script.clock(to="2027-02-04T17:04:00+00:00")
    assert script.messages("@priya") == []
    script.clock(to="2027-02-04T17:05:00+00:00")
    [summary] = script.messages("@priya")
    assert summary["at"][:16] == "2027-02-04T17:05"
    assert words(summary).startswith(
        "4 of 6 reports are in. In: Marketing, Sales, Customer Service. Nothing to report: IT & Platforms."
        "Not yet: Operations, Finance & Billing."
    )
    assert "The agenda goes out Fri 5 February (tomorrow), 09:00." in words(summary)
    assert buttons(summary)[:3] == ["Excuse Operations", "Excuse Finance & Billing", "Leave it"]

    # Fri 5 February, 09:00: the agenda; and those who have not reported, with their deputies, are still welcome. Priya
    # hears that it went out without a question.
    script.clock(to="2027-02-05T09:00:00+00:00")
    welcome = {place: said for place, said in new_since(script, "2027-02-05T09:00").items() if place[0] == "@"}
    [alone] = welcome.pop("@priya")
    assert "The agenda for Tue 9 February went out by itself Fri 5 February, 09:00, without a question." in alone
    assert set(welcome) == {"@owen", "@rhea", "@grace"}
    for [line] in welcome.values():
        assert "report is still welcome until the meeting starts: Tue 9 February, 14:00." in line
    [agenda] = told.telling(script, "cx-council", "Larkspur CX Council — Tue 9 February 2027, 14:00–15:30")
    assert "agenda v1" in words(agenda)
    assert (
        "In: Sales, Customer Service. Nothing to report: IT & Platforms. No report: Operations, Finance & Billing"
        in words(agenda)
    )
    assert f"A customer said: “{A_DAY_OFF}”" in words(agenda)
    [item] = told.thread(script, agenda)
    for sentence in (LOGGED, "drifting from Sales", "We call back within a day.", MIGRATION):
        assert sentence in item

    # 11:20: Owen's report comes late. The agenda is edited, not posted again; its thread says what is new.
    script.clock(to="2027-02-05T11:20:00+00:00")
    told.press(script, "owen", script.last_message("@owen"), "Write the report", "dm")
    sent = script.submit("owen", {"did:F1": "We publish the real wait every week.", "attending": "lead"})
    assert "Thank you, Owen. This arrived after the agenda, so I've added it as v2, marked “added Fri 11:20”." in words(
        sent["view"]
    )
    script.close("owen", all=True)
    [after] = told.telling(script, "cx-council", "Larkspur CX Council — ")
    assert after["ts"] == agenda["ts"]
    assert "agenda v2" in words(after)
    assert "Operations (added Fri 11:20)" in words(after)
    item, note = told.thread(script, agenda)
    assert "Operations, added Fri 11:20" in item
    assert "We publish the real wait every week." in item
    assert note == "Agenda v2: Operations' report added (late)."
    assert told.stands(script, "Operations") == "in, added Fri 11:20"
    so_many_are_in(script, 5, "2027-01-26T09:00")
    assert [buttons(message) for message in script.messages("@rhea")] == [[]]
    [summary] = told.telling(script, "@priya", "5 of 6 reports are in.")
    assert "Not yet: Finance &" in words(summary)
    assert script.state()["refusals"] == []


def february_is_over(script: Script) -> None:
    """Marcus has reported in time, and Priya has said that the meeting took place."""
    script.clock(to="2027-02-01T10:00:00+00:00")
    answers: dict[str, Any] = {
        "did:F1": "The call script is being rewritten.",
        "next:F1": "The new script is live.",
        "attending": "lead",
    }
    told.reports(script, "marcus", "sales", answers)
    script.clock(to="2027-02-10T14:00:00+00:00")
    told.press(script, "priya", script.last_message("@priya"), "It took place", "dm")


def test_march_with_a_lead_away_and_everybody_in_time(january: Script) -> None:
    script = january
    february_is_over(script)

    # Mon 22 February: Marcus is away until 12 March, and Ines acts.
    script.clock(to="2027-02-22T08:00:00+00:00")
    place = script.command("marcus", "sales", "/cx-council", "me")
    told.press(script, "marcus", place["view"], "Set away")
    away = script.submit("marcus", {"away_until": "2027-03-12"})
    assert away["ok"], away
    script.close("marcus", all=True)

    # Tue 23 February: the call in #sales is for Ines alone, and says what Sales said last.
    script.clock(to="2027-02-23T09:00:00+00:00")
    [call] = new_since(script, "2027-02-23T09:00")["sales"]
    assert "Ines, Sales' report is due Thu 4 March, 17:00. It takes about five minutes." in call
    assert "Marcus" not in call
    assert "Last time, for Tue 9 February: “The call script is being rewritten.”" in call

    # Mon 1 March: four report, so on Tuesday two are asked in person, Ines instead of Marcus.
    script.clock(to="2027-03-01T10:00:00+00:00")
    for name in ("Marketing", "Operations", "Customer Service", "Finance & Billing"):
        channel, lead, *_ = DEPARTMENTS[name]
        told.reports(script, lead, channel, {"did:F1": f"{name} went on.", "attending": "lead"})
    script.clock(to="2027-03-02T12:00:00+00:00")
    in_person = {place for place in new_since(script, "2027-03-02T") if place[0] == "@"}
    assert in_person == {"@ravi", "@ines"}
    [said] = new_since(script, "2027-03-02T09:00")["@ines"]
    assert said.startswith("Ines, Sales' report for Tue 9 March is due Thu 4 March, 17:00.")

    # Wed 3 March: mentioned alone, Ines sends what is half written already.
    script.clock(to="2027-03-03T09:00:00+00:00")
    reminder = script.last_message("sales")
    ines, marcus = told.mention(script, "Ines Duarte"), told.mention(script, "Marcus Bell")
    assert words(reminder).startswith(f"{ines} — Sales' CX report is due Thu 4 March (tomorrow), 17:00.")
    assert not any(marcus in words(message) for message in script.messages("sales"))
    form = told.press(script, "ines", reminder, "Write the report", "sales")
    started = {
        block["block_id"]: block["element"].get("initial_value")
        for block in form["view"]["blocks"]
        if block["type"] == "input"
    }
    assert started["did:F1"] == "The new script is live."
    assert "In your report for 9 February: The call script is being rewritten." in words(form["view"])
    sent = script.submit("ines", {"attending": "Me, Ines Duarte"})
    assert "Thank you, Ines. Sales' report is in, one working day early." in words(sent["view"])
    script.close("ines", all=True)
    assert told.stands(script, "Sales") == "in (Ines Duarte for Marcus Bell)"
    assert "is in (Ines Duarte for Marcus Bell)." in words(script.last_message("sales"))

    # Thu 4 March: Ravi sends at 21:50 in Kolkata, which is 16:20 in London, so there is no summary to read.
    script.clock(to="2027-03-04T16:20:00+00:00")
    form = script.command("ravi", "it-platforms", "/cx-report")
    assert "due Thu 4 March, 22:30 your time" in words(form["view"])
    sent = script.submit("ravi", {"did:F1": "The lookup is estimated.", "attending": "lead"})
    assert "IT & Platforms' report is in, in time." in words(sent["view"])
    so_many_are_in(script, 6, "2027-02-23T09:00")
    shown = script.command("ravi", "it-platforms", "/cx-report", "show it")
    assert "Thu 4 March 2027, 16:20" in words(shown["view"])
    script.clock(to="2027-03-05T08:55:00+00:00")
    assert not [message for message in script.messages("@priya") if message["at"] > "2027-03-04T17:00"]
    prepared = script.command("priya", "cx-council", "/cx-agenda")
    assert prepared["ok"], prepared
    script.submit("priya", {"question": "Why do dates slip?", "post_when": "later"})
    script.clock(to="2027-03-05T09:00:00+00:00")
    assert not [message for message in script.messages("@priya") if message["at"] > "2027-03-04T17:00"]
    assert not {place for place in new_since(script, "2027-03-05T") if place[0] == "@"}
    agenda = told.telling(script, "cx-council", "Larkspur CX Council — Tue 9 March 2027")[-1]
    assert "Ines Duarte comes." in told.thread(script, agenda)[0]
    assert script.state()["refusals"] == []
