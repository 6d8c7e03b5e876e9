"""Merging or closing a department: what it owns, who takes that, and what will happen."""

from dataclasses import dataclass

from bot.council.closings import Closed, Estate
from bot.council.roster import LONGEST_REASON, Roster
from bot.views import forms, ids, parts, people, rich, times
from bot.views.parts import View

ACTIONS_SHOWN = 20

# docs.slack.dev/reference/block-kit/block-elements/select-menu-element: options, or options of a group.
MOST_OPTIONS = 100


@dataclass(frozen=True)
class Closing:
    """A department to be closed as it stood at `version`; `heir_id` takes what it owns, and its people in a `merge`."""

    department_id: int
    version: int
    heir_id: int | None
    merge: bool
    reason: str


def form(roster: Roster, estate: Estate, *, merge: bool) -> View:
    """What the department owns, and who shall take it."""
    department = estate.department
    does = "merged into another" if merge else "closed"
    heirs = [(str(heir.id), heir.name) for heir in estate.heirs]
    groups = [(heirs[n][1], heirs[n : n + MOST_OPTIONS]) for n in range(0, len(heirs), MOST_OPTIONS)]
    needed = merge or bool(estate.owned)
    takes = "Merge into" if merge else "Who takes its actions?"
    hint = "Its people become members there." if merge else "Needed where actions are open; its people leave with it."
    return parts.modal(
        ids.ROSTER_CLOSE,
        "Merge department" if merge else "Close department",
        [
            rich.paragraph(rich.bold(department.name), f" is to be {does}."),
            *_owned(roster, estate),
            forms.select(ids.HEIR, takes, heirs, hint=hint, required=needed)
            if len(heirs) <= MOST_OPTIONS
            else forms.grouped(ids.HEIR, takes, groups, hint=hint, required=needed),
            forms.text(
                ids.REASON,
                "Why?",
                hint="For example: Sales and Marketing are one team from March on. The council's history keeps it.",
                most=LONGEST_REASON,
                lines=True,
            ),
        ],
        submit="Continue",
        close="Back",
        private={"department": department.id, "version": department.version, "merge": merge},
    )


def read(view: View) -> Closing:
    """What the first step says. Raises MalformedForm."""
    kept = parts.private(view)
    heir = forms.chosen(view, ids.HEIR)
    if heir is not None and not (heir.isascii() and heir.isdecimal() and len(heir) < 10):
        raise parts.MalformedForm
    return Closing(
        department_id=parts.number(kept, "department"),
        version=parts.number(kept, "version"),
        heir_id=None if heir is None else int(heir),
        merge=kept.get("merge") is True,
        reason=parts.one_line(forms.typed(view, ids.REASON)),
    )


def confirmation(roster: Roster, estate: Estate, closing: Closing) -> View:
    """What will happen, before it does."""
    department = estate.department
    heir = next((one for one in estate.heirs if one.id == closing.heir_id), None)
    lines: list[rich.Line] = [(rich.bold(department.name), f" is closed from {times.full_day(roster.on)} on.")]
    if heir is not None and estate.owned:
        goes = "goes" if len(estate.owned) == 1 else "go"
        lines.append((f"Its {parts.counted(len(estate.owned), 'action')} {goes} to ", rich.bold(heir.name), "."))
    if heir is not None and closing.merge:
        lines.append(("Its people become members of ", rich.bold(heir.name), "; those there keep their roles."))
    else:
        lines.append(("Its people hold no role in it any more. Their names stay in the history.",))
    lines.append(("A report that was sent stays in the agenda; one that was not started leaves the board.",))
    lines.append(("Its name and its channel are free for another department.",))
    return parts.modal(
        ids.ROSTER_CLOSE_CONFIRM,
        "Merge department" if closing.merge else "Close department",
        [rich.block(rich.section(rich.bold("This will happen:")), rich.bullets(lines))],
        submit="Merge" if closing.merge else "Close department",
        close="Back",
        private={
            "department": closing.department_id,
            "version": closing.version,
            "heir": closing.heir_id,
            "merge": closing.merge,
            "reason": closing.reason,
        },
    )


def read_confirmed(view: View) -> Closing:
    """What was confirmed. Raises MalformedForm."""
    kept = parts.private(view)
    reason = kept.get("reason")
    if not isinstance(reason, str):
        raise parts.MalformedForm
    return Closing(
        department_id=parts.number(kept, "department"),
        version=parts.number(kept, "version"),
        heir_id=None if kept.get("heir") is None else parts.number(kept, "heir"),
        merge=kept.get("merge") is True,
        reason=reason,
    )


def done(closed: Closed) -> str:
    """What was done, in a sentence or two."""
    name, heir = closed.department.name, closed.heir
    first = f"{name} is merged into {heir.name}." if closed.merged and heir else f"{name} is closed."
    if not closed.moved or heir is None:
        return first
    goes = "goes" if closed.moved == 1 else "go"
    return f"{first} {parts.counted(closed.moved, 'action')} {goes} to {heir.name}."


def _owned(roster: Roster, estate: Estate) -> list[rich.Block]:
    if not estate.owned:
        return [rich.paragraph("No action of it is open.")]
    lines: list[rich.Line] = [
        (
            rich.bold(action.label),
            f" {people.name(roster.people, action.owner)}: {parts.cut(action.text, 120)} — due ",
            rich.bold(times.day(action.due_on, today=roster.on)),
        )
        for action in estate.owned[:ACTIONS_SHOWN]
    ]
    left = len(estate.owned) - len(lines)
    if left > 0:
        lines.append((f"and {left} more",))
    owns = f"It owns {parts.counted(len(estate.owned), 'action')} that somebody has to take:"
    return [rich.block(rich.section(owns), rich.bullets(lines))]
