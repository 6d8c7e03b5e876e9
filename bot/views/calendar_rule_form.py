"""The form that changes a council's calendar, with what the change would do to the meetings ahead."""

import hashlib
import json
from dataclasses import dataclass

from bot.council import calendar_rules
from bot.council.calendar_rules import Rule
from bot.council.departments import Council
from bot.council.outlooks import RuleChange
from bot.council.roster import Change
from bot.views import calendar_forms, calendars, forms, ids, parts, refilling, rich, times
from bot.views import people as names
from bot.views.parts import Message, View

TITLE = "Change the rule"
SHOW = "See what changes"
SAVE = "Change the rule"


@dataclass(frozen=True)
class RuleForm:
    """A calendar as it was submitted, `tz` the council's zone (IANA). `version` is the council's as it was shown;
    `previewed` says that what just this calendar changes was shown."""

    rule: Rule
    tz: str
    version: int
    previewed: bool


def form(council: Council) -> View:
    """The form, with the calendar as it is."""
    first = (
        f"The council meets by this rule: {_small(calendar_forms.in_words(calendar_rules.of(council)))}. Meetings that "
        "were moved or added by hand, and those whose reports are open, stay where they are."
    )
    blocks = [
        rich.paragraph(first),
        *calendar_forms.fields(calendar_rules.of(council)),
        calendar_forms.zone_field(council.tz),
    ]
    return parts.modal(ids.CALENDAR_RULE_FORM, TITLE, blocks, submit=SHOW, private={"version": council.version})


def read(view: View) -> RuleForm:
    """What a submitted form says. Raises MalformedForm, NotUnderstood."""
    kept = parts.private(view)
    rule, tz = calendar_forms.read(view), forms.chosen(view, ids.TZ)
    if tz is None:
        raise parts.MalformedForm
    return RuleForm(rule, tz, parts.number(kept, "version"), previewed=kept.get("seen") == _fingerprint(rule, tz))


def with_preview(view: View, planned: RuleChange, *, change: Change | None = None, stale: bool = False) -> View:
    """The form as it was submitted, with the next three meetings under the new calendar on top.

    `stale` says that the council changed since this person looked at it, `change` what was done to it then.
    """
    sent = read(view)
    again = refilling.again(view)
    blocks = [block for block in again["blocks"] if block.get("block_id") != ids.CALENDAR_PREVIEW]
    sections = [_what_changed(planned, change)] if stale else []
    after = planned.after
    lines: list[rich.Line] = []
    was = {now.id: before for before, now in planned.follow}
    for one in planned.ahead:
        before = was.get(one.meeting.id)
        line: list[rich.Part] = [rich.bold(calendars.hours(one.meeting, after.zone))]
        if before is not None and before.starts_at != one.meeting.starts_at:
            line.append(f" (was {times.moment(before.starts_at, planned.before.zone)})")
        line.append(f" — {_small(calendars.windows(one.meeting, after.zone))}")
        lines.append(tuple(line))
    sections += [rich.section(rich.bold("The next three meetings would be")), rich.bullets(lines)]
    if planned.stay:
        days = parts.listed([times.day(meeting.on) for meeting in planned.stay])
        sections.append(rich.section(f"Staying where they are: {days}."))
    sections.append(rich.section("I tell ", *calendars.places(planned.told, planned.people), "."))
    preview = rich.block(*sections, block_id=ids.CALENDAR_PREVIEW)
    private = {"version": planned.before.version, "seen": _fingerprint(sent.rule, sent.tz)}
    return parts.modal(ids.CALENDAR_RULE_FORM, TITLE, [preview, *blocks], submit=SAVE, private=private)


def changed(planned: RuleChange | None) -> Message:
    """What whoever changed it reads; None where the same request had done so."""
    if planned is None:
        return parts.message("The rule is changed.", rich.paragraph(rich.bold("The rule is changed.")))
    rule = calendar_forms.in_words(calendar_rules.of(planned.after))
    first = f"The rule is changed: {_small(rule)}."
    days = parts.listed([times.full_day(one.meeting.on) for one in planned.ahead])
    rest = f" The next meetings are {days}. I'm telling "
    return parts.message(
        first, rich.paragraph(rich.bold(first), rest, *calendars.places(planned.told, planned.people), ".")
    )


def _fingerprint(rule: Rule, tz: str) -> str:
    said = json.dumps(calendar_rules.as_json(rule) | {"tz": tz}, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _what_changed(planned: RuleChange, change: Change | None) -> rich.Element:
    who = "Somebody" if change is None else names.name(planned.people, change.actor)
    at = "" if change is None else f" at {times.clock(change.at, planned.before.zone)}"
    stands = _small(calendar_forms.in_words(calendar_rules.of(planned.before)))
    said = f"{who} changed the council{at}, while you were looking. Its rule is now: {stands}. Yours would change that."
    return rich.section(rich.bold(said))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
