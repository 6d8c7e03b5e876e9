"""The audit log in plain words: what each verb says of what it was done to, and what changed from what to what."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.council import calendar_rules
from bot.council.history import Entry, History
from bot.views import calendar_forms, calendars, history_agendas, parts, people, times

# (object, verb) -> what was done; {it} is the object. Those of UNSIGNED happened, and nobody is said to have done them.
WORDS: dict[tuple[str, str], str] = {
    ("council", "established"): "set up {it}",
    ("council", "changed_table"): "changed who chairs the council and stands beside the chair",
    ("council", "changed_calendar"): "changed the council's calendar",
    ("council", "adopted_charter"): "changed the charter",
    ("council", "arranged_agenda"): "arranged the agenda of coming meetings",
    ("council", "checked"): "noted what needs someone",
    ("council", "channel_followed"): "noted that the council's channel has another id in Slack",
    ("department", "added"): "added {it}",
    ("department", "changed"): "changed {it}",
    ("department", "merged"): "merged {it} into another department",
    ("department", "closed"): "closed {it}",
    ("department", "channel_followed"): "noted that the channel of {it} has another id in Slack",
    ("meeting", "planned"): "planned {it}",
    ("meeting", "added"): "added {it}",
    ("meeting", "moved"): "moved {it}",
    ("meeting", "chose_day"): "chose the day of {it}",
    ("meeting", "opened_reports"): "opened reports for {it}",
    ("meeting", "posted_agenda"): "posted the agenda of {it}",
    ("meeting", "revised_agenda"): "revised the agenda of {it}",
    ("meeting", "prepared_agenda"): "prepared the agenda of {it}",
    ("meeting", "arranged_agenda"): "arranged the agenda of {it}",
    ("meeting", "put_gap_on_agenda"): "put a gap on the agenda of {it}",
    ("meeting", "took_gap_off"): "took a gap off the agenda of {it}",
    ("meeting", "started"): "started {it}",
    ("meeting", "adjourned"): "adjourned {it}",
    ("meeting", "took_place"): "said that {it} took place",
    ("meeting", "posted_minutes"): "posted the minutes of {it}",
    ("meeting", "closed"): "closed {it}",
    ("meeting", "cancelled"): "cancelled {it}",
    ("report", "submitted"): "sent {it}",
    ("report", "amended"): "changed {it}",
    ("report", "drafted"): "saved a draft of {it}",
    ("report", "said_nothing"): "said that there is nothing to report: {it}",
    ("report", "explained_nothing"): "said why there is nothing to report: {it}",
    ("report", "took_back_nothing"): "took back that there is nothing to report: {it}",
    ("report", "excused"): "excused {it}",
    ("report", "took_back_excuse"): "asked for {it} after all",
    ("summary", "left"): "let the departments be that had not reported by their deadline",
    ("heads_up", "told"): "told a department of a change that it will feel",
    ("heads_up", "withdrew"): "took back what a department was told of a change",
    ("heads_up", "answered"): "answered what a department was told of a change",
    ("other_business", "told"): "told the council something",
    ("other_business", "put_on_agenda"): "put what somebody told the council on the agenda",
    ("other_business", "added_other_business"): "added other business to the agenda",
    ("other_business", "took_off_agenda"): "took other business off the agenda",
    ("other_business", "thanked"): "thanked somebody who told the council something",
    ("action", "proposed"): "proposed {it}",
    ("action", "agreed"): "agreed {it}",
    ("action", "done"): "marked {it} done",
    ("action", "updated"): "said that {it} is going on",
    ("action", "confirmed"): "confirmed {it} as done",
    ("action", "carried"): "carried {it} over to the next meeting",
    ("action", "rehomed"): "gave {it} to another department",
    ("action", "needs_owner"): "noted that {it} needs an owner",
    ("action", "has_owner"): "noted that {it} has its owner again",
    ("absence", "away"): "said when {it} is away",
    ("absence", "back"): "said that {it} is back",
    ("message", "handed_on"): "gave people in person what a channel didn't take",
    ("message", "retried"): "tried again to send a message",
    ("message", "confirmed"): "said that a message had arrived",
    ("message", "repeated"): "sent a message again that may have arrived",
    ("account", "left"): "{its} account was closed",
    ("account", "returned"): "{its} account is open again",
}
UNSIGNED = frozenset({("account", "left"), ("account", "returned")})
# So many of an entry's changes are shown.
MOST_CHANGES = 8
VIA = {"slack": "in Slack", "clock": "by the clock", "setup": "at set-up"}
LONGEST_VALUE = 120
NOBODY, NONE = "nobody", "none"

# Field -> what it is called, and how its values are said. A field that is not here is said by its own name.
_LABELS = {
    "vice_chair": "vice-chair",
    "none_because": "why there is no question",
    "goes_out_at": "goes out",
    "opening_department": "opens the reports",
    "instead": "in person",
    "chair_override": "chair in a department",
    "tz": "time zone",
    "from_on": "away from",
    "until_on": "away until",
    "stand_in": "who acts",
    "starts_at": "starts",
    "rule_on": "the rule's day",
    "chosen_on": "held on",
    "due_on": "due",
    "focus_areas": "focus areas",
    "charter_version": "version of the charter",
    "duration_min": "minutes",
    "needs_owner": "needs an owner",
    "carry_count": "meetings it was carried over",
    "downstream": "customers go on to",
    "meetings_on": "first meetings",
    "holiday_policy": "on a day off",
    "date_order": "dates are read",
}
_STAYS = frozenset({"rule_on"})
_PEOPLE = frozenset(
    {"chair", "vice_chair", "secretary", "lead", "deputy", "stand_in", "contributors", "members", "instead"}
)
_STATES = {
    "collecting": "collecting reports",
    "agenda_posted": "agenda posted",
    "in_session": "in session",
    "minutes_posted": "minutes posted",
    "not_started": "not started",
    "nil": "nothing to report",
}
_HOLIDAYS = {"ask": "the chair is asked", "earlier": "the working day before", "later": "the working day after"}
_ORDERS = {"DMY": "day first", "MDY": "month first"}
NEEDS = {
    "bot_missing": "I'm not in {channel}",
    "archived": "{channel} is archived",
    "restricted": "{channel} doesn't let me post",
    "no_lead": "no lead in {department}",
    "no_deputy": "no deputy in {department}",
    "left": "{person} left and still has a role",
    "not_a_colleague": "{person} is no full member",
    "chair_in_department": "the chair belongs to {department}",
    "nobody_presides": "nobody acts for the chair",
    "holiday": "a meeting falls on a day off",
    "nobody_reports": "nobody is there to send the report of {department}",
    "distant": "the lead of {department} is in another time zone",
}


def sentence(entry: Entry, history: History) -> str:
    """ "Priya Raman moved the February meeting". What the bot did by itself, it says of itself."""
    kind = (entry.object_kind, entry.verb)
    it = _it(entry, history)
    said = WORDS.get(kind, f"{entry.verb.replace('_', ' ')} {{it}}").format(it=it, its=parts.of(it))
    return said if kind in UNSIGNED else f"{_actor(entry, history)} {said}"


def changes(entry: Entry, history: History) -> list[str]:
    """What changed, a line each: "deputy: nobody → Joe Lister". Empty where the sentence says it all."""
    if entry.verb == "checked":
        return _needs(entry, history)
    if (entry.object_kind, entry.verb) in UNSIGNED:
        return []
    if entry.verb == "arranged_agenda":
        return history_agendas.changes(entry.before, entry.after)
    before, after = entry.before, entry.after
    if entry.verb == "changed_calendar":
        before, after = _calendar(before), _calendar(after)
    if entry.verb == "adopted_charter":
        before, after = _charter(before, history), _charter(after, history)
    names = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
    if len(names) > MOST_CHANGES and after.get("reason"):
        names.sort(key=lambda name: name != "reason")  # what is left out of a long list is never why
    return [_change(name, before, after, history) for name in names]


def _change(name: str, before: Mapping[str, Any], after: Mapping[str, Any], history: History) -> str:
    label = _LABELS.get(name, name.replace("_", " "))
    old, new = (_value(name, facts[name], history) if name in facts else None for facts in (before, after))
    if old is None:
        return f"{label}: {new}"
    if new is None:
        return f"{label}: {old}" if name in _STAYS else f"was {label}: {old}"
    return f"{label}: {old} → {new}"


def _actor(entry: Entry, history: History) -> str:
    return "I" if entry.actor == "clock" else people.name(history.people, entry.actor)


def _it(entry: Entry, history: History) -> str:
    objects, number = history.objects, entry.object_id
    match entry.object_kind:
        case "council":
            return history.council.name
        case "department":
            return _department(number, history)
        case "meeting":
            return _meeting(number, history)
        case "report":
            report = objects.reports.get(number)
            if report is None:
                return "a report"
            department, meeting = _department(report.department_id, history), _meeting(report.meeting_id, history)
            return f"{parts.of(department)} report for {meeting}"
        case "action":
            label, text = objects.actions.get(number, (number, ""))
            return f"A-{label} “{parts.cut(parts.one_line(text), 60)}”"
        case "account" | "absence":
            return people.name(history.people, objects.accounts.get(number, ""))
        case other:
            return f"a {other}"


def _department(number: int, history: History) -> str:
    department = history.objects.departments.get(number)
    return "a department" if department is None else department.name


def _meeting(number: int, history: History) -> str:
    meeting = history.objects.meetings.get(number)
    return "a meeting" if meeting is None else calendars.name(meeting)


def _value(name: str, value: object, history: History) -> str:
    if name in _PEOPLE:
        ids = value if isinstance(value, list) else [value] if value else []
        held = [people.name(history.people, str(slack_id)) for slack_id in ids]
        return parts.cut(parts.listed(held), LONGEST_VALUE) or NOBODY
    if name == "downstream" and isinstance(value, list) and value:
        return parts.cut(parts.listed([_department(int(one), history) for one in value]), LONGEST_VALUE)
    match value:
        case None | "" | []:
            return NONE
        case bool():
            return "yes" if value else "no"
        case list() if name.endswith("_on"):
            return parts.listed([times.full_day(date.fromisoformat(str(one))) for one in value])
        case list():
            return parts.cut(parts.listed([parts.one_line(str(one)) for one in value]), LONGEST_VALUE)
    text = str(value)
    match name:
        case "channel":
            return _channel(text, history)
        case "state":
            return _STATES.get(text, text.replace("_", " "))
        case "holiday_policy":
            return _HOLIDAYS.get(text, text)
        case "date_order":
            return _ORDERS.get(text, text)
    if name.endswith("_on"):
        return times.full_day(date.fromisoformat(text))
    if name.endswith("_at"):
        at = datetime.fromisoformat(text)
        return f"{times.full_day(at.astimezone(history.council.zone).date())}, {times.clock(at, history.council.zone)}"
    return parts.cut(parts.one_line(text), LONGEST_VALUE)


def _calendar(facts: Mapping[str, Any]) -> dict[str, object]:
    """A calendar as the form says it, a line for each thing that can change."""
    if not facts:
        return {}
    rule = calendar_rules.from_json(facts)
    return {
        "meetings": calendar_forms.in_words(rule),
        "days off": calendar_forms.holidays_in_words(rule),
        "holiday_policy": rule.holiday_policy,
        "windows": calendar_forms.windows_in_words(rule.windows),
        "date_order": rule.date_order,
        "tz": facts.get("tz"),
    }


def _charter(facts: Mapping[str, Any], history: History) -> dict[str, object]:
    """A charter's facts, with a line for each department's part and for what each focus area means."""
    own = {name: value for name, value in facts.items() if name not in ("parts", "meanings")}
    told = {f"{parts.of(_department(int(one), history))} part": text for one, text in facts.get("parts", {}).items()}
    return own | {f"{parts.of(name)} meaning": text for name, text in facts.get("meanings", {}).items()} | told


def _needs(entry: Entry, history: History) -> list[str]:
    said = []
    for word, keys in (("new", entry.after.get("needs", ())), ("no longer", entry.before.get("needs", ()))):
        if keys:
            said.append(f"{word}: {parts.cut('; '.join(_need(key, history) for key in keys), 3 * LONGEST_VALUE)}")
    return said


def _need(key: str, history: History) -> str:
    """What a key of `council.needs` stands for: its kind, then the ids it is made of."""
    kind, *ids = [*key.split(":"), ""]
    departments = [one.name for number, one in history.objects.departments.items() if str(number) in ids]
    known = [slack_id for slack_id in ids if slack_id in history.people]
    return NEEDS[kind].format(
        channel=_channel(ids[0], history),
        department=departments[0] if departments else "a department",
        person=people.name(history.people, known[0] if known else ""),
    )


def _channel(slack_id: str, history: History) -> str:
    channel = history.channels.get(slack_id)
    return f"#{channel.name}" if channel is not None and channel.name else "a channel that I can't see"
