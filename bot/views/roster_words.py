"""Why somebody cannot have a role, or a department cannot be as it was asked for, in words, and at which field."""

from collections.abc import Mapping
from datetime import date

from bot.council import absences, roster
from bot.council.people import Person
from bot.council.roster import Role
from bot.views import ids, people, times

FIELDS = {
    Role.CHAIR: ids.CHAIR,
    Role.VICE_CHAIR: ids.VICE_CHAIR,
    Role.SECRETARY: ids.SECRETARY,
    Role.LEAD: ids.DEPARTMENT_LEAD,
    Role.DEPUTY: ids.DEPARTMENT_DEPUTY,
    Role.CONTRIBUTOR: ids.DEPARTMENT_CONTRIBUTORS,
    Role.MEMBER: ids.DEPARTMENT_MEMBERS,
    Role.STAND_IN: ids.STAND_IN,
}
"""The field of a form in which the holder of a role is chosen."""

ROLES = {
    Role.CHAIR: "chair",
    Role.VICE_CHAIR: "vice-chair",
    Role.SECRETARY: "secretary",
    Role.LEAD: "lead",
    Role.DEPUTY: "deputy",
    Role.CONTRIBUTOR: "contributor",
    Role.MEMBER: "member",
    Role.STAND_IN: "stand-in",
}


def cannot_hold(error: roster.CannotHold) -> str:
    """ "Sam Hill is a guest here, and a deputy has to be a full member of the workspace." and so on."""
    person, role = error.person, error.role
    name = person.name.strip() or "This person"
    if person.is_bot:
        return f"{name} is an app and can't have a role. Please choose a person."
    if not person.active:
        return f"{name} has a closed account and can't have a role. Please choose somebody else."
    what = "belongs to another organisation" if person.is_stranger else "is a guest here"
    return f"{name} {what}, and a {ROLES[role]} has to be a full member of the workspace. Please choose a colleague."


def chair_inside(error: roster.ChairInside, everyone: Mapping[str, Person]) -> str:
    """Why the chair cannot be in the department."""
    chair = people.name(everyone, error.chair)
    return (
        f"{chair} chairs the council and should be outside the departments, to be impartial. Choose someone else, or "
        "give a reason and an end date under “Chair and secretary” first."
    )


def vice_chair_inside(error: roster.ViceChairInside, everyone: Mapping[str, Person]) -> str:
    """Why somebody cannot be the vice-chair."""
    return (
        f"{people.name(everyone, error.vice_chair)} belongs to {error.department}, and whoever acts for the chair "
        "should be outside the departments too. Choose someone else, or give a reason and an end date."
    )


def too_many(error: roster.TooMany) -> str:
    """How many there may be."""
    return f"A department has at most {error.most} {ROLES[error.role]}s. Please leave some of them out."


def stand_in_away(error: absences.StandInAway, everyone: Mapping[str, Person], today: date) -> str:
    """From when to when the stand-in is away themselves."""
    away = error.absence
    first, last = (times.day(on, today=today) for on in (away.from_on, away.until_on))
    return (
        f"{people.name(everyone, away.slack_id)} is away then too, {first} to {last}. Please choose somebody who is "
        "there, or nobody."
    )


def stand_in_inside(error: absences.StandInInside) -> str:
    """Why somebody cannot act for the chair."""
    return (
        f"{error.person.name} belongs to {error.department}, and whoever acts for the chair should be outside the "
        "departments too. Please choose somebody else."
    )


def changed_meanwhile(by: str | None) -> str:
    """Where there is no room to show what somebody did."""
    return f"{by or 'Somebody'} changed this while your form was open. Please open it again from /cx-council roster."
