"""The focus areas of the report form: what was done in each, what comes next, and whether it still fits the others."""

import json
import unicodedata
from collections.abc import Collection

from bot.council.departments import Department
from bot.council.report_answers import (
    LONGEST_DID,
    LONGEST_NEXT,
    Alignment,
    Answers,
    AreaAnswer,
)
from bot.council.report_desk import Desk
from bot.council.report_parts import area_part
from bot.views import forms, ids, parts, rich, times
from bot.views.parts import View

# The charter has at most five (council/charters.py). Of those it had before, so many more are shown; what was said
# about others stays as it is.
MOST_SHOWN = 8
LONGEST_BEFORE = 300
# Characters, as a menu is sent. Each of up to nine would list the same departments again, in a view of 250 kB at most.
LONGEST_LIST = 1_500
_ALIGNMENTS: tuple[forms.Choice, ...] = (
    (str(Alignment.ALIGNED), "Aligned"),
    (str(Alignment.DRIFTING), "Drifting from …"),
    (str(Alignment.NOT_OURS), "Not ours"),
)


def shown(answers: Answers, unfolded: frozenset[str]) -> tuple[AreaAnswer, ...]:
    """The areas that have fields: those unfolded, or the first where none is."""
    there = answers.areas[:MOST_SHOWN]
    return tuple(area for area in there if area_part(area.key) in unfolded) or there[:1]


def fields(desk: Desk, answers: Answers, unfolded: frozenset[str], *, edition: int) -> list[forms.Block]:
    """The fields of the areas that are unfolded, and the way to the others.

    Something done in one area is enough, whichever it is: Slack can ask for it only where there is no other.
    """
    open_ones = shown(answers, unfolded)
    required = desk.may_send and len(open_ones) == 1
    blocks: list[forms.Block] = []
    for area in open_ones:
        blocks += _fields(desk, area, edition=edition, required=required)
    if folded := [area for area in answers.areas[:MOST_SHOWN] if area not in open_ones]:
        blocks.append(
            rich.buttons(ids.REPORT_FOLDED_AREAS, *(unfold(area_part(area.key), area.name) for area in folded))
        )
    return blocks


def read(view: View, areas: list[tuple[str, str]], *, edition: int) -> tuple[AreaAnswer, ...]:
    """What the fields of these `areas` (key, name) say. Raises MalformedForm."""
    return tuple(_read(view, key, name, edition=edition) for key, name in areas)


def unfold(part: str, name: str) -> rich.Element:
    """The button that unfolds a part of the form."""
    return rich.button(parts.cut(f"+ {name}", 75), ids.report_unfold(part), part)


def before(desk: Desk, said: str, example: str) -> str:
    """What the department wrote there last, in small, or an example of a good answer where it wrote nothing."""
    if desk.last is None or not said.strip():
        return example
    day = times.date_only(desk.last.meeting.on)
    return f"In your report for {day}: {parts.cut(parts.one_line(said), LONGEST_BEFORE)}"


def others(desk: Desk) -> list[Department]:
    """The departments that can be named: the standing ones besides one's own."""
    return [one for one in desk.departments if one.id != desk.department.id]


def departments_field(
    desk: Desk, name: str, label: str, *, hint: str, chosen: Collection[int], required: bool
) -> forms.Block:
    """A choice of departments (ids): from a list, or where that would be long, among what is found while one types."""
    choices = _choices(others(desk))
    if len(json.dumps(forms.offer(choices))) <= LONGEST_LIST:
        return forms.several(name, label, choices, hint=hint, values=frozenset(map(str, chosen)), required=required)
    picked = [choice for choice in choices if int(choice[0]) in chosen]
    return forms.sought(name, label, hint=hint, chosen=picked, required=required)


def found(desk: Desk, typed: str) -> list[forms.Block]:
    """What can be chosen there by whoever has typed that: the departments in whose names it stands, with accents or
    without; as many as a menu holds."""
    sought = _plain(parts.one_line(typed))
    return forms.offer([choice for choice in _choices(others(desk)) if sought in _plain(choice[1])])


