"""What is shown where somebody else saved the draft, or sent the report, while one was writing: both stay, and one
says which of them goes on."""

import json
from dataclasses import dataclass

from bot.council.report_answers import Alignment, Answers, AreaAnswer, Progress
from bot.council.report_desk import Desk
from bot.council.report_drafts import SavedMeanwhile
from bot.views import forms, ids, parts, people, report_openings, rich, times
from bot.views.parts import View
from bot.views.report_form import TITLE

# Slack takes 250 kB (docs.slack.dev/reference/methods/views.update, view_too_large), counted here as it is sent.
LARGEST_VIEW = 230_000
LONGEST_WHERE_MUCH = 500
MOST_DIFFERENCES = 90
_NOTHING = "nothing"
_BLANK = ("", "")
# Which question is answered: its field, with the key of its focus area or the id of its action.
_Asked = tuple[str, str]
_ALIGNMENTS: dict[Alignment | None, str] = {Alignment.ALIGNED: "aligned", Alignment.NOT_OURS: "not ours", None: ""}


@dataclass(frozen=True)
class Choice:
    """Where a press in this view belongs. `theirs` is the number of the draft, or of the sent report (`sent`), that was
    shown; `edition` that of the form it came from. The ids came with the view and prove nothing."""

    meeting_id: int
    department_id: int
    theirs: int
    sent: bool
    edition: int


@dataclass(frozen=True)
class Difference:
    """One answer that is not the same in both."""

    label: str
    theirs: str
    mine: str


def conflict(desk: Desk, met: SavedMeanwhile, *, edition: int, both: bool = False) -> View:
    """The choice, once more with `both` texts of what differs. `edition` is that of the form."""
    view = _drawn(desk, met, edition=edition, both=both, longest=None)
    if len(json.dumps(view)) <= LARGEST_VIEW:
        return view
    return _drawn(desk, met, edition=edition, both=both, longest=LONGEST_WHERE_MUCH)


def read(view: View) -> Choice:
    """What the view was about. Raises MalformedForm."""
    kept = parts.private(view)
    return Choice(
        meeting_id=parts.number(kept, "meeting"),
        department_id=parts.number(kept, "department"),
        theirs=parts.number(kept, "theirs"),
        sent=kept.get("sent") is True,
        edition=parts.number(kept, "edition") if kept.get("edition") else 0,
    )


def differences(desk: Desk, theirs: Answers, mine: Answers) -> tuple[Difference, ...]:
    """What is not the same, in the order of the form."""
    told, told_by_me = _told(desk, theirs), _told(desk, mine)
    labels = {what: label for what, (label, _) in (told | told_by_me).items()}
    order = dict.fromkeys([*told_by_me, *told])
    found = (Difference(labels[what], told.get(what, _BLANK)[1], told_by_me.get(what, _BLANK)[1]) for what in order)
    return tuple(one for one in found if one.theirs != one.mine)


def _drawn(desk: Desk, met: SavedMeanwhile, *, edition: int, both: bool, longest: int | None) -> View:
    by_me = desk.reader is not None and desk.reader.slack_id == met.theirs.saved_by
    name = people.first_name(desk.people, met.theirs.saved_by)
    theirs = "the saved version" if by_me or not name else f"{parts.of(name)} version"
    who = "You" if by_me else people.name(desk.people, met.theirs.saved_by)
    did = "sent the report" if met.sent else "saved"
    first = f"{who[0].upper()}{who[1:]} {did} {_at(desk, met)}"
    where = " in another window" if by_me else ""
    stands = (
        f"That was{where} after this form of {parts.of(desk.department.name)} report was opened. "
        "Which one goes on? The other one is kept too."
    )
    blocks = [rich.block(rich.section(rich.bold(first)), rich.section(stands))]
    buttons = [
        rich.button(parts.cut(f"Use {theirs}", 75), ids.REPORT_USE_THEIRS, "theirs", primary=True),
        rich.button("Use mine", ids.REPORT_USE_MINE, "mine"),
    ]
    if not both:
        buttons.append(rich.button("See both", ids.REPORT_SEE_BOTH, "both"))
    blocks.append(rich.buttons(ids.REPORT_CHOICE, *buttons))
    if both:
        blocks += _side_by_side(desk, met, f"{name}:" if name and not by_me else "Saved:", longest)
    return parts.modal(
        ids.REPORT_CONFLICT,
        TITLE,
        blocks,
        close="Close",
        private={
            "meeting": desk.meeting.id,
            "department": desk.department.id,
            "theirs": met.theirs.number,
            "sent": met.sent,
            "edition": edition,
        },
    )


