"""The report form: five minutes on a phone, two required answers, the rest folded away until it is wanted.

Everything entered reaches us while it is entered (docs.slack.dev/reference/block-kit/blocks/input-block,
`dispatch_action`), so that nothing typed is lost. Fields keep their names when the form is drawn again, and with them
what was typed; where the answers are replaced on purpose, the next `edition` gives them new names.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bot.council import report_drafts, report_parts, report_start
from bot.council.report_answers import Answers, Attending
from bot.council.report_desk import Desk, Start
from bot.council.report_parts import Part, action_part, area_part
from bot.council.reports import State
from bot.views import (
    forms,
    ids,
    parts,
    refilling,
    report_areas,
    report_extras,
    report_openings,
    report_updates,
    rich,
    times,
)
from bot.views.parts import View

TITLE = "CX report"
# docs.slack.dev/reference/methods/views.open: view_too_large over 250 kB. How they are counted is not documented, so
# the form keeps to it as it is sent: as JSON in which every letter beyond ASCII takes six characters.
LARGEST_VIEW = 245_000
LONGEST_LABEL_WHERE_MUCH = 100
LONGEST_CHOSEN_WHERE_MUCH = 15
_T = TypeVar("_T")


@dataclass(frozen=True)
class ReportForm:
    """A report form as it stands in front of somebody. The ids came with the form and prove nothing.

    `draft_number` and `report_number` are the draft and the sent report it was started from (0: none), `unfolded` the
    parts that have fields (of council/report_parts.py), `fresh` those of them that were unfolded just now; `answers` of
    other parts are blank in a form that was read, which says by a fingerprint what it was `filled_with`.
    """

    meeting_id: int
    department_id: int
    draft_number: int
    report_number: int
    unfolded: frozenset[str]
    answers: Answers
    came_from: Start = Start.BLANK
    edition: int = 0
    fresh: frozenset[str] = frozenset()
    filled_with: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong, under the field of council/report_answers.py that it is about, or on top of the form."""

    sentence: str
    field: str | None = None
    key: str = ""


def begin(desk: Desk) -> ReportForm:
    """The form as it opens, with what the desk has to start from."""
    answers = report_parts.laid_out(desk.start, desk.council.focus_areas)
    unfolded = report_parts.with_content(answers)
    if desk.came_from is Start.COPY and desk.copy is not None:
        unfolded |= desk.copy.unfolded
    areas = {area_part(area.key) for area in report_areas.shown(answers, unfolded)}
    unfolded |= areas | report_updates.at_first(desk, areas=len(areas))
    return ReportForm(
        desk.meeting.id, desk.department.id, desk.draft_number, desk.report_number, unfolded, answers, desk.came_from
    )


def unfold(filled: ReportForm, part: str) -> ReportForm:
    """The form with that part unfolded; it is fresh the first time only, whatever was done with it since."""
    return replace(filled, unfolded=filled.unfolded | {part}, fresh=frozenset({part}) - filled.unfolded)


def form(desk: Desk, filled: ReportForm | None = None, *, said: str = "", problem: Problem | None = None) -> View:
    """The form as it opens, or drawn again as `filled`; `said` stands on top, a `problem` under its field.

    Where all there is to say would be more than Slack takes, last month's answers are left out beside the fields, and
    what neighbours reported; what stands over the fields is cut short, and so are the names of departments chosen.
    """
    filled = filled or begin(desk)
    view = _drawn(desk, filled, said, problem)
    if len(json.dumps(view)) <= LARGEST_VIEW:
        return view
    if Part.NEIGHBOURS in filled.unfolded:
        view = _drawn(replace(desk, neighbours=()), filled, said, problem)
    return view | {"blocks": [_short(block) for block in view["blocks"]]}


def read(view: View) -> ReportForm:
    """What a form says, submitted, closed or still open. Ranges are the council's to check. Raises MalformedForm."""
    kept = parts.private(view)
    areas, edition = _pairs(kept.get("areas")), _count(kept, "edition")
    action_ids = _list(kept.get("actions"), int)
    unfolded = {area_part(key) for key, _ in areas} | {action_part(one) for one in action_ids}
    attending = forms.chosen(view, ids.report_field(ids.ATTENDING, edition=edition))
    came_from = kept.get("from")
    if (attending is not None and attending not in list(Attending)) or came_from not in list(Start):
        raise parts.MalformedForm
    answers = replace(
        report_extras.read(view, edition=edition),
        areas=report_areas.read(view, areas, edition=edition),
        attending=None if attending is None else Attending(attending),
        updates=report_updates.read(view, action_ids, edition=edition),
        council_only=bool(forms.chosen_values(view, ids.report_field(ids.COUNCIL_ONLY, edition=edition))),
    )
    return ReportForm(
        meeting_id=parts.number(kept, "meeting"),
        department_id=parts.number(kept, "department"),
        draft_number=_count(kept, "draft"),
        report_number=_count(kept, "report"),
        unfolded=frozenset(unfolded | set(_list(kept.get("open"), str))),
        answers=answers,
        came_from=Start(came_from),
        edition=edition,
        filled_with=str(kept.get("filled")),
    )


def block_of(field: str, key: str = "", edition: int = 0) -> str:
    """The field that AnswerMissing or AnswerTooLong is about, in that edition of the form."""
    return ids.report_field(field, key, edition)


