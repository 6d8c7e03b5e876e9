"""Who may do what: the part of the permission table (model §3.1) that the deeds so far need."""

from bot.council.departments import Council, Department


class NotAllowed(Exception):
    """The person may not do this; `instead` names who may (Slack user ids), so that the answer can say whom to ask."""

    def __init__(self, operation: str, instead: tuple[str, ...]) -> None:
        super().__init__(operation)
        self.operation = operation
        self.instead = instead


def is_chair(council: Council, slack_id: str) -> bool:
    """Whether `slack_id` chairs the council."""
    return slack_id == council.chair


def may_post_agenda(council: Council, slack_id: str) -> bool:
    """Whether chair, or secretary on the chair's behalf (row 'Post/revise agenda')."""
    return slack_id in (council.chair, council.secretary)


def must_post_agenda(council: Council, slack_id: str) -> None:
    """Raise NotAllowed unless `may_post_agenda`."""
    if not may_post_agenda(council, slack_id):
        raise NotAllowed("post_agenda", (council.chair,))


def must_open_reports(council: Council, slack_id: str) -> None:
    """Raise NotAllowed unless chair (row 'Move or cancel a meeting')."""
    if not is_chair(council, slack_id):
        raise NotAllowed("open_reports", (council.chair,))


def must_report_for(department: Department, slack_id: str) -> None:
    """Raise NotAllowed unless lead or deputy of the department (row 'Submit or amend report')."""
    if slack_id not in department.spokespeople:
        raise NotAllowed("submit_report", department.spokespeople)


def must_create_action(council: Council, departments: list[Department], slack_id: str) -> None:
    """Raise NotAllowed unless a member of the council (row 'Create action outside a meeting')."""
    allowed = {council.chair, council.secretary}
    for department in departments:
        allowed |= {*department.spokespeople, *department.contributors}
    if slack_id not in allowed:
        leads = tuple(d.lead for d in departments if slack_id in d.people) or (council.chair,)
        raise NotAllowed("create_action", leads)


def must_agree_action(council: Council, slack_id: str) -> None:
    """Raise NotAllowed unless chair (row 'Agree an action')."""
    if not is_chair(council, slack_id):
        raise NotAllowed("agree_action", (council.chair,))


def may_finish_action(council: Council, department: Department, owner: str, slack_id: str) -> bool:
    """Whether owner, the department's lead or deputy, chair or secretary (row 'Update/mark done')."""
    return slack_id in (owner, *department.spokespeople, council.chair, council.secretary)


def must_finish_action(council: Council, department: Department, owner: str, slack_id: str) -> None:
    """Raise NotAllowed unless `may_finish_action`."""
    if not may_finish_action(council, department, owner, slack_id):
        raise NotAllowed("finish_action", (owner, department.lead))
