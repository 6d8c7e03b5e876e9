"""What is said once a council is set up: to whoever did it, to chair and admins, in the departments' channels."""

from collections.abc import Mapping

from bot.council import calendar
from bot.council.departments import Council, Department
from bot.council.meetings import Meeting
from bot.council.people import Person
from bot.council.setups import Established
from bot.views import checks, ids, meeting_words, parts, people, rich, times
from bot.views.parts import Message

CHANGES = (
    "Its people change with /cx-council roster, its dates with /cx-council calendar, its goal with /cx-council charter."
)


def confirmation(done: Established) -> Message:
    """What whoever set it up reads: the first meetings, and what needs them."""
    name = done.council.name
    blocks = [rich.block(rich.section(rich.bold(f"{name} is set up."), " ", *_first(done)), *_then(done))]
    if done.needs:
        readers = checks.Readers(done.people, done.today)
        shown, left = _fitting(checks.lines(done.needs, readers))
        blocks.append(rich.block(rich.section(rich.bold(checks.heading(len(done.needs)))), rich.bullets(shown)))
        if left:
            blocks.append(rich.paragraph(f"and {left} more: /cx-council check shows them."))
    else:
        blocks.append(rich.paragraph("Nothing needs you now. /cx-council check tells whenever you ask."))
    return parts.message(f"{name} is set up. {_plain_first(done)}", *blocks)


def told(done: Established) -> Message:
    """What the chair and the workspace's admins read, where somebody else set it up."""
    name, founder = done.council.name, people.name(done.people, done.by)
    if done.reader == done.council.chair:
        first, who = f"{name} is set up, and you chair it.", f" {founder} set it up for you. "
    else:
        chair = people.name(done.people, done.council.chair)
        whose = "and chairs it" if done.by == done.council.chair else f"for {chair}, who chairs it"
        first, who = f"{name} is set up in this workspace.", f" {founder} set it up {whose}. "
    reader = done.people.get(done.reader)
    rights = ""
    if done.reader != done.council.chair and reader is not None and reader.is_admin:
        rights = " As an admin of the workspace you can change people and dates too."
    return parts.message(
        f"{first}{who}{_plain_first(done)}",
        rich.block(rich.section(rich.bold(first), who, *_first(done)), *_then(done)),
        rich.paragraph(CHANGES + rights),
    )


def hello(council: Council, department: Department, everyone: Mapping[str, Person]) -> Message:
    """The first words in a department's channel."""
    lead = people.first_name(everyone, department.lead) or "the lead"
    deputy = people.first_name(everyone, department.deputy) if department.deputy else ""
    ask = f"{lead} (or {deputy})" if deputy else lead
    often = "Once a month" if council.recurrence.months == calendar.EVERY_MONTH else "Before each meeting"
    says = (
        f"I'm the CX Council's assistant. {often} I'll ask {ask} for {parts.of(department.name)} report, "
        "and I'll post the actions people here own."
    )
    body = [rich.section("Hello ", rich.channel(department.channel), f". {says}")]
    if council.goal:
        body.append(rich.section("Our goal: ", rich.bold(council.goal)))
    if department.role_statement:
        body.append(rich.section(f"{parts.of(department.name)} part: “{department.role_statement}”"))
    opener = rich.button("Open the charter", ids.CHARTER_OPEN, str(council.id))
    return parts.message(f"Hello. {says}", rich.block(*body), rich.buttons(ids.CHARTER_OPEN, opener))


def _first(done: Established) -> list[rich.Part]:
    if not done.ahead:
        return ["No meeting is planned yet."]
    first, zone = done.ahead[0], done.council.zone
    windows = meeting_words.windows(first.opens_at, first.reports_due_at, first.agenda_at, zone)
    return ["First meeting: ", rich.bold(_when(first, done.council)), f" ({windows})."]


def _plain_first(done: Established) -> str:
    return f"First meeting: {_when(done.ahead[0], done.council)}." if done.ahead else "No meeting is planned yet."


def _then(done: Established) -> list[rich.Element]:
    later = [times.day(meeting.on, today=done.today) for meeting in done.ahead[1:]]
    return [rich.section(f"Then {parts.listed(later)}.")] if later else []


def _when(meeting: Meeting, council: Council) -> str:
    return f"{times.full_day(meeting.on)}, {times.clock(meeting.starts_at, council.zone)}"


def _fitting(lines: list[rich.Line]) -> tuple[list[rich.Line], int]:
    room, shown = parts.LONGEST_MESSAGE - 1000, 0
    for line in lines:
        room -= rich.size(rich.section(*line))
        if room < 0:
            break
        shown += 1
    return lines[:shown], len(lines) - shown
