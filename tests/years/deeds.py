"""The deeds of a script, done through the use cases; what came of them is written into the chronicle."""

import itertools
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.council import actions, calendar_rules, departments, meetings, people, report_answers
from bot.council import reports as report_rules
from bot.store import councils as kept_councils
from bot.store import meetings as kept_meetings
from bot.store import people as kept_people
from bot.store import tables
from bot.store.database import Database
from bot.usecases import (
    Who,
    absences,
    closings,
    councils,
    excuses,
    happenings,
    meeting_moves,
    nil_reports,
    report_drafts,
    reports,
    roster,
    sessions,
)
from bot.usecases import actions as action_deeds
from bot.usecases import calendar_rules as rule_deeds
from playground.workspace import Workspace
from tests.years import cast, chronicle, script
from tests.years.chronicle import Chronicle

CHAIR = Who(cast.TEAM, cast.CHAIR)
# What may have come of the deed before: its action was not agreed, its meeting is over or was never opened, or not
# for that department.
NOT_NOW = (
    action_deeds.DueUnclear,
    people.NotAnOwner,
    meetings.WrongState,
    report_rules.ReportsNotOpen,
    report_rules.ReportsClosed,
    report_rules.DepartmentJoinedLater,
)


class Hands:
    """Whoever does what the script says, on one database; `workspace` is told of accounts and zones, where there is
    one. Only what the bot took is written down, with the instant at which it did."""

    def __init__(self, database: Database, told: Chronicle, workspace: Workspace | None = None) -> None:
        self._database = database
        self._told = told
        self._workspace = workspace
        self._keys = (f"year-{number}" for number in itertools.count(1))
        self._agreed: dict[int, actions.Action] = {}

    def do(self, deed: script.Deed, *, now: datetime) -> None:
        """Do it at `now`; nothing comes of what the bot refuses by a rule of its own."""
        try:
            happened = self._do(deed, now)
        except NOT_NOW:
            return
        if happened is not None:
            self._told.happenings.append(happened)

    def _do(self, deed: script.Deed, now: datetime) -> chronicle.Happening | None:
        match deed:
            case script.Agree():
                return self._agree(deed, now)
            case script.Finish(_, number):
                return self._finish(number, now)
            case script.Move() | script.Cancel():
                return self._reschedule(deed, now)
            case script.Start() | script.Adjourn() | script.PostMinutes() | script.TookPlace():
                self._meet(deed, now)
                return None
            case script.GoAway() | script.ChangeZone() | script.CloseAccount() | script.OpenAccount():
                return self._change_person(deed, now)
            case script.AddDepartment() | script.ChangeDepartment() | script.CloseDepartment():
                return self._change_roster(deed, now)
            case script.Report():
                return self._report(deed, now)
            case script.AddDayOff(_, on):
                return self._add_day_off(on, now)
        raise AssertionError(f"nobody knows how to do {deed}")

    def _agree(self, deed: script.Agree, now: datetime) -> chronicle.Happening:
        draft = action_deeds.Draft(
            f"Do the useful thing that is number {deed.number}",
            self._person(deed.owner),
            deed.due_on.isoformat(),
            self._department(deed.department).id,
        )
        card = action_deeds.add(self._database, CHAIR, draft, request_key=next(self._keys), now=now)
        self._agreed[deed.number] = card.action
        return chronicle.Agreed(now, card.action.label, deed.department, deed.owner, card.action.due_on)

    def _finish(self, number: int, now: datetime) -> chronicle.Happening | None:
        action = self._agreed.get(number)
        if action is None:
            return None
        action_deeds.finish(
            self._database, CHAIR, action_id=action.id, evidence="It is done.", request_key=next(self._keys), now=now
        )
        return chronicle.Finished(now, action.label)

    def _report(self, deed: script.Report, now: datetime) -> chronicle.Happening | None:
        meeting, department = self._meeting(deed.month), self._find_department(deed.department)
        if department is None:
            return None
        lead, meeting_id, department_id = Who(cast.TEAM, department.lead), meeting.id, department.id
        words = report_answers.about_everything("We did what we said.", report_answers.Attending.LEAD)
        match deed.what:
            case "drafted":
                report_drafts.save(
                    self._database,
                    lead,
                    meeting_id=meeting_id,
                    department_id=department_id,
                    answers=words,
                    based_on=reports.Numbers(0, 0),
                    view_id=next(self._keys),
                    at=now,
                    now=now,
                )
            case "sent":
                reports.submit(
                    self._database,
                    lead,
                    meeting_id=meeting_id,
                    department_id=department_id,
                    answers=words,
                    request_key=next(self._keys),
                    now=now,
                )
            case "nothing":
                nil_reports.say(self._database, lead, meeting_id=meeting_id, department_id=department_id, now=now)
            case "something":
                nil_reports.undo(self._database, lead, meeting_id=meeting_id, department_id=department_id, now=now)
            case "excused":
                excuses.excuse(self._database, CHAIR, meeting_id=meeting_id, department_id=department_id, now=now)
            case "expected":
                excuses.take_back(self._database, CHAIR, meeting_id=meeting_id, department_id=department_id, now=now)
        return chronicle.Reported(now, deed.month, deed.department, deed.what)

    def _reschedule(self, deed: script.Move | script.Cancel, now: datetime) -> chronicle.Happening:
        meeting = self._meeting(deed.month)
        if isinstance(deed, script.Cancel):
            meeting_moves.cancel(
                self._database,
                CHAIR,
                meeting_id=meeting.id,
                version=meeting.version,
                reason="Too many of us are away.",
                request_key=next(self._keys),
                now=now,
            )
            return chronicle.MeetingCancelled(now, deed.month)
        meeting_moves.move(
            self._database,
            CHAIR,
            meeting_id=meeting.id,
            version=meeting.version,
            on=deed.on,
            start=deed.start,
            reason="The room is taken.",
            confirmed=True,
            request_key=next(self._keys),
            now=now,
        )
        return chronicle.MeetingMoved(now, deed.month, deed.on, deed.start)

    def _meet(self, deed: script.Start | script.Adjourn | script.PostMinutes | script.TookPlace, now: datetime) -> None:
        meeting_id = self._meeting(deed.month).id
        match deed:
            case script.Start():
                sessions.start(self._database, CHAIR, meeting_id=meeting_id, anyway=True, now=now)
            case script.Adjourn():
                sessions.adjourn(self._database, CHAIR, meeting_id=meeting_id, now=now)
            case script.TookPlace():
                sessions.took_place(self._database, CHAIR, meeting_id=meeting_id, now=now)
            case script.PostMinutes():
                text, key = "We talked, and we agreed.", next(self._keys)
                sessions.post_minutes(self._database, CHAIR, meeting_id=meeting_id, text=text, request_key=key, now=now)

    def _change_person(
        self,
        deed: script.GoAway | script.ChangeZone | script.CloseAccount | script.OpenAccount,
        now: datetime,
    ) -> chronicle.Happening | None:
        known = self._person(deed.person)
        match deed:
            case script.GoAway(_, person, from_on, until_on, stand_in):
                if not known.active:
                    return None
                absences.set_away(
                    self._database,
                    Who(cast.TEAM, person),
                    people.Absence(person, from_on, until_on, stand_in),
                    stand_in=None if stand_in is None else self._person(stand_in),
                    is_admin=False,
                    request_key=next(self._keys),
                    now=now,
                )
                return chronicle.WentAway(now, person, from_on, until_on, stand_in)
            case script.ChangeZone(_, person, tz):
                self._slack_says(replace(known, tz=tz), now)
                return chronicle.PersonMoved(now, person, tz)
            case script.CloseAccount(_, person):
                self._slack_says(replace(known, active=False), now)
                return chronicle.AccountClosed(now, person)
            case script.OpenAccount(_, person):
                self._slack_says(replace(known, active=True), now)
                return chronicle.AccountOpened(now, person)

    def _change_roster(
        self, deed: script.AddDepartment | script.ChangeDepartment | script.CloseDepartment, now: datetime
    ) -> chronicle.Happening:
        key = next(self._keys)
        match deed:
            case script.AddDepartment(_, department):
                wanted = departments.Department(
                    0, 0, department.name, department.channel, department.tz, department.lead, department.deputy
                )
                roster.add_department(
                    self._database, CHAIR, wanted, newcomers=(), is_admin=True, request_key=key, now=now
                )
                return chronicle.DepartmentStands(now, department)
            case script.ChangeDepartment(_, department):
                standing = self._department(department.name)
                members = (standing.members | {standing.lead}) - {department.lead}
                wanted = replace(standing, lead=department.lead, tz=department.tz, members=members)
                roster.change_department(
                    self._database,
                    CHAIR,
                    wanted,
                    newcomers=(),
                    seen_at=now,
                    is_admin=True,
                    request_key=key,
                    now=now,
                )
                return chronicle.DepartmentStands(now, department)
            case script.CloseDepartment(_, name, heir):
                closing = self._department(name)
                closings.close(
                    self._database,
                    CHAIR,
                    department_id=closing.id,
                    version=closing.version,
                    heir_id=self._department(heir).id,
                    merge=False,
                    reason="We are one now.",
                    is_admin=True,
                    request_key=key,
                    now=now,
                )
                return chronicle.DepartmentClosed(now, name, heir)

    def _add_day_off(self, on: date, now: datetime) -> chronicle.Happening:
        with self._database.read() as session:
            council = councils.serving(session, CHAIR)
        rule = calendar_rules.of(council)
        rule_deeds.change(
            self._database,
            CHAIR,
            replace(rule, own_holidays={**rule.own_holidays, on: "Our own day off"}),
            tz=council.tz,
            version=council.version,
            is_admin=True,
            request_key=next(self._keys),
            now=now,
        )
        return chronicle.DayOff(now, on)

    def _slack_says(self, person: people.Person, now: datetime) -> None:
        if self._workspace is not None:
            self._workspace.change_person(person.slack_id, tz=person.tz, deleted=not person.active)
        happenings.person_changed(self._database, happenings.Event(cast.TEAM, next(self._keys)), person, now=now)

    def _person(self, slack_id: str) -> people.Person:
        with self._database.read() as session:
            council = councils.serving(session, CHAIR)
            return kept_people.by_id(session, council.workspace_id)[slack_id]

    def _department(self, name: str) -> departments.Department:
        department = self._find_department(name)
        assert department is not None, f"{name} stands"
        return department

    def _find_department(self, name: str) -> departments.Department | None:
        with self._database.read() as session:
            everyone = kept_councils.list_departments(session, councils.serving(session, CHAIR))
        return next((one for one in everyone if one.name == name), None)

    def _meeting(self, month: date) -> meetings.Meeting:
        """The meeting that the rule made for the month."""
        with self._database.read() as session:
            everything = kept_meetings.list_all(session, councils.serving(session, CHAIR))
        return next(one for one in everything if one.rule_on is not None and one.rule_on.replace(day=1) == month)


def openings(database: Database) -> list[chronicle.ReportsOpened]:
    """When reports were opened, for which meetings and departments, as the bot wrote it down: nobody's deed, and not
    the ladder's."""
    report, meeting, department = tables.Report, tables.Meeting, tables.Department
    wanted = (
        select(report.created_at, meeting.rule_on, department.name)
        .join(meeting, report.meeting_id == meeting.id)
        .join(department, report.department_id == department.id)
        .order_by(report.created_at, report.id)
    )
    opened: dict[tuple[datetime, date], list[str]] = {}
    with Session(database.engine) as session:
        for at, rule_on, name in session.execute(wanted):
            assert rule_on is not None, "the rule made each of these meetings"
            opened.setdefault((at, rule_on.replace(day=1)), []).append(name)
    return [chronicle.ReportsOpened(at, month, tuple(names)) for (at, month), names in opened.items()]
