"""What the ladder's subjects are made of as they stand, read together however many there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.council import actions, calendar, ladder, meetings, nudges, rungs
from bot.council.calendar import BusinessDays
from bot.council.departments import Council, Department
from bot.council.people import Person
from bot.council.rungs import About, Preparation, Recipient, Reporting, Subject, Task
from bot.store import actions as kept_actions
from bot.store import councils, people
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Reader
from bot.store.ladder import Waiting
from bot.store.nudges import Nudge
from bot.usecases import calendars


@dataclass(frozen=True)
class Facts:
    """What subjects are made of, and what was said to whoever may read about them, as of `now` (UTC)."""

    council: Council
    departments: Mapping[int, Department]
    people: Mapping[str, Person]
    actions: Mapping[int, actions.Action]
    meetings: Mapping[int, meetings.Meeting]
    preparing: frozenset[int]
    reports: Mapping[tuple[int, int], kept_reports.Opened]
    business_days: BusinessDays
    today: date
    now: datetime

    def subject_of(self, about: Waiting | Nudge) -> Subject | None:
        """The subject as it stands; None where it is nothing to nudge about any more, or not yet."""
        if about.action_id is not None:
            return self._task(about.action_id)
        if about.subject is not None and rungs.about(about.subject) is About.REPORT:
            return self._reporting(about.meeting_id or 0, about.department_id or 0)
        since = about.since if isinstance(about, Waiting) else None
        return self._preparation(about.meeting_id or 0, about.department_id or 0, since or self.now)

    def _task(self, action_id: int) -> Task | None:
        action = self.actions.get(action_id)
        if action is None or action.agreed_at is None:
            return None
        department = self.departments.get(action.department_id)
        if department is None:
            return None
        return Task(self.council, department, action, self.business_days, self.people)

    def _preparation(self, meeting_id: int, department_id: int, since: datetime) -> Preparation | None:
        meeting, department = self.meetings.get(meeting_id), self.departments.get(department_id)
        if meeting is None or department is None or meeting.state not in meetings.NOT_STARTED:
            return None
        return Preparation(
            self.council,
            department,
            meeting,
            self.business_days,
            self.people,
            since,
            anything_open=department.id in self.preparing,
        )

    def _reporting(self, meeting_id: int, department_id: int) -> Reporting | None:
        meeting, department = self.meetings.get(meeting_id), self.departments.get(department_id)
        opened = self.reports.get((meeting_id, department_id))
        if meeting is None or department is None or opened is None or meeting.state not in meetings.NOT_STARTED:
            return None
        return Reporting(
            self.council, department, meeting, opened.stands, opened.opened_at, self.business_days, self.people
        )

    def digest_on(self, reader: Recipient, begun: Mapping[str, Iterable[date]]) -> date:
        """The day of the digest that what is due now belongs to."""
        return nudges.digest_on(
            self.now, reader.zone, self.business_days, begun=frozenset(begun.get(reader.slack_id, ()))
        )


def read_facts(
    session: Reader, council: Council, about: Sequence[Waiting] | Sequence[Nudge], *, now: datetime
) -> Facts:
    """What is needed to judge these. A constant number of statements, however many."""
    today = calendar.local_date(now, council.zone)
    prepared = [one for one in about if one.meeting_id is not None]
    preparing = {one.department_id for one in prepared if one.department_id is not None}
    reported = {one.meeting_id for one in prepared if one.subject and rungs.about(one.subject) is About.REPORT}
    return Facts(
        council=council,
        departments={one.id: one for one in councils.list_departments(session, council)},
        people=people.by_id(session, council.workspace_id),
        actions=kept_actions.by_id(session, council, {one.action_id for one in about if one.action_id is not None}),
        meetings=kept_meetings.by_id(session, council, {one.meeting_id for one in prepared if one.meeting_id}),
        preparing=kept_actions.list_departments_with_unfinished(session, preparing),
        reports=kept_reports.opened_for(session, {one for one in reported if one is not None}),
        business_days=calendars.business_days(council, today),
        today=today,
        now=now,
    )


def recipient_of(facts: Facts, slack_id: str) -> Recipient:
    """A channel or a person with the zone in which their morning is meant."""
    department = next((one for one in facts.departments.values() if one.channel == slack_id), None)
    if department is not None:
        return Recipient(slack_id, department.zone)
    return Recipient(slack_id, ladder.zone_of(facts.council, facts.people, slack_id))
