"""Every callback_id, action_id and block_id. Messages already posted carry them: renaming one breaks their buttons."""

import re

# Modals
REPORT_FORM = "cx_report_form"
REPORT_CONFLICT = "cx_report_conflict"
REPORT_READING = "cx_report_reading"
AGENDA_FORM = "cx_agenda_form"
AGENDA_READING = "cx_agenda_reading"
TELL_FORM = "cx_tell_form"
GAPS = "cx_gaps"
ARRANGE_FORM = "cx_arrange_form"
AGENDA_RESTS = "cx_agenda_rests"
ADDITION_FORM = "cx_addition_form"
ADDITION = "cx_addition"
ITEM_FORM = "cx_agenda_item_form"
ACTION_FORM = "cx_action_form"
DONE_FORM = "cx_done_form"
SETUP_BASICS = "cx_setup_basics"
SETUP_PEOPLE = "cx_setup_people"
SETUP_DEPARTMENT = "cx_setup_department"
SETUP_REMOVE = "cx_setup_remove"
SETUP_CALENDAR = "cx_setup_calendar"
SETUP_CHARTER = "cx_setup_charter"
SETUP_REVIEW = "cx_setup_review"
CHARTER_FORM = "cx_charter_form"
NIL_FORM = "cx_nil_form"
NOTICE = "cx_notice"
WAITING = "cx_waiting"
MINUTES_FORM = "cx_session_minutes_form"

HISTORY = "cx_history"
ROSTER = "cx_roster"
ROSTER_DEPARTMENT = "cx_roster_department"
ROSTER_HELPERS = "cx_roster_helpers"
ROSTER_TABLE = "cx_roster_table"
ROSTER_COMPARE = "cx_roster_compare"
ROSTER_CLOSE = "cx_roster_close"
ROSTER_CLOSE_CONFIRM = "cx_roster_close_confirm"
AWAY_FORM = "cx_away_form"
ME = "cx_me"
DELIVERY = "cx_delivery"

CALENDAR = "cx_calendar"
CALENDAR_RULE_FORM = "cx_calendar_rule_form"
CALENDAR_MOVE_FORM = "cx_calendar_move_form"
CALENDAR_CANCEL_FORM = "cx_calendar_cancel_form"
CALENDAR_ADD_FORM = "cx_calendar_add_form"

# Buttons
DONE = "cx_done"
AGREE = "cx_agree"
OPEN_REPORTS = "cx_open_reports"
WRITE_REPORT = "cx_write_report"
REPORT_UNFOLD = "cx_report_unfold"
NOTHING_TO_REPORT = "cx_nothing_to_report"
UNDO_NOTHING = "cx_undo_nothing"
EXCUSE = "cx_excuse"
EXCUSE_NEXT = "cx_excuse_next"
EXCUSE_ANOTHER = "cx_excuse_another"
TAKE_BACK_EXCUSE = "cx_excuse_back"
TAKE_BACK_NEXT = "cx_excuse_back_next"
TAKE_BACK_ANOTHER = "cx_excuse_back_another"
HOME_CHECK = "cx_home_check"
HOME_DELIVERIES = "cx_home_deliveries"
LEAVE_REPORTS = "cx_leave_reports"
WRITE_QUESTION = "cx_write_question"
AGENDA_PREVIEW = "cx_agenda_preview"
ADD_OTHER_BUSINESS = "cx_other_business_add"
AGENDA_ARRANGE = "cx_agenda_arrange"
REPORT_SAVE = "cx_report_save"
REPORT_RESTART = "cx_report_restart"
REPORT_USE_THEIRS = "cx_report_use_theirs"
REPORT_USE_MINE = "cx_report_use_mine"
REPORT_SEE_BOTH = "cx_report_see_both"
KEEP_FOR_NEXT = "cx_keep_for_next"
REPORT_SHORTCUT = "cx_report_shortcut"
READ_REPORT = "cx_read_report"
READ_ALL_REPORTS = "cx_read_all_reports"
READ_PAST_REPORTS = "cx_read_past_reports"
EXPORT_REPORTS = "cx_export_reports"
READ_AGENDA = "cx_read_agenda"
PAST_AGENDAS = "cx_past_agendas"
EXPORT_AGENDA = "cx_export_agenda"
START = "cx_session_start"
START_ANYWAY = "cx_session_start_anyway"
ADJOURN = "cx_session_adjourn"
TOOK_PLACE = "cx_session_took_place"
NOT_HELD = "cx_session_not_held"
WRITE_MINUTES = "cx_session_minutes"
CLOSE_SESSION = "cx_session_close"
HISTORY_OLDER = "cx_history_older"
HISTORY_NEWER = "cx_history_newer"
ROSTER_EARLIER = "cx_roster_earlier"
ROSTER_LATER = "cx_roster_later"
ROSTER_EDIT = "cx_roster_edit"
ROSTER_ADD = "cx_roster_add"
ROSTER_TABLE_EDIT = "cx_roster_table_edit"
ROSTER_TABLE_HISTORY = "cx_roster_table_history"
ROSTER_MENU = "cx_roster_menu"
ROSTER_AWAY = "cx_roster_away"
ROSTER_BACK = "cx_roster_back"
ROSTER_HAND_OVER = "cx_roster_hand_over"
ROSTER_OPEN = "cx_roster_open"
SET_AWAY = "cx_away"
AWAY_AGAIN = "cx_away_again"
COME_BACK = "cx_back"
CALENDAR_WINDOWS = "cx_calendar_windows"
CALENDAR_MOVE = "cx_calendar_move"
CALENDAR_CANCEL = "cx_calendar_cancel"
CALENDAR_ADD = "cx_calendar_add"
CALENDAR_RULE = "cx_calendar_rule"
HOLIDAY_EARLIER = "cx_holiday_earlier"
HOLIDAY_LATER = "cx_holiday_later"

