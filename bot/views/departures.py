"""What is said when somebody's account was closed, and to whoever acts for a colleague for a while."""

from datetime import date

from bot.council.absences import Place
from bot.council.departments import Department
from bot.council.departures import Departure
from bot.council.people import Absence
from bot.views import parts, people, rich, times
from bot.views.parts import Message

ACTIONS_SHOWN = 10
FIX = "/cx-council roster"


def left(departure: Departure) -> Message:
    """To who answers for the council, or for one of its departments: what has nobody any more, and who acts."""
    everyone = departure.roster.people
    name = people.name(everyone, departure.leaver)
    first = f"{parts.of(name)} account was closed."
    said = [] if departure.department else _roles(departure)
    if departure.owned:
        said.append(_owned(departure))
    blocks = [rich.block(rich.section(rich.bold(first)), *(rich.section(sentence) for sentence in said))]
    if departure.owned:
        lines: list[rich.Line] = [
            (
                rich.bold(action.label),
                f" {action.text} — due ",
                rich.bold(times.day(action.due_on, today=departure.roster.on)),
            )
            for action in departure.owned[:ACTIONS_SHOWN]
        ]
        left = len(departure.owned) - len(lines)
        if left > 0:
            lines.append((f"and {left} more: /cx-action list",))
        blocks.append(rich.block(rich.bullets(lines)))
    return parts.message(" ".join([first, *said]), *blocks)


def stands_in(place: Place, absence: Absence) -> Message:
    """To who acts for a colleague: from when to when, and what that makes theirs."""
    everyone = place.roster.people
    name = people.name(everyone, absence.slack_id)
    first = f"You act for {name} {days(absence, place.roster.on)}."
    if absence.slack_id == place.roster.council.chair:
        does = "The council's chair is yours then: agenda, meeting and agreeing actions."
    else:
        led = [d.name for d in place.departments if absence.slack_id in d.spokespeople]
        whose = parts.listed([parts.of(one) for one in led])
        does = f"You can send {whose} report, and I ask you instead." if led else ""
    return parts.message(
        f"{first} {does}".strip(), rich.block(rich.section(rich.bold(first)), *([rich.section(does)] if does else []))
    )


def days(absence: Absence, today: date) -> str:
    """ "until Fri 12 March" for an absence that has begun, else "from Mon 22 February until Fri 12 March"."""
    until = f"until {times.day(absence.until_on, today=today)}"
    return until if absence.from_on <= today else f"from {times.day(absence.from_on, today=today)} {until}"


def _roles(departure: Departure) -> list[str]:
    roster, everyone = departure.roster, departure.roster.people
    said = []
    if departure.chaired:
        acting = roster.council.presiding(roster.on)
        who = "you act as chair" if departure.reader in acting else f"{people.names(everyone, acting)} acts as chair"
        if not acting:
            who = "nobody acts as chair"
        said.append(f"They chaired the council; {who} until another is named: {FIX}.")
    for department in departure.led:
        said.append(_led(department, departure))
    if departure.helped_lead:
        said.append(f"They were the deputy of {parts.listed([d.name for d in departure.helped_lead])}.")
    own = {"vice-chair": roster.council.vice_chair, "secretary": roster.council.secretary}
    said += [f"They were the {role}." for role, holder in own.items() if holder == departure.leaver]
    return said


def _led(department: Department, departure: Departure) -> str:
    roster, everyone = departure.roster, departure.roster.people
    speakers, deputy = department.speakers(roster.on), department.deputy
    away = None if deputy is None or deputy in department.gone else department.absence_of(deputy, roster.on)
    who = "You answer" if departure.reader in roster.council.presiding(roster.on) else "The chair answers"
    if speakers:
        who = f"{people.names(everyone, speakers)} speaks"
    if away is not None:
        until = times.day(away.until_on, today=roster.on)
        return f"They led {department.name}, whose deputy is away until {until}. {who} for it until then: {FIX}."
    if speakers:
        return f"They led {department.name}. {who} for it until it has another lead: {FIX}."
    return f"They led {department.name}, which has no deputy. {who} for it until it has a lead: {FIX}."


def _owned(departure: Departure) -> str:
    count = len(departure.owned)
    needs = "needs" if count == 1 else "need"
    where = f" of {departure.department.name}" if departure.department else ""
    stays = "date stays" if count == 1 else "dates stay"
    return f"{parts.counted(count, 'action')}{where} {needs} an owner; the due {stays}."
