"""The process that does tasks: the queue in its main thread, heartbeat, clock and reaper in a second one."""

import logging
import threading

from django.db import close_old_connections, connections
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from lineofsight.config import schedule
from lineofsight.config.running import changes, rules
from lineofsight.config.running.tasks import run_job

logger = logging.getLogger(__name__)


class PatientWorker(QueueWorker):
    """Does tasks from the queue; one that fails is tried again, after a while that grows."""

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        db_task_result.refresh_from_db()
        if db_task_result.status == "FAILED":
            will = changes.try_again_later(db_task_result, now=timezone.now())
            logger.warning("Task %s failed%s.", db_task_result.task_path, "; it will be tried again" if will else "")


class Clock(threading.Thread):
    """Beats, starts jobs that are due, and puts back what dead workers held, until it is told to stop."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="clock", daemon=True)
        self.worker_id = worker_id
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                tick(self.worker_id)
            except DatabaseError:
                # The database may be away for a moment; the next tick tries again.
                logger.exception("The clock could not reach the database.")
                close_old_connections()
            self.stopped.wait(rules.HEARD_EVERY.total_seconds())
        connections.close_all()


def tick(worker_id: str) -> None:
    """One beat of the clock."""
    now = timezone.localtime()
    changes.beat(worker_id, now=now)
    changes.put_back_orphans(now=now)
    for job in changes.claim_due(schedule.JOBS, now=now):
        run_job.enqueue(job.name)


def work(*, until_empty: bool = False, interval: float = 1.0) -> None:
    """Do tasks until told to stop (or until none is left); a task in hand is finished first."""
    worker_id = get_random_string(32)
    worker = PatientWorker(
        queue_names=["*"], excluded_queue_names=[], interval=interval, batch=until_empty, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=worker_id,
    )  # fmt: skip
    # Being asked to stop is no warning.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    clock = Clock(worker_id)
    worker.configure_signals()
    clock.start()
    try:
        worker.run()
    finally:
        clock.stopped.set()
        clock.join(timeout=5)
        changes.say_goodbye(worker_id)
