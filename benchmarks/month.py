"""The council month of `make demo`, lived through `/_playground/`: wall time from the first deed to Done."""

import tempfile
import time

from playground.__main__ import trial
from playground.script import Script, button


def run() -> list[str]:
    """The report, a line each."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with trial(database_url=f"sqlite:///{folder}/council.sqlite3") as running:
            ready = time.perf_counter() - began
            began = time.perf_counter()
            deeds = _live_a_month(running.playground.script)
            lived = time.perf_counter() - began
    return [
        f"a council month   {lived:4.1f} s for {deeds} deeds through the playground, after {ready:3.1f} s to start it"
    ]


def _live_a_month(script: Script) -> int:
    answers = [
        script.command("aisha", "customer-service", "/cx-report"),
        script.submit("aisha", {"did": "Logged 1,302 calls.", "attending": "lead"}),
        script.command("priya", "cx-council", "/cx-agenda"),
        script.submit("priya", {"question": "How do we stop promising what we can't deliver?"}),
        script.command("priya", "cx-council", "/cx-action", "@nina re-target ads by end of next month"),
        script.submit("priya"),
        script.clock(next=True),
    ]
    nudge = script.last_message("marketing")
    done = button(nudge, "Done")
    answers += [
        script.press("nina", done.action_id, block_id=done.block_id, channel="marketing", ts=nudge["ts"]),
        script.submit("nina", {"evidence": "New postcodes live since Monday."}),
    ]
    assert all(answer["ok"] for answer in answers), answers
    return len(answers)
