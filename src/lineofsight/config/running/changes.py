"""Heartbeats, claiming jobs that are due, and putting back what a dead worker held."""

import os
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from lineofsight.config.running import rules
from lineofsight.config.running.models import JobRun, Worker
from lineofsight.config.schedule import Job

FORGET_WORKERS_AFTER = timedelta(days=1)


def beat(worker_id: str, *, now: datetime) -> None:
    """Say that the worker lives, and forget those not heard of for a day."""
    facts = {"host": socket.gethostname()[:200], "process": os.getpid(), "seen_at": now}
    Worker.objects.update_or_create(
        pk=worker_id, defaults={"seen_at": now}, create_defaults={**facts, "started_at": now}
    )
    Worker.objects.filter(seen_at__lt=now - FORGET_WORKERS_AFTER).delete()


def say_goodbye(worker_id: str) -> None:
    """The worker stops of its own accord, with nothing in hand."""
    Worker.objects.filter(pk=worker_id).delete()


@transaction.atomic
def claim_due(jobs: Iterable[Job], *, now: datetime) -> list[Job]:
    """The jobs that are due, each claimed by moving its next run on: of two schedulers only one gets it."""
    known = {run.name: run for run in JobRun.objects.all()}
    claimed = []
    for job in jobs:
        run = known.get(job.name) or JobRun.objects.get_or_create(name=job.name, defaults={"due_at": now})[0]
        if run.due_at > now:
            continue
        moved = JobRun.objects.filter(name=job.name, due_at=run.due_at).update(due_at=job.next_due(now), started_at=now)
        if moved:
            claimed.append(job)
    return claimed


@transaction.atomic
def put_back_orphans(*, now: datetime) -> int:
    """Let others do the tasks that dead workers held; give up those tried too often. The number found."""
    seen = dict(Worker.objects.values_list("pk", "seen_at"))
    found = 0
    for task in DBTaskResult.objects.running().select_for_update(skip_locked=True):
        holder = task.worker_ids[-1] if task.worker_ids else ""
        if rules.is_dead(seen.get(holder), now=now, started_at=task.started_at):
            _put_back(task, now=now, why="Its worker was killed before it could finish.")
            found += 1
    return found


def try_again_later(task: DBTaskResult, *, now: datetime) -> bool:
    """Put a task that failed back in the queue, to be tried after a while; False when it was tried often enough."""
    if len(task.worker_ids) >= rules.MOST_TRIES:
        return False
    after = now + rules.wait_before_try(len(task.worker_ids))
    # The error of the last try stays in the row, for whoever looks.
    DBTaskResult.objects.filter(pk=task.pk).update(status="READY", run_after=after, finished_at=None)
    return True


def _put_back(task: DBTaskResult, *, now: datetime, why: str) -> None:
    if try_again_later(task, now=now):
        return
    DBTaskResult.objects.filter(pk=task.pk).update(
        status="FAILED", finished_at=now, exception_class_path="lineofsight.WorkerKilled", traceback=why
    )


def job_went_well(job: Job, *, now: datetime) -> None:
    """Note the end of a run."""
    JobRun.objects.filter(pk=job.name).update(finished_at=now, failures=0, error="")


def job_failed(job: Job, error: str, *, now: datetime) -> None:
    """Note the error, and bring the next run forward: after a failure a daily job does not wait a day."""
    run = JobRun.objects.get(pk=job.name)
    run.failures, run.error, run.finished_at = run.failures + 1, error[-4_000:], now
    run.due_at = min(run.due_at, now + rules.wait_before_try(min(run.failures, rules.MOST_TRIES)))
    run.save()
