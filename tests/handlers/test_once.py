"""The same thing sent, pressed or delivered twice has one effect."""

from playground.script import Script
from tests.handlers import screen


def test_a_report_submitted_twice_is_one_report(script: Script) -> None:
    script.command("aisha", "customer-service", "/cx-report")
    answer = script.submit("aisha", screen.REPORT, repeat=2, parallel=True)
    assert answer["ok"], answer
    assert "report is in" in screen.modal(answer)
    assert script.last_message("cx-council")["text"].startswith("Reports for 9 February · 1 of 6 in")


def test_an_action_submitted_twice_is_one_action(script: Script) -> None:
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by 31 March")
    script.submit("priya", repeat=3, parallel=True)
    listed = screen.private(script.command("priya", "cx-council", "/cx-action", "list"))
    assert listed.splitlines()[0] == "Actions · 1 open"
    assert len([m for m in script.messages("marketing") if "A-1" in m["text"]]) == 1


def test_done_pressed_twice_is_done_once_and_says_by_whom(script: Script) -> None:
    script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by 31 March")
    script.submit("priya")
    card = script.last_message("marketing")
    script.press("nina", "cx_done", channel="marketing", ts=card["ts"])
    script.press("dana", "cx_done", channel="marketing", ts=card["ts"])
    script.submit("nina", {"evidence": "Live since today."})
    late = script.submit("dana", {"evidence": "I think it is."})
    assert "A-1 is done already, by Nina Castillo." in screen.modal(late)
    assert screen.entered(late) == {"evidence": "I think it is."}
    assert "Live since today." in script.last_message("marketing")["text"]


def test_home_opened_by_an_event_delivered_twice_is_drawn_once(script: Script) -> None:
    script.home("nina", repeat=2)
    published = [call for call in script.state()["calls"] if call["method"] == "views.publish"]
    assert len(published) == 1


def test_an_agenda_posted_twice_is_posted_once(script: Script) -> None:
    script.command("priya", "cx-council", "/cx-agenda")
    script.submit("priya", {"question": "Why?"}, repeat=2, parallel=True)
    assert len([m for m in script.messages("cx-council") if "Why?" in m["text"]]) == 1


def test_agree_sent_twice_at_once_is_one_agreement_and_pressed_again_it_is_explained(script: Script) -> None:
    script.command("marcus", "sales", "/cx-action", "@jonas add three questions to the form by 31 March")
    script.submit("marcus")
    [listed] = script.command("priya", "cx-council", "/cx-action", "list")["messages"]
    proposal = script.last_message("@priya")
    state = script.state()
    priya = next(person["id"] for person in state["people"] if person["handle"] == "priya")
    direct = next(dm["id"] for dm in state["dms"] if dm["user"] == priya)
    pressed = script.press("priya", "cx_agree", channel=direct, ts=proposal["ts"], repeat=2, parallel=True)
    assert pressed["ok"], pressed
    assert len([m for m in script.messages("sales") if "A-1" in m["text"]]) == 1
    [kept] = script.messages("@priya")
    assert "Agreed by Priya Raman" in kept["text"]
    again = script.press("priya", "cx_agree", channel="cx-council", ts=listed["ts"])
    assert "A-1 is agreed already" in screen.private(again)
