"""The forms of the roster, and the choice that is asked where somebody else was faster."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.council import setups
from bot.council.departments import ChairOverride, Council, Department
from bot.council.roster import Meanwhile, Roster, Table, version_of_table
from bot.views import department_forms, forms, ids, parts, people, rich, setup_basics, setup_people, times
from bot.views.department_forms import DepartmentForm
from bot.views.parts import View

THEIRS, MINE, EDIT = "theirs", "mine", "edit"
TABLE_TITLE = "Chair and secretary"
LABELS = {
    "name": "Name",
    "channel": "Channel",
    "tz": "Time zone",
    "lead": "Lead",
    "deputy": "Deputy",
    "contributors": "Contributors",
    "members": "Members",
    "downstream": "Customers go on to",
    "chair": "Chair",
    "vice_chair": "Vice-chair",
    "secretary": "Secretary",
    "chair_override": "The chair in a department",
}
NAMED = frozenset({"lead", "deputy", "contributors", "members", "chair", "vice_chair", "secretary"})


@dataclass(frozen=True)
class Sent:
    """What a form of the roster was sent with: `wanted` carries the version the person saw, at `seen_at` (UTC)."""

    wanted: Department
    seen_at: datetime
    helpers_only: bool = False


@dataclass(frozen=True)
class SentTable:
    """As `Sent`, of the council's own roles, name and channel."""

    wanted: Table
    seen_at: datetime


@dataclass(frozen=True)
class Compared:
    """What somebody chose between theirs and mine."""

    choice: str
    department: Sent | None = None
    table: SentTable | None = None


def department_form(
    roster: Roster, department: Department | None, *, now: datetime, note: list[rich.Block] | None = None
) -> View:
    """The form of a department, or of a new one; a lead gets deputy and contributors of their own. `note` stands on
    top, and `department` is what fills the fields."""
    if department is not None and not roster.may_arrange:
        return _helpers_form(department, now=now, note=note)
    given = DepartmentForm(tz=roster.council.tz) if department is None else _as_form(department)
    others = [other for other in roster.departments if department is None or other.id != department.id]
    says = (
        "A new department. It reports from the next meeting on, and says hello in its channel."
        if department is None
        else "Changes are kept with their dates; whoever leaves a role held it until today."
    )
    return parts.modal(
        ids.ROSTER_DEPARTMENT,
        "New department" if department is None else "Edit department",
        [*(note or []), rich.paragraph(says), *department_forms.fields(given, others)],
        submit="Add department" if department is None else "Save department",
        close="Back",
        private=_kept(department, now),
    )


def read_department(view: View, *, council_id: int = 0) -> Sent:
    """What a submitted form says; the id is 0 for a new department. Raises MalformedForm."""
    kept = parts.private(view)
    if view.get("callback_id") == ids.ROSTER_HELPERS:
        wanted = _blank(parts.number(kept, "department"))
        return Sent(
            replace(
                wanted,
                deputy=forms.chosen(view, ids.DEPARTMENT_DEPUTY),
                contributors=forms.chosen_people(view, ids.DEPARTMENT_CONTRIBUTORS),
                version=parts.number(kept, "version"),
            ),
            _seen_at(kept),
            helpers_only=True,
        )
    form = department_forms.read(view)
    assert form.channel is not None, "read insists on it"
    assert form.lead is not None, "read insists on it"
    new = "department" not in kept
    return Sent(
        Department(
            id=0 if new else parts.number(kept, "department"),
            council_id=council_id,
            name=form.name,
            channel=form.channel,
            tz=form.tz,
            lead=form.lead,
            deputy=form.deputy,
            contributors=form.contributors,
            members=form.members,
            downstream=form.downstream,
            version=1 if new else parts.number(kept, "version"),
        ),
        _seen_at(kept),
    )


