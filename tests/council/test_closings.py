"""What becomes of a department that is merged into another."""

from bot.council import closings
from tests.builders import a_department


def test_customers_who_went_on_from_a_merged_department_go_on_from_its_heir() -> None:
    heir, closing = a_department(id=2, downstream=(3, 4)), a_department(id=3, downstream=(2, 5, 4))
    assert closings.merged(closing, heir).downstream == (4, 5)
