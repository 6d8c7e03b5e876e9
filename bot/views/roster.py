"""The roster: everybody's look at who is in the council, with what the reader may change; and who was in it before."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.council.departments import Department, Tenure
from bot.council.people import Absence
from bot.council.roster import Role, Roster
from bot.views import departures, ids, parts, people, rich, roster_words, times
from bot.views.parts import View

TITLE = "CX council: roster"
PAGE = 8
NAMES_SHOWN = 12
AWAY_SHOWN = 20
MERGE, CLOSE, HISTORY = "merge", "close", "history"


def roster(roster: Roster, *, page: int = 0, said: str = "") -> View:
    """One page of the roster, counted from 0; `said` is what was just done."""
    pages = max(1, -(-len(roster.departments) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = roster.departments[page * PAGE : (page + 1) * PAGE]
    blocks = [rich.paragraph(rich.bold(said))] if said else []
    blocks += [_heading(roster), *_table(roster), *_away(roster), {"type": "divider"}]
    for department in shown:
        blocks += _department(roster, department)
    if pages > 1:
        blocks.append(rich.paragraph(f"Departments {page * PAGE + 1} to {page * PAGE + len(shown)}."))
        blocks.append(_turns(page, pages))
    if not roster.may_arrange:
        keepers = [roster.council.chair, *([roster.council.secretary] if roster.council.secretary else [])]
        blocks.append(rich.paragraph(f"Something is wrong here? Please tell {people.names(roster.people, keepers)}."))
    return parts.modal(ids.ROSTER, TITLE, blocks, close="Close", private={"page": page})


def page_with(roster: Roster, department_id: int | None, *, otherwise: int) -> int:
    """The page on which a department stands."""
    numbers = [department.id for department in roster.departments]
    return numbers.index(department_id) // PAGE if department_id in numbers else otherwise


def page_of(view: View) -> int:
    """The page that a roster shows. Raises MalformedForm."""
    page = parts.private(view).get("page")
    if type(page) is not int or not 0 <= page < 1000:
        raise parts.MalformedForm
    return page


def history(roster: Roster, department: Department | None, tenures: Iterable[Tenure]) -> View:
    """Who held which role when: in a department, or of the council's own roles; the latest first."""
    lines: list[rich.Line] = []
    for tenure in reversed(list(tenures)):
        name = people.name(roster.people, tenure.slack_id)
        until = "still" if tenure.to_on is None else f"until {times.full_day(tenure.to_on)}"
        role = roster_words.ROLES[Role(tenure.role)]
        lines.append((rich.bold(name), f" · {role} from {times.full_day(tenure.from_on)}, {until}"))
    title = "Chair, vice-chair and secretary" if department is None else department.name
    more = len(lines) - 60
    if more > 0:
        lines = [*lines[:60], (f"and {more} more, longer ago",)]
    blocks = [rich.paragraph(rich.bold(title), " · who held which role, the latest first")]
    blocks.append(rich.block(rich.bullets(lines)) if lines else rich.paragraph("Nobody so far."))
    return parts.modal(ids.NOTICE, "Roles over time", blocks, close="Back")


def named(roster: Roster, slack_id: str) -> str:
    """A person's name, with what keeps them from acting today: "Marcus Bell (away until Fri 12 March, Ines Duarte
    acts)"."""
    name = people.name(roster.people, slack_id)
    aside = state(roster, slack_id)
    return f"{name} ({aside})" if aside else name


def state(roster: Roster, slack_id: str) -> str:
    """Why somebody is not there: a closed account, or an absence, today's or a coming one; else an empty string."""
    if roster.is_gone(slack_id):
        return "account closed"
    away = roster.absence_of(slack_id)
    if away is None:
        return ""
    acting = f", {people.name(roster.people, away.stand_in)} acts" if away.stand_in else ""
    return f"away {departures.days(away, roster.on)}{acting}"


def _heading(roster: Roster) -> rich.Block:
    return rich.paragraph(rich.bold(roster.council.name), f" · {_counts(roster)}")


def _counts(roster: Roster) -> str:
    own = {roster.council.chair, roster.council.vice_chair, roster.council.secretary} - {None}
    everybody = frozenset().union(*(department.people for department in roster.departments), own) - {""}
    return (
        f"{parts.counted(len(roster.departments), 'department')}, {parts.counted(len(everybody), 'person', 'people')}"
    )


