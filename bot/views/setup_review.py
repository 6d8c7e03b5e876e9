"""Set-up's last step: everything chosen, and the first meetings it makes, before anything happens."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.council.departments import Council
from bot.council.people import Person
from bot.council.planning import Occurrence
from bot.council.setups import DepartmentDraft, Draft, Step
from bot.views import calendar_forms, forms, meeting_words, parts, people, rich, setup_forms, setup_people, times
from bot.views.parts import View

PART_SHOWN = 80
SUBMIT = "Set up the council"


def form(draft: Draft, council: Council, ahead: Sequence[Occurrence], everyone: Mapping[str, Person]) -> View:
    """The step; `council` is what the draft would make, `ahead` its first meetings."""
    assert draft.rule is not None, "the step is not reached without it"
    blocks: list[forms.Block] = [
        rich.block(rich.section(rich.bold("The first meetings")), rich.bullets(_meetings(council.zone, ahead))),
        rich.block(
            rich.section(rich.bold(council.name), f" in {council.tz}, council channel ", rich.channel(council.channel)),
            rich.bullets(_table(council, everyone)),
        ),
        rich.block(
            rich.section(rich.bold(parts.counted(len(draft.departments), "department"))),
            rich.bullets([_department(one, everyone) for one in draft.departments]),
        ),
        rich.block(
            rich.section(rich.bold("Calendar")),
            rich.bullets(
                [
                    (calendar_forms.in_words(draft.rule),),
                    (calendar_forms.windows_in_words(draft.rule.windows),),
                    (calendar_forms.holidays_in_words(draft.rule),),
                    (f"When the day is a day off: {_lower(calendar_forms.POLICIES[draft.rule.holiday_policy])}.",),
                ]
            ),
        ),
        rich.block(
            rich.section(rich.bold("Charter")),
            rich.section("Our goal: ", rich.italic(draft.goal)),
            rich.bullets(
                [(rich.bold(a.name), f": {a.description}" if a.description else "") for a in draft.focus_areas]
            ),
        ),
        rich.paragraph(
            "Then I say hello once in each department's channel, and tell the chair and the workspace's admins."
        ),
    ]
    return setup_forms.form(Step.REVIEW, draft, "nothing has happened yet.", blocks, submit=SUBMIT)


def _meetings(zone: ZoneInfo, ahead: Sequence[Occurrence]) -> list[rich.Line]:
    return [_meeting(zone, one) for one in ahead]


def _meeting(zone: ZoneInfo, one: Occurrence) -> rich.Line:
    windows = one.windows
    when = f"{times.full_day(one.on)}, {times.clock(windows.starts_at, zone)}"
    said = f" ({meeting_words.windows(windows.opens_at, windows.reports_due_at, windows.agenda_at, zone)})"
    if one.holiday is not None:
        rule_on = times.day(one.rule_on)
        said += f". {rule_on} is {one.holiday}" + (", so you will be asked" if one.holiday_question else "")
    return (rich.bold(when), said)


def _table(council: Council, everyone: Mapping[str, Person]) -> list[rich.Line]:
    lines: list[rich.Line] = [(f"Chair: {people.name(everyone, council.chair)}",)]
    if council.chair_override is not None:
        until = times.full_day(council.chair_override.until_on)
        lines.append((f"The chair belongs to a department until {until}: {council.chair_override.reason}",))
    for label, slack_id in (("Vice-chair", council.vice_chair), ("Secretary", council.secretary)):
        lines.append((f"{label}: {people.name(everyone, slack_id) if slack_id else 'nobody'}",))
    return lines


def _department(one: DepartmentDraft, everyone: Mapping[str, Person]) -> rich.Line:
    deputy = f"deputy {people.name(everyone, one.deputy)}" if one.deputy else "no deputy"
    said: list[rich.Part] = [rich.bold(one.name), " · ", rich.channel(one.channel)]
    said.append(f" · lead {people.name(everyone, one.lead)}, {deputy}")
    if note := setup_people.outsiders(one, everyone):
        said.append(f". {note}")
    if one.part:
        said.append(f" — “{parts.cut(one.part, PART_SHOWN)}”")
    return tuple(said)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
