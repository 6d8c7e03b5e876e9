"""Plans as they are kept: what was put in comes out."""

from dataclasses import replace

from bot.council import agenda_plans
from bot.council.agenda_plans import USUAL, Key, Plan, Type
from bot.store import councils, meetings, plans
from bot.store.database import Database
from tests import builders
from tests.builders import T0

ARRANGED = agenda_plans.with_gap(
    agenda_plans.skipped(
        agenda_plans.added(
            agenda_plans.moved(USUAL, Key.RESEARCH, -7), title="زيارة <!here> & ü", minutes=0, type=Type.DECIDE
        ),
        Key.OTHER_BUSINESS,
    ),
    "area:F2",
)


def test_a_plan_comes_out_as_it_went_in() -> None:
    assert plans.of_json(plans.as_json(ARRANGED)) == ARRANGED
    found = plans.of_json(plans.as_json(ARRANGED))
    assert found is not None
    assert found.last_own == ARRANGED.last_own, "which equality leaves out"
    assert plans.of_json(plans.as_json(None)) is None


def test_a_meetings_plan_and_a_councils_are_kept(database: Database) -> None:
    builders.establish(database)
    council = builders.council_of(database)
    assert council.agenda == USUAL
    lasting = agenda_plans.lasting(ARRANGED)
    with database.write() as session:
        councils.save(session, replace(council, agenda=lasting), on=T0.date(), now=T0)
        meetings.save(session, replace(builders.meeting_of(session, council), plan=ARRANGED), now=T0)
    council = builders.council_of(database)
    assert council.agenda == lasting
    with database.read() as session:
        assert builders.meeting_of(session, council).plan == ARRANGED
    with database.write() as session:
        councils.save(session, replace(council, agenda=USUAL), on=T0.date(), now=T0)
        meetings.save(session, replace(builders.meeting_of(session, council), plan=None), now=T0)
    assert builders.council_of(database).agenda == USUAL


def test_meetings_whose_agenda_was_posted_keep_the_items_they_had(database: Database) -> None:
    builders.establish(database)
    builders.open_reports(database)
    builders.post_agenda(database, question="Why nine days?")
    council = builders.council_of(database)
    other: Plan = agenda_plans.moved(USUAL, Key.RESEARCH, -7)
    with database.write() as session:
        meetings.fix_plans(session, council, other, now=T0)
    with database.read() as session:
        posted, *planned = meetings.list_ahead(session, council)
    assert posted.plan == other
    assert [meeting.plan for meeting in planned] == [None] * len(planned)
    assert planned
