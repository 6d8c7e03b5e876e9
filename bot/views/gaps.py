"""Gaps: a modal with each and why, for whoever may post the agenda; and in few words under item 7, for everybody."""

from collections.abc import Sequence

from bot.council.agenda_plans import Key
from bot.council.gaps import Gap, Kind, Look
from bot.views import ids, parts, rich, times
from bot.views.parts import View

TITLE = "CX gaps"
# Of a view's 100 blocks; nobody reads further.
MOST_SHOWN = 80
# One list of gaps in a line, in characters.
ROOM = 900
MOST_LISTED = 20
NONE = "No gaps found: every focus area has work behind it."
NONE_KNOWN = "No gaps found."
NO_REPORTS = "No gaps found yet: they show once reports are in."
CLOSED = "That gap has closed meanwhile, or can't be said yet. Gaps, in the form of /cx-agenda, shows those there are."


def modal(look: Look) -> View:
    """Each gap with why it is one, to be put on the agenda or taken off it."""
    day = times.day(look.meeting.on)
    item = look.plan.find(Key.NEXT_STEPS)
    assert item is not None, "all of the ten are in every plan"
    blocks = [_paragraph(_none(look))]
    if look.gaps:
        where = f"under “{item.title}”"
        if look.plan.position(item.id) is None:
            where += ", which is skipped this time"
        told = (
            f"Found in the reports for {day} and the open actions; only those who may post the agenda see them here. "
            f"One that you put on the agenda stands {where}, and leaves by itself once it has closed."
        )
        blocks = [_paragraph(told), *(_row(look, gap) for gap in look.gaps[:MOST_SHOWN])]
        if len(look.gaps) > MOST_SHOWN:
            blocks.append(_paragraph(f"and {len(look.gaps) - MOST_SHOWN} more"))
    return parts.modal(ids.GAPS, TITLE, blocks, close="Back", private={"meeting": look.meeting.id})


def sentence(gap: Gap) -> str:
    """Why it is a gap, for the chair."""
    names = [department.name for department in gap.departments]
    match gap.kind:
        case Kind.AREA:
            which = "this meeting or the last" if gap.lasts else "this meeting"
            return f"{named(gap)}: no report for {which} says what is done there, and no open action names it."
        case Kind.DRIFTING:
            return f"{names[0]} sees {_area(gap)} drifting from {names[1]}; {names[1]} calls it aligned."
        case Kind.HANDOVER:
            others = _within_room(names[1:], last=" and ")
            return f"{names[0]} wrote about its hand-offs; its neighbours on the customers' path did not: {others}."
        case Kind.SILENT:
            return f"{names[0]} has sent no report for two meetings."


def named(gap: Gap) -> str:
    """The gap in few words that point at nobody, as the agenda has it."""
    names = [department.name for department in gap.departments]
    match gap.kind:
        case Kind.AREA:
            return f"{_area(gap)} has no work behind it"
        case Kind.DRIFTING:
            return f"{parts.listed(names)} don't see {_area(gap)} the same way"
        case Kind.HANDOVER:
            return f"{parts.of(names[0])} hand-offs are told from one side only"
        case Kind.SILENT:
            return f"how to hear from {names[0]}"


def listed(gaps: Sequence[Gap]) -> list[rich.Element]:
    """The same, a line each, for the reply; nothing where there are none."""
    if not gaps:
        return []
    lines: list[rich.Line] = [(named(gap),) for gap in gaps[:MOST_LISTED]]
    if len(gaps) > MOST_LISTED:
        lines.append((f"and {len(gaps) - MOST_LISTED} more",))
    return [rich.section(rich.bold("Gaps")), rich.bullets(lines)]


def headline(gaps: Sequence[Gap]) -> str:
    """Item 7's gaps in a line: "gaps: “First bill” has no work behind it; …"; empty where there are none."""
    return f"gaps: {_within_room([named(gap) for gap in gaps], between='; ')}" if gaps else ""


def _none(look: Look) -> str:
    if not look.reports_in:
        return NO_REPORTS
    return NONE if look.council.focus_areas else NONE_KNOWN


def _row(look: Look, gap: Gap) -> rich.Block:
    is_on = gap.key in look.on_agenda
    word, action_id = ("Take it off", ids.GAP_OFF_AGENDA) if is_on else ("Put on the agenda", ids.GAP_ON_AGENDA)
    said = sentence(gap)
    return {
        "type": "section",
        "block_id": ids.gap_block(gap.key),
        "text": {"type": "plain_text", "text": f"On the agenda: {said}" if is_on else said, "emoji": False},
        "accessory": rich.button(word, action_id, gap.key, spoken=f"{word}: {named(gap)}"),
    }


def _area(gap: Gap) -> str:
    return "what is done" if gap.area is None else f"“{gap.area.name}”"


def _within_room(said: Sequence[str], *, between: str = ", ", last: str | None = None) -> str:
    """As many as a line has room for, the first always, and how many more there are."""
    shown, room = [said[0]], ROOM - len(said[0])
    for one in said[1:]:
        room -= len(between) + len(one)
        if room < 0:
            return f"{between.join(shown)}{between}and {len(said) - len(shown)} more"
        shown.append(one)
    if last is not None and shown[1:]:
        return f"{between.join(shown[:-1])}{last}{shown[-1]}"
    return between.join(shown)


def _paragraph(text: str) -> rich.Block:
    return rich.paragraph(text)