def _table(roster: Roster) -> list[rich.Block]:
    council = roster.council
    own = ((Role.CHAIR, council.chair), (Role.VICE_CHAIR, council.vice_chair), (Role.SECRETARY, council.secretary))
    lines = [
        rich.section(rich.bold(roster_words.ROLES[role].capitalize()), f" {_holder(roster, holder, role, None)}")
        for role, holder in own
    ]
    override = council.chair_override
    if override is not None and roster.on <= override.until_on:
        until = times.day(override.until_on, today=roster.on)
        lines.append(rich.section(f"The chair belongs to a department until {until}: ", rich.italic(override.reason)))
    shown = [rich.block(*lines)]
    buttons = []
    if roster.may_arrange:
        buttons = [
            rich.button("Add a department", ids.ROSTER_ADD, "new", primary=not roster.departments),
            rich.button("Chair and secretary", ids.ROSTER_TABLE_EDIT, "table"),
            rich.button("Somebody is away", ids.ROSTER_AWAY, "away"),
            rich.button("Hand over", ids.ROSTER_HAND_OVER, council.chair, spoken="Hand the chair over for a while"),
        ]
    elif roster.reader == council.chair:
        buttons = [rich.button("Hand over", ids.ROSTER_HAND_OVER, council.chair)]
    return [*shown, *([rich.buttons(ids.ROSTER_TABLE_EDIT, *buttons)] if buttons else [])]


def _away(roster: Roster) -> list[rich.Block]:
    """Who is away or will be, with the way back, for whoever keeps the roster."""
    if not roster.may_arrange:
        return []
    shown = [_absence(roster, away) for away in roster.absences[:AWAY_SHOWN]]
    left = len(roster.absences) - len(shown)
    return shown + ([rich.paragraph(f"and {left} more who will be away later.")] if left > 0 else [])


def _absence(roster: Roster, away: Absence) -> rich.Block:
    name, on = people.name(roster.people, away.slack_id), away.from_on.isoformat()
    back = "Back" if away.covers(roster.on) else "Not away"
    return {
        "type": "section",
        "block_id": f"away:{away.slack_id}:{on}",
        "text": {"type": "plain_text", "text": f"{name} is away {departures.days(away, roster.on)}."},
        "accessory": rich.button(back, ids.ROSTER_BACK, f"{away.slack_id}:{on}", spoken=f"{back}: {name}"),
    }


def _department(roster: Roster, department: Department) -> list[rich.Block]:
    lines = [
        rich.section(rich.bold(department.name), " · ", rich.channel(department.channel)),
        rich.section("Lead ", rich.bold(_holder(roster, department.lead, Role.LEAD, department.id))),
        rich.section("Deputy ", _holder(roster, department.deputy, Role.DEPUTY, department.id)),
    ]
    for word, held in (("Contributors", department.contributors), ("Members", department.members)):
        if held:
            lines.append(rich.section(f"{word} {_names(roster, held)}"))
    shown = [rich.block(*lines)]
    buttons = []
    if roster.may_arrange:
        buttons = [
            rich.button("Edit", ids.ROSTER_EDIT, str(department.id), spoken=f"Edit {department.name}"),
            _menu(department),
        ]
    elif roster.may_help(department):
        says = "Edit deputy and contributors"
        buttons = [rich.button(says, ids.ROSTER_EDIT, str(department.id), spoken=f"{says} of {department.name}")]
    if buttons:
        shown.append(rich.buttons(ids.department_block(department.id), *buttons))
    return shown


def _menu(department: Department) -> rich.Element:
    return {
        "type": "overflow",
        "action_id": ids.ROSTER_MENU,
        "options": [
            {"text": {"type": "plain_text", "text": text}, "value": f"{what}:{department.id}"}
            for text, what in (("Merge into…", MERGE), ("Close", CLOSE), ("History", HISTORY))
        ],
    }


def _turns(page: int, pages: int) -> rich.Block:
    turns = []
    if page > 0:
        turns.append(rich.button("Earlier departments", ids.ROSTER_EARLIER, str(page - 1)))
    if page + 1 < pages:
        turns.append(rich.button("More departments", ids.ROSTER_LATER, str(page + 1)))
    return rich.buttons(ids.ROSTER_LATER, *turns)


def _holder(roster: Roster, slack_id: str | None, role: Role, department_id: int | None) -> str:
    if not slack_id:
        return "nobody yet"
    since = roster.since.get((slack_id, str(role), department_id))
    return named(roster, slack_id) + (f", since {_since(since, roster.on)}" if since else "")


def _since(since: date, today: date) -> str:
    return times.date_only(since) + (f" {since.year}" if since.year != today.year else "")


def _names(roster: Roster, slack_ids: Iterable[str]) -> str:
    names: Sequence[str] = sorted((named(roster, slack_id) for slack_id in slack_ids), key=str.casefold)
    left = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" and {left} more" if left > 0 else "")