DELIVERY_SHELF = "cx_delivery_shelf"
DELIVERY_BACK = "cx_delivery_back"
DELIVERY_OLDER = "cx_delivery_older"
DELIVERY_NEWER = "cx_delivery_newer"
DELIVERY_RETRY = "cx_delivery_retry"
DELIVERY_THERE = "cx_delivery_there"
DELIVERY_AGAIN = "cx_delivery_again"

HEADS_UP_FINE = "cx_heads_up_fine"
HEADS_UP_TALK = "cx_heads_up_talk"
TELL_COUNCIL = "cx_tell_council"
TELL_SHORTCUT = "cx_tell_shortcut"
TOLD_ON_AGENDA = "cx_told_agenda"
TOLD_THANK = "cx_told_thank"
AGENDA_REST = "cx_agenda_rest"
TAKE_OFF_ADDITION = "cx_addition_off"

AGENDA_GAPS = "cx_agenda_gaps"
GAP_ON_AGENDA = "cx_gap_on_agenda"
GAP_OFF_AGENDA = "cx_gap_off_agenda"

ITEM_MENU = "cx_agenda_item_menu"
ITEM_ADD = "cx_agenda_item_add"
ARRANGE_AS_USUAL = "cx_arrange_as_usual"
ARRANGE_COMING = "cx_arrange_coming"

SETUP_BACK = "cx_setup_back"
SETUP_DEPARTMENT_ADD = "cx_setup_department_add"
SETUP_DEPARTMENT_MENU = "cx_setup_department_menu"
CHARTER_OPEN = "cx_charter_open"
CHARTER_EDIT = "cx_charter_edit"

