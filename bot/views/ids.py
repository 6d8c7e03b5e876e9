"""Every callback_id, action_id and block_id. Messages already posted carry them: renaming one breaks their buttons."""

# Modals
REPORT_FORM = "cx_report_form"
AGENDA_FORM = "cx_agenda_form"
ACTION_FORM = "cx_action_form"
DONE_FORM = "cx_done_form"
NOTICE = "cx_notice"
WAITING = "cx_waiting"

# Buttons
DONE = "cx_done"
AGREE = "cx_agree"
OPEN_REPORTS = "cx_open_reports"
WRITE_REPORT = "cx_write_report"

# Fields: an input's block and its element have the same name
DID = "did"
ATTENDING = "attending"
CUSTOMER_QUOTE = "customer_quote"
QUESTION = "question"
TEXT = "text"
OWNER = "owner"
DUE = "due"
DEPARTMENT = "department"
EVIDENCE = "evidence"

# Blocks we put in and take out
DUE_ECHO = "due_echo"
PROBLEM = "problem"


def action_block(action_id: int) -> str:
    """The row of buttons of one action."""
    return f"action:{action_id}"


def department_block(department_id: int) -> str:
    """The row of buttons of one department."""
    return f"department:{department_id}"
