"""Set-up's third step: when the council meets, and on which days nobody works."""

from bot.council.setups import Draft, Step
from bot.views import calendar_forms, forms, ids, setup_forms
from bot.views.parts import View


def form(draft: Draft, *, country: str | None) -> View:
    """The step; `country` (ISO 3166-1) is where the council's clocks are, as far as its zone tells."""
    entries = draft.left.get(Step.CALENDAR, {})
    # What was typed before going back can only stand in fields that are there.
    unfolded = ids.REPORT_OPEN_BD in entries
    blocks = calendar_forms.fields(draft.rule, country=country, unfolded=unfolded)
    left_with = forms.chosen({"state": {"values": entries}}, ids.HOLIDAY_COUNTRY)
    if left_with is not None:
        blocks = _with_regions_of(left_with, blocks)
    return setup_forms.form(Step.CALENDAR, draft, "when the council meets. The next three are planned.", blocks)


def _with_regions_of(country: str, blocks: list[forms.Block]) -> list[forms.Block]:
    kept = [block for block in blocks if not str(block.get("block_id", "")).startswith(ids.region_block(""))]
    at = next(n for n, block in enumerate(kept, 1) if block.get("block_id") == ids.HOLIDAY_COUNTRY)
    return [*kept[:at], *calendar_forms.region_fields(country), *kept[at:]]
