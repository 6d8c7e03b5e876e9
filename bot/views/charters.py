"""The charter: what the council is for. Everyone reads it, the chair edits it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.council import charters
from bot.council.charter_copies import Copy
from bot.council.charters import LONGEST_GOAL, LONGEST_PART, MOST_FOCUS_AREAS, FocusArea
from bot.views import forms, ids, notices, parts, people, refilling, rich, times
from bot.views.parts import Message, View

TITLE = "CX charter"
LONGEST_FOCUS_AREAS = 1500
PARTS_A_BLOCK = 8
PARTS_SHOWN = 90


@dataclass(frozen=True)
class CharterForm:
    """A charter as somebody filled it in: focus areas as typed, parts in the order of the form's departments."""

    goal: str
    focus_areas: str
    parts: tuple[str, ...]


def fields(goal: str, areas: Sequence[FocusArea], told: Sequence[tuple[str, str]]) -> list[forms.Block]:
    """The charter's fields; `told` are each department's name and its part so far."""
    return [
        forms.text(
            ids.GOAL,
            "The goal",
            hint="For example: Customers tell us we did what we said we'd do (61 % → 80 % by December).",
            most=LONGEST_GOAL,
            value=goal,
            lines=True,
        ),
        forms.text(
            ids.FOCUS_AREAS,
            "Focus areas",
            hint=f"One to {MOST_FOCUS_AREAS}, one a line. For example: First bill: right the first time",
            most=LONGEST_FOCUS_AREAS,
            value=charters.focus_areas_as_typed(areas),
            lines=True,
        ),
        *(
            forms.text(
                ids.part_block(str(number)),
                f"{parts.of(name)} part",
                hint="In a sentence, for example: Promise only what we can deliver." if number == 0 else "",
                most=LONGEST_PART,
                value=part,
                lines=True,
                required=False,
            )
            for number, (name, part) in enumerate(told)
        ),
    ]


def read(view: View) -> CharterForm:
    """What the fields say. Raises MalformedForm."""
    prefix = ids.part_block("")
    shown = [str(block.get("block_id", "")) for block in view["blocks"]]
    return CharterForm(
        goal=parts.one_line(forms.typed(view, ids.GOAL)),
        focus_areas=forms.typed(view, ids.FOCUS_AREAS),
        parts=tuple(parts.one_line(forms.typed(view, name)) for name in shown if name.startswith(prefix)),
    )


def look(seen: Copy) -> View:
    """The charter as everyone may read it, with the way to edit it for whoever may."""
    council = seen.council
    blocks = [
        rich.block(
            rich.section(rich.bold(council.name)),
            rich.section("Our goal: ", rich.bold(council.goal) if council.goal else "none is written down yet."),
        )
    ]
    if council.focus_areas:
        lines: list[rich.Line] = [
            (rich.bold(area.name), f": {area.description}" if area.description else "") for area in council.focus_areas
        ]
        blocks.append(rich.block(rich.section("What we look at:"), rich.bullets(lines)))
    if told := [department for department in seen.departments if department.role_statement]:
        said: list[rich.Line] = [(rich.bold(department.name), f": {department.role_statement}") for department in told]
        blocks.append(rich.paragraph("Each department's part:"))
        groups = [said[start : start + PARTS_A_BLOCK] for start in range(0, len(said), PARTS_A_BLOCK)]
        blocks += [rich.block(rich.bullets(some)) for some in groups]
    blocks.append(rich.paragraph(_version(seen)))
    if seen.may_edit:
        button = rich.button("Edit the charter", ids.CHARTER_EDIT, str(council.charter_version))
        blocks.append(rich.buttons(ids.CHARTER_EDIT, button))
    else:
        chair = people.name(seen.people, council.chair)
        blocks.append(rich.paragraph(f"{chair} edits it as the chair: tell them what should be different."))
    return notices.as_modal(TITLE, Message(parts.escape(f"The charter of {council.name}"), blocks))


def form(seen: Copy) -> View:
    """The chair's form."""
    shown = seen.departments[:PARTS_SHOWN]
    told = [(department.name, department.role_statement) for department in shown]
    left = len(seen.departments) - len(shown)
    rest = (
        f" The parts of {parts.counted(left, 'more department')} have no room here and stay as they are."
        if left
        else ""
    )
    return parts.modal(
        ids.CHARTER_FORM,
        TITLE,
        [
            rich.paragraph(f"A new version replaces this one; the old one is kept. Nobody is notified.{rest}"),
            *fields(seen.council.goal, seen.council.focus_areas, told),
        ],
        submit="Save charter",
        private={
            "version": seen.council.charter_version,
            "departments": [department.id for department in shown],
        },
    )


def read_form(view: View) -> tuple[int, tuple[int, ...], CharterForm]:
    """The version that was edited, the departments whose parts were shown (ids), and what was filled in. Raises
    MalformedForm."""
    kept = parts.private(view)
    shown, filled = kept.get("departments"), read(view)
    if not isinstance(shown, list) or len(shown) != len(filled.parts):
        raise parts.MalformedForm
    numbers = tuple(parts.number({"id": department_id}, "id") for department_id in shown)
    return parts.number(kept, "version"), numbers, filled


def beside(view: View, seen: Copy) -> View:
    """The form as it was sent, with what the charter became meanwhile above it; sent again, it replaces that."""
    shown = refilling.again(view)
    kept = parts.private(view) | {"version": seen.council.charter_version}
    by = people.name(seen.people, seen.adopted_by)
    goal, areas = seen.council.goal, seen.council.focus_areas
    told: list[rich.Line] = [(rich.bold("Goal"), f": {goal}")]
    told += [(rich.bold(area.name), f": {area.description}" if area.description else "") for area in areas]
    told += [(rich.bold(parts.of(one.name)), f" part: {one.role_statement}") for one in seen.departments]
    said = rich.block(
        rich.section(rich.bold(f"{by} saved version {seen.council.charter_version} while your form was open:")),
        rich.bullets(told),
        rich.section("Your words are below. Saving puts them in place of these; closing leaves these as they are."),
        block_id=ids.CHARTER_MEANWHILE,
    )
    blocks = [block for block in shown["blocks"] if block.get("block_id") != ids.CHARTER_MEANWHILE]
    return shown | {"blocks": [said, *blocks], "private_metadata": json.dumps(kept, separators=(",", ":"))}


def saved(seen: Copy, *, changed: bool) -> Message:
    """What the chair reads afterwards."""
    if not changed:
        return notices.plain("The charter is as it was: nothing has changed.")
    return notices.plain(
        f"The charter is saved as version {seen.council.charter_version}. /cx-council charter shows it to everyone."
    )


def _version(seen: Copy) -> str:
    by = people.name(seen.people, seen.adopted_by)
    day = times.day(seen.adopted_on, today=seen.today)
    return f"Version {seen.council.charter_version}, by {by} on {day}."
