"""Writes docs/playground-payloads.md: `python -m playground.documented.documentation > docs/playground-payloads.md`."""

import sys
from collections.abc import Mapping

from playground.documented import answers, events, frames, interactions
from playground.documented.vocabulary import Entry, met_keys

_ABOVE = """\
# What the playground sends and answers

Every payload it sends to an app and every answer of its Web API follows a table in `playground/documented/`: the keys
that Slack documents, in Slack's types, and no others. The tests hold a day in which every deed is done and every method
is called against these tables, and the month of the council's journey as well; a table that nothing has been held
against fails them too.

- **Ids** look like Slack's: a letter for the kind (`U`, `C`, `D`, `T`, `A`, `B`, `F`, `V`; `Ev` for events), then at
  least eight capital letters and digits. **Timestamps** of messages and events are strings with six decimals; instants
  elsewhere are whole numbers.
- **Blocks** are what the app itself sent, with the ids and defaults Slack fills in; what may stand in them is in
  [playground-checks.md](playground-checks.md). What comes back must be fit to be sent again.
- Keys **met in practice** are on no page; they are listed with where they were met. Met in practice only are also the
  subtype `tombstone` of a deleted message that has replies and the mode `tombstone` of a deleted file.
- What stands around every event (`event_callback`) is from [events-api](https://docs.slack.dev/apis/events-api) and
  [EnvelopedEvent](https://docs.slack.dev/tools/bolt-js/reference/interfaces/EnvelopedEvent).
- Keys that only Enterprise organisations, Slack Connect and workflow functions have are left out.

Slack's pages say which keys there are and of which type; hardly any says which of them are always there. What is
required here stands in every example of the page, or in every payload recorded by the sources named.

This page is written by `python -m playground.documented.documentation`; a test holds it equal to the tables.
"""


def page() -> str:
    """The page in Markdown, with a newline at its end."""
    return _ABOVE + "".join(
        _section(title, entries)
        for title, entries in (
            ("Commands and interactions", interactions.INTERACTIONS),
            ("Events", events.EVENTS),
            ("Frames of a socket", frames.FRAMES),
            ("Answers of the Web API", answers.ANSWERS),
        )
    )


def _section(title: str, entries: Mapping[str, Entry]) -> str:
    rows = "".join(_row(name, entry) for name, entry in entries.items())
    return f"\n## {title}\n\n| what | pages | met in practice |\n| --- | --- | --- |\n{rows}"


def _row(name: str, entry: Entry) -> str:
    own = [page for page in entry.pages if page not in events.ENVELOPE_PAGES]
    pages = ", ".join(f"[{_short(page)}](https://{page})" for page in own)
    met = dict(met_keys(entry.schema))
    noted = "; ".join(f"`{key}` ({where})" for key, where in met.items())
    return f"| {name} | {pages} | {noted or '–'} |\n"


def _short(page: str) -> str:
    return page.rsplit("/", 1)[-1]


if __name__ == "__main__":
    sys.stdout.write(page())
