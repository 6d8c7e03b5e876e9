"""The departments before and after one on the customer's path, with what they told the council last (R-67)."""

from bot.council.departments import Council, Department
from bot.council.report_desk import Neighbour, Side
from bot.store import councils, report_history
from bot.store.database import Reader


def load(session: Reader, council: Council, department: Department) -> tuple[Neighbour, ...]:
    """Those that customers come from, then those that they go to, each with its last sent report, where there is one.

    For whoever may draft the department's report: what a neighbour marked *council only* is among them. One statement
    besides the roster's, however many there are.
    """
    standing = councils.list_departments(session, council)
    before = [other for other in standing if department.id in other.downstream and other.id != department.id]
    after = [other for other in standing if other.id in department.downstream and other.id != department.id]
    if not before and not after:
        return ()
    sent = report_history.latest_sent(session, {other.id for other in before + after})
    return (
        *(Neighbour(other, Side.BEFORE, sent.get(other.id)) for other in before),
        *(Neighbour(other, Side.AFTER, sent.get(other.id)) for other in after),
    )
