"""Being away: one's place in the council with the buttons for it, and the form."""

from dataclasses import dataclass, replace
from datetime import date

from bot.council.absences import Place
from bot.council.people import Absence
from bot.council.roster import Role
from bot.views import departures, forms, ids, parts, people, rich, roster_words, times
from bot.views.parts import View

TITLE = "CX council: you"


@dataclass(frozen=True)
class AwayForm:
    """An absence as it was sent in; `from_roster` says that the form stood on the roster, `changed` is the first day of
    the absence that it showed."""

    absence: Absence
    from_roster: bool
    changed: date | None = None


def me(place: Place, *, said: str = "") -> View:
    """One's roles, zone and absence, with the button that belongs to it."""
    blocks = [rich.paragraph(rich.bold(said))] if said else []
    blocks.append(rich.block(*_about(place, says_when=not said)))
    if place.has_role:
        blocks.append(rich.buttons(ids.SET_AWAY, *_buttons(place)))
    return parts.modal(ids.ME, TITLE, blocks, close="Close", private={"person": place.slack_id})


def form(place: Place, *, anybody: bool = False, another: bool = False, from_roster: bool = False) -> View:
    """When somebody is away, and who acts. `anybody` asks who it is; else it is the one whose `place` it is, and their
    absence is changed unless `another` is added. `from_roster` says on what it stands."""
    roster, away = place.roster, None if anybody or another else place.absence
    stand_in = away.stand_in if away else place.usual_stand_in
    mine = place.slack_id == roster.reader
    who = "You are" if mine else f"{people.name(roster.people, place.slack_id)} is"
    chairs = place.slack_id == roster.council.chair and not anybody
    blocks: list[rich.Block] = []
    if anybody:
        blocks.append(
            forms.person(
                ids.AWAY_PERSON, "Who is away?", hint="Somebody with a role in the council, for example a lead."
            )
        )
    elif chairs:
        blocks.append(rich.paragraph(f"{who} the chair. Whoever acts has the chair's rights on these days."))
    elif not mine:
        blocks.append(rich.paragraph(f"{who} away on these days."))
    blocks += [
        forms.date(ids.AWAY_FROM, "First day away", hint="Today, or a day to come.", value=_first(away, roster.on)),
        forms.date(
            ids.AWAY_UNTIL,
            "Last day away",
            hint="That day included, for example Friday 12 March.",
            value=away.until_on if away else None,
        ),
        forms.person(
            ids.STAND_IN,
            "Who acts meanwhile?",
            hint="Asked and mentioned instead. Left empty, a lead's deputy acts.",
            value=None if anybody else stand_in,
            required=False,
        ),
    ]
    return parts.modal(
        ids.AWAY_FORM,
        "Hand over" if chairs else "Away",
        blocks,
        submit="Hand over" if chairs else "Set away",
        close="Back",
        private={"roster": from_roster}
        | ({} if anybody else {"person": place.slack_id})
        | ({"changed": away.from_on.isoformat()} if away else {}),
    )


def read(view: View) -> AwayForm:
    """What a submitted form says. Raises MalformedForm."""
    kept = parts.private(view).get("person")
    person = kept if isinstance(kept, str) else forms.chosen(view, ids.AWAY_PERSON)
    from_on, until_on = forms.chosen_date(view, ids.AWAY_FROM), forms.chosen_date(view, ids.AWAY_UNTIL)
    if person is None or from_on is None or until_on is None:
        raise parts.MalformedForm
    from_roster, changed = parts.private(view).get("roster") is True, parts.private(view).get("changed")
    absence = Absence(person, from_on, until_on, forms.chosen(view, ids.STAND_IN))
    return AwayForm(absence, from_roster, None if changed is None else parts.day(changed))


def said(place: Place) -> str:
    """ "Away until Fri 12 March, Ines acts." """
    away, everyone = place.set or place.absence, place.roster.people
    mine = place.slack_id == place.roster.reader
    name = people.name(everyone, place.slack_id)
    if away is None:
        return "You are not away any more." if mine else f"{name} is not away any more."
    if place.instead_of:
        days = parts.listed([departures.days(one, place.roster.on) for one in place.instead_of])
        return f"{said(replace(place, instead_of=()))} That replaces: away {days}."
    acts = f", {people.first_name(everyone, away.stand_in) or 'somebody'} acts" if away.stand_in else ""
    days = departures.days(away, place.roster.on)
    return f"Away {days}{acts}." if mine else f"{name} is away {days}{acts}."


def _about(place: Place, *, says_when: bool) -> list[rich.Element]:
    roster = place.roster
    person = roster.people.get(place.slack_id)
    roles = _roles(place)
    if not roles:
        first = f"You have no role in {roster.council.name}. You can own actions: /cx-action mine shows yours."
        return [rich.section(first)]
    lines = [rich.section(rich.bold(people.name(roster.people, place.slack_id)), f" in {roster.council.name}")]
    lines.append(rich.bullets([(role,) for role in roles]))
    if person is not None:
        lines.append(rich.section(f"Your time zone in Slack is {person.tz.replace('_', ' ')}; times are shown in it."))
    if place.absence is not None:
        was_said = None if says_when else place.set or place.absence
        stands = rich.bold(said(replace(place, set=None, instead_of=())))
        when: tuple[rich.Part, ...] = () if was_said == place.absence else (stands, " ")
        lines.append(rich.section(*when, _acting(place, place.absence)))
        others = [away for away in place.coming if away != was_said]
        lines += [rich.section(said(replace(place, set=away, instead_of=()))) for away in others]
    elif says_when:
        lines.append(rich.section("You are not away."))
    return lines


def _acting(place: Place, away: Absence) -> str:
    if away.stand_in is not None:
        return f"{people.name(place.roster.people, away.stand_in)} is asked and mentioned instead."
    alone = [d.name for d in place.departments if d.lead == place.slack_id and not d.speakers(away.from_on)]
    if alone:
        return f"Nobody speaks for {parts.listed(alone)} then; the chair is asked."
    return "Nobody is named to act; a lead's deputy is asked instead."


def _roles(place: Place) -> list[str]:
    council, slack_id = place.roster.council, place.slack_id
    own = ((Role.CHAIR, council.chair), (Role.VICE_CHAIR, council.vice_chair), (Role.SECRETARY, council.secretary))
    held = [_role(place, role, None, "") for role, holder in own if holder == slack_id]
    for department in place.departments:
        if department.lead == slack_id:
            role = Role.LEAD
        elif department.deputy == slack_id:
            role = Role.DEPUTY
        else:
            role = Role.CONTRIBUTOR if slack_id in department.contributors else Role.MEMBER
        held.append(_role(place, role, department.id, f" of {department.name}"))
    return held


def _role(place: Place, role: Role, department_id: int | None, where: str) -> str:
    since = place.roster.since.get((place.slack_id, str(role), department_id))
    return roster_words.ROLES[role].capitalize() + where + (f", since {times.full_day(since)}" if since else "")


def _buttons(place: Place) -> list[rich.Element]:
    if place.absence is None:
        return [rich.button("Set away", ids.SET_AWAY, place.slack_id, primary=True)]
    back = "I'm back" if place.absence.from_on <= place.roster.on else "I'll be there"
    return [
        rich.button(back, ids.COME_BACK, place.slack_id, primary=True),
        rich.button("Change", ids.SET_AWAY, place.slack_id, spoken="Change when you are away"),
        rich.button("Away again later", ids.AWAY_AGAIN, place.slack_id),
    ]


def _first(away: Absence | None, today: date) -> date:
    return away.from_on if away else today
