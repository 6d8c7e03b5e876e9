"""Set-up's second step: who holds the council's own roles, and its departments."""

from collections.abc import Mapping

from bot.council import setups
from bot.council.people import Person
from bot.council.roster import LONGEST_REASON
from bot.council.setups import DepartmentDraft, Draft, Step, Table
from bot.views import department_forms, forms, ids, parts, people, rich, setup_forms
from bot.views.department_forms import DepartmentForm
from bot.views.parts import View

DEPARTMENT_TITLE = "A department"
REMOVE_TITLE = "Remove department"
EDIT, REMOVE = "edit", "remove"
NOBODY_YET = "No departments yet. Each one reports once a month and has a lead, a deputy and a channel of its own."


def form(draft: Draft, everyone: Mapping[str, Person], *, me: str) -> View:
    """The step, for `me` who sets up (a Slack id)."""
    given = draft.table
    if given is None and draft.basics is not None and not draft.basics.acts_for_chair:
        given = Table(me)
    return setup_forms.form(
        Step.PEOPLE,
        draft,
        "who leads the council, and who reports to it.",
        [*_table(given), *_departments(draft.departments, everyone), {"type": "divider"}, *_override(given)],
    )


def table_fields(given: Table | None) -> list[forms.Block]:
    """The fields of the council's own roles, as the roster's form has them."""
    return [*_table(given), *_override(given)]


def read(view: View) -> Table:
    """What the step says of the council's own roles. Raises MalformedForm."""
    chair = forms.chosen(view, ids.CHAIR)
    if not chair:
        raise parts.MalformedForm
    return Table(
        chair=chair,
        vice_chair=forms.chosen(view, ids.VICE_CHAIR),
        secretary=forms.chosen(view, ids.SECRETARY),
        override_reason=parts.one_line(forms.typed(view, ids.OVERRIDE_REASON)),
        override_until=forms.chosen_date(view, ids.OVERRIDE_UNTIL),
    )


def department_form(draft: Draft, key: int | None) -> View:
    """The form of a new department, or of that with the `key`, to go on top of the step. Raises NoSuchDepartment."""
    if key is None:
        given = DepartmentForm(tz=draft.basics.tz if draft.basics else "")
        says, submit = "One department that reports to the council.", "Add department"
        private = None
    else:
        given = _as_form(setups.department(draft, key))
        says, submit = "A department that reports to the council.", "Save department"
        private = {"department": key}
    return parts.modal(
        ids.SETUP_DEPARTMENT,
        DEPARTMENT_TITLE,
        [rich.paragraph(says), *department_forms.fields(given)],
        submit=submit,
        close="Back",
        private=private,
    )


def removal(draft: Draft, key: int) -> View:
    """The question before the department with that key is taken out. Raises NoSuchDepartment."""
    name = setups.department(draft, key).name
    return parts.modal(
        ids.SETUP_REMOVE,
        REMOVE_TITLE,
        [rich.paragraph(f"Take {name} out of the list, with everything entered for it?")],
        submit="Remove",
        close="Back",
        private={"department": key},
    )


def read_removal(view: View) -> int:
    """The key of the department to be taken out. Raises MalformedForm."""
    return setup_forms.number(parts.private(view).get("department"))


def read_department(view: View) -> tuple[int | None, DepartmentDraft]:
    """Which department was filled in (None: a new one), and what the form says. Raises MalformedForm."""
    kept = parts.private(view)
    form = department_forms.read(view)
    assert form.channel is not None, "read insists on it"
    assert form.lead is not None, "read insists on it"
    key = setup_forms.number(kept["department"]) if "department" in kept else None
    return key, DepartmentDraft(
        name=form.name,
        channel=form.channel,
        tz=form.tz,
        lead=form.lead,
        deputy=form.deputy,
        contributors=form.contributors,
        members=form.members,
    )


def read_menu(value: str) -> int:
    """The key of the department for which something was chosen. Raises MalformedForm."""
    what, _, number = value.partition(":")
    if what not in (EDIT, REMOVE):
        raise parts.MalformedForm
    return setup_forms.number(number)


def outsiders(department: DepartmentDraft, everyone: Mapping[str, Person]) -> str:
    """Who of a department is a guest or of another organisation, named as such: "Sam Field is a guest here"."""
    said = []
    for slack_id in sorted(department.people, key=lambda one: people.name(everyone, one)):
        person = everyone.get(slack_id)
        if person is not None and person.is_stranger:
            said.append(f"{person.name} belongs to another organisation")
        elif person is not None and person.is_guest:
            said.append(f"{person.name} is a guest here")
    return f"{parts.listed(said)}." if said else ""


def _table(given: Table | None) -> list[forms.Block]:
    return [
        forms.person(
            ids.CHAIR,
            "Chair",
            hint="A full member outside the departments, so that they can be impartial.",
            value=given.chair if given else None,
        ),
        forms.person(
            ids.VICE_CHAIR,
            "Vice-chair",
            hint="Acts when the chair is away.",
            value=given.vice_chair if given else None,
            required=False,
        ),
        forms.person(
            ids.SECRETARY,
            "Secretary",
            hint="Keeps the roster and drafts the minutes with the chair.",
            value=given.secretary if given else None,
            required=False,
        ),
    ]


def _departments(departments: tuple[DepartmentDraft, ...], everyone: Mapping[str, Person]) -> list[forms.Block]:
    heading = f"Departments ({len(departments)})" if departments else "Departments"
    listed = [_department(one, everyone) for one in departments]
    add = rich.button("Add a department", ids.SETUP_DEPARTMENT_ADD, "add", primary=not departments)
    return [
        rich.paragraph(rich.bold(heading), "" if departments else f"\n{NOBODY_YET}"),
        *listed,
        rich.buttons(ids.SETUP_DEPARTMENT_ADD, add),
    ]


def _department(one: DepartmentDraft, everyone: Mapping[str, Person]) -> forms.Block:
    who = f"lead {people.name(everyone, one.lead)}"
    who += f", deputy {people.name(everyone, one.deputy)}" if one.deputy else ", no deputy"
    helpers = len(one.contributors) + len(one.members)
    who += f", {parts.counted(helpers, 'other', 'others')}" if helpers else ""
    note = outsiders(one, everyone)
    return {
        "type": "section",
        "block_id": ids.setup_department_block(one.key),
        "text": {"type": "plain_text", "text": parts.cut(f"{one.name}: {who}. {note}".strip(), parts.LONGEST_TEXT)},
        "accessory": {
            "type": "overflow",
            "action_id": ids.SETUP_DEPARTMENT_MENU,
            "options": [
                {"text": {"type": "plain_text", "text": shown}, "value": f"{what}:{one.key}"}
                for what, shown in ((EDIT, "Edit"), (REMOVE, "Remove"))
            ],
        },
    }


def _override(given: Table | None) -> list[forms.Block]:
    return [
        forms.text(
            ids.OVERRIDE_REASON,
            "If the chair belongs to a department: why?",
            hint="For example: Sales has no lead until the summer. Leave it empty otherwise.",
            most=LONGEST_REASON,
            value=given.override_reason if given else "",
            required=False,
        ),
        forms.date(
            ids.OVERRIDE_UNTIL,
            "… and until when?",
            hint="The last day on which that holds.",
            value=given.override_until if given else None,
            required=False,
        ),
    ]


def _as_form(one: DepartmentDraft) -> DepartmentForm:
    return DepartmentForm(
        name=one.name,
        channel=one.channel,
        tz=one.tz,
        lead=one.lead,
        deputy=one.deputy,
        contributors=one.contributors,
        members=one.members,
    )