def _drawn(desk: Desk, filled: ReportForm, said: str, problem: Problem | None) -> View:
    if problem is not None and problem.field is not None:
        part = report_parts.part_of(problem.field, problem.key)
        filled = filled if part is None else unfold(filled, part)
    answers = _begun(desk, filled, report_parts.laid_out(filled.answers, desk.council.focus_areas))
    unfolded, edition = filled.unfolded, filled.edition
    view = parts.modal(
        ids.REPORT_FORM,
        TITLE,
        [
            *([rich.paragraph(rich.bold(said))] if said else []),
            report_openings.heading(desk),
            *report_openings.started_from(
                desk, filled.came_from, draft_number=filled.draft_number, report_number=filled.report_number
            ),
            *_fitted(
                [
                    *report_areas.fields(desk, answers, unfolded, edition=edition),
                    _attending(desk, answers, edition),
                    *report_updates.fields(desk, answers, unfolded, edition=edition),
                    *report_extras.fields(desk, answers, unfolded, edition=edition),
                    _council_only(answers, edition),
                ]
            ),
            *_deeds(desk),
        ],
        submit="Send report" if desk.may_send else "Save draft",
        private=_private(desk, filled, answers),
        tells_of_closing=True,
    )
    if problem is not None:
        field = None if problem.field is None else block_of(problem.field, problem.key, edition)
        view = refilling.with_problem(view, problem.sentence, field=field)
    return view


def _begun(desk: Desk, filled: ReportForm, answers: Answers) -> Answers:
    fresh = {area.key for area in answers.areas if area_part(area.key) in filled.fresh}
    return report_start.begun(answers, desk.last, fresh)


def _fitted(blocks: list[forms.Block]) -> list[forms.Block]:
    """The blocks with room in each field for what stands in it, which may be too long where two texts were put under
    each other. What no field of Slack's holds stands under it, to be read and shortened."""
    fitted = []
    for block in blocks:
        element = block.get("element", {})
        text = str(element.get("initial_value", ""))
        if element.get("type") != "plain_text_input" or len(text) <= element["max_length"]:
            fitted.append(block)
            continue
        head, rest = text[: parts.LONGEST_TEXT], text[parts.LONGEST_TEXT :]
        fitted.append(block | {"element": element | {"initial_value": head, "max_length": len(head)}})
        if rest:
            fitted.append(rich.paragraph(rich.bold("This is too long for one field. It goes on: "), rest))
    return fitted


def _short(block: forms.Block) -> forms.Block:
    """The field without what helps to fill it in; what was filled in stays whole."""
    kept = {name: value for name, value in block.items() if name != "hint"}
    if label := kept.get("label"):
        kept["label"] = label | {"text": parts.cut(label["text"], LONGEST_LABEL_WHERE_MUCH)}
    element = block.get("element", {})
    if element.get("type") == "multi_external_select" and "initial_options" in element:
        kept["element"] = element | {"initial_options": [_short_choice(one) for one in element["initial_options"]]}
    return kept


def _short_choice(option: forms.Block) -> forms.Block:
    text = option["text"]
    return option | {"text": text | {"text": parts.cut(text["text"], LONGEST_CHOSEN_WHERE_MUCH)}}


def _attending(desk: Desk, answers: Answers, edition: int) -> forms.Block:
    choices = report_openings.who_comes(desk)
    asked = forms.radio(
        ids.report_field(ids.ATTENDING, edition=edition),
        f"Who comes on {times.date_only(desk.meeting.on)}?",
        choices,
        value=None if answers.attending is None else str(answers.attending),
        required=desk.may_send,
    )
    return forms.telling(asked)


def _council_only(answers: Answers, edition: int) -> forms.Block:
    ticked = forms.checkboxes(
        ids.report_field(ids.COUNCIL_ONLY, edition=edition),
        "Who may read it?",
        [(ids.COUNCIL_ONLY, "Members of the council only")],
        hint="Left empty, everyone in the workspace may, once it is sent.",
        values=[ids.COUNCIL_ONLY] if answers.council_only else [],
        required=False,
    )
    return forms.telling(ticked)


def _deeds(desk: Desk) -> list[forms.Block]:
    """Saving has its button for those who may send; for the others it is what the form is sent for."""
    if not desk.may_send:
        return []
    where = f"{desk.department.id}:{desk.meeting.id}"
    deeds = [rich.button("Save draft", ids.REPORT_SAVE, where)]
    if desk.report.state not in (State.SUBMITTED, State.NIL):
        deeds.append(rich.button("Nothing to report", ids.NOTHING_TO_REPORT, where))
    return [rich.buttons(ids.REPORT_DEEDS, *deeds)]


def _private(desk: Desk, filled: ReportForm, answers: Answers) -> dict[str, Any]:
    """What comes back with the form: ids, numbers and which parts have fields, never what was typed."""
    return {
        "meeting": filled.meeting_id,
        "department": filled.department_id,
        "draft": filled.draft_number,
        "report": filled.report_number,
        "from": filled.came_from,
        "edition": filled.edition,
        "filled": report_drafts.fingerprint(report_parts.laid_out(filled.answers, desk.council.focus_areas)),
        "areas": [[area.key, area.name] for area in report_areas.shown(answers, filled.unfolded)],
        "actions": [action.id for action in report_updates.shown(desk, filled.unfolded)],
        "open": sorted(filled.unfolded & frozenset(Part)),
    }


def _count(kept: Mapping[str, Any], name: str) -> int:
    return parts.number(kept, name) if kept.get(name) else 0


def _list(kept: object, kind: type[_T]) -> list[_T]:
    if not isinstance(kept, list):
        raise parts.MalformedForm
    found = [one for one in kept if type(one) is kind]
    if len(found) != len(kept):
        raise parts.MalformedForm
    return found


def _pairs(kept: object) -> list[tuple[str, str]]:
    found = []
    for one in _list(kept, list):
        pair = _list(one, str)
        if len(pair) != 2:
            raise parts.MalformedForm
        found.append((pair[0], pair[1]))
    return found
