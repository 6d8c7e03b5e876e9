"""The agenda: one parent message with ten numbered items, and a reply in its thread for each that has content."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.council import actions, agendas, meetings
from bot.council.agendas import Agenda, Key
from bot.council.report_answers import Attending
from bot.council.reports import State
from bot.views import boards, forms, ids, notices, parts, people, rich, sessions, times
from bot.views.parts import Message, View

QUOTE_SHOWN = 200
UPDATE = "Update agenda"
NOTHING_YET = {
    Key.MEASURES: "no reading yet",
    Key.BEST_PRACTICE: "nothing submitted",
    Key.INITIATIVES: "none yet",
    Key.MEASURES_REVIEW: "nothing raised",
    Key.RESEARCH: "nothing submitted",
    Key.OTHER_BUSINESS: "nothing yet",
}


def parent(agenda: Agenda) -> Message:
    """The agenda's message in the council's channel: the question, a customer's words, and the ten items."""
    title = _title(agenda)
    head = [rich.section(rich.bold(title))]
    where = sessions.standing(agenda.council, agenda.meeting, agenda.board.people)
    if where:
        head.append(rich.section(where))
    if agenda.meeting.starts_at != agenda.meeting.original_starts_at:
        first = times.moment(agenda.meeting.original_starts_at, agenda.council.zone)
        head.append(rich.section(f"Moved from {first}."))
    head.append(rich.section(_question(agenda)))
    heard = _customer_words(agenda)
    if heard is not None:
        head.append(rich.section("A customer said: ", rich.italic(f"“{heard}”")))
    items: list[rich.Line] = [
        (rich.bold(item.title), f" ({item.minutes} min) — {_headline(agenda, item.key)}") for item in agendas.ITEMS
    ]
    plain = f"{title}: {parts.one_line(agenda.meeting.question) or 'the agenda is here.'}"
    return parts.message(plain, rich.block(*head, rich.numbered(items)))


def item(agenda: Agenda, key: Key, *, page: int = 0) -> Message | None:
    """The reply that holds an item's content, or a `page` of it, counted from 0; None for an item that has no reply."""
    match key:
        case Key.ACTIONS:
            return _follow_up(agenda)
        case Key.REPORTS:
            return _reports(agenda, page)
        case Key.NEXT_STEPS:
            return _proposed(agenda)
        case _:
            return None


def form(agenda: Agenda, *, below: Sequence[rich.Block] = ()) -> View:
    """The chair's preview: the parent exactly as it will look, and the question to go with it; `below` comes last."""
    posted = agenda.meeting.agenda_posted_at is not None
    return parts.modal(
        ids.AGENDA_FORM,
        "CX agenda",
        [
            *parent(agenda).blocks,
            {"type": "divider"},
            forms.text(
                ids.QUESTION,
                "The question for this meeting",
                hint="For example: How do we stop promising what we can't deliver? Leave it empty if there is none.",
                most=meetings.LONGEST_QUESTION,
                value=agenda.meeting.question,
                lines=True,
                required=False,
            ),
            *below,
        ],
        submit=UPDATE if posted else "Post agenda",
        private={"meeting": agenda.meeting.id},
    )


def read(view: View) -> tuple[int, str]:
    """The meeting's id and the question, from a submitted form. Raises MalformedForm."""
    return parts.number(parts.private(view), "meeting"), parts.one_line(forms.typed(view, ids.QUESTION))


def offers_update(view: View) -> bool:
    """Whether the form was opened on an agenda that had been posted already."""
    submit = view.get("submit") or {}
    return submit.get("text") == UPDATE


def confirmation(agenda: Agenda, *, revised: bool) -> Message:
    """What the chair reads once the agenda is on its way."""
    day = times.day(agenda.meeting.on)
    if revised:
        return notices.plain(f"The agenda for {day} is up to date, edited where it stands. Nobody is notified again.")
    return notices.plain(
        f"The agenda for {day} is on its way to the council's channel. It stays up to date there: reports and actions "
        "that come in are added in place. Change the question with /cx-agenda."
    )


def opened(meeting: meetings.Meeting, zone: ZoneInfo) -> Message:
    """What the chair reads after opening reports before their day."""
    return notices.plain(
        f"Reports for {times.day(meeting.on)} are open now, due {times.moment(meeting.reports_due_at, zone)}. "
        "The board is on its way to the council's channel."
    )


def _question(agenda: Agenda) -> rich.Part:
    meeting = agenda.meeting
    if meeting.question:
        return rich.italic(meeting.question)
    if meeting.agenda_posted_at is not None and meeting.agenda_posted_by is None:
        return "Posted by the timetable, without a question."
    return "No question this time."


def _title(agenda: Agenda) -> str:
    zone, meeting = agenda.council.zone, agenda.meeting
    hours = f"{times.clock(meeting.starts_at, zone)}–{times.clock(meeting.ends_at, zone)}"
    return f"{agenda.council.name} — {times.full_day(meeting.on)}, {hours}"


def _customer_words(agenda: Agenda) -> str | None:
    for line in (line for page in agenda.report_pages for line in page):
        if line.report.answers is not None and line.report.answers.customer_quote:
            words = parts.one_line(line.report.answers.customer_quote).strip("\"“”'‘’«»„ ")
            return parts.cut(words, QUOTE_SHOWN) or None
    return None