def _at(desk: Desk, met: SavedMeanwhile) -> str:
    zone = report_openings.zone_of(desk)
    saved = met.theirs.saved_at.astimezone(zone)
    if saved.date() == desk.now.astimezone(zone).date():
        return f"at {times.clock(saved, zone)}"
    return report_openings.when(desk, met.theirs.saved_at)


def _side_by_side(desk: Desk, met: SavedMeanwhile, theirs: str, longest: int | None) -> list[forms.Block]:
    found = differences(desk, met.theirs.answers, met.mine)
    blocks = [
        rich.block(
            rich.section(rich.bold(one.label)),
            rich.section(theirs),
            rich.quote(_shown(one.theirs, longest)),
            rich.section("Mine:"),
            rich.quote(_shown(one.mine, longest)),
        )
        for one in found[:MOST_DIFFERENCES]
    ]
    if not found:
        return [rich.paragraph("Nothing differs in what either of them says, so it does not matter which one goes on.")]
    if longest is not None or len(found) > MOST_DIFFERENCES:
        blocks.insert(0, rich.paragraph("Long answers are cut short here, and nowhere else."))
    return blocks


def _shown(text: str, longest: int | None) -> rich.Part:
    if not text.strip():
        return rich.italic(_NOTHING)
    return text if longest is None else parts.cut(text, longest)


def _told(desk: Desk, answers: Answers) -> dict[_Asked, tuple[str, str]]:
    """Every answer in words, behind a label that says which (areas of one name have the same); blank ones too."""
    told: dict[_Asked, tuple[str, str]] = {}
    names = {department.id: department.name for department in desk.departments}
    for area in answers.areas:
        told |= _area(area, names)
    told["attending", ""] = ("Who comes", dict(report_openings.who_comes(desk)).get(str(answers.attending), ""))
    actions = {action.id: action for action in desk.actions}
    for update in answers.updates:
        action = actions.get(update.action_id)
        label = f"{action.label} {action.text}" if action else "An action that is no longer open"
        stands = f"Done. {update.evidence}" if update.progress is Progress.DONE else "Going on"
        told["evidence", str(update.action_id)] = (label, stands)
    research = answers.research
    asked = "" if research.asked is None else f"{research.asked:,} asked"
    found = [part for part in (research.source, research.when, asked, research.belief) if part]
    others = {
        "A customer said": answers.customer_quote,
        "What we're changing": answers.change,
        "Who will feel it": _named(answers.affected, names),
        "Something others could copy": answers.best_practice,
        "New research": " · ".join(found),
        "Any other business": answers.other_business,
        "Handed over": answers.handover,
        "Who may read it": "Members of the council only" if answers.council_only else "Everyone",
    }
    return told | {(label, ""): (label, text) for label, text in others.items()}


def _area(area: AreaAnswer, names: dict[int, str]) -> dict[_Asked, tuple[str, str]]:
    drifting = f"drifting from {_named(area.drifting_from, names) or '…'}"
    aligned = drifting if area.alignment is Alignment.DRIFTING else _ALIGNMENTS[area.alignment]
    labels = ("What we did", "What comes next", "Still aligned with the others")
    if area.name:
        labels = (f"{area.name}: what we did", f"{area.name}: what comes next", f"{area.name}: aligned")
    fields = ("did", "next", "alignment")
    said = zip(labels, (area.did, area.next, aligned), strict=True)
    return {(field, area.key): one for field, one in zip(fields, said, strict=True)}


def _named(department_ids: tuple[int, ...], names: dict[int, str]) -> str:
    return parts.listed([names.get(one, "a department that was closed") for one in department_ids])
