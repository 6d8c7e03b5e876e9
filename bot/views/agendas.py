"""The agenda: one message with its numbered items. The replies are in `agenda_items`, the chair's form in
`agenda_forms`."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.council import actions, agenda_pages, agenda_plans, agendas, follow_up, meetings
from bot.council.agenda_plans import Key
from bot.council.agendas import Agenda
from bot.council.other_business import Told
from bot.council.reports import State
from bot.views import additions, boards, gaps, ids, notices, parts, rich, sessions, times
from bot.views.parts import Message

QUOTE_SHOWN = 200
# One list of names in the headlines, in characters: all of them at their longest leave the message a fifth of its room.
NAMES_ROOM = 900
LABELS_SHOWN = 5
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
    title = heading(agenda)
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
    plan = agenda.plan
    items: list[rich.Line] = [
        (rich.bold(item.title), f" ({item.minutes} min, {item.type})", *_behind(agenda, item)) for item in plan.shown
    ]
    question = parts.one_line(agenda.meeting.question)
    plain = f"{question} · {title}" if question else f"{title}: the agenda is here."
    version = [rich.small(f"agenda v{agenda.meeting.agenda_version}")] if agenda.meeting.agenda_version else []
    return parts.message(plain, rich.block(*head, rich.numbered(items), *_left_out(plan)), *version, *_deeds(agenda))


def _deeds(agenda: Agenda) -> list[rich.Block]:
    """What anybody can do under a posted agenda until its meeting starts."""
    meeting = agenda.meeting
    if meeting.state is not meetings.State.AGENDA_POSTED:
        return []
    return [rich.buttons(ids.agenda_block(meeting.id), additions.button(meeting.id))]


def opened(meeting: meetings.Meeting, zone: ZoneInfo) -> Message:
    """What the chair reads after opening reports before their day."""
    return notices.plain(
        f"Reports for {times.day(meeting.on)} are open now, due {times.moment(meeting.reports_due_at, zone)}. "
        "The board is on its way to the council's channel."
    )


def _question(agenda: Agenda) -> rich.Part:
    meeting = agenda.meeting
    if meeting.question:
        return rich.italic(asked(meeting))
    if meeting.grounds.none_because:
        return f"No question this time: {_ended(meeting.grounds.none_because)}"
    if meeting.agenda_posted_at is not None and meeting.agenda_posted_by is None:
        return "Posted by the timetable, without a question."
    return "No question this time."


def asked(meeting: meetings.Meeting) -> str:
    """The question with what it stands on: "We have evidence that … (1,302 calls, January). How do we …?" """
    grounds = meeting.grounds
    if not grounds.evidence:
        return meeting.question
    evidence = f"{grounds.evidence.rstrip(' .')} ({grounds.source})" if grounds.source else grounds.evidence
    return f"{_ended(evidence)} {meeting.question}"


def _ended(sentence: str) -> str:
    """The sentence with its full stop, where it has no other end."""
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


def heading(agenda: Agenda) -> str:
    """ "Larkspur CX Council — Tue 9 February 2027, 14:00–15:30", in the council's zone."""
    zone, meeting = agenda.council.zone, agenda.meeting
    hours = f"{times.clock(meeting.starts_at, zone)}–{times.clock(meeting.ends_at, zone)}"
    return f"{agenda.council.name} — {times.full_day(meeting.on)}, {hours}"


def _customer_words(agenda: Agenda) -> str | None:
    """The first quotation that everybody may read, who may look at the agenda (INV-14)."""
    for line in agenda.lines:
        said = line.report.answers if line.report.is_in else None
        if said is not None and said.customer_quote and not said.council_only:
            words = parts.one_line(said.customer_quote).strip("\"“”'‘’«»„ ")
            return parts.cut(words, QUOTE_SHOWN) or None
    return None


def _behind(agenda: Agenda, item: agenda_plans.Item) -> rich.Line:
    """What stands behind an item's title: a line of what it holds, for one of the ten."""
    return () if item.key is None else (" — ", *_headline(agenda, item.key))


def _left_out(plan: agenda_plans.Plan) -> list[rich.Element]:
    titles = [item.title for item in plan.left_out]
    return [rich.section(f"Skipped this time: {parts.listed(titles)}.")] if titles else []


def _headline(agenda: Agenda, key: Key) -> rich.Line:
    match key:
        case Key.ACTIONS:
            return (actions_headline(agenda),)
        case Key.REPORTS:
            return _reports_headline(agenda)
        case Key.NEXT_STEPS:
            return (_next_steps(agenda),)
        case Key.ADJOURN:
            following = agenda.next_meeting
            if following is None:
                return ("no further meeting is planned yet",)
            return (f"next: {times.moment(following.starts_at, agenda.council.zone)}",)
        case _:
            return (_from(agenda, key),)