# Fields: an input's block and its element have the same name
DID = "did"
NEXT = "next"
ALIGNMENT = "alignment"
DRIFTING_FROM = "drifting_from"
ATTENDING = "attending"
CUSTOMER_QUOTE = "customer_quote"
CHANGE = "change"
AFFECTED = "affected"
BEST_PRACTICE = "best_practice"
RESEARCH_SOURCE = "source"
RESEARCH_WHEN = "when"
RESEARCH_ASKED = "asked"
RESEARCH_BELIEF = "belief"
OTHER_BUSINESS = "other_business"
HANDOVER = "handover"
PROGRESS = "progress"
COUNCIL_ONLY = "council_only"
QUESTION = "question"
QUESTION_EVIDENCE = "question_evidence"
QUESTION_SOURCE = "question_source"
NO_QUESTION = "no_question"
POST_WHEN = "post_when"
OPENING = "opening"
ITEM_TITLE = "item_title"
ITEM_MINUTES = "item_minutes"
ITEM_TYPE = "item_type"
MINUTES = "minutes"
TEXT = "text"
OWNER = "owner"
DUE = "due"
DEPARTMENT = "department"
EVIDENCE = "evidence"
COUNCIL_NAME = "council_name"
COUNCIL_CHANNEL = "council_channel"
CHAIRED_BY = "chaired_by"
CHAIR = "chair"
VICE_CHAIR = "vice_chair"
SECRETARY = "secretary"
OVERRIDE_REASON = "override_reason"
OVERRIDE_UNTIL = "override_until"
GOAL = "goal"
FOCUS_AREAS = "focus_areas"
DEPARTMENT_NAME = "department_name"
DEPARTMENT_CHANNEL = "department_channel"
DEPARTMENT_LEAD = "department_lead"
DEPARTMENT_DEPUTY = "department_deputy"
DEPARTMENT_CONTRIBUTORS = "department_contributors"
DEPARTMENT_MEMBERS = "department_members"
DEPARTMENT_ZONE = "department_zone"
DEPARTMENT_DOWNSTREAM = "department_downstream"
AWAY_PERSON = "away_person"
AWAY_FROM = "away_from"
AWAY_UNTIL = "away_until"
STAND_IN = "stand_in"
HEIR = "heir"
CHOICE = "choice"
NTH = "nth"
WEEKDAY = "weekday"
MONTHS = "months"
START_TIME = "start_time"
DURATION_MIN = "duration_min"
TZ = "tz"
HOLIDAY_COUNTRY = "holiday_country"
HOLIDAY_REGION = "holiday_subdivision"
OWN_HOLIDAYS = "own_holidays"
HOLIDAY_POLICY = "holiday_policy"
DATE_ORDER = "date_order"
REPORT_OPEN_BD = "report_open_bd"
REPORT_DEADLINE_BD = "report_deadline_bd"
DEADLINE_TIME = "deadline_time"
AGENDA_BD = "agenda_bd"
AGENDA_TIME = "agenda_time"
CORRECTION_BD = "correction_bd"
MEETS_ON = "meets_on"
REASON = "reason"
TOLD = "told"

# Blocks we put in and take out
DUE_ECHO = "due_echo"
CHARTER_MEANWHILE = "charter_meanwhile"
HISTORY_PAGES = "history_pages"
DELIVERY_PAGES = "delivery_pages"
CALENDAR_WINDOWS_FOLDED = "calendar_windows"
CALENDAR_PREVIEW = "calendar_preview"
PROBLEM = "problem"
AGENDA_DEEDS = "agenda_deeds"
ARRANGE_DEEDS = "arrange_deeds"
REPORT_STARTED_FROM = "report_started_from"
REPORT_FOLDED_AREAS = "report_folded_areas"
REPORT_FOLDED_ACTIONS = "report_folded_actions"
REPORT_FOLDED = "report_folded"
REPORT_DEEDS = "report_deeds"
REPORT_CHOICE = "report_choice"
KEEPING = "report_keeping"

# The fields of the report form tell us of everything that is entered. Those that turn the form make others come and go,
# and those that seek ask us what can be chosen where that is much.
_OF_REPORT_FIELD = r"(:[^:@]+)?(@\d+)?$"
REPORT_TURNS = re.compile(f"^({ALIGNMENT}|{PROGRESS}){_OF_REPORT_FIELD}")
REPORT_TYPED = re.compile(
    f"^({DID}|{NEXT}|{DRIFTING_FROM}|{ATTENDING}|{CUSTOMER_QUOTE}|{CHANGE}|{AFFECTED}|{BEST_PRACTICE}|{RESEARCH_SOURCE}"
    f"|{RESEARCH_WHEN}|{RESEARCH_ASKED}|{RESEARCH_BELIEF}|{OTHER_BUSINESS}|{HANDOVER}|{EVIDENCE}|{COUNCIL_ONLY})"
    f"{_OF_REPORT_FIELD}"
)
REPORT_SEEKS = re.compile(f"^({DRIFTING_FROM}|{AFFECTED}){_OF_REPORT_FIELD}")
REPORT_UNFOLDS = re.compile(f"^{REPORT_UNFOLD}:")
REPORT_RESTARTS = re.compile(f"^{REPORT_RESTART}:")
READS_REPORT = re.compile(f"^{READ_REPORT}:")
READS_ALL_REPORTS = re.compile(f"^{READ_ALL_REPORTS}:")
READS_PAST_REPORTS = re.compile(f"^{READ_PAST_REPORTS}:")
SEES_REST = re.compile(f"^{AGENDA_REST}(:|$)")
READS_AGENDA = re.compile(f"^{READ_AGENDA}:")
READS_PAST_AGENDAS = re.compile(f"^{PAST_AGENDAS}(:|$)")


