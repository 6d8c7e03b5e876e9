"""The forms for adding an action and for saying that one is done, and how a typed date is echoed."""

from dataclasses import dataclass
from datetime import date

from bot import dates
from bot.council.actions import LONGEST_EVIDENCE, LONGEST_TEXT, Card
from bot.council.departments import Department
from bot.views import forms, ids, parts, people, rich, times
from bot.views.parts import View

LONGEST_DUE = 100
TRY = "for example 26 March or end of next month."
REFUSED: dict[dates.Reason, str] = {
    "empty": f"Say when, {TRY}",
    "too_long": f"That is too long for a date. Keep it short, {TRY}",
    "vague": f"Pick a date, {TRY}",
    "repeating": f"An action is due once. Pick one date, {TRY}",
    "several": f"An action has one due date. Pick one, {TRY}",
    "past": f"That day is past. Pick one from today on, {TRY}",
    "no_such_date": f"There is no such day. Pick a date, {TRY}",
    "weekday_mismatch": f"That date falls on another weekday. Type the date alone, {TRY}",
    "too_far": f"That is more than three years away. Pick a nearer date, {TRY}",
    "no_meeting": f"No meeting is planned that this could mean. Pick a date, {TRY}",
    "not_understood": f"I can't find a date in that. Type one, {TRY}",
}


@dataclass(frozen=True)
class ActionForm:
    """A new action as it was submitted. `owner` is a Slack id, `due_phrase` their words."""

    text: str
    owner: str
    due_phrase: str
    department_id: int | None


@dataclass(frozen=True)
class DoneForm:
    """What was said about an action that is done. `from_home` says where its button stood."""

    action_id: int
    evidence: str
    from_home: bool


def form(
    departments: tuple[Department, ...],
    *,
    opens_at_once: bool,
    text: str = "",
    owner: str | None = None,
    due: str = "",
    echo: rich.Block | None = None,
) -> View:
    """The form for a new action, with whatever is known of it already."""
    first = (
        "It is agreed as soon as you add it, and its card goes to the department's channel."
        if opens_at_once
        else "It is proposed to the chair, who agrees it; then its card goes to the department's channel."
    )
    return parts.modal(
        ids.ACTION_FORM,
        "New CX action",
        [
            rich.paragraph(first),
            forms.text(
                ids.TEXT,
                "What will be done?",
                hint="For example: Re-target ads to postcodes with live capacity. At most 300 characters.",
                most=LONGEST_TEXT,
                value=parts.one_line(text)[:LONGEST_TEXT],
                lines=True,
            ),
            forms.person(ids.OWNER, "Who will do it?", hint="One person, for example Nina Castillo.", value=owner),
            forms.text(
                ids.DUE,
                "Due, in your words",
                hint="For example: 26 March, end of next month, before the next meeting, in 2 weeks.",
                most=LONGEST_DUE,
                value=due[:LONGEST_DUE],
                says=True,
            ),
            *([echo] if echo else []),
            forms.select(
                ids.DEPARTMENT,
                "Department",
                [(str(department.id), department.name) for department in departments[:100]],
                hint="Leave empty for the owner's own department.",
            ),
        ],
        submit="Add action" if opens_at_once else "Propose action",
    )


def read(view: View) -> ActionForm:
    """What a submitted form says. Raises MalformedForm."""
    owner = forms.chosen(view, ids.OWNER)
    department = forms.chosen(view, ids.DEPARTMENT)
    if not owner or (department is not None and not department.isdecimal()):
        raise parts.MalformedForm
    return ActionForm(
        text=forms.typed(view, ids.TEXT),
        owner=owner,
        due_phrase=forms.typed(view, ids.DUE),
        department_id=None if department is None else int(department),
    )


def echo(phrase: str, answer: dates.Answer, today: date) -> rich.Block:
    """How the date in `phrase` was read, shown under its field while it is typed."""
    return rich.block(rich.section(*_echo(phrase, answer, today)), block_id=ids.DUE_ECHO)


def due_problem(answer: dates.Ask | dates.Refused, today: date) -> str:
    """Why the date cannot be taken as it is, and what to type instead."""
    if isinstance(answer, dates.Refused):
        return REFUSED[answer.reason]
    first, second = (times.day(on, today=today) for on in answer.options)
    return f"Which one: {first} or {second}? Please type the date."


def far_away(on: date) -> str:
    """For a date over a year away that was typed without its year."""
    return f"That would be {times.full_day(on)}, over a year away. If that is right, type it with its year."


def done_form(card: Card, *, from_home: bool = False) -> View:
    """The question that goes with Done: what would somebody see?"""
    action = card.action
    owner = people.name(card.people, action.owner)
    due = times.day(action.due_on, today=card.today)
    return parts.modal(
        ids.DONE_FORM,
        parts.cut(f"Mark {action.label} done", 24),
        [
            rich.paragraph(rich.bold(action.label), f" · {owner} — {action.text} — due {due}"),
            forms.text(
                ids.EVIDENCE,
                "What shows that it is done?",
                hint="One line, for example: Script v14 live since 25 February; quote sheet reissued.",
                most=LONGEST_EVIDENCE,
                lines=True,
            ),
        ],
        submit="Mark done",
        private={"action": action.id, "home": from_home},
    )


def read_done(view: View) -> DoneForm:
    """What a submitted form says. Raises MalformedForm."""
    kept = parts.private(view)
    return DoneForm(parts.number(kept, "action"), forms.typed(view, ids.EVIDENCE), kept.get("home") is True)


def _echo(phrase: str, answer: dates.Answer, today: date) -> list[rich.Part]:
    if not isinstance(answer, dates.Understood):
        return [due_problem(answer, today)]
    if answer.far and not dates.says_its_year(phrase, answer.on):
        return [rich.bold(times.full_day(answer.on)), ", over a year away. If that is right, type it with its year."]
    day = rich.bold(times.day(answer.on, today=today))
    if answer.on != answer.meant_on and answer.note:
        return [f"{answer.note}. Using ", day, "."]
    return [day, f" ({answer.note})" if answer.note else "", "."]
