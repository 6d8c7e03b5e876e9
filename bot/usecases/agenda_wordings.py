"""Two people with the form of one agenda: who comes second is told, and nothing is overwritten unseen."""

from sqlalchemy.orm import Session

from bot.council import agenda_wordings, meetings
from bot.council.agenda_wordings import Touch, Wording
from bot.council.departments import Council
from bot.store import events
from bot.store.database import Reader

_VERBS = ("posted_agenda", "revised_agenda", "prepared_agenda")


class ChangedMeanwhile(Exception):
    """The agenda is no longer as it was shown to whoever changes it; `touch` is who came before them, where known."""

    def __init__(self, meeting: meetings.Meeting, touch: Touch | None) -> None:
        super().__init__(meeting.id)
        self.meeting = meeting
        self.touch = touch


def must_be_as_seen(
    session: Session, council: Council, meeting: meetings.Meeting, wanted: Wording, seen: str | None
) -> None:
    """Raise ChangedMeanwhile where the meeting's wording is neither what was `seen` (its mark; None where that is not
    known) nor what is wanted. What the timetable posted without a word is nobody's to overwrite."""
    kept = agenda_wordings.of(meeting)
    if seen is None or seen == agenda_wordings.mark(meeting) or kept == wanted:
        return
    touch = last_touch(session, council, meeting)
    if touch is not None and touch.by is None and kept.says_nothing:
        return
    raise ChangedMeanwhile(meeting, touch)


def last_touch(session: Reader, council: Council, meeting: meetings.Meeting) -> Touch | None:
    """Who last gave the agenda its wording; None where nobody did."""
    found = events.find_last(session, council, object_kind="meeting", object_id=meeting.id, verbs=_VERBS)
    if found is None:
        return None
    actor, verb, at = found
    return Touch(None if actor == events.CLOCK else actor, verb, at)
