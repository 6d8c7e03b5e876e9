"""Who may do what: the part of the permission table (model §3.1) that the deeds so far need.

`on` is today's civil date in the council's zone: whoever stands in for the chair has the chair's rights that day only.
"""

from datetime import date

from bot.council.departments import Council, Department
from bot.council.people import Person


class NotAllowed(Exception):
    """The person may not do this; `instead` names who may (Slack user ids), so that the answer can say whom to ask."""

    def __init__(self, operation: str, instead: tuple[str, ...]) -> None:
        super().__init__(operation)
        self.operation = operation
        self.instead = instead


class NotAFullMember(Exception):
    """Only colleagues set a council up: no guests, no people of other organisations, no apps."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.slack_id)
        self.person = person


def presides(council: Council, slack_id: str, on: date) -> bool:
    """Whether `slack_id` has the chair's rights: the chair, or the stand-in while the chair is away."""
    return slack_id in council.presiding(on)


def must_set_up(person: Person) -> None:
    """Raise NotAFullMember for whoever is not a full member of the workspace; there is no council yet to ask."""
    if not person.is_full_member:
        raise NotAFullMember(person)


def may_arrange(council: Council, slack_id: str, *, is_admin: bool) -> bool:
    """Whether chair, secretary or an admin of the workspace (row 'Create council, roster, channels, calendar rule')."""
    return is_admin or slack_id in (council.chair, council.secretary)


def must_arrange(council: Council, slack_id: str, *, is_admin: bool) -> None:
    """Raise NotAllowed unless `may_arrange`."""
    if not may_arrange(council, slack_id, is_admin=is_admin):
        raise NotAllowed("arrange", _chair_and_secretary(council))


def may_change_helpers(council: Council, department: Department, slack_id: str) -> bool:
    """Whether chair, secretary or the department's lead (row 'Change own department's deputy, contributors')."""
    return slack_id in (council.chair, council.secretary, department.lead)


def must_change_helpers(council: Council, department: Department, slack_id: str, *, is_admin: bool) -> None:
    """Raise NotAllowed unless `may_change_helpers` or `may_arrange`."""
    if not is_admin and not may_change_helpers(council, department, slack_id):
        raise NotAllowed("change_helpers", (department.lead, council.chair))


def may_edit_charter(council: Council, slack_id: str) -> bool:
    """Whether chair (row 'Charter: edit')."""
    return slack_id == council.chair


def must_edit_charter(council: Council, slack_id: str) -> None:
    """Raise NotAllowed unless `may_edit_charter`."""
    if not may_edit_charter(council, slack_id):
        raise NotAllowed("edit_charter", (council.chair,))