def _headline(agenda: Agenda, key: Key) -> str:
    match key:
        case Key.ACTIONS:
            return _actions_headline(agenda)
        case Key.REPORTS:
            return _reports_headline(agenda.board)
        case Key.NEXT_STEPS:
            agreed, waiting = parts.counted(len(agenda.agreed), "action"), parts.counted(len(agenda.proposed), "action")
            said = [f"{agreed} agreed in the meeting"] if agenda.agreed else []
            if agenda.proposed or not said:
                said.append(f"{waiting} proposed, for the chair to agree" if agenda.proposed else "nothing proposed")
            return ", ".join(said)
        case Key.ADJOURN:
            following = agenda.next_meeting
            if following is None:
                return "no further meeting is planned yet"
            return f"next: {times.moment(following.starts_at, agenda.council.zone)}"
        case _:
            return NOTHING_YET[key]


def _actions_headline(agenda: Agenda) -> str:
    if not agenda.follow_up:
        return "this is our first meeting" if agenda.meeting.seq == 1 else "none are open"
    done = [action for action in agenda.follow_up if action.state is actions.State.DONE]
    left = [action for action in agenda.follow_up if action.state is not actions.State.DONE]
    # Compared with the meeting's day and not with today, so that the line stays true while nobody edits it.
    due = [action for action in left if action.due_on <= agenda.meeting.on]
    said = [f"{len(left)} open" + (f", {len(due)} due by the meeting" if due else "")] if left else []
    if done:
        said.append(f"To confirm: {parts.listed([action.label for action in done[:5]])}{_and_more(len(done) - 5)}")
    return ". ".join(said)


def _and_more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""


def _reports_headline(board: agendas.Board) -> str:
    over = boards.is_over(board.meeting)
    groups: dict[str, list[str]] = {"In": [], "Nothing to report": [], "Excused": [], "Not yet": []}
    word = {State.SUBMITTED: "In", State.NIL: "Nothing to report", State.EXCUSED: "Excused"}
    for line in board.lines:
        mark = boards.late_mark(board, line.report).removeprefix(", ")
        groups[word.get(line.report.state, "Not yet")].append(line.department.name + (f" ({mark})" if mark else ""))
    said = [
        f"{'No report' if over and label == 'Not yet' else label}: {', '.join(names)}"
        for label, names in groups.items()
        if names
    ]
    return f"{board.in_so_far} of {len(board.lines)} in. " + ". ".join(said) if said else "no department reports"


def _follow_up(agenda: Agenda) -> Message:
    title = "1 · Actions agreed last time"
    if not agenda.follow_up:
        return parts.message(f"{title}: none are open.", rich.paragraph(rich.bold(title), " — none are open."))
    lines: list[rich.Line] = [_action_line(agenda, action) for action in agenda.follow_up]
    return parts.message(f"{title}: {_actions_headline(agenda)}", _folded(title, lines, more="/cx-action list"))


def _proposed(agenda: Agenda) -> Message:
    title = "7 · Next steps: proposed actions"
    if not agenda.proposed:
        nothing = " — none are waiting for the chair."
        return parts.message(title + nothing, rich.paragraph(rich.bold(title), nothing))
    lines: list[rich.Line] = [_action_line(agenda, action) for action in agenda.proposed]
    return parts.message(
        f"{title}: {len(lines)} for the chair to agree.", _folded(title, lines, more="/cx-action list")
    )


def _action_line(agenda: Agenda, action: actions.Action) -> rich.Line:
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


def _folded(title: str, lines: list[rich.Line], *, more: str) -> rich.Block:
    """The lines that fit into one message, and how many do not."""
    room = parts.LONGEST_MESSAGE
    shown: list[rich.Line] = []
    for line in lines:
        room -= rich.size(rich.section(*line))
        if room < 0:
            break
        shown.append(line)
    body = [rich.section(rich.bold(title)), rich.bullets(shown)]
    if len(shown) < len(lines):
        body.append(rich.section(f"and {len(lines) - len(shown)} more: {more}"))
    return rich.block(*body)


def _reports(agenda: Agenda, page: int) -> Message:
    pages = agenda.report_pages
    title = "3 · Department reports" + (f", {page + 1} of {len(pages)}" if len(pages) > 1 else "")
    if page >= len(pages):
        nothing = " — none yet." if not pages else " — nothing more; all of it stands above."
        return parts.message(title + nothing, rich.paragraph(rich.bold(title), nothing))
    names = parts.listed([line.department.name for line in pages[page]])
    return parts.message(
        f"{title}: {names}",
        rich.paragraph(rich.bold(title)),
        *(_report(agenda.board, line) for line in pages[page]),
    )


def _report(board: agendas.Board, line: agendas.DepartmentReport) -> rich.Block:
    answers = line.report.answers
    assert answers is not None, "only reports with answers are shown"
    comes = None
    if answers.attending is not None:
        comes = {Attending.LEAD: line.department.lead, Attending.DEPUTY: line.department.deputy}.get(answers.attending)
    coming = "Nobody comes." if comes is None else f"{people.name(board.people, comes)} comes."
    elements = [
        rich.section(rich.bold(line.department.name), boards.late_mark(board, line.report)),
        *(rich.section(area.did) for area in answers.said if area.did),
    ]
    if answers.customer_quote:
        elements.append(rich.section("A customer said:"))
        elements.append(rich.quote(rich.italic(answers.customer_quote)))
    if line.department.active_to is None:  # whoever comes, it is not for a department that was closed
        elements.append(rich.section(coming))
    return rich.block(*elements)
