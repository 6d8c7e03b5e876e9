"""Every named refusal in words: what is the case, and what can be done instead. Under its field, where it has one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.council import (
    absences,
    actions,
    additions,
    agenda_plans,
    agenda_reading,
    arrangements,
    calendar_rules,
    charters,
    closings,
    departments,
    excuses,
    gaps,
    heads_ups,
    meeting_moves,
    meetings,
    nil_reports,
    other_business,
    permissions,
    questions,
    receipts,
    report_answers,
    report_drafts,
    report_reading,
    report_wanted,
    reports,
    roster,
    setups,
)
from bot.council.people import NotAnOwner, Person, PersonUnknown
from bot.handlers import files
from bot.store import NotFound, Stale
from bot.usecases import actions as action_deeds
from bot.usecases import agenda_wordings as agenda_wording_deeds
from bot.usecases import agendas as agenda_deeds
from bot.usecases import calendar_rules as rule_deeds
from bot.usecases import charters as charter_deeds
from bot.usecases import councils as council_deeds
from bot.usecases import holiday_questions as holiday_deeds
from bot.usecases import homes as home_deeds
from bot.usecases import meeting_moves as move_deeds
from bot.usecases import nil_reports as nil_deeds
from bot.usecases import report_drafts as draft_deeds
from bot.usecases import reports as report_deeds
from bot.usecases import roster as roster_deeds
from bot.views import (
    action_forms,
    calendar_forms,
    delivery_words,
    ids,
    notices,
    parts,
    report_form,
    report_keeping,
    report_refusals,
    roster_words,
    times,
)
from bot.views import agenda_reading as agenda_reading_views
from bot.views import gaps as gap_views
from bot.views import home as home_views
from bot.views import nil_reports as nil_views
from bot.views import people as names
from bot.views import reports as report_views
from bot.views import sessions as session_views
from bot.views.parts import Message


@dataclass(frozen=True)
class Refusal:
    """What is said instead of doing it. `field` is the block it belongs under, `message` more than the sentence."""

    sentence: str
    field: str | None = None
    message: Message | None = None

    def as_message(self) -> Message:
        """The refusal as an answer of its own."""
        return self.message or notices.plain(self.sentence)


@dataclass(frozen=True)
class Reader:
    """To whom it is said: their zone where it is known, today's date (for years), and everybody's names."""

    today: date
    zone: ZoneInfo | None
    people: Mapping[str, Person]


def words(refused: Exception, reader: Reader) -> Refusal:
    """The words for a refusal of one of the kinds in WORDS."""
    return WORDS[type(refused)](refused, reader)


def _not_allowed(error: permissions.NotAllowed, reader: Reader) -> Refusal:
    instead = names.names(reader.people, dict.fromkeys(error.instead)) or "the chair"
    what = {
        "arrange": "The roster and the calendar are kept by the chair, the secretary and the workspace's admins.",
        "change_helpers": "A department's deputy and contributors are chosen by its lead, the chair or the secretary.",
        "edit_charter": "The chair edits the charter.",
        "move_meeting": "The chair moves, adds and cancels meetings.",
        "run_session": "The chair runs the meeting, or the secretary on the chair's behalf.",
        "post_minutes": "The chair posts the minutes.",
        "close_meeting": "The chair closes a meeting.",
        "check": "What still needs someone is for the chair, the secretary and the workspace's admins.",
        "read_history": "The history is for the chair.",
        "export_reports": "Reports are exported by chair and secretary, and a department's by its lead or deputy too.",
        "look_at_delivery": "What was sent is for the chair, the secretary and the workspace's admins to see.",
        "post_agenda": "The chair posts the agenda.",
        "open_reports": "The chair opens reports.",
        "excuse_report": "The chair excuses departments from reporting.",
        "submit_report": "A report comes from the department's lead or deputy.",
        "draft_report": "A report is written by the department's lead, its deputy and its contributors.",
        "answer_heads_up": "A heads-up is answered by the lead or deputy of the department that is told.",
        "settle_told": "What people tell the council is settled by the chair, or the secretary on the chair's behalf.",
        "take_off_agenda": "Other business is taken off the agenda by whoever added it, or by the chair.",
        "create_action": "Actions are proposed by members of the council.",
        "agree_action": "The chair agrees actions.",
        "finish_action": "An action is marked done by its owner, the department's lead or deputy, or the chair.",
    }[error.operation]
    return Refusal(f"{what} Please ask {instead}.")


def _not_a_full_member(error: permissions.NotAFullMember, _: Reader) -> Refusal:
    person = error.person
    what = (
        "people of other organisations"
        if person.is_stranger
        else "guests"
        if person.is_guest
        else "apps"
        if person.is_bot
        else "closed accounts"
    )
    return Refusal(
        f"Full members of this workspace set a council up, and not {what}. Please ask a colleague who is one."
    )


def _reports_not_open(error: reports.ReportsNotOpen, reader: Reader) -> Refusal:
    reader_tz = None if reader.zone is None else reader.zone.key
    return Refusal(report_views.not_open(error.next_meeting, zone=ZoneInfo(error.tz), reader_tz=reader_tz))


def _not_a_spokesperson(error: report_deeds.NotASpokesperson, _: Reader) -> Refusal:
    message = report_views.who_leads(error.leads, error.people, on=error.on, is_chair=error.is_chair)
    return Refusal("Reports come from a department's lead or deputy.", message=message)


def _no_such_department(error: report_deeds.NoSuchDepartment, _: Reader) -> Refusal:
    known = parts.listed([department.name for department in error.known])
    asked = parts.cut(parts.one_line(error.name), 60)
    return Refusal(
        f"There is no department “{asked}” in this council. There are {known}. /cx-report alone opens your own."
    )


def _which_report(error: report_deeds.WhichDepartment, _: Reader) -> Refusal:
    message = report_views.choice(error.choices, error.meeting_id)
    return Refusal("You write for more than one department. Type its name after /cx-report.", message=message)


def _words_are_in(error: nil_reports.WordsAreIn, reader: Reader) -> Refusal:
    by, at = names.name(reader.people, error.report.submitted_by or ""), error.report.submitted_at
    when = "" if at is None else f", {_moment(at, reader)}"
    return Refusal(f"The report is in ({by}{when}) and stays as it is. To change what it says, use /cx-report.")


def _nothing_from_which(error: nil_deeds.NothingFromWhich, _: Reader) -> Refusal:
    message = nil_views.choice(error.choices, error.meeting_id, error.reason)
    return Refusal("You speak for more than one department. Which one has nothing to report?", message=message)


def _no_longer_taken(error: report_deeds.NoLongerTaken, reader: Reader) -> Refusal:
    reader_tz = None if reader.zone is None else reader.zone.key
    message = report_keeping.no_longer_taken(
        error.meeting, error.department, error.present, zone=ZoneInfo(error.tz), reader_tz=reader_tz
    )
    return Refusal(message.text, message=message)


def _closed_meanwhile(error: report_deeds.ClosedMeanwhile, _: Reader) -> Refusal:
    message = report_keeping.closed(error.meeting, error.department, error.following)
    return Refusal(message.text, message=message)


def _answer_missing(error: report_answers.AnswerMissing, _: Reader) -> Refusal:
    sentence = {
        "did": f"Please say something here{' or under another focus area' if error.key else ''}, in a sentence or two.",
        "drifting_from": "Please choose from whom it is drifting.",
        "evidence": "Please say how one can tell that it is done, in a sentence.",
        "change": "Please say what changes for them, in a sentence.",
        "affected": "Please choose who will feel it. Where nobody will, write it above as something you did.",
        "belief": "Please say what customers believe, in a sentence.",
        "attending": "Please choose who comes.",
    }[error.field]
    return Refusal(sentence, report_form.block_of(error.field, error.key))


def _answer_too_long(error: report_answers.AnswerTooLong, _: Reader) -> Refusal:
    return Refusal(_too_long(error.length, error.limit), report_form.block_of(error.field, error.key))


def _action_too_long(error: actions.TextTooLong, _: Reader) -> Refusal:
    return Refusal(_too_long(error.length, actions.LONGEST_TEXT), ids.TEXT)


def _evidence_too_long(error: actions.EvidenceTooLong, _: Reader) -> Refusal:
    return Refusal(_too_long(error.length, actions.LONGEST_EVIDENCE), ids.EVIDENCE)


def _too_long(length: int, limit: int) -> str:
    return f"This has {length:,} characters, and there is room for {limit:,}. Please shorten it."


def _already_agreed(error: actions.AlreadyAgreed, reader: Reader) -> Refusal:
    by = error.action.agreed_by
    who = f" by {names.name(reader.people, by)}" if by else ""
    return Refusal(f"{error.action.label} is agreed already{who}. Nothing more is needed.")


def _not_unfinished(error: actions.NotUnfinished, reader: Reader) -> Refusal:
    action = error.action
    if action.done_by is None:
        return Refusal(f"{action.label} is no longer open. /cx-action list shows what is.")
    return Refusal(f"{action.label} is done already, by {names.name(reader.people, action.done_by)}.")


def _due_unclear(error: action_deeds.DueUnclear, reader: Reader) -> Refusal:
    return Refusal(action_forms.due_problem(error.reading, reader.today), ids.DUE)


def _due_far_away(error: action_deeds.DueFarAway, _: Reader) -> Refusal:
    return Refusal(action_forms.far_away(error.on), ids.DUE)


def _another_is_running(error: meetings.AnotherIsRunning, _: Reader) -> Refusal:
    return Refusal(f"Reports for {times.day(error.other.on)} are open already. The next ones open once it is over.")


def _wrong_state(error: meetings.WrongState, _: Reader) -> Refusal:
    day, stands = times.day(error.meeting.on), session_views.stands(error.meeting)
    return Refusal(f"The meeting of {day} {stands}. /cx-agenda shows what can be done.")


def _too_early_to_start(error: meetings.TooEarlyToStart, reader: Reader) -> Refusal:
    return Refusal(f"The meeting can be started from {_moment(error.opens_at, reader)}, half an hour before its time.")


def _not_over_yet(error: meetings.NotOverYet, reader: Reader) -> Refusal:
    return Refusal(f"The meeting's time is not over before {_moment(error.ends_at, reader)}.")


def _moment(at: datetime, reader: Reader) -> str:
    zone = reader.zone or ZoneInfo("UTC")
    return f"{times.moment(at, zone)} {'your time' if reader.zone else 'UTC'}"


def _minutes_too_long(error: meetings.MinutesTooLong, _: Reader) -> Refusal:
    return Refusal(_too_long(error.length, meetings.LONGEST_MINUTES), ids.MINUTES)


def _not_an_owner(error: NotAnOwner, _: Reader) -> Refusal:
    person = error.person
    why = (
        "belongs to another organisation"
        if person.is_stranger
        else "is an app"
        if person.is_bot
        else "has a closed account"
    )
    return Refusal(f"{error.person.name} {why} and can't own an action. Please choose a person.", ids.OWNER)


def _invalid_roster(error: departments.InvalidRoster, _: Reader) -> Refusal:
    field = {
        "name": ids.COUNCIL_NAME,
        "council_channel": ids.COUNCIL_CHANNEL,
        "holiday_country": ids.HOLIDAY_COUNTRY,
        "department": ids.DEPARTMENT_NAME,
        "channel": ids.DEPARTMENT_CHANNEL,
        "tz": ids.DEPARTMENT_ZONE,
    }
    return Refusal(f"That can't be set up: {error.why}.", field.get(error.field))


def _chair_in_department(error: departments.ChairInDepartment, reader: Reader) -> Refusal:
    chair = names.first_name(reader.people, error.slack_id) or "The chair"
    does = "leads" if error.leads else "belongs to"
    return Refusal(
        f"{chair} {does} {error.department}. The chair should be outside the departments so they can be impartial. "
        "Choose someone else, or give a reason and an end date.",
        ids.CHAIR,
    )


def _changed_meanwhile(error: roster_deeds.ChangedMeanwhile, reader: Reader) -> Refusal:
    changes = error.meanwhile.changes
    by = changes[-1].actor if changes else None
    return Refusal(roster_words.changed_meanwhile(by and names.name(reader.people, by)))


def _close_reason_too_long(error: closings.CloseReasonTooLong, _: Reader) -> Refusal:
    return Refusal(_too_long(error.length, roster.LONGEST_REASON), ids.REASON)


def _override_unclear(error: roster.OverrideUnclear, _: Reader) -> Refusal:
    if error.field == "reason":
        return Refusal("Please say why the chair belongs to a department.", ids.OVERRIDE_REASON)
    return Refusal("Please choose a last day from today on.", ids.OVERRIDE_UNTIL)


def _another_is_set_up(error: council_deeds.AnotherIsSetUp, reader: Reader) -> Refusal:
    chair = names.name(reader.people, error.council.chair)
    return Refusal(
        f"{error.council.name} is set up in this workspace already, and {chair} chairs it. /cx-council roster shows "
        "its people, /cx-council calendar its dates, /cx-council charter what it is for."
    )


def _invalid_charter(error: charters.InvalidCharter, _: Reader) -> Refusal:
    return Refusal(f"{error.why[0].upper()}{error.why[1:]}.", error.field)


def _part_too_long(error: charters.PartTooLong, _: Reader) -> Refusal:
    return Refusal(_too_long(error.length, charters.LONGEST_PART), ids.part_block(str(error.number)))


def _invalid_rule(error: calendar_rules.InvalidRule, _: Reader) -> Refusal:
    return Refusal(f"{error.why[0].upper()}{error.why[1:]}.", error.field)


def _not_a_working_day(error: meeting_moves.NotAWorkingDay, _: Reader) -> Refusal:
    nearest = [times.day(on) for on in (error.earlier, error.later) if on is not None]
    instead = f" Choose {parts.listed(nearest, 'or')}." if nearest else " Choose a working day."
    return Refusal(f"{times.day(error.on)} is {error.why}.{instead}", ids.MEETS_ON)


def _too_far_away(error: meeting_moves.TooFarAway, _: Reader) -> Refusal:
    first, last = times.full_day(error.bounds.first_on), times.full_day(error.bounds.last_on)
    return Refusal(f"It can be put between {first} and {last}. Choose a day in between.", ids.MEETS_ON)


def _overlapping(error: move_deeds.Overlapping, _: Reader) -> Refusal:
    beside = parts.listed([times.day(other.on) for other in error.others])
    return Refusal(
        f"This meeting would be prepared in the same weeks as that of {beside}. Please confirm it.", ids.MEETS_ON
    )


def _meeting_clash(error: meeting_moves.Clash, _: Reader) -> Refusal:
    return Refusal(f"The council meets on {times.day(error.other.on)} already. Choose another day.", ids.MEETS_ON)


def _reason_too_long(error: meetings.ReasonTooLong, _: Reader) -> Refusal:
    return Refusal(_too_long(error.length, meetings.LONGEST_REASON), ids.REASON)


def _short_notice(error: move_deeds.ShortNotice, _: Reader) -> Refusal:
    left = parts.counted(error.left_bd, "working day")
    return Refusal(f"Only {left} left to report. Tick the box below to move it all the same.")


def _already_settled(error: holiday_deeds.AlreadySettled, _: Reader) -> Refusal:
    return Refusal(f"That is settled: {times.full_day(error.meeting.on)}. /cx-council calendar shows every date.")


def _not_understood(error: calendar_forms.NotUnderstood, _: Reader) -> Refusal:
    return Refusal(error.sentence, error.field)


def _person_unknown(error: PersonUnknown, reader: Reader) -> Refusal:
    slack_id = str(error.args[0])
    if slack_id in reader.people:
        gone = f"I can't see {names.name(reader.people, slack_id)} any more. Please choose somebody else."
        return Refusal(gone, ids.OWNER)
    return Refusal("I can't see this person. Please choose somebody from this workspace.", ids.OWNER)


def _said(sentence: str, field: str | None = None) -> Callable[[Any, Reader], Refusal]:
    return lambda error, reader: Refusal(sentence, field)


WORDS: dict[type[Exception], Callable[[Any, Reader], Refusal]] = {
    permissions.NotAllowed: _not_allowed,
    permissions.NotAFullMember: _not_a_full_member,
    departments.InvalidRoster: _invalid_roster,
    departments.ChairInDepartment: _chair_in_department,
    # roster
    roster.CannotHold: lambda error, _: Refusal(roster_words.cannot_hold(error), roster_words.FIELDS[error.role]),
    roster.LeadAsDeputy: _said(
        "The deputy is somebody else than the lead, so that somebody can report while the lead is away.",
        ids.DEPARTMENT_DEPUTY,
    ),
    roster.ViceChairInside: lambda error, reader: Refusal(
        roster_words.vice_chair_inside(error, reader.people), ids.VICE_CHAIR
    ),
    roster.ChairInside: lambda error, reader: Refusal(
        roster_words.chair_inside(error, reader.people), roster_words.FIELDS[error.role]
    ),
    roster.ChairAsViceChair: _said(
        "The vice-chair is somebody else than the chair, so that somebody can act while the chair is away.",
        ids.VICE_CHAIR,
    ),
    roster.OverrideUnclear: _override_unclear,
    roster.TooMany: lambda error, _: Refusal(roster_words.too_many(error), roster_words.FIELDS[error.role]),
    closings.LastDepartment: _said(
        "This is the council's only department, and a council has at least one. Add the other one first."
    ),
    closings.IntoItself: _said("Please choose another department to take what this one owns.", ids.HEIR),
    closings.HeirMissing: _said("Please choose the department that takes what this one owns.", ids.HEIR),
    closings.CloseReasonMissing: _said("Please say why, in a sentence: the council's history keeps it.", ids.REASON),
    closings.CloseReasonTooLong: _close_reason_too_long,
    roster_deeds.ChangedMeanwhile: _changed_meanwhile,
    absences.NoRole: _said(
        "They have no role in the council, so there is nothing to stand in for. /cx-council roster shows who has.",
        ids.AWAY_PERSON,
    ),
    absences.AwayBackwards: _said("The last day is before the first. Please choose a later one.", ids.AWAY_UNTIL),
    absences.AwayInThePast: _said("That is over already. Please choose a last day from today on.", ids.AWAY_UNTIL),
    absences.AwayTooLong: _said(
        "That is over a year. Please choose an earlier day; for longer, somebody else should have the role.",
        ids.AWAY_UNTIL,
    ),
    absences.ActsForThemselves: _said("Somebody else acts meanwhile. Please choose a colleague.", ids.STAND_IN),
    absences.StandInAway: lambda error, reader: Refusal(
        roster_words.stand_in_away(error, reader.people, reader.today), ids.STAND_IN
    ),
    absences.StandInInside: lambda error, _: Refusal(roster_words.stand_in_inside(error), ids.STAND_IN),
    absences.ChairStandsIn: _said(
        "The chair can't speak for a department, so that they can be impartial. Please choose a colleague.",
        ids.STAND_IN,
    ),
    council_deeds.NoCouncil: _said(
        "No CX council is set up in this workspace yet. /cx-council setup sets one up; it takes about ten minutes."
    ),
    council_deeds.AnotherIsSetUp: _another_is_set_up,
    home_deeds.NotAMember: _said(home_views.FOR_MEMBERS),
    charters.InvalidCharter: _invalid_charter,
    charters.PartTooLong: _part_too_long,
    charter_deeds.CharterChanged: _said(
        "The charter was changed while your form was open. /cx-council charter shows how it stands."
    ),
    setups.NotThere: _said(
        "What you entered has changed since this form was opened. /cx-council setup goes on where you left off."
    ),
    setups.NoDepartments: _said("Please add a department first: departments are who reports to the council."),
    setups.TooManyDepartments: _said(
        f"Set-up takes {setups.MOST_DEPARTMENTS} departments at once. Add the others later with /cx-council roster."
    ),
    setups.NoSuchDepartment: _said("That department is no longer in the list. Please go back and look again."),
    # calendar
    calendar_rules.InvalidRule: _invalid_rule,
    calendar_forms.NotUnderstood: _not_understood,
    rule_deeds.NothingToChange: _said("The calendar says just this already. Change something, or close the form."),
    rule_deeds.CalendarChanged: _said("Somebody else changed the calendar meanwhile. /cx-council calendar shows it."),
    meeting_moves.NotAWorkingDay: _not_a_working_day,
    meeting_moves.TooFarAway: _too_far_away,
    meeting_moves.Clash: _meeting_clash,
    meeting_moves.NotMovable: _wrong_state,
    meeting_moves.NothingToMove: _said("The meeting is at this time already. Choose another.", ids.MEETS_ON),
    meeting_moves.InThePast: _said("That time has passed. Choose one that is still to come.", ids.MEETS_ON),
    meeting_moves.OutsideHours: _said("Please choose a start between 07:00 and 19:00.", ids.START_TIME),
    meetings.ReasonMissing: _said("Please say why, in a few words. Everybody who is told reads it.", ids.REASON),
    meetings.ReasonTooLong: _reason_too_long,
    move_deeds.ShortNotice: _short_notice,
    move_deeds.MeetingChanged: _said("Somebody else changed this meeting meanwhile. /cx-council calendar shows it."),
    move_deeds.Overlapping: _overlapping,
    move_deeds.CancellingChanged: _said(
        "Somebody else changed this meeting meanwhile. /cx-council calendar shows how it stands."
    ),
    move_deeds.DurationOutOfRange: _said(
        f"A meeting lasts {calendar_rules.SHORTEST_MIN} to {calendar_rules.LONGEST_MIN} minutes.", ids.DURATION_MIN
    ),
    holiday_deeds.AlreadySettled: _already_settled,
    holiday_deeds.ChoiceGone: _said("That day is no longer free. /cx-council calendar shows the choice there is now."),
    # reports
    reports.ReportsNotOpen: _reports_not_open,
    reports.ReportsClosed: _said(
        "That meeting is over, so its reports are closed. Keep your words for the next one: /cx-report will ask again."
    ),
    reports.DepartmentJoinedLater: _said(
        "Your department joined after this meeting's reports opened. It reports from the next meeting on."
    ),
    report_deeds.ClosedMeanwhile: _closed_meanwhile,
    report_deeds.NoLongerTaken: _no_longer_taken,
    draft_deeds.NoMeetingAhead: _said(
        "No meeting is planned yet. What you typed is kept; try again once the next one is in the calendar."
    ),
    draft_deeds.Overtaken: _said("This form was sent, or saved again, since. Type /cx-report to see where it stands."),
    report_drafts.SavedMeanwhile: _said(
        "Somebody saved or sent another version meanwhile. What you typed is kept; type /cx-report to choose."
    ),
    draft_deeds.NoRoom: lambda error, _: Refusal(report_keeping.no_room(error.meeting)),
    # reading reports
    report_wanted.NotUnderstood: lambda error, _: Refusal(report_refusals.not_understood(error)),
    report_reading.NoReportsThen: lambda error, _: Refusal(report_refusals.no_reports_then(error)),
    report_reading.WhoseHistory: lambda error, _: Refusal(
        report_refusals.WHOSE, message=report_refusals.whose_history(error)
    ),
    report_reading.Withheld: _said(report_refusals.WITHHELD),
    agenda_reading.NotAMonth: lambda error, _: Refusal(agenda_reading_views.not_a_month(error)),
    agenda_reading.NoAgendaThen: lambda error, _: Refusal(agenda_reading_views.no_agenda_then(error)),
    files.NotGranted: _said(report_refusals.NO_FILES_HERE),
    files.NotTaken: lambda error, _: Refusal(report_refusals.not_taken(error.error)),
    files.NotReached: _said(report_refusals.FILES_LATER),
    files.InDoubt: _said(report_refusals.FILES_IN_DOUBT),
    report_answers.AnswerMissing: _answer_missing,
    report_answers.AnswerTooLong: _answer_too_long,
    nil_reports.WordsAreIn: _words_are_in,
    nil_reports.NoLongerNil: _said("That has changed since. /cx-report shows how your department's report stands."),
    nil_reports.NilReasonTooLong: lambda error, _: Refusal(
        _too_long(error.length, reports.LONGEST_NIL_REASON), ids.REASON
    ),
    nil_deeds.NothingFromWhich: _nothing_from_which,
    excuses.ReportIsIn: _said("That department has reported meanwhile, so there is nothing to excuse it from."),
    report_deeds.NotASpokesperson: _not_a_spokesperson,
    report_deeds.NoSuchDepartment: _no_such_department,
    report_deeds.WhichDepartment: _which_report,
    # heads-ups, and what people tell the council
    heads_ups.NothingToAnswer: _said("That needs no answer any more: it was taken back."),
    heads_ups.ToldIsClosed: lambda error, _: Refusal(
        f"{error.name} was closed meanwhile, so that needs no answer any more."
    ),
    heads_ups.TooLateToAnswer: lambda error, _: Refusal(
        "The meeting has begun, so the answer stays as it is. Please say it there."
        if error.answered
        else "The meeting is over. Please talk to the other department directly."
    ),
    other_business.TextMissing: _said("Please say what the council should know, in a sentence or two.", ids.TOLD),
    other_business.TextTooLong: lambda error, _: Refusal(
        _too_long(error.length, other_business.LONGEST_TEXT), ids.TOLD
    ),
    additions.PlaceChanged: _said("Not added yet: something changed meanwhile. Please open the form again.", ids.TOLD),
    additions.AlreadyBegun: _said("That meeting has begun, so its agenda stays as it is. Please say it in the room."),
    other_business.NotOneOfUs: lambda error, reader: Refusal(
        "This council hears the people of its own organisation. Please ask "
        f"{names.names(reader.people, error.instead)} to bring it up."
    ),
    other_business.OnAgendaAlready: lambda error, reader: Refusal(
        f"It is on the agenda already: {names.name(reader.people, error.told.settled_by or '')} put it there."
    ),
    # meetings and agenda
    meetings.NotPlanned: _said(
        "There is no planned meeting whose reports could be opened now. /cx-agenda shows the next."
    ),
    meetings.AnotherIsRunning: _another_is_running,
    meetings.NotCollecting: _said("That meeting's agenda can't be changed any more. /cx-agenda shows the current one."),
    arrangements.NotArrangeable: _said(
        "That meeting has begun or is over: its items stay as they were. /cx-agenda shows the current one."
    ),
    agenda_plans.TitleMissing: _said("Please name the item in a few words.", ids.ITEM_TITLE),
    agenda_plans.TitleTooLong: lambda error, reader: Refusal(
        f"That is {error.length} characters; there is room for {agenda_plans.LONGEST_TITLE}. Please shorten it.",
        ids.ITEM_TITLE,
    ),
    agenda_plans.MinutesOutOfRange: _said(
        f"Please give the minutes as a whole number from 0 to {agenda_plans.MOST_MINUTES}, for example 10.",
        ids.ITEM_MINUTES,
    ),
    agenda_plans.TooManyItems: _said(
        f"An agenda has room for {agenda_plans.MOST_ITEMS} items. Please remove one of your own first."
    ),
    agenda_plans.NoSuchItem: _said("Somebody took that item off meanwhile. Arrange, in /cx-agenda, shows what stands."),
    agenda_plans.NothingLeft: _said("One item stays at least. Put another one back first."),
    gaps.GapClosed: _said(gap_views.CLOSED),
    meetings.AppointedTimePassed: _said("That time has passed. Please choose “Post now”.", ids.POST_WHEN),
    agenda_wording_deeds.ChangedMeanwhile: _said(
        "Somebody else changed this agenda meanwhile. /cx-agenda shows how it stands."
    ),
    questions.QuestionTooLong: _said(
        f"There is room for {questions.LONGEST_QUESTION} characters. Please shorten the question.", ids.QUESTION
    ),
    questions.EvidenceTooLong: _said(
        f"There is room for {questions.LONGEST_EVIDENCE} characters. Please shorten it.", ids.QUESTION_EVIDENCE
    ),
    questions.SourceTooLong: _said(
        f"There is room for {questions.LONGEST_SOURCE} characters. Please shorten it.", ids.QUESTION_SOURCE
    ),
    questions.ReasonTooLong: _said(
        f"There is room for {questions.LONGEST_REASON} characters. Please shorten it.", ids.NO_QUESTION
    ),
    questions.NeitherQuestionNorReason: _said(
        "Ask the council something, or say below why there is no question this time.", ids.QUESTION
    ),
    questions.QuestionAndReason: _said(
        "There is a question above. Please leave this empty, or take the question out.", ids.NO_QUESTION
    ),
    questions.EvidenceWithoutQuestion: _said(
        "Please add what you ask the council because of this evidence, or take the evidence out.", ids.QUESTION
    ),
    questions.SourceWithoutEvidence: _said(
        "Please say what the source shows, or take the source out.", ids.QUESTION_EVIDENCE
    ),
    **dict.fromkeys(
        (
            meetings.WrongState,
            meetings.NotStartable,
            meetings.AgendaNotPosted,
            meetings.NotInSession,
            meetings.NotAdjourned,
            meetings.MinutesArePosted,
            meetings.NotCloseable,
            meetings.AlreadyStarted,
            meetings.NotCancellable,
        ),
        _wrong_state,
    ),
    meetings.TooEarlyToStart: _too_early_to_start,
    meetings.TooLateToStart: _said(
        "More than a day has passed since its time. /cx-agenda offers to say that it took place, or to cancel it."
    ),
    meetings.NotOverYet: _not_over_yet,
    meetings.MinutesMissing: _said("Please say what was discussed and decided, in a sentence or two.", ids.MINUTES),
    meetings.MinutesTooLong: _minutes_too_long,
    agenda_deeds.NothingPlanned: _said(
        "No meeting is planned, so there is no agenda. Ask the chair when the next one is."
    ),
    # actions
    actions.TextTooShort: _said(
        f"Please say in {actions.SHORTEST_TEXT} characters or more what will be done.", ids.TEXT
    ),
    actions.TextTooLong: _action_too_long,
    actions.DueBeforeAgreed: _said(
        "Its due date passed while it waited. Add it again with a new date: /cx-action add."
    ),
    actions.AlreadyAgreed: _already_agreed,
    actions.NotAgreedYet: _said("The chair has not agreed this action yet. It can be marked done once it is open."),
    actions.NotUnfinished: _not_unfinished,
    actions.EvidenceMissing: _said("Please add one line: what would somebody see now that it is done?", ids.EVIDENCE),
    actions.EvidenceTooLong: _evidence_too_long,
    action_deeds.DueUnclear: _due_unclear,
    action_deeds.DueFarAway: _due_far_away,
    action_deeds.WhichDepartment: _said(
        "The owner belongs to no department of the council, or to several. Choose which one answers for this.",
        ids.DEPARTMENT,
    ),
    NotAnOwner: _not_an_owner,
    PersonUnknown: _person_unknown,
    # delivery
    receipts.NotRefused: lambda error, _: Refusal(
        f"There's nothing to try again: {delivery_words.standing(error.receipt)}."
    ),
    receipts.NotInDoubt: lambda error, _: Refusal(f"That is settled: {delivery_words.standing(error.receipt)}."),
    receipts.NeverRepeated: _said("Reminders are never sent twice: people would be asked twice for the same."),
    # anything
    NotFound: _said("That is no longer there. Please start again from the command."),
    Stale: _said("Somebody else changed this at the same moment. Please try again."),
    parts.MalformedForm: _said("This form didn't arrive as it was sent out. Please open it again from the command."),
}