def must_move_meeting(council: Council, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless the chair presides in person or through a stand-in (row 'Move or cancel a meeting')."""
    if not presides(council, slack_id, on):
        raise NotAllowed("move_meeting", council.presiding(on))


def must_open_reports(council: Council, slack_id: str, on: date) -> None:
    """Raise NotAllowed as `must_move_meeting`: opening early is the chair's as moving is."""
    if not presides(council, slack_id, on):
        raise NotAllowed("open_reports", council.presiding(on))


def must_excuse(council: Council, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless whoever presides (row 'Move or cancel a meeting; excuse a report')."""
    if not presides(council, slack_id, on):
        raise NotAllowed("excuse_report", council.presiding(on))


def may_run_session(council: Council, slack_id: str, on: date) -> bool:
    """Whether whoever presides, or the secretary on the chair's behalf (row 'Post/revise agenda, run session')."""
    return presides(council, slack_id, on) or slack_id == council.secretary


def must_run_session(council: Council, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless `may_run_session`."""
    if not may_run_session(council, slack_id, on):
        raise NotAllowed("run_session", council.presiding(on))


def must_post_agenda(council: Council, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless `may_run_session`: the table has one row for both."""
    if not may_run_session(council, slack_id, on):
        raise NotAllowed("post_agenda", council.presiding(on))


def must_post_minutes(council: Council, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless whoever presides (row 'Post minutes'; the secretary drafts them)."""
    if not presides(council, slack_id, on):
        raise NotAllowed("post_minutes", council.presiding(on))


def must_close_meeting(council: Council, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless whoever presides (model §3.4.1, minutes_posted -> closed)."""
    if not presides(council, slack_id, on):
        raise NotAllowed("close_meeting", council.presiding(on))


def must_check(council: Council, slack_id: str, on: date, *, is_admin: bool) -> None:
    """Raise NotAllowed unless `may_arrange` or whoever presides: those who can do something about what needs someone
    (model §3.7, last paragraph)."""
    if not may_arrange(council, slack_id, is_admin=is_admin) and not presides(council, slack_id, on):
        raise NotAllowed("check", _chair_and_secretary(council))


def must_look_at_delivery(council: Council, slack_id: str, on: date, *, is_admin: bool) -> None:
    """Raise NotAllowed unless as `must_check`: those who can do something about what did not get there."""
    if not may_arrange(council, slack_id, is_admin=is_admin) and not presides(council, slack_id, on):
        raise NotAllowed("look_at_delivery", _chair_and_secretary(council))


def must_read_history(council: Council, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless whoever presides."""
    if not presides(council, slack_id, on):
        raise NotAllowed("read_history", council.presiding(on))


def must_report_for(department: Department, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless lead, deputy or stand-in of the department (row 'Submit or amend report')."""
    if not department.may_report(slack_id, on):
        raise NotAllowed("submit_report", department.speakers(on) or department.spokespeople)


def must_draft_for(department: Department, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless lead, deputy, stand-in or contributor of the department (row 'Draft report')."""
    if not department.may_draft(slack_id, on):
        raise NotAllowed("draft_report", department.speakers(on) or department.spokespeople)


def must_answer_heads_up(department: Department, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless lead, deputy or stand-in of the department that was told, as for its report."""
    if not department.may_report(slack_id, on):
        raise NotAllowed("answer_heads_up", department.speakers(on) or department.spokespeople)


def must_settle_told(council: Council, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless `may_run_session`: what is told to the council is for whoever posts its agenda."""
    if not may_run_session(council, slack_id, on):
        raise NotAllowed("settle_told", council.presiding(on))


def may_add_other_business(council: Council, departments: list[Department], slack_id: str, on: date) -> bool:
    """Whether chair, vice-chair, secretary, or lead, deputy or stand-in of a department (row 'Add AOB before session');
    what others say is for the chair first."""
    ours = {*council.presiding(on), council.vice_chair, council.secretary}
    return slack_id in ours or any(department.may_report(slack_id, on) for department in departments)


def must_create_action(council: Council, departments: list[Department], slack_id: str) -> None:
    """Raise NotAllowed unless a member of the council (row 'Create action outside a meeting')."""
    allowed = {council.chair, council.vice_chair, council.secretary}
    for department in departments:
        allowed |= {*department.spokespeople, *department.contributors}
    if slack_id not in allowed:
        leads = tuple(d.lead for d in departments if slack_id in d.people) or (council.chair,)
        raise NotAllowed("create_action", leads)


def must_agree_action(council: Council, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless whoever presides (row 'Agree an action')."""
    if not presides(council, slack_id, on):
        raise NotAllowed("agree_action", council.presiding(on))


def may_finish_action(council: Council, department: Department, owner: str, slack_id: str, on: date) -> bool:
    """Whether owner, the department's lead or deputy, secretary or whoever presides (row 'Update/mark done')."""
    return (
        slack_id in (owner, council.secretary) or department.may_report(slack_id, on) or presides(council, slack_id, on)
    )


def must_finish_action(council: Council, department: Department, owner: str, slack_id: str, on: date) -> None:
    """Raise NotAllowed unless `may_finish_action`."""
    if not may_finish_action(council, department, owner, slack_id, on):
        raise NotAllowed("finish_action", (owner, department.lead))


def _chair_and_secretary(council: Council) -> tuple[str, ...]:
    return (council.chair,) if council.secretary is None else (council.chair, council.secretary)
