"""The form of whoever posts an agenda: the question with what it stands on, who opens, now or at the appointed time;
the preview, and what is said of it afterwards."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.council import agenda_pages, agenda_wordings, meetings, questions
from bot.council.agenda_plans import Key
from bot.council.agenda_wordings import Touch, Wording
from bot.council.agendas import Agenda, Look
from bot.council.departments import Council
from bot.council.people import Person
from bot.views import agenda_items, agendas, forms, ids, notices, parts, people, refilling, rich, times
from bot.views.parts import Message, View

TITLE = "CX agenda"
POST, UPDATE = "Post agenda", "Update agenda"
NOW, LATER = "now", "later"
# docs.slack.dev/reference/views/modal-views: a hundred blocks; of Slack's 250 kB some are left for what frames them.
MOST_BLOCKS = 97
MOST_BYTES = 180_000


def form(look: Look, *, below: Sequence[rich.Block] = ()) -> View:
    """What the chair gives to the agenda of the meeting at hand; `below` comes last."""
    meeting = look.agenda.meeting
    return parts.modal(
        ids.AGENDA_FORM,
        TITLE,
        [
            rich.block(*_head(look), rich.section(*_minutes(look.agenda))),
            _deeds(look),
            *_wording(meeting),
            *_openings(look.agenda),
            *_when(look),
            *below,
        ],
        submit=UPDATE if meeting.agenda_posted_at is not None else POST,
        private={"meeting": meeting.id, "seen": agenda_wordings.mark(meeting)},
    )


def beside(view: View, fresh: View, look: Look, touch: Touch | None, *, reader: str) -> View:
    """A `fresh` form with what was entered in `view`, and on top what somebody kept meanwhile; sent again, it takes the
    place of that. `reader` is the Slack id of whoever entered it."""
    refilled = refilling.refilled(fresh, view["state"]["values"])
    return refilling.with_problem(refilled, _meanwhile(look, touch, reader=reader))


@dataclass(frozen=True)
class AgendaForm:
    """What the form says. `seen` is the mark of what it was opened on, None in a form of the release before; `later`
    says that the agenda is to go out at its appointed time."""

    meeting_id: int
    seen: str | None
    wording: Wording
    later: bool


def read(view: View) -> AgendaForm:
    """What stands in the form. Raises MalformedForm."""
    kept = parts.private(view)
    seen = kept.get("seen")
    chosen = forms.chosen(view, ids.OPENING)
    grounds = questions.Grounds(
        evidence=parts.one_line(forms.typed(view, ids.QUESTION_EVIDENCE)),
        source=parts.one_line(forms.typed(view, ids.QUESTION_SOURCE)),
        none_because=parts.one_line(forms.typed(view, ids.NO_QUESTION)),
    )
    return AgendaForm(
        meeting_id=parts.number(kept, "meeting"),
        seen=seen if isinstance(seen, str) else None,
        wording=Wording(
            question=parts.one_line(forms.typed(view, ids.QUESTION)),
            grounds=grounds,
            opening_department_id=None if chosen is None else parts.as_number(chosen),
        ),
        later=forms.chosen(view, ids.POST_WHEN) == LATER,
    )


def offers_update(view: View) -> bool:
    """Whether the form was opened on an agenda that had been posted already."""
    submit = view.get("submit") or {}
    return submit.get("text") == UPDATE


def preview(agenda: Agenda) -> View:
    """The agenda as it will stand in the channel, and under it the replies in its thread; those that one view cannot
    hold are counted."""
    blocks = [rich.small("Only you see this. Nothing is posted yet."), *agendas.parent(agenda).blocks]
    replies = [
        agenda_items.item(agenda, key, page=page) for key in Key for page in range(agenda_pages.count(agenda, key))
    ]
    drawn = [[{"type": "divider"}, *reply.blocks] for reply in replies if reply is not None]
    for number, reply in enumerate(drawn):
        taken = [*blocks, *reply]
        if len(taken) > MOST_BLOCKS or len(json.dumps(taken)) > MOST_BYTES:
            more = parts.counted(len(drawn) - number, "more reply", "more replies")
            blocks.append(rich.paragraph(f"…and {more} in its thread."))
            break
        blocks = taken
    return parts.modal(ids.NOTICE, "Preview", blocks, close="Back")


def posted(agenda: Agenda, *, revised: bool) -> Message:
    """What the chair reads once the agenda is on its way."""
    day = times.day(agenda.meeting.on)
    if revised:
        return notices.plain(f"The agenda for {day} is up to date, edited where it stands. Nobody is notified again.")
    return notices.plain(
        f"The agenda for {day} is on its way to the council's channel. It stays up to date there: reports and actions "
        "that come in are added in place. Change the question with /cx-agenda."
    )


def prepared(agenda: Agenda, *, reader: str) -> Message:
    """What the chair reads once the agenda is ready for its appointed time; `reader` is their Slack id."""
    person = agenda.board.people.get(reader)
    at = _moment(agenda.council, agenda.meeting.agenda_at, None if person is None else person.tz)
    return notices.plain(f"It goes out {at}. Change it until then with /cx-agenda.")


def went_alone(council: Council, meeting: meetings.Meeting, reader: Person | None) -> Message:
    """That the timetable posted the agenda without a question, for whoever acts as chair: while there is none, with the
    way to write it."""
    assert meeting.agenda_posted_at is not None, "it was posted"
    at = _moment(council, meeting.agenda_posted_at, None if reader is None else reader.tz)
    first = f"The agenda for {times.day(meeting.on)} went out by itself {at}, without a question."
    if not agenda_wordings.of(meeting).says_nothing:
        said = "It has its question now." if meeting.question else "It says why there is none now."
        return parts.message(f"{first} {said}", rich.paragraph(f"{first} {said}"))
    if meeting.state is not meetings.State.AGENDA_POSTED:
        return parts.message(first, rich.paragraph(first))
    rest = " Add one with /cx-agenda."
    write = rich.button("Write it", ids.WRITE_QUESTION, str(meeting.id), spoken="Write the question for the meeting")
    return parts.message(first + rest, rich.paragraph(first, rest), rich.buttons(ids.meeting_block(meeting.id), write))


def _head(look: Look) -> list[rich.Element]:
    agenda, meeting = look.agenda, look.agenda.meeting
    head = [rich.section(rich.bold(agendas.heading(agenda)))]
    if times.differs(meeting.starts_at, zone=agenda.council.zone, reader_tz=look.reader_tz):
        head.append(rich.section(f"It starts {_moment(agenda.council, meeting.starts_at, look.reader_tz)}."))
    if meeting.agenda_posted_at is not None:
        at = _moment(agenda.council, meeting.agenda_posted_at, look.reader_tz)
        head.append(rich.section(f"Posted {at}. What you change is edited where it stands."))
    elif meeting.prepared_by is not None and look.now < meeting.agenda_at:
        by = people.name(agenda.board.people, meeting.prepared_by)
        at = _moment(agenda.council, meeting.agenda_at, look.reader_tz)
        head.append(rich.section(f"{by} prepared it. It goes out {at}."))
    return head


def _wording(meeting: meetings.Meeting) -> list[rich.Block]:
    grounds = meeting.grounds
    return [
        forms.text(
            ids.QUESTION_EVIDENCE,
            "Evidence",
            hint="For example: We have evidence that customers don't believe our dates.",
            most=questions.LONGEST_EVIDENCE,
            value=grounds.evidence,
            lines=True,
            required=False,
        ),
        forms.text(
            ids.QUESTION_SOURCE,
            "Source",
            hint="For example: 1,302 calls, January.",
            most=questions.LONGEST_SOURCE,
            value=grounds.source,
            required=False,
        ),
        forms.text(
            ids.QUESTION,
            "The question",
            hint="For example: How do we stop promising what we can't deliver?",
            most=questions.LONGEST_QUESTION,
            value=meeting.question,
            lines=True,
            required=False,
        ),
        forms.text(
            ids.NO_QUESTION,
            "Or: why there is no question this time",
            hint="For example: The whole meeting is about the first bill.",
            most=questions.LONGEST_REASON,
            value=grounds.none_because,
            required=False,
        ),
    ]


def _openings(agenda: Agenda) -> list[rich.Block]:
    lines = agenda.board.lines
    if not lines:
        return []
    opening = "" if agenda.opening is None else str(agenda.opening.department.id)
    choices = [(str(line.department.id), line.department.name) for line in lines[: forms.MOST_OPTIONS]]
    hint = "The department reports begin with it. Offered is the one that opened longest ago."
    return [forms.select(ids.OPENING, "Who opens the reports", choices, hint=hint, value=opening)]


def _when(look: Look) -> list[rich.Block]:
    """Now or later, while the appointed time is ahead."""
    meeting = look.agenda.meeting
    if meeting.agenda_posted_at is not None or look.now >= meeting.agenda_at:
        return []
    at = _moment(look.agenda.council, meeting.agenda_at, look.reader_tz)
    choices = [(NOW, "Post now"), (LATER, f"Post at the appointed time: {at}")]
    return [forms.radio(ids.POST_WHEN, "When", choices, value=LATER if meeting.prepared_at else NOW, required=False)]


def _minutes(agenda: Agenda) -> list[rich.Part]:
    """The minutes of all items against the meeting's, and what is to be thought of beforehand."""
    plan, slot = agenda.plan, agenda.meeting.duration_min
    said: list[rich.Part] = [f"{parts.counted(len(plan.shown), 'item')}, {plan.minutes} of {slot} minutes."]
    if over := plan.over_by(slot):
        said.append(rich.bold(f" That is {parts.counted(over, 'minute')} too long: shorten or skip an item."))
    if plan.informs_most:
        said.append(rich.bold(" More than half of it only informs: let people read that beforehand."))
    return said