def table_form(roster: Roster, given: Table | None, *, now: datetime, note: list[rich.Block] | None = None) -> View:
    """The form of the council's own roles, name and channel, with what is `given`, or as they are."""
    council = roster.council
    table = given or table_of(council)
    override = table.override
    fields = setup_people.table_fields(
        setups.Table(
            table.chair,
            table.vice_chair,
            table.secretary,
            override.reason if override else "",
            override.until_on if override and override.until_on > date.min else None,
        )
    )
    return parts.modal(
        ids.ROSTER_TABLE,
        TABLE_TITLE,
        [
            *(note or []),
            rich.paragraph("Who leads the council, and who keeps its roster and minutes."),
            *fields,
            *setup_basics.identity_fields(table.name, table.channel),
            rich.buttons(ids.ROSTER_TABLE_HISTORY, rich.button("Roles over time", ids.ROSTER_TABLE_HISTORY, "history")),
        ],
        submit="Save",
        close="Back",
        private={"version": table_of(council).version, "seen": now.timestamp()},
    )


def read_table(view: View) -> SentTable:
    """What a submitted form says. Raises MalformedForm."""
    kept, read = parts.private(view), setup_people.read(view)
    version = parts.number(kept, "version")
    name, channel = setup_basics.read_identity(view)
    wanted = Table(read.chair, read.vice_chair, read.secretary, read.override, version, name, channel)
    return SentTable(wanted, _seen_at(kept))


def table_of(council: Council) -> Table:
    """The council's own roles as they are."""
    return Table(
        council.chair,
        council.vice_chair,
        council.secretary,
        council.chair_override,
        version_of_table(council),
        council.name,
        council.channel,
    )


def compare(meanwhile: Meanwhile, *, now: datetime, helpers_only: bool = False) -> View:
    """What somebody else did meanwhile beside what this person sent, and the question what shall stand."""
    mine, theirs = meanwhile.mine, meanwhile.theirs
    choices = [(THEIRS, "Keep theirs"), (MINE, "Save mine"), (EDIT, "Go back to my form, with both in view")]
    return parts.modal(
        ids.ROSTER_COMPARE,
        "Changed meanwhile",
        [*both(meanwhile), forms.radio(ids.CHOICE, "What shall stand?", choices)],
        submit="Continue",
        close="Back",
        private={
            "mine": _department_kept(mine) if isinstance(mine, Department) else _table_kept(mine),
            "version": version_of_table(theirs) if isinstance(theirs, Council) else theirs.version,
            "seen": now.timestamp(),
            "helpers": helpers_only,
        },
    )


def both(meanwhile: Meanwhile) -> list[rich.Block]:
    """Who did what while the form was open, and where that differs from what was sent."""
    theirs, changes, everyone = meanwhile.theirs, meanwhile.changes, meanwhile.people
    name = theirs.name if isinstance(theirs, Department) else "the council"
    who = people.names(everyone, dict.fromkeys(change.actor for change in changes), "and") or "Somebody"
    when = f", {times.moment(changes[-1].at, meanwhile.council.zone)}" if changes else ""
    done: list[rich.Line] = [
        (
            rich.bold(LABELS[key]),
            ": ",
            *_value(key, change.before.get(key), meanwhile),
            " → ",
            *_value(key, change.after[key], meanwhile),
        )
        for change in changes
        for key in change.after
        if key in LABELS
    ]
    blocks = [rich.paragraph(rich.bold(f"{who} changed {name} while your form was open{when}."))]
    if done:
        blocks.append(rich.block(rich.section("What changed:"), rich.bullets(done)))
    lines: list[rich.Line] = [
        (
            rich.bold(LABELS[key]),
            ": now ",
            *_value(key, meanwhile.stands.get(key), meanwhile),
            "; yours ",
            *_value(key, meanwhile.sent[key], meanwhile),
        )
        for key in meanwhile.sent
        if key in LABELS
    ]
    blocks.append(rich.block(rich.section("Where yours differs from what stands now:"), rich.bullets(lines)))
    return blocks


def seen_in(view: View) -> list[rich.Block]:
    """What a comparison showed, to stand over the form again."""
    return [{"type": "rich_text", "elements": block["elements"]} for block in view["blocks"] if _is_text(block)]


