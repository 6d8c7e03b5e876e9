"""The replies in the agenda's thread: an item's content, a page at a time, and the note on another version; and what
came after the meeting, under its minutes."""

from collections.abc import Sequence

from bot.council import actions, agenda_changes, agenda_pages
from bot.council.agenda_changes import Kind as Change
from bot.council.agenda_pages import Entry, Page
from bot.council.agenda_plans import Key
from bot.council.agendas import Agenda, DepartmentReport
from bot.council.other_business import Told
from bot.council.report_answers import Attending
from bot.council.report_texts import Kind, Piece
from bot.views import agendas, boards, gaps, ids, notices, parts, people, rich, times
from bot.views.parts import Message

_NOTES = {
    Change.ADDED: "{whose} report added.",
    Change.ADDED_LATE: "{whose} report added (late).",
    Change.CHANGED: "{whose} report changed.",
    Change.NIL: "{whose} has nothing to report.",
    Change.REOPENED: "{whose} “nothing to report” is taken back.",
    Change.QUESTION: "the question changed.",
    Change.OPENING: "another department opens the reports.",
    Change.QUESTION_AND_OPENING: "the question changed, and another department opens the reports.",
    Change.PLAN: "the items changed.",
    Change.OTHER_BUSINESS: "other business added.",
    Change.OTHER_BUSINESS_OFF: "other business taken off.",
    Change.SEVERAL: "several things changed.",
}


def item(agenda: Agenda, key: Key, *, page: int = 0) -> Message | None:
    """The reply that holds an item's content, or a `page` of it, counted from 0; None for an item that has no reply."""
    if agenda.plan.position(key) is None:
        title = _title(agenda, key)
        return parts.message(f"{title}: skipped this time.", rich.paragraph(rich.bold(title), " — skipped this time."))
    match key:
        case Key.ACTIONS:
            return _follow_up(agenda)
        case Key.NEXT_STEPS:
            return _next_steps(agenda)
        case Key.REPORTS | Key.BEST_PRACTICE | Key.RESEARCH | Key.OTHER_BUSINESS:
            return _page(agenda, _title(agenda, key), agenda_pages.of_item(agenda, key), page, key=key)
        case _:
            return None


def annex(agenda: Agenda, department_id: int, *, page: int = 0) -> Message:
    """What a department reported after the meeting, or a `page` of it, as a reply under the minutes."""
    department = agenda.departments.get(department_id)
    title = "After the meeting"
    if department is not None:
        title += f": {parts.of(department.name)} report"
    pages = agenda_pages.of_annex(agenda, department_id)
    if not pages:
        return parts.message(f"{title} — taken back.", rich.paragraph(rich.bold(title), " — taken back."))
    return _page(agenda, title, pages, page, key=None)


def note(told: agenda_changes.Told) -> Message:
    """What is new in a version of the agenda. Nobody is notified by it."""
    name = "A department" if told.department is None else told.department.name
    whose = name if told.change.kind is Change.NIL else parts.of(name)
    return notices.plain(f"Agenda v{told.change.number}: {_NOTES[told.change.kind].format(whose=whose)}")


def _title(agenda: Agenda, key: Key) -> str:
    """An item's number and title as the agenda has them; without the number where it is skipped."""
    position, item = agenda.plan.position(key), agenda.plan.find(key)
    assert item is not None, "all of the ten are in every plan"
    return item.title if position is None else f"{position} · {item.title}"


def _page(agenda: Agenda, title: str, pages: tuple[Page, ...], page: int, *, key: Key | None) -> Message:
    numbered = title + (f", {page + 1} of {len(pages)}" if len(pages) > 1 else "")
    if page >= len(pages):
        nothing = " — none yet." if not pages else " — nothing more; all of it stands above."
        return parts.message(title + nothing, rich.paragraph(rich.bold(title), nothing))
    names = parts.listed([_name(agenda, entry) for entry in pages[page]])
    return parts.message(
        f"{numbered}: {names}",
        rich.paragraph(rich.bold(numbered)),
        *(_entry(agenda, entry, key=key) for entry in pages[page]),
    )


def _name(agenda: Agenda, entry: Entry) -> str:
    source = entry.source
    return people.name(agenda.board.people, source.told_by) if isinstance(source, Told) else source.department.name


def _entry(agenda: Agenda, entry: Entry, *, key: Key | None) -> rich.Block:
    head: list[rich.Part] = [rich.bold(_name(agenda, entry))]
    if entry.continued:
        head.append(", continued")
    elif not isinstance(entry.source, Told):
        report = entry.source.report
        head.append(boards.late_mark(agenda.board, report) + boards.change_mark(agenda.board, report))
        if report.answers is not None and report.answers.council_only:
            head.append(" · council only")
    elements = [rich.section(*head), *(element for piece in entry.pieces for element in _drawn(piece, key=key))]
    if key is Key.REPORTS and not entry.goes_on and not isinstance(entry.source, Told):
        elements += _coming(agenda, entry.source)
    return rich.block(*elements)


