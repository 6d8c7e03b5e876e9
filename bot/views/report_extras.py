"""The parts of the report form that stay folded away until they are wanted, and how they are read back."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.council.report_answers import (
    LONGEST_BELIEF,
    LONGEST_BEST_PRACTICE,
    LONGEST_CHANGE,
    LONGEST_HANDOVER,
    LONGEST_OTHER_BUSINESS,
    LONGEST_QUOTE,
    LONGEST_SOURCE,
    LONGEST_WHEN,
    MOST_RESPONDENTS,
    Answers,
    Research,
)
from bot.council.report_desk import Desk, Neighbour, Side
from bot.council.report_parts import Part
from bot.views import forms, ids, parts, report_areas, rich
from bot.views.parts import View

NEIGHBOURS_SHOWN = 6
_BLANK = Answers()
NAMES: Mapping[Part, str] = {
    Part.CUSTOMER_QUOTE: "A customer said",
    Part.CHANGE: "We're changing something",
    Part.BEST_PRACTICE: "Something others could copy",
    Part.RESEARCH: "New research",
    Part.OTHER_BUSINESS: "Any other business",
    Part.NEIGHBOURS: "Neighbours",
}


def fields(desk: Desk, answers: Answers, unfolded: frozenset[str], *, edition: int) -> list[forms.Block]:
    """The fields of the parts that are unfolded, and the way to the others."""
    blocks: list[forms.Block] = []
    for part, draw in _DRAWN.items():
        if part in unfolded:
            for block in draw(desk, answers, edition):
                blocks.append(forms.telling(block) if block["type"] == "input" else block)
    folded = [part for part in NAMES if part not in unfolded and _offered(desk, part)]
    if folded:
        blocks.append(rich.buttons(ids.REPORT_FOLDED, *(report_areas.unfold(part, NAMES[part]) for part in folded)))
    return blocks


def read(view: View, *, edition: int) -> Answers:
    """What the fields of these parts say; blank where a part is folded away. Raises MalformedForm."""

    def name(field: str) -> str:
        return ids.report_field(field, edition=edition)

    return replace(
        _BLANK,
        customer_quote=forms.typed(view, name(ids.CUSTOMER_QUOTE)),
        change=forms.typed(view, name(ids.CHANGE)),
        affected=report_areas.chosen_departments(view, name(ids.AFFECTED)),
        best_practice=forms.typed(view, name(ids.BEST_PRACTICE)),
        research=Research(
            source=forms.typed(view, name(ids.RESEARCH_SOURCE)),
            when=forms.typed(view, name(ids.RESEARCH_WHEN)),
            asked=_asked(forms.typed(view, name(ids.RESEARCH_ASKED))),
            belief=forms.typed(view, name(ids.RESEARCH_BELIEF)),
        ),
        other_business=forms.typed(view, name(ids.OTHER_BUSINESS)),
        handover=forms.typed(view, name(ids.HANDOVER)),
    )


def _asked(typed: str) -> int | None:
    """How many were asked; None for what Slack's client takes back before the form is sent, but tells us of while it
    is typed."""
    asked = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
    return asked if 1 <= asked <= MOST_RESPONDENTS else None


def _offered(desk: Desk, part: Part) -> bool:
    """Whether the part makes sense: a change needs somebody who may feel it, a handover somebody beside."""
    if part is Part.CHANGE:
        return bool(report_areas.others(desk))
    return part is not Part.NEIGHBOURS or bool(desk.neighbours)


def _customer_quote(desk: Desk, answers: Answers, edition: int) -> list[forms.Block]:
    example = "Their own words, for example: They promised next day. I took a day off work for nothing."
    hint = report_areas.before(desk, _last(desk).customer_quote, example)
    name = ids.report_field(ids.CUSTOMER_QUOTE, edition=edition)
    return [_text(name, "A customer said", answers.customer_quote, LONGEST_QUOTE, hint)]


def _change(desk: Desk, answers: Answers, edition: int) -> list[forms.Block]:
    example = "For example: From 1 March, quotes name a week instead of a day."
    hint = report_areas.before(desk, _last(desk).change, example)
    name = ids.report_field(ids.CHANGE, edition=edition)
    blocks = [_text(name, "What are you changing that others will feel?", answers.change, LONGEST_CHANGE, hint)]
    if report_areas.others(desk):
        blocks.append(
            report_areas.departments_field(
                desk,
                ids.report_field(ids.AFFECTED, edition=edition),
                "Who will feel it?",
                hint="I tell each of them, and ask whether it is fine or should be talked about first.",
                chosen=answers.affected,
                required=False,
            )
        )
    return blocks


def _best_practice(desk: Desk, answers: Answers, edition: int) -> list[forms.Block]:
    example = "What works, and how one can tell. For example: Two offers tested at a time; returns fell by a third."
    hint = report_areas.before(desk, _last(desk).best_practice, example)
    name = ids.report_field(ids.BEST_PRACTICE, edition=edition)
    return [_text(name, "Something others could copy", answers.best_practice, LONGEST_BEST_PRACTICE, hint)]


def _research(desk: Desk, answers: Answers, edition: int) -> list[forms.Block]:
    given, was = answers.research, _last(desk).research
    source = report_areas.before(desk, was.source, "For example: Survey after activation.")
    belief = report_areas.before(desk, was.belief, "For example: … a date we give is a guess.")
    names = {
        field: ids.report_field(field, edition=edition)
        for field in (ids.RESEARCH_SOURCE, ids.RESEARCH_WHEN, ids.RESEARCH_ASKED, ids.RESEARCH_BELIEF)
    }
    return [
        _line(names[ids.RESEARCH_SOURCE], "New research: where is it from?", given.source, LONGEST_SOURCE, source),
        _line(names[ids.RESEARCH_WHEN], "When was it done?", given.when, LONGEST_WHEN, "For example: 11–22 January."),
        forms.number(
            names[ids.RESEARCH_ASKED],
            "How many customers were asked?",
            hint="For example: 412.",
            least=1,
            most=MOST_RESPONDENTS,
            value=given.asked,
            required=False,
        ),
        _text(names[ids.RESEARCH_BELIEF], "Customers believe that …", given.belief, LONGEST_BELIEF, belief),
    ]


def _other_business(desk: Desk, answers: Answers, edition: int) -> list[forms.Block]:
    example = "It comes last on the agenda, for example: Who speaks at the spring conference?"
    hint = report_areas.before(desk, _last(desk).other_business, example)
    name = ids.report_field(ids.OTHER_BUSINESS, edition=edition)
    return [_text(name, "Any other business", answers.other_business, LONGEST_OTHER_BUSINESS, hint)]


def _neighbours(desk: Desk, answers: Answers, edition: int) -> list[forms.Block]:
    example = "For example: 130 orders without an address. We had not known that the web form leaves it out."
    hint = report_areas.before(desk, _last(desk).handover, example)
    name, label = ids.report_field(ids.HANDOVER, edition=edition), "What did you hand over, and what surprised you?"
    field = _text(name, label, answers.handover, LONGEST_HANDOVER, hint)
    lines = [_neighbour(one) for one in desk.neighbours[:NEIGHBOURS_SHOWN]]
    return [rich.block(*lines), field] if lines else [field]


def _neighbour(neighbour: Neighbour) -> rich.Element:
    where = "Customers come to you from " if neighbour.side is Side.BEFORE else "Customers go on from you to "
    answers = neighbour.report.answers if neighbour.report else None
    said = answers.said[0].did if answers and answers.said else ""
    told: tuple[rich.Part, ...] = (". No report of theirs so far.",)
    if said:
        told = (": ", rich.italic(parts.cut(parts.one_line(said), report_areas.LONGEST_BEFORE)))
    return rich.section(where, rich.bold(neighbour.department.name), *told)


def _last(desk: Desk) -> Answers:
    return (desk.last.report.answers if desk.last else None) or _BLANK


def _text(name: str, label: str, value: str, most: int, hint: str) -> forms.Block:
    return forms.text(name, label, hint=hint, most=most, value=value, lines=True, required=False)


def _line(name: str, label: str, value: str, most: int, hint: str) -> forms.Block:
    return forms.text(name, label, hint=hint, most=most, value=value, required=False)


_DRAWN: Mapping[Part, Callable[[Desk, Answers, int], list[forms.Block]]] = {
    Part.CUSTOMER_QUOTE: _customer_quote,
    Part.CHANGE: _change,
    Part.BEST_PRACTICE: _best_practice,
    Part.RESEARCH: _research,
    Part.OTHER_BUSINESS: _other_business,
    Part.NEIGHBOURS: _neighbours,
}
