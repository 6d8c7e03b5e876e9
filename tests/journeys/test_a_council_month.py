"""The month that `make demo` invites people to live, told through the script: report, agenda, action, nudge, Done."""

from playground.__main__ import Trial
from playground.script import Script, button
from tests.journeys.told import buttons, telling, words

REPORT = {
    "did": "Logged 1,302 calls about broken promises in January. Call tag “promise” is live.",
    "attending": "lead",
    "customer_quote": "They promised next day. I took a day off work for nothing.",
}


def test_a_month_from_report_to_done(script: Script) -> None:
    # The board stands in the council's channel since reports opened, Tue 26 January 09:00.
    board = script.messages("cx-council")[0]
    assert board["at"] == "2027-01-26T09:00:00+00:00"
    assert "0 of 6 in" in words(board)
    assert "due Thu 4 February, 17:00" in words(board)

    # Aisha reports for Customer Service.
    opened = script.command("aisha", "customer-service", "/cx-report")
    assert opened["ok"], opened
    assert "Customer Service · meeting Tue 9 February, due Thu 4 February, 17:00" in words(opened["view"])
    assert script.press("aisha", "cx_report_unfold:customer_quote", view=True)["ok"]
    sent = script.submit("aisha", REPORT)
    assert sent["ok"], sent
    assert "six working days early" in words(sent["view"])
    board = script.messages("cx-council")[0]
    assert "1 of 6 in" in words(board)
    assert board["at"] == "2027-01-26T09:00:00+00:00"
    assert len(script.messages("cx-council")) == 1

    # Priya looks at the agenda and posts it, with a question.
    preview = script.command("priya", "cx-council", "/cx-agenda")
    assert "Larkspur CX Council — Tue 9 February 2027, 14:00–15:30" in words(preview["view"])
    posted = script.submit("priya", {"question": "How do we stop promising what we can't deliver?"})
    assert posted["ok"], posted
    _, parent, *replies = script.messages("cx-council")
    assert "How do we stop promising what we can't deliver?" in words(parent)
    assert "opening: Marketing. In: Customer Service. Not yet: Marketing, Sales" in words(parent)
    assert "agenda v1" in words(parent)
    assert [reply["thread_ts"] for reply in replies] == [parent["ts"]]
    assert "Logged 1,302 calls" in words(replies[0])

    # She agrees an action, its date in words.
    form = script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")
    assert "Fri 26 February" in words(form["view"])
    added = script.submit("priya")
    assert added["ok"], added
    assert "Fri 26 February" in words(added["view"])
    card = script.last_message("marketing")
    assert "A-1" in words(card)
    assert "re-target ads" in words(card)
    nina = next(person["id"] for person in script.state()["people"] if person["name"] == "Nina Castillo")
    assert f"<@{nina}>" in words(card)
    # The agenda's first item grew, where it stands.
    _, parent, *replies = script.messages("cx-council")
    assert "Not due: A-1" in words(parent)
    assert any("re-target ads" in words(reply) for reply in replies)

    # The clock moves on to five working days before the meeting, when it is nine in Kolkata: Ravi is asked in person.
    moved = script.clock(next=True)
    assert moved["ok"], moved
    assert script.state()["now"] == "2027-02-02T03:30:00+00:00"
    assert [message["kind"] for message in moved["messages"]] == ["dm"]

    # And to nine in London: the nudge, in the department's channel.
    moved = script.clock(next=True)
    assert script.state()["now"] == "2027-02-02T09:00:00+00:00"
    nudge = script.last_message("marketing")
    assert nudge["at"] == "2027-02-02T09:00:00+00:00"
    assert "Before Tuesday 9 February: Marketing's open actions." in words(nudge)
    assert f"<@{nina}>" in words(nudge)
    in_channels = [message for message in moved["messages"] if message["kind"] == "channel"]
    assert {message["channel_name"] for message in in_channels} == {"marketing"}

    # Nina presses Done, with a line of evidence.
    pressed = button(nudge, "Done")
    done_form = script.press("nina", pressed.action_id, block_id=pressed.block_id, channel="marketing", ts=nudge["ts"])
    assert done_form["ok"], done_form
    done = script.submit("nina", {"evidence": "New postcodes live since Monday."})
    assert done["ok"], done
    nudge = script.last_message("marketing")
    assert "Done by Nina Castillo" in words(nudge)
    assert buttons(nudge) == []
    [card] = telling(script, "marketing", "A-1")
    assert "New postcodes live since Monday." in words(card)
    assert buttons(card) == []

    assert script.state()["refusals"] == []