def chosen_departments(view: View, name: str) -> tuple[int, ...]:
    """The ids of the departments chosen. Raises MalformedForm."""
    values = forms.chosen_values(view, name)
    if not all(value.isascii() and value.isdecimal() and len(value) < 10 for value in values):
        raise parts.MalformedForm
    return tuple(sorted(map(int, values)))


def _fields(desk: Desk, area: AreaAnswer, *, edition: int, required: bool) -> list[forms.Block]:
    last = desk.last.report.answers if desk.last else None
    was = (last.area(area.key) if last else None) or AreaAnswer(area.key)
    blocks = [
        forms.text(
            ids.report_field(ids.DID, area.key, edition),
            _about(area, "what did you do, and what is in place now?"),
            hint=_did_before(desk, area, was),
            most=LONGEST_DID,
            value=area.did,
            lines=True,
            required=required,
        ),
        forms.text(
            ids.report_field(ids.NEXT, area.key, edition),
            "What comes next?",
            hint="Next month's report starts from this.",
            most=LONGEST_NEXT,
            value=area.next,
            lines=True,
            required=False,
        ),
    ]
    if area.key:
        blocks += _alignment(desk, area, edition=edition)
    return [forms.telling(block) for block in blocks]


def _alignment(desk: Desk, area: AreaAnswer, *, edition: int) -> list[forms.Block]:
    departments = others(desk)
    offered = [choice for choice in _ALIGNMENTS if departments or choice[0] != Alignment.DRIFTING]
    blocks = [
        forms.radio(
            ids.report_field(ids.ALIGNMENT, area.key, edition),
            "Still aligned with the others?",
            offered,
            value=None if area.alignment is None else str(area.alignment),
            required=False,
        )
    ]
    if departments and area.alignment is Alignment.DRIFTING:
        blocks.append(
            departments_field(
                desk,
                ids.report_field(ids.DRIFTING_FROM, area.key, edition),
                "Drifting from whom?",
                hint="The departments whose work this no longer fits, for example Sales.",
                chosen=area.drifting_from,
                required=desk.may_send,
            )
        )
    return blocks


def _plain(name: str) -> str:
    """A name as people type it who look for it: in small letters, without accents."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _choices(departments: list[Department]) -> list[forms.Choice]:
    return [(str(department.id), department.name) for department in departments]


def _did_before(desk: Desk, area: AreaAnswer, was: AreaAnswer) -> str:
    """What was done by last month, and what was to come unless the field starts with it."""
    example = "For example: Logged 1,302 calls about broken promises in January. Call tag “promise” is live."
    if not was.did.strip() or not was.next.strip() or was.next.strip() == area.did.strip():
        return before(desk, was.did or was.next, example)
    return f"{before(desk, was.did, example)} Next: {parts.cut(parts.one_line(was.next), LONGEST_BEFORE)}"


def _about(area: AreaAnswer, question: str) -> str:
    """The first question about an area names it; those after it are the same area's."""
    return f"{area.name}: {question}" if area.name else question[0].upper() + question[1:]


def _read(view: View, key: str, name: str, *, edition: int) -> AreaAnswer:
    alignment = forms.chosen(view, ids.report_field(ids.ALIGNMENT, key, edition))
    if alignment is not None and alignment not in list(Alignment):
        raise parts.MalformedForm
    aligned = None if alignment is None else Alignment(alignment)
    drifting = chosen_departments(view, ids.report_field(ids.DRIFTING_FROM, key, edition))
    return AreaAnswer(
        key,
        name,
        did=forms.typed(view, ids.report_field(ids.DID, key, edition)),
        next=forms.typed(view, ids.report_field(ids.NEXT, key, edition)),
        alignment=aligned,
        drifting_from=drifting if aligned is Alignment.DRIFTING else (),
    )