def read_compared(view: View) -> Compared:
    """What was chosen, and what this person had sent, on top of what stands now. Raises MalformedForm."""
    kept = parts.private(view)
    choice = forms.chosen(view, ids.CHOICE)
    mine = kept.get("mine")
    if choice not in (THEIRS, MINE, EDIT) or not isinstance(mine, dict):
        raise parts.MalformedForm
    version, seen_at = parts.number(kept, "version"), _seen_at(kept)
    try:
        if "chair" in mine:
            override = mine["override"]
            until = override and ChairOverride(str(override[0]), date.fromisoformat(override[1]))
            name, channel = str(mine["name"]), str(mine["channel"])
            table = Table(str(mine["chair"]), mine["vice"], mine["secretary"], until or None, version, name, channel)
            return Compared(choice, table=SentTable(table, seen_at))
        wanted = Department(
            id=parts.number(mine, "id"),
            council_id=0,
            name=str(mine["name"]),
            channel=str(mine["channel"]),
            tz=str(mine["tz"]),
            lead=str(mine["lead"]),
            deputy=mine["deputy"],
            contributors=frozenset(map(str, mine["contributors"])),
            members=frozenset(map(str, mine["members"])),
            downstream=tuple(int(one) for one in mine.get("downstream", ())),
            version=version,
        )
    except (KeyError, TypeError, ValueError, IndexError):
        raise parts.MalformedForm from None
    return Compared(choice, department=Sent(wanted, seen_at, helpers_only=kept.get("helpers") is True))


def _helpers_form(department: Department, *, now: datetime, note: list[rich.Block] | None) -> View:
    given = _as_form(department)
    wanted = (ids.DEPARTMENT_DEPUTY, ids.DEPARTMENT_CONTRIBUTORS)
    fields = [block for block in department_forms.fields(given) if block["block_id"] in wanted]
    says = "You lead it: its deputy and contributors are yours to choose. The rest is kept by chair and secretary."
    return parts.modal(
        ids.ROSTER_HELPERS,
        "Edit department",
        [*(note or []), rich.paragraph(rich.bold(department.name), f" · {says}"), *fields],
        submit="Save",
        close="Back",
        private=_kept(department, now),
    )


def _as_form(department: Department) -> DepartmentForm:
    return DepartmentForm(
        name=department.name,
        channel=department.channel,
        tz=department.tz,
        lead=department.lead or None,
        deputy=department.deputy,
        contributors=department.contributors,
        members=department.members,
        downstream=department.downstream,
    )


def _blank(department_id: int) -> Department:
    return Department(id=department_id, council_id=0, name="", channel="", tz="", lead="", deputy=None)


def _kept(department: Department | None, now: datetime) -> dict[str, Any]:
    seen: dict[str, Any] = {"seen": now.timestamp()}
    return seen if department is None else seen | {"department": department.id, "version": department.version}


def _is_text(block: Mapping[str, Any]) -> bool:
    return block["type"] == "rich_text" and block.get("block_id") != ids.PROBLEM


def _seen_at(kept: Mapping[str, Any]) -> datetime:
    seen = kept.get("seen")
    if not isinstance(seen, int | float) or isinstance(seen, bool) or not 0 <= seen < 2**33:
        raise parts.MalformedForm
    return datetime.fromtimestamp(seen, UTC)


def _department_kept(department: Department) -> dict[str, Any]:
    return {
        "id": department.id,
        "name": department.name,
        "channel": department.channel,
        "tz": department.tz,
        "lead": department.lead,
        "deputy": department.deputy,
        "contributors": sorted(department.contributors),
        "members": sorted(department.members),
        "downstream": sorted(department.downstream),
    }


def _table_kept(table: Table) -> dict[str, Any]:
    override = table.override
    return {
        "chair": table.chair,
        "vice": table.vice_chair,
        "secretary": table.secretary,
        "name": table.name,
        "channel": table.channel,
        "override": None if override is None else [override.reason, override.until_on.isoformat()],
    }


def _value(key: str, value: object, meanwhile: Meanwhile) -> list[rich.Part]:
    if not value:
        return ["nobody" if key in NAMED else "nothing"]
    if key == "channel":
        return [rich.channel(str(value))]
    held = value if isinstance(value, list | tuple) else [value]
    if key in NAMED:
        return [_some([people.name(meanwhile.people, str(one)) for one in held])]
    if key == "downstream":
        return [_some([meanwhile.departments.get(int(str(one)), "a department") for one in held])]
    return [rich.italic(str(value))]


def _some(names: list[str]) -> str:
    left = len(names) - 12
    return ", ".join(names[:12]) + (f" and {left} more" if left > 0 else "")