def report_field(field: str, key: str = "", edition: int = 0) -> str:
    """A field of the report form; `key` is the focus area's or the action's id. Another `edition` is another field, so
    that Slack keeps nothing of what was typed into the one before (docs.slack.dev/surfaces/modals)."""
    return field + (f":{key}" if key else "") + (f"@{edition}" if edition else "")


def report_unfold(part: str) -> str:
    """The button that unfolds a part of the report form."""
    return f"{REPORT_UNFOLD}:{part}"


def report_restart(start: str) -> str:
    """The button that starts the report form from something else."""
    return f"{REPORT_RESTART}:{start}"


def action_block(action_id: int) -> str:
    """The row of buttons of one action."""
    return f"action:{action_id}"


def session_block(meeting_id: int) -> str:
    """The row of buttons of one meeting's session."""
    return f"session:{meeting_id}"


def department_block(department_id: int) -> str:
    """The row of buttons of one department."""
    return f"department:{department_id}"


def report_value(department_id: int, meeting_id: int) -> str:
    """What a button carries that stands for a department's report for a meeting."""
    return f"{department_id}:{meeting_id}"


def region_block(country: str) -> str:
    """The choice of a region: each country's is a field of its own, so that Slack keeps no choice of another's."""
    return f"{HOLIDAY_REGION}:{country}"


def meeting_block(meeting_id: int) -> str:
    """The row of buttons of one meeting."""
    return f"meeting:{meeting_id}"


def message_block(message_id: int) -> str:
    """The row of buttons of one message that was owed."""
    return f"message:{message_id}"


def shelf_block(shelf: str) -> str:
    """The way to all of one shelf of messages."""
    return f"shelf:{shelf}"


def part_block(department: str) -> str:
    """A department's part in the goal; `department` tells the departments of one form apart."""
    return f"part:{department}"


def setup_department_block(key: int) -> str:
    """A department in the list of set-up, by its key."""
    return f"setup_department:{key}"


def nil_block(department_id: int) -> str:
    """What can be done about a department that has nothing to report."""
    return f"nil:{department_id}"


def excuse_block(meeting_id: int) -> str:
    """Who can be excused from reporting for a meeting."""
    return f"excuse:{meeting_id}"


def excused_block(meeting_id: int) -> str:
    """Whose excuse for a meeting can be taken back."""
    return f"excused:{meeting_id}"


def holiday_block(meeting_id: int) -> str:
    """The two days to choose from for a meeting whose day is a day off."""
    return f"holiday:{meeting_id}"


def way(action_id: str, to: str) -> str:
    """One of several buttons of a row that lead to reports; `to` tells them apart."""
    return f"{action_id}:{to}"


def ways_block(among: str) -> str:
    """A row of such buttons; `among` tells the rows of one view apart."""
    return f"ways:{among}"


def heads_up_block(heads_up_id: int) -> str:
    """What can be answered to a heads-up."""
    return f"heads_up:{heads_up_id}"


def gap_block(key: str) -> str:
    """A gap with what can be done about it, by its key."""
    return f"gap:{key}"


def agenda_item_block(item_id: int) -> str:
    """An item of the agenda with its menu."""
    return f"agenda_item:{item_id}"


def home_block(part: str) -> str:
    """The buttons of a part of somebody's Home."""
    return f"home:{part}"


def told_block(told_id: int) -> str:
    """What the chair can do with what somebody told the council."""
    return f"told:{told_id}"


def addition_block(told_id: int) -> str:
    """Something on the agenda that can be taken off."""
    return f"addition:{told_id}"


def rest_value(meeting_id: int, item_id: int, page: int) -> str:
    """What a button carries that stands for a page of an item's actions."""
    return f"{meeting_id}:{int(item_id)}:{page}"


def rest_block(meeting_id: int, item_id: int) -> str:
    """The way to all of an item's actions."""
    return f"rest:{meeting_id}:{int(item_id)}"


def agenda_block(meeting_id: int) -> str:
    """What can be done under the agenda of a meeting."""
    return f"agenda:{meeting_id}"


def confirmed_block(of: str) -> str:
    """The box to tick for one change; another change has a box of its own, not ticked yet."""
    return f"confirmed:{of}"
