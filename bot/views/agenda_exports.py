"""An agenda as a Markdown file: as its message has it, then what its items hold, whole."""

from dataclasses import dataclass

from bot.council.agenda_reading import Reading
from bot.views import agenda_reading, agendas, markdown, times


@dataclass(frozen=True)
class File:
    """An agenda as a file; `name` has its ending."""

    name: str
    title: str
    content: bytes


def file(reading: Reading) -> File:
    """The agenda as its reader may see it."""
    on = reading.agenda.meeting.on
    return File(
        name=f"cx-agenda-{on.isoformat()}.md",
        title=f"Agenda for {times.full_day(on)}",
        content=text(reading).encode("utf-8", "replace"),
    )


def text(reading: Reading) -> str:
    """All of it as Markdown (CommonMark). Nothing that people wrote is live in it."""
    agenda = reading.agenda
    written = [
        markdown.of_blocks(agendas.parent(agenda).blocks, level=1),
        markdown.paragraphs(agenda_reading.standing(reading)),
    ]
    for part in agenda_reading.contents(agenda):
        written.append(f"## {markdown.escaped(part.title)}")
        written += [markdown.of_blocks(page, level=3) for page in part.pages]
    return "\n\n".join(part for part in written if part) + "\n"
