"""Set-up's first step: what the council is called, where it is in Slack, by whose clocks it meets."""

from bot.council.departments import LONGEST_COUNCIL_NAME
from bot.council.setups import Basics, Draft, Step
from bot.views import calendar_forms, forms, ids, parts, setup_forms
from bot.views.parts import View

MYSELF, SOMEBODY = "myself", "somebody"
FIRST = (
    "about ten minutes: four short steps and a last look. What you enter is kept at each step, so you can stop and "
    "come back with /cx-council setup."
)


def form(draft: Draft, *, tz: str) -> View:
    """The step; `tz` is the zone of whoever sets up, the council's until they say otherwise."""
    given = draft.basics
    return setup_forms.form(
        Step.BASICS,
        draft,
        FIRST,
        [
            *identity_fields(given.name if given else "", given.channel if given else None),
            calendar_forms.zone_field(given.tz if given else tz),
            forms.radio(
                ids.CHAIRED_BY,
                "Who chairs it?",
                [(MYSELF, "I chair it"), (SOMEBODY, "Somebody else does, and I act for them")],
                value=None if given is None else SOMEBODY if given.acts_for_chair else MYSELF,
            ),
        ],
    )


def identity_fields(name: str, channel: str | None) -> list[forms.Block]:
    """What the council is called and where it meets in Slack, as the roster asks it too."""
    return [
        forms.text(
            ids.COUNCIL_NAME,
            "Name of the council",
            hint="For example: Customer Experience Council. At most 80 characters.",
            most=LONGEST_COUNCIL_NAME,
            value=name,
        ),
        forms.channel(
            ids.COUNCIL_CHANNEL,
            "The council's channel",
            hint="Agendas, the report board and minutes go there. For example #cx-council.",
            value=channel,
        ),
    ]


def read_identity(view: View) -> tuple[str, str]:
    """The council's name and its channel (an id) as a form says them. Raises MalformedForm."""
    channel = forms.chosen(view, ids.COUNCIL_CHANNEL)
    if not channel:
        raise parts.MalformedForm
    return parts.one_line(forms.typed(view, ids.COUNCIL_NAME)), channel


def read(view: View) -> Basics:
    """What the step says. Raises MalformedForm."""
    name, channel = read_identity(view)
    tz, chaired_by = forms.chosen(view, ids.TZ), forms.chosen(view, ids.CHAIRED_BY)
    if not tz or chaired_by not in (MYSELF, SOMEBODY):
        raise parts.MalformedForm
    return Basics(
        name=name,
        channel=channel,
        tz=tz,
        acts_for_chair=chaired_by == SOMEBODY,
    )
