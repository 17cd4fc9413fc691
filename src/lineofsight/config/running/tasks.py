"""The task that runs a job of the clock, and the jobs that belong to no room."""

import logging
import traceback
from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from lineofsight.config import schedule
from lineofsight.config.running import changes

KEEP_FINISHED_TASKS = timedelta(days=30)
logger = logging.getLogger(__name__)


@task()
def run_job(name: str) -> None:
    """Run one job of the clock. An error is noted beside the job, which is then due again soon."""
    job = next(job for job in schedule.JOBS if job.name == name)
    try:
        job.function()()
    except Exception:
        logger.exception("The job “%s” failed.", name)
        changes.job_failed(job, traceback.format_exc(), now=timezone.now())
    else:
        changes.job_went_well(job, now=timezone.now())


def sweep_finished_tasks() -> int:
    """Forget tasks that ended more than thirty days ago; the number forgotten."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_FINISHED_TASKS)
    return old.delete()[0]


def write_heads() -> None:
    """Write the head of each chain of the trail outside the database, and e-mail it to the administrators."""
    from lineofsight.config.trail_heads import write_and_send

    write_and_send()


def register_redactions() -> None:
    """Write into the register outside the database whatever a crash left out."""
    from lineofsight.foundation.trail.redactions import write_down_missing
    from lineofsight.outputs.pages.redacting import the_register

    write_down_missing(register=the_register(), now=timezone.now())
