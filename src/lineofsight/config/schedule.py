"""Every job of the clock in one list. A room's own `tasks` module does the work; it is imported when the job runs.

A job may run twice (its worker may be killed half-way), so each does the same work once however often it is called.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Job:
    """One job: its name, what it calls (a function of no arguments), and how often or at what time of the day."""

    name: str
    calls: str
    every: timedelta | None = None
    daily_at: time | None = None

    def function(self) -> Callable[[], object]:
        """What the job calls."""
        found: Callable[[], object] = import_string(self.calls)
        return found

    def next_due(self, after: datetime) -> datetime:
        """When the job is next due, after a moment that knows its time zone."""
        if self.every is not None:
            return after + self.every
        if self.daily_at is None:
            raise ValueError(f"The job “{self.name}” says neither how often nor when.")
        today = after.replace(hour=self.daily_at.hour, minute=self.daily_at.minute, second=0, microsecond=0)
        return today if today > after else today + timedelta(days=1)


JOBS: tuple[Job, ...] = (
    Job("send e-mail", "lineofsight.foundation.notices.tasks.each_minute", every=timedelta(minutes=1)),
    Job("write the heads of the trail", "lineofsight.config.running.tasks.write_heads", daily_at=time(2, 10)),
    Job("scan files", "lineofsight.foundation.files.tasks.scan_waiting", every=timedelta(minutes=10)),
    Job("register redactions", "lineofsight.config.running.tasks.register_redactions", every=timedelta(hours=1)),
    Job("watch the figures", "lineofsight.sources.dashboard.tasks.watch_every_partnership", daily_at=time(5, 10)),
    Job("late returns and reminders", "lineofsight.cycle.requests.tasks.daily", daily_at=time(5, 50)),
    Job("triage clock of warnings", "lineofsight.cycle.warnings.tasks.daily", daily_at=time(6, 10)),
    Job("updates of sub-groups", "lineofsight.governance.updates.tasks.daily", daily_at=time(6, 20)),
    Job("reminders of challenges", "lineofsight.governance.challenges.tasks.daily", daily_at=time(6, 30)),
    Job("packs left behind", "lineofsight.governance.meetings.tasks.take_up_silent_packs", every=timedelta(minutes=2)),
    Job(
        "files of reports left behind",
        "lineofsight.outputs.reports.tasks.take_up_silent_files",
        every=timedelta(minutes=2),
    ),
    Job("sign-offs and days of products", "lineofsight.cycle.products.tasks.daily", daily_at=time(6, 0)),
    Job("reminders of actions and recurring themes", "lineofsight.cycle.findings.tasks.daily", daily_at=time(6, 20)),
    Job("clocks of serious incidents", "lineofsight.sources.reviews.tasks.daily", daily_at=time(6, 40)),
    Job("text of old spreadsheets", "lineofsight.cycle.spreadsheets.tasks.daily", daily_at=time(3, 30)),
    Job("sweep up finished tasks", "lineofsight.config.running.tasks.sweep_finished_tasks", daily_at=time(3, 40)),
)