def _deeds(look: Look) -> rich.Block:
    value, found = str(look.agenda.meeting.id), len(look.gaps)
    return rich.buttons(
        ids.AGENDA_DEEDS,
        rich.button("Preview", ids.AGENDA_PREVIEW, value),
        rich.button("Arrange", ids.AGENDA_ARRANGE, value),
        rich.button(f"Gaps ({found})" if found else "Gaps", ids.AGENDA_GAPS, value),
        rich.button("Add other business", ids.ADD_OTHER_BUSINESS, value),
    )


def _meanwhile(look: Look, touch: Touch | None, *, reader: str) -> str:
    meeting = look.agenda.meeting
    if touch is None:
        first = "This agenda was changed meanwhile."
    else:
        at = _moment(look.agenda.council, touch.at, look.reader_tz)
        by = "You" if touch.by == reader else people.name(look.agenda.board.people, touch.by or "")
        by = by[:1].upper() + by[1:]
        deed = {"posted_agenda": "posted", "prepared_agenda": "prepared"}.get(touch.verb, "changed")
        first = f"{by} {deed} this agenda meanwhile, {at}."
        if touch.by is None:
            first = f"This agenda went out by itself meanwhile, {at}."
    says = f"It asks: “{agendas.asked(meeting)}”" if meeting.question else "It has no question."
    if not meeting.question and meeting.grounds.none_because:
        says = f"It has no question: “{meeting.grounds.none_because}”"
    opens = f" {look.agenda.opening.department.name} opens the reports." if look.agenda.opening is not None else ""
    again = UPDATE if meeting.agenda_posted_at is not None else POST
    return f"{first} {says}{opens} What you entered is below: “{again}” puts it in place of that."


def _moment(council: Council, at: datetime, reader_tz: str | None) -> str:
    return times.moment_for(at, zone=council.zone, reader_tz=reader_tz)
