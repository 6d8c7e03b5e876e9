"""The form of one department, for setting a council up and for changing its roster."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.council.departments import LONGEST_DEPARTMENT_NAME, Department
from bot.views import calendar_forms, forms, ids, parts


@dataclass(frozen=True)
class DepartmentForm:
    """A department as somebody filled it in; people and channel by Slack id, `tz` an IANA name."""

    name: str = ""
    channel: str | None = None
    tz: str = ""
    lead: str | None = None
    deputy: str | None = None
    contributors: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    downstream: tuple[int, ...] = ()


def fields(given: DepartmentForm, others: Sequence[Department] = ()) -> list[forms.Block]:
    """The form's fields with what is `given` in them; its `tz` is the council's for a new department. Where there are
    `others`, it is asked to which of them customers go from here; 100 of them at most can be shown."""
    asked = [
        forms.text(
            ids.DEPARTMENT_NAME,
            "Name",
            hint="For example: Customer Service. At most 40 characters.",
            most=LONGEST_DEPARTMENT_NAME,
            value=given.name,
        ),
        forms.channel(
            ids.DEPARTMENT_CHANNEL,
            "Channel",
            hint="The department's own, for example #customer-service: reminders and its actions go there.",
            value=given.channel,
        ),
        forms.person(
            ids.DEPARTMENT_LEAD,
            "Lead",
            hint="Answers for the department and sends its report. A full member of the workspace.",
            value=given.lead,
        ),
        forms.person(
            ids.DEPARTMENT_DEPUTY,
            "Deputy",
            hint="Reports when the lead can't. Without one nobody can.",
            value=given.deputy,
            required=False,
        ),
        forms.people(
            ids.DEPARTMENT_CONTRIBUTORS,
            "Contributors",
            hint="They may draft the report, for example an analyst.",
            values=given.contributors,
        ),
        forms.people(
            ids.DEPARTMENT_MEMBERS,
            "Members",
            hint="Others of the department who may own its actions.",
            values=given.members,
        ),
        forms.grouped(
            ids.DEPARTMENT_ZONE,
            "Time zone of the channel",
            calendar_forms.zone_groups(),
            hint="Type a city to find it, for example Kolkata. Reminders come at 09:00 there.",
            value=given.tz,
        ),
    ]
    if others:
        asked.append(
            forms.several(
                ids.DEPARTMENT_DOWNSTREAM,
                "Customers go from here to",
                [(str(other.id), other.name) for other in others[: forms.MOST_OPTIONS]],
                hint="For example: from Sales to Operations. Each sees in its report form what the other wrote.",
                values=frozenset(map(str, given.downstream)),
                required=False,
            )
        )
    return asked


def read(view: Mapping[str, Any]) -> DepartmentForm:
    """What a submitted form says. Raises MalformedForm where a field that Slack's client insists on is empty."""
    form = DepartmentForm(
        name=parts.one_line(forms.typed(view, ids.DEPARTMENT_NAME)),
        channel=forms.chosen(view, ids.DEPARTMENT_CHANNEL),
        tz=forms.chosen(view, ids.DEPARTMENT_ZONE) or "",
        lead=forms.chosen(view, ids.DEPARTMENT_LEAD),
        deputy=forms.chosen(view, ids.DEPARTMENT_DEPUTY),
        contributors=forms.chosen_people(view, ids.DEPARTMENT_CONTRIBUTORS),
        members=forms.chosen_people(view, ids.DEPARTMENT_MEMBERS),
        downstream=_ids(forms.chosen_values(view, ids.DEPARTMENT_DOWNSTREAM)),
    )
    if not form.channel or not form.tz or not form.lead:
        raise parts.MalformedForm
    return form


def _ids(values: Iterable[str]) -> tuple[int, ...]:
    try:
        return tuple(sorted({int(value) for value in values}))
    except ValueError:
        raise parts.MalformedForm from None
