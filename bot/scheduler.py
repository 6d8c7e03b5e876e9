"""The timetable. It only wakes; what is due is decided from dates in rows, so a missed tick delays and never loses."""

from collections.abc import Callable
from dataclasses import dataclass

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot import journal


@dataclass(frozen=True)
class Jobs:
    """What there is to do: find what is due, send what may go, draw Homes, keep house, look round in Slack."""

    sweep: Callable[[], object]
    deliver: Callable[[], object]
    draw_homes: Callable[[], object]
    keep_house: Callable[[], object]
    look_round: Callable[[], object]


def start(jobs: Jobs) -> BackgroundScheduler:
    """Start waking the jobs in this process; `shutdown(wait=True)` on what is returned lets a running job finish."""
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for name, job, trigger in (
        ("sweep", jobs.sweep, IntervalTrigger(seconds=5)),
        ("deliver", jobs.deliver, IntervalTrigger(seconds=1)),
        ("draw_homes", jobs.draw_homes, IntervalTrigger(seconds=1)),
        ("keep_house", jobs.keep_house, CronTrigger(hour=3, minute=10, timezone="UTC")),
        # Once a night by the council's own clock; woken every hour, as that clock can be any, and Slack may be away.
        ("look_round", jobs.look_round, CronTrigger(minute=5, timezone="UTC")),
    ):
        scheduler.add_job(_guarded(name, job), trigger, id=name)
    # Once as soon as there is a process: one that runs in office hours only would never keep house, and whatever fell
    # due while none ran has waited long enough.
    for name, job in (("keep_house", jobs.keep_house), ("sweep", jobs.sweep)):
        scheduler.add_job(_guarded(name, job), id=f"{name}_at_start")
    scheduler.start()
    return scheduler


def _guarded(name: str, job: Callable[[], object]) -> Callable[[], None]:
    def wake() -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001  # the next tick tries again; the scheduler's own report would print messages' texts
            journal.failure("job_failed", error, job=name)

    return wake
