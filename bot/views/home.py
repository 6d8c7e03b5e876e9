"""The Home tab: what is mine, when we meet next, how my departments and the meeting stand, and what one can do."""

from bot.council import meetings, reports
from bot.council.agendas import DepartmentReport
from bot.council.homes import Home
from bot.views import actions, help, home_parts, ids, parts, people, rich
from bot.views.parts import View

# A view holds 100 blocks; two an action or a report, and some thirty for everything else.
MOST_ACTIONS = 30
MOST_REPORTS = 5
LONGEST_HOME = 20_000
FOR_MEMBERS = (
    "The CX council's affairs are for the people of its workspace. Whoever invited you here can tell you more."
)
ABOUT = (
    "Once a month the departments report what they did for customers, the council meets and agrees actions, and I keep "
    "what was said and remind people of what is due."
)


def home(home: Home) -> View:
    """One person's Home tab, in their own time."""
    blocks = [
        *_head(home),
        *_reports(home),
        *_actions(home),
        *home_parts.departments(home),
        *home_parts.readiness(home),
        *_about(home),
        {"type": "divider"},
        *help.overview().blocks,
    ]
    return {"type": "home", "blocks": _with_one_primary(blocks)}


def not_set_up() -> View:
    """Home where no council is set up."""
    sentence = "No CX council is set up in this workspace yet. /cx-council setup sets one up, in about ten minutes."
    return in_words(sentence)


def for_members() -> View:
    """Home of somebody who is none of the council's workspace, or only a guest in it."""
    return in_words(FOR_MEMBERS)


def in_words(sentence: str) -> View:
    """Home with nothing on it but a sentence."""
    return {"type": "home", "blocks": [rich.paragraph(sentence)]}


def _head(home: Home) -> list[rich.Block]:
    title = rich.section(rich.bold(home.council.name))
    if home.meeting is None:
        return [rich.block(title, rich.section("No meeting is planned."))]
    starts = home_parts.moment(home, home.meeting.starts_at)
    head = rich.block(title, rich.section("Next meeting: ", rich.bold(starts), "."))
    if home.readiness is not None:  # their buttons stand with what is to be prepared
        return [head]
    look = rich.button("See the agenda", ids.WRITE_QUESTION, str(home.meeting.id))
    return [head, rich.buttons(ids.home_block("agenda"), look)]


def _reports(home: Home) -> list[rich.Block]:
    meeting = home.meeting
    if meeting is None or meeting.state not in meetings.RUNNING:
        return []
    blocks: list[rich.Block] = []
    for line in home.reports[:MOST_REPORTS]:
        name = line.department.name
        said, word = _standing(home, line)
        blocks.append(rich.paragraph(rich.bold(f"{parts.of(name)} report"), f" {said}"))
        which = ids.report_value(line.department.id, meeting.id)
        owed = not line.report.is_in and line.report.state is not reports.State.EXCUSED
        button = rich.button(word, ids.WRITE_REPORT, which, primary=owed, spoken=f"{word} of {name}")
        blocks.append(rich.buttons(ids.department_block(line.department.id), button))
    if left := len(home.reports) - MOST_REPORTS:
        blocks += [rich.paragraph(f"and {left} more: /cx-report status")] if left > 0 else []
    return blocks


def _standing(home: Home, line: DepartmentReport) -> tuple[str, str]:
    """Where the report stands, and what its button says."""
    assert home.meeting is not None
    due = home_parts.moment(home, home.meeting.reports_due_at)
    match line.report.state:
        case reports.State.SUBMITTED:
            return "is in; you can still change it.", "Change the report"
        case reports.State.NIL:
            return "is in: nothing to report. You can still write one.", "Change the report"
        case reports.State.EXCUSED:
            return "is excused this time. You can send one all the same.", "Write the report"
        case reports.State.DRAFT:
            return f"is begun and due {due}.", "Go on with the report"
        case reports.State.NOT_STARTED:
            return f"is due {due}.", "Write the report"


def _actions(home: Home) -> list[rich.Block]:
    if not home.actions:
        return [rich.paragraph(rich.bold("Your actions"), " · none are open.")]
    rows, left = actions.fold(list(home.actions), room=LONGEST_HOME, most=MOST_ACTIONS)
    head = rich.paragraph(rich.bold("Your actions"), f" · {parts.counted(len(home.actions), 'action')}")
    more = [rich.paragraph(f"and {len(left)} more: /cx-action mine")] if left else []
    return [head, *rows, *more]


def _about(home: Home) -> list[rich.Block]:
    """What the council is for, and who can be told something: for whoever does not prepare its meetings."""
    if home.readiness is not None:
        return []
    council = home.council
    said = [rich.section(rich.bold("About the council")), rich.section(ABOUT)] if not home.has_role else []
    said += [rich.section(rich.bold("Our goal: "), council.goal)] if council.goal.strip() else []
    if council.chair in home.people:
        said.append(rich.section(f"{people.name(home.people, council.chair)} chairs the council."))
    tell = rich.button("Tell the council", ids.TELL_COUNCIL, str(council.id), spoken="Tell the council something")
    return [*([rich.block(*said)] if said else []), rich.buttons(ids.home_block("tell"), tell)]


def _with_one_primary(blocks: list[rich.Block]) -> list[rich.Block]:
    """The first thing to do is the one for the eye to find; the buttons after it look alike."""
    found = False
    drawn = []
    for block in blocks:
        if block["type"] == "actions":
            elements = []
            for element in block["elements"]:
                plain = {name: value for name, value in element.items() if name != "style"}
                elements.append(plain if found else element)
                found = found or "style" in element
            drawn.append(block | {"elements": elements})
        else:
            drawn.append(block)
    return drawn