def test_the_meeting_itself_from_start_to_closed(script: Script) -> None:
    # Nobody has posted the agenda by its day: the timetable does.
    script.clock(to="2027-02-09T13:45:00+00:00")
    agenda = next(m for m in script.messages("cx-council") if "9 February 2027, 14:00–15:30" in words(m))
    assert agenda["at"] == "2027-02-05T09:00:00+00:00"
    assert "Posted by the timetable, without a question." in words(agenda)

    # Priya starts the meeting a quarter of an hour early, and adjourns it.
    looked = script.command("priya", "cx-council", "/cx-agenda")
    start = button(looked["view"], "Start meeting")
    started = script.press("priya", start.action_id, block_id=start.block_id, view=True)
    assert "In session since 13:45." in words(started["view"])
    script.clock(to="2027-02-09T15:27:00+00:00")
    adjourn = button(started["view"], "Adjourn")
    adjourned = script.press("priya", adjourn.action_id, block_id=adjourn.block_id, view=True, confirm=True)
    assert "Adjourned 15:27" in words(adjourned["view"])
    assert "Next: Tue 9 March, 14:00." in words(adjourned["view"])
    script.close("priya", all=True)

    # On Wednesday she posts the minutes; their corrections run for five working days from the meeting.
    script.clock(to="2027-02-10T10:40:00+00:00")
    looked = script.command("priya", "cx-council", "/cx-agenda")
    [offered] = [message for message in looked["messages"] if message["kind"] == "ephemeral"]
    write = button(offered, "Post minutes")
    form = script.press("priya", write.action_id, block_id=write.block_id, channel="cx-council", ts=offered["ts"])
    assert "They can be corrected until Tue 16 February, 17:00" in words(form["view"])
    assert script.submit("priya", {"minutes": "We count leads, so we promise dates we miss."})["ok"]
    minutes = script.last_message("cx-council")
    assert "We count leads, so we promise dates we miss." in words(minutes)

    # They close by themselves, and say so where they stand.
    script.clock(to="2027-02-16T17:00:00+00:00")
    minutes = script.last_message("cx-council")
    assert minutes["at"] == "2027-02-10T10:40:00+00:00"
    assert "Closed Tue 16 February." in words(minutes)
    assert script.state()["refusals"] == []


def test_the_month_after_follows_by_itself(script: Script, larkspur: Trial) -> None:
    script.command("priya", "cx-council", "/cx-action", "@marcus rewrite the call script by end of next month")
    script.submit("priya")

    script.clock(to="2027-03-03T12:00:00+00:00")

    boards = [message for message in script.messages("cx-council") if "Reports for" in words(message)]
    assert [message["at"][:16] for message in boards] == ["2027-01-26T09:00", "2027-02-23T09:00"]
    nudges = [message for message in script.messages("sales") if "open actions" in words(message)]
    assert [message["at"][:16] for message in nudges] == ["2027-02-02T09:00", "2027-03-02T09:00"]
    assert script.state()["refusals"] == []


def test_done_pressed_on_last_months_nudge_shows_there_too(script: Script) -> None:
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month")
    script.submit("priya")
    script.clock(to="2027-02-10T15:00:00+00:00")  # the meeting is over, and nobody started it
    asked = script.last_message("@priya")
    held = button(asked, "It took place")
    script.press("priya", held.action_id, block_id=held.block_id, channel="dm", ts=asked["ts"])
    nudge = next(message for message in script.messages("marketing") if "open actions" in words(message))
    done = button(nudge, "Done")
    script.press("nina", done.action_id, block_id=done.block_id, channel="marketing", ts=nudge["ts"])
    assert script.submit("nina", {"evidence": "Live since Monday."})["ok"]
    script.clock(to="2027-03-10T15:00:00+00:00")  # the next one was held too, and its close confirms what is done
    asked = script.last_message("@priya")
    held = button(asked, "It took place")
    told = script.press("priya", held.action_id, block_id=held.block_id, channel="dm", ts=asked["ts"])
    [offered] = [message for message in told["messages"] if message["kind"] == "ephemeral"]
    close = button(offered, "Close")
    press = {"block_id": close.block_id, "channel": "dm", "ts": offered["ts"], "confirm": True}
    assert script.press("priya", close.action_id, **press)["ok"]
    nudge = next(message for message in script.messages("marketing") if message["ts"] == nudge["ts"])
    assert "Done by Nina Castillo" in words(nudge)
    assert buttons(nudge) == []
    [card] = telling(script, "marketing", "A-1")
    assert "Done by Nina Castillo" in words(card)
    assert [m for m in script.messages("marketing") if "Before Tuesday 9 March" in words(m)] == []
