"""The table of who may do what, for the deeds there are (model §3.1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.council import permissions
from bot.council.departments import Department
from tests.builders import DANA, FELIX, INES, JONAS, LAYLA, MARCUS, NINA, PRIYA, RHEA, TOM, a_council, a_department

COUNCIL = a_council()
MARKETING = a_department(id=1, name="Marketing", lead=DANA, deputy=FELIX, members=frozenset({NINA}))
SALES = a_department(contributors=frozenset({RHEA}))
EVERYONE: list[Department] = [MARKETING, SALES]

# In Sales: lead, deputy, contributor, member. Of Marketing: its lead. LAYLA is in no department.
PEOPLE = {
    "chair": PRIYA,
    "secretary": TOM,
    "lead": MARCUS,
    "deputy": INES,
    "contributor": RHEA,
    "member": JONAS,
    "another lead": DANA,
    "everyone": LAYLA,
}
DEEDS: dict[str, tuple[Callable[[str], None], set[str]]] = {
    "post_agenda": (lambda person: permissions.must_post_agenda(COUNCIL, person), {"chair", "secretary"}),
    "open_reports": (lambda person: permissions.must_open_reports(COUNCIL, person), {"chair"}),
    "submit_report": (lambda person: permissions.must_report_for(SALES, person), {"lead", "deputy"}),
    "create_action": (
        lambda person: permissions.must_create_action(COUNCIL, EVERYONE, person),
        {"chair", "secretary", "lead", "deputy", "contributor", "another lead"},
    ),
    "agree_action": (lambda person: permissions.must_agree_action(COUNCIL, person), {"chair"}),
    "finish_action": (
        lambda person: permissions.must_finish_action(COUNCIL, SALES, JONAS, person),
        {"chair", "secretary", "lead", "deputy", "member"},  # the member owns it
    ),
}


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_is_for_those_the_table_names_and_refused_to_others(deed: str, role: str) -> None:
    must, allowed = DEEDS[deed]
    if role in allowed:
        must(PEOPLE[role])
    else:
        with pytest.raises(permissions.NotAllowed) as refusal:
            must(PEOPLE[role])
        assert refusal.value.operation == deed


@pytest.mark.parametrize(
    ("deed", "person", "instead"),
    [
        ("post_agenda", MARCUS, (PRIYA,)),
        ("open_reports", MARCUS, (PRIYA,)),
        ("submit_report", DANA, (MARCUS, INES)),
        ("create_action", JONAS, (MARCUS,)),
        ("create_action", NINA, (DANA,)),
        ("create_action", LAYLA, (PRIYA,)),
        ("agree_action", MARCUS, (PRIYA,)),
        ("finish_action", DANA, (JONAS, MARCUS)),
    ],
)
def test_a_refusal_names_who_may(deed: str, person: str, instead: tuple[str, ...]) -> None:
    with pytest.raises(permissions.NotAllowed) as refusal:
        DEEDS[deed][0](person)
    assert refusal.value.instead == instead


def test_without_a_secretary_nobody_stands_in_for_the_chair() -> None:
    with pytest.raises(permissions.NotAllowed):
        permissions.must_post_agenda(a_council(secretary=None), TOM)
