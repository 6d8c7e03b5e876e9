"""Set-up's fourth step: what the council is for."""

from bot.council.setups import Draft, Step
from bot.views import charters, setup_forms
from bot.views.parts import View


def form(draft: Draft) -> View:
    """The step."""
    told = [(department.name, department.part) for department in draft.departments]
    return setup_forms.form(
        Step.CHARTER,
        draft,
        "what the council is for. Everyone can read it with /cx-council charter.",
        charters.fields(draft.goal, draft.focus_areas, told),
    )
