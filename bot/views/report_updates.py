"""The department's open actions in the report form, each with where it stands to tick."""

from bot.council.actions import LONGEST_EVIDENCE, Action
from bot.council.report_answers import ActionUpdate, Answers, Progress
from bot.council.report_desk import Desk
from bot.council.report_parts import Part, action_part
from bot.views import forms, ids, parts, people, report_areas, rich, times
from bot.views.parts import View

_CHOICES: tuple[forms.Choice, ...] = ((str(Progress.GOING_ON), "Going on"), (str(Progress.DONE), "Done"))


def at_first(desk: Desk, *, areas: int) -> frozenset[str]:
    """The parts of the most urgent actions, three of them beside one focus area and fewer beside more `areas`: the form
    reaches something folded within three screens of a telephone."""
    return frozenset(action_part(action.id) for action in desk.actions[: max(1, 4 - areas)])


def shown(desk: Desk, unfolded: frozenset[str]) -> tuple[Action, ...]:
    """The actions that have fields: those unfolded, or all."""
    return tuple(action for action in desk.actions if Part.ACTIONS in unfolded or action_part(action.id) in unfolded)


def fields(desk: Desk, answers: Answers, unfolded: frozenset[str], *, edition: int) -> list[forms.Block]:
    """Where each stands, how one can tell where it is done, and the way to those folded away."""
    if not desk.actions:
        return []
    open_ones = shown(desk, unfolded)
    ticked = {update.action_id: update for update in answers.updates}
    blocks = [rich.paragraph(rich.bold("Your department's open actions"), *_of_more(desk))]
    for action in open_ones:
        blocks += _fields(desk, action, ticked.get(action.id), edition=edition)
    if folded := len(desk.actions) - len(open_ones):
        more = report_areas.unfold(Part.ACTIONS, parts.counted(folded, "more action"))
        blocks.append(rich.buttons(ids.REPORT_FOLDED_ACTIONS, more))
    return blocks


def read(view: View, action_ids: list[int], *, edition: int) -> tuple[ActionUpdate, ...]:
    """What is ticked for these actions. Raises MalformedForm."""
    updates = []
    for action_id in sorted(action_ids):
        progress = forms.chosen(view, ids.report_field(ids.PROGRESS, str(action_id), edition))
        if progress is None:
            continue
        if progress not in list(Progress):
            raise parts.MalformedForm
        evidence = forms.typed(view, ids.report_field(ids.EVIDENCE, str(action_id), edition))
        done = progress == Progress.DONE
        updates.append(ActionUpdate(action_id, Progress(progress), evidence if done else ""))
    return tuple(updates)


def _fields(desk: Desk, action: Action, update: ActionUpdate | None, *, edition: int) -> list[forms.Block]:
    key = str(action.id)
    due = times.day(action.due_on, today=desk.now.astimezone(desk.council.zone).date())
    blocks = [
        forms.radio(
            ids.report_field(ids.PROGRESS, key, edition),
            f"{action.label} {action.text}",
            list(_CHOICES),
            value=None if update is None else str(update.progress),
            hint=f"{people.name(desk.people, action.owner)}, due {due}",
            required=False,
        )
    ]
    if update is not None and update.progress is Progress.DONE:
        blocks.append(
            forms.text(
                ids.report_field(ids.EVIDENCE, key, edition),
                f"{action.label}: how can one tell that it is done?",
                hint="For example: Script v14 live since 25 February; quote sheet reissued.",
                most=LONGEST_EVIDENCE,
                value=update.evidence,
                lines=True,
                required=desk.may_send,
            )
        )
    return [forms.telling(block) for block in blocks]


def _of_more(desk: Desk) -> list[str]:
    if not desk.more_actions:
        return []
    return [f", the {len(desk.actions)} most urgent of {len(desk.actions) + desk.more_actions}"]