def _next_steps(agenda: Agenda) -> str:
    agreed, waiting = parts.counted(len(agenda.agreed), "action"), parts.counted(len(agenda.proposed), "action")
    said = [f"{agreed} agreed in the meeting"] if agenda.agreed else []
    if agenda.proposed or not (said or agenda.gaps):
        said.append(f"{waiting} proposed, for the chair to agree" if agenda.proposed else "nothing proposed")
    return "; ".join(filter(None, [", ".join(said), gaps.headline(agenda.gaps)]))


def actions_headline(agenda: Agenda) -> str:
    """Item 1 in a line: "follow-through 100 % so far (2 of 2 due). To confirm: A-1, A-5. Not due: A-2, A-3"."""
    if not agenda.follow_up:
        return "this is our first meeting" if agenda.meeting.seq == 1 else "none are open"
    stands = follow_up.of(agenda)
    groups = {
        "To confirm": stands.to_confirm,
        "Overdue": stands.overdue,
        "Blocked": stands.blocked,
        "Due by the meeting": stands.due,
        "Not due": stands.later,
        "Needs an owner": stands.needs_owner,
        "Carried twice or more": stands.carried,
    }
    so_far = "" if agenda.meeting.started_at else " so far"
    rate = f"follow-through {stands.percent} %{so_far} ({stands.kept} of {stands.originally_due} due)"
    said = [] if stands.percent is None else [rate]
    return ". ".join([*said, *(f"{name}: {_labels(held)}" for name, held in groups.items() if held)])


def _labels(held: Sequence[actions.Action]) -> str:
    """ "A-1, A-5, A-7, A-8, A-9 and 3 more"."""
    return ", ".join(action.label for action in held[:LABELS_SHOWN]) + _and_more(len(held) - LABELS_SHOWN)


def _and_more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""


def _reports_headline(agenda: Agenda) -> rich.Line:
    """ "opening: *Customer Service*. In: Marketing, Sales (added Fri 11:20). Nothing to report: IT & Platforms." """
    board, opening = agenda.board, agenda.opening
    if not board.lines:
        return ("no department reports",)
    groups: dict[str, list[str]] = {"In": [], "Nothing to report": [], "Excused": [], "Not yet": []}
    word = {State.SUBMITTED: "In", State.NIL: "Nothing to report", State.EXCUSED: "Excused"}
    for line in board.lines:
        if line is not opening or line.report.state is not State.SUBMITTED:
            groups[word.get(line.report.state, "Not yet")].append(f"{line.department.name}{_marked(board, line)}")
    said = [
        f"{'No report' if _is_missing(board.meeting) and label == 'Not yet' else label}: {_within_room(names)}"
        for label, names in groups.items()
        if names
    ]
    said += _to_talk(agenda)
    if opening is None:
        return (". ".join(said),)
    marked = _marked(board, opening) if opening.report.state is State.SUBMITTED else ""
    return ("opening: ", rich.bold(opening.department.name), ". ".join([marked, *said]))


def _marked(board: agendas.Board, line: agendas.DepartmentReport) -> str:
    mark = (boards.late_mark(board, line.report) + boards.change_mark(board, line.report)).removeprefix(", ")
    return f" ({mark})" if mark else ""


def _is_missing(meeting: meetings.Meeting) -> bool:
    """Whether who has not reported is no longer waited for: from the agenda that goes out after the deadline."""
    posted_at = meeting.agenda_posted_at
    began = meeting.started_at is not None or boards.is_over(meeting)
    return began or (posted_at is not None and posted_at > meeting.reports_due_at)


def _to_talk(agenda: Agenda) -> list[str]:
    about = []
    for line in agenda.lines:
        talks = agenda_pages.talks_about(agenda, line)
        if talks:
            names = parts.listed([agenda.departments[talk.to_department_id].name for talk in talks])
            about.append(f"{parts.of(line.department.name)} change ({names})")
    said = ", ".join(about)
    if len(said) > NAMES_ROOM:
        said = f"{parts.counted(len(about), 'change')}, in the thread"
    return [f"To talk about first: {said}"] if about else []


def _from(agenda: Agenda, key: Key) -> str:
    """Who filled an item: "from Sales and Operations"."""
    sources = agenda_pages.sources(agenda, key)
    told = [one for one in sources if isinstance(one, Told)]
    names = [one.department.name for one in sources if not isinstance(one, Told)]
    said = [f"from {_within_room(names, last=' and ')}"] if names else []
    if told:
        said.append(f"{parts.counted(len(told), 'thing')} told to the council")
    return ", ".join(said) or NOTHING_YET[key]


def _within_room(names: Sequence[str], *, last: str = ", ") -> str:
    """The names with `last` before the last one; where they are too many for a line, the first and how many more."""
    if len(", ".join(names)) <= NAMES_ROOM:
        return last.join([", ".join(names[:-1]), names[-1]]) if names[1:] else names[0]
    shown, room = [names[0]], NAMES_ROOM - len(names[0])
    for name in names[1:]:
        room -= len(", ") + len(name)
        if room < 0:
            break
        shown.append(name)
    return f"{', '.join(shown)}{_and_more(len(names) - len(shown))}"