def _drawn(piece: Piece, *, key: Key | None) -> list[rich.Element]:
    match piece.kind:
        case Kind.QUOTE:
            return [rich.section(f"{piece.heading}:"), rich.quote(rich.italic(piece.text))]
        case Kind.NIL:
            return [rich.section(f"{piece.heading}: {piece.text}")]
        case Kind.BEST_PRACTICE | Kind.RESEARCH | Kind.OTHER_BUSINESS if key is not None:
            return [rich.section(piece.text)]  # the item's title says what it is
        case _ if piece.heading:
            return [rich.section(rich.italic(f"{piece.heading}: "), piece.text)]
        case _:
            return [rich.section(piece.text)]


def _coming(agenda: Agenda, line: DepartmentReport) -> list[rich.Element]:
    answers, department = line.report.answers, line.department
    # Whoever comes, it is not for a department that was closed.
    if answers is None or answers.attending is None or department.active_to is not None:
        return []
    comes = {Attending.LEAD: department.lead, Attending.DEPUTY: department.deputy}.get(answers.attending)
    return [rich.section("Nobody comes." if comes is None else f"{people.name(agenda.board.people, comes)} comes.")]


def _follow_up(agenda: Agenda) -> Message:
    title = _title(agenda, Key.ACTIONS)
    if not agenda.follow_up:
        return parts.message(f"{title}: none are open.", rich.paragraph(rich.bold(title), " — none are open."))
    lines: list[rich.Line] = [action_line(agenda, action) for action in agenda.follow_up]
    return parts.message(f"{title}: {agendas.actions_headline(agenda)}", *_folded(agenda, Key.ACTIONS, lines))


def _next_steps(agenda: Agenda) -> Message:
    """The gaps that are on the agenda, then the proposed actions, as far as there is room for them."""
    known, title = gaps.listed(agenda.gaps), _title(agenda, Key.NEXT_STEPS)
    if known and not agenda.proposed:
        shown = rich.block(rich.section(rich.bold(title)), *known)
        return parts.message(f"{title}: {gaps.headline(agenda.gaps)}", shown)
    title += ": proposed actions"
    if not agenda.proposed:
        nothing = " — none are waiting for the chair."
        return parts.message(title + nothing, rich.paragraph(rich.bold(title), nothing))
    lines: list[rich.Line] = [action_line(agenda, action) for action in agenda.proposed]
    folded = _folded(agenda, Key.NEXT_STEPS, lines, title=title, above=known)
    return parts.message(f"{title}: {len(lines)} for the chair to agree.", *folded)


def action_line(agenda: Agenda, action: actions.Action) -> rich.Line:
    """An action in a line: "A-12 Jonas Weber (Sales): Remove the promise — due Fri 26 February"."""
    everyone = agenda.board.people
    line: list[rich.Part] = [rich.bold(action.label), f" {people.name(everyone, action.owner)}"]
    department = agenda.departments.get(action.department_id)
    if department is not None:
        line.append(f" ({department.name})")
    line += [f": {action.text} — due ", rich.bold(times.day(action.due_on, today=agenda.meeting.on))]
    if action.state is actions.State.DONE:
        by = people.name(everyone, action.done_by or action.owner)
        line += [f". Done by {by}: ", rich.italic(action.evidence), " To be confirmed."]
    elif actions.needs_owner(action, everyone):
        line.append(". Needs an owner.")
    return tuple(line)


def _folded(
    agenda: Agenda, key: Key, lines: list[rich.Line], *, title: str = "", above: Sequence[rich.Element] = ()
) -> list[rich.Block]:
    """The lines that fit into one message beside what stands `above` them, how many do not, and the way to all."""
    title = title or _title(agenda, key)
    room = parts.LONGEST_MESSAGE - rich.size(*above)
    shown: list[rich.Line] = []
    for line in lines:
        room -= rich.size(rich.section(*line))
        if room < 0:
            break
        shown.append(line)
    body = [*above, rich.section(rich.bold(title)), rich.bullets(shown)]
    if len(shown) == len(lines):
        return [rich.block(*body)]
    body.append(rich.section(f"and {len(lines) - len(shown)} more: /cx-action list"))
    value = ids.rest_value(agenda.meeting.id, key, 0)
    all_of_it = rich.button(f"See all {len(lines)}", ids.AGENDA_REST, value)
    return [rich.block(*body), rich.buttons(ids.rest_block(agenda.meeting.id, key), all_of_it)]
