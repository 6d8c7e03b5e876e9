"""The parts of a report that are folded away until they are wanted, and what folded parts mean for the answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from bot.council import report_answers
from bot.council.charters import FocusArea
from bot.council.report_answers import ActionUpdate, Answers

_AREA, _ACTION = "area:", "action:"


class Part(StrEnum):
    """What can be unfolded besides the focus areas; ACTIONS are those of the department's that are not shown at
    first."""

    CUSTOMER_QUOTE = "customer_quote"
    CHANGE = "change"
    BEST_PRACTICE = "best_practice"
    RESEARCH = "research"
    OTHER_BUSINESS = "other_business"
    NEIGHBOURS = "neighbours"
    ACTIONS = "actions"


_PARTS_OF_FIELDS: Mapping[str, Part] = {
    "customer_quote": Part.CUSTOMER_QUOTE,
    "change": Part.CHANGE,
    "affected": Part.CHANGE,
    "best_practice": Part.BEST_PRACTICE,
    "source": Part.RESEARCH,
    "when": Part.RESEARCH,
    "asked": Part.RESEARCH,
    "belief": Part.RESEARCH,
    "other_business": Part.OTHER_BUSINESS,
    "handover": Part.NEIGHBOURS,
}


def area_part(key: str) -> str:
    """The part that is about a focus area."""
    return f"{_AREA}{key}"


def action_part(action_id: int) -> str:
    """The part that is about one of the department's actions."""
    return f"{_ACTION}{action_id}"


def is_part(name: str) -> bool:
    """Whether that can be the name of a part: one of Part, or one about a focus area or an action."""
    return name in list(Part) or name.startswith((_AREA, _ACTION))


def part_of(field: str, key: str = "") -> str | None:
    """The part in which a field of AnswerMissing or AnswerTooLong stands; None for what is never folded away."""
    if field in ("did", "next", "alignment", "drifting_from"):
        return area_part(key)
    if field == "evidence":
        return action_part(int(key))
    return _PARTS_OF_FIELDS.get(field)


def with_content(answers: Answers) -> frozenset[str]:
    """The parts in which something is said: they are never folded away, so that nothing is sent unseen."""
    found = {area_part(area.key) for area in answers.said}
    found |= {action_part(update.action_id) for update in answers.updates}
    said = {
        Part.CUSTOMER_QUOTE: answers.customer_quote.strip(),
        Part.CHANGE: answers.change.strip() or answers.affected,
        Part.BEST_PRACTICE: answers.best_practice.strip(),
        Part.RESEARCH: not answers.research.is_blank,
        Part.OTHER_BUSINESS: answers.other_business.strip(),
        Part.NEIGHBOURS: answers.handover.strip(),
    }
    return frozenset(found | {part for part, content in said.items() if content})


def laid_out(answers: Answers, focus_areas: Sequence[FocusArea]) -> Answers:
    """The answers over the charter's focus areas, in its order and with its names; then what was said about areas that
    the charter no longer has, under the names they had."""
    areas = []
    for blank in report_answers.areas_of(focus_areas):
        said = answers.area(blank.key)
        areas.append(blank if said is None else replace(said, name=blank.name))
    charters = {area.key for area in areas}
    return replace(answers, areas=(*areas, *(area for area in answers.said if area.key not in charters)))


def merged(typed: Answers, kept: Answers, shown: Collection[str]) -> Answers:
    """What was `typed` into the parts that were `shown` in a form, and for the others what was `kept`: the person's
    copy, or what the form was filled with."""
    mine = {area.key: area for area in typed.areas if area_part(area.key) in shown}
    areas = [mine.pop(area.key, area) for area in kept.areas]
    updates: dict[int, ActionUpdate] = {
        update.action_id: update for update in kept.updates if action_part(update.action_id) not in shown
    }
    updates |= {update.action_id: update for update in typed.updates}
    change = typed if Part.CHANGE in shown else kept
    return Answers(
        areas=(*areas, *mine.values()),
        attending=typed.attending,
        customer_quote=(typed if Part.CUSTOMER_QUOTE in shown else kept).customer_quote,
        change=change.change,
        affected=change.affected,
        best_practice=(typed if Part.BEST_PRACTICE in shown else kept).best_practice,
        research=(typed if Part.RESEARCH in shown else kept).research,
        other_business=(typed if Part.OTHER_BUSINESS in shown else kept).other_business,
        handover=(typed if Part.NEIGHBOURS in shown else kept).handover,
        updates=tuple(sorted(updates.values(), key=lambda update: update.action_id)),
        council_only=typed.council_only,
    )
