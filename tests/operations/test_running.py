"""Jobs by the clock, tasks tried again, and tasks of a killed worker put back."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from lineofsight.config import schedule
from lineofsight.config.running import changes, rules
from lineofsight.config.running.models import JobRun, Worker
from lineofsight.config.running.tasks import run_job
from lineofsight.config.running.worker import PatientWorker
from lineofsight.config.schedule import Job

NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
EVERY_HOUR = Job("hourly", "tests.operations.test_running.fails", every=timedelta(hours=1))


def fails() -> None:
    """A job that always fails."""
    raise OSError("The disk is on fire")


def task_row(*, status: str, workers: list[str], started_at: datetime = NOW) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status, worker_ids=workers, started_at=started_at, run_after=NOW, backend_name="default",
        task_path="lineofsight.config.running.tasks.run_job", args_kwargs={"args": ["no such job"], "kwargs": {}},
        exception_class_path="", traceback="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("job", "after", "due"),
    [
        (EVERY_HOUR, NOW, NOW + timedelta(hours=1)),
        (Job("d", "x", daily_at=time_of_day(2, 10)), NOW, datetime(2026, 10, 22, 2, 10, tzinfo=UTC)),
        (Job("d", "x", daily_at=time_of_day(23, 0)), NOW, datetime(2026, 10, 21, 23, tzinfo=UTC)),
    ],
)
def test_next_due(job: Job, after: datetime, due: datetime) -> None:
    assert job.next_due(after) == due


def test_next_due_keeps_the_hour_when_the_clocks_change() -> None:
    london = ZoneInfo("Europe/London")
    before = datetime(2026, 10, 24, 12, tzinfo=london)
    assert Job("d", "x", daily_at=time_of_day(2, 10)).next_due(before) == datetime(2026, 10, 25, 2, 10, tzinfo=london)


@pytest.mark.parametrize("job", schedule.JOBS, ids=lambda job: job.name)
def test_every_job_calls_something_and_says_when(job: Job) -> None:
    assert callable(job.function())
    assert job.next_due(NOW) > NOW


def test_no_two_jobs_have_one_name() -> None:
    assert len({job.name for job in schedule.JOBS}) == len(schedule.JOBS)


@pytest.mark.django_db
def test_claim_due_gives_a_job_once_until_it_is_due_again() -> None:
    claims = [changes.claim_due([EVERY_HOUR], now=NOW + timedelta(minutes=minute)) for minute in (0, 1, 59, 60, 61)]
    assert [len(claim) for claim in claims] == [1, 0, 0, 1, 0]


@pytest.mark.django_db
def test_run_job_that_fails_notes_the_error_and_is_due_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "JOBS", (EVERY_HOUR,))
    changes.claim_due([EVERY_HOUR], now=timezone.now())
    run_job.func("hourly")
    run = JobRun.objects.get()
    assert (run.failures, "The disk is on fire" in run.error) == (1, True)
    assert run.due_at - timezone.now() < timedelta(minutes=1)


@pytest.mark.django_db
def test_put_back_orphans_takes_only_tasks_of_dead_workers() -> None:
    changes.beat("alive", now=NOW)
    changes.beat("dead", now=NOW - timedelta(minutes=3))
    long_ago = NOW - timedelta(minutes=10)
    rows = [task_row(status="RUNNING", workers=[name], started_at=long_ago) for name in ("alive", "dead", "unknown")]
    assert changes.put_back_orphans(now=NOW) == 2
    assert [DBTaskResult.objects.get(pk=row.pk).status for row in rows] == ["RUNNING", "READY", "READY"]


@pytest.mark.django_db
def test_put_back_orphans_gives_up_after_five_tries() -> None:
    row = task_row(status="RUNNING", workers=["a", "b", "c", "d", "e"], started_at=NOW - timedelta(minutes=10))
    changes.put_back_orphans(now=NOW)
    row.refresh_from_db()
    assert (row.status, row.exception_class_path) == ("FAILED", "lineofsight.WorkerKilled")


@pytest.mark.django_db
def test_task_that_fails_is_tried_again_later(settings: object) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # type: ignore[attr-defined]
    row = task_row(status="RUNNING", workers=["a"])
    worker = PatientWorker(
        queue_names=["*"], excluded_queue_names=[], interval=0, batch=True, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id="a",
    )  # fmt: skip
    worker.run_task(row)
    row.refresh_from_db()
    assert (row.status, row.exception_class_path) == ("READY", "builtins.StopIteration")
    assert timedelta(seconds=20) < row.run_after - timezone.now() <= timedelta(seconds=30)


def test_wait_before_try_grows() -> None:
    assert [rules.wait_before_try(tries).total_seconds() for tries in (1, 2, 3, 4)] == [30, 120, 480, 1920]


@pytest.mark.django_db
def test_beat_forgets_workers_of_yesterday() -> None:
    changes.beat("old", now=NOW - timedelta(days=2))
    changes.beat("new", now=NOW)
    assert list(Worker.objects.values_list("pk", flat=True)) == ["new"]


@pytest.mark.long
def test_killed_worker_loses_no_task(tmp_path: Path) -> None:
    """kill -9 in the middle of a task: another worker does it, once the first is taken for dead."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LINEOFSIGHT_")},
        "LINEOFSIGHT_STATE": str(tmp_path),
        "LINEOFSIGHT_SECRET_KEY": "only-for-tests",
        "DJANGO_SETTINGS_MODULE": "lineofsight.config.settings",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "SLOW_TASK_FILE": str(tmp_path / "done"),
    }
    call = [sys.executable, "-m", "lineofsight.config.cli"]

    def run(code: str) -> str:
        done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    subprocess.run([*call, "manage", "migrate", "-v0"], env=environment, check=True)
    run("import django; django.setup()\nfrom tests.operations.slow import slow_task\nslow_task.enqueue()")
    first = subprocess.Popen([*call, "work"], env=environment)
    for _ in range(200):
        if (tmp_path / "done").exists():
            break
        time.sleep(0.1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    ask = "import django; django.setup()\nfrom django_tasks_db.models import DBTaskResult as T\n"
    path = "T.objects.filter(task_path__endswith='slow_task')"
    assert run(f"{ask}print({path}.get().status)") == "RUNNING"
    # Make the first one long silent, rather than wait a minute and a half.
    run(
        "import django; django.setup()\nfrom datetime import timedelta\nfrom django.db.models import F\n"
        "from lineofsight.config.running.models import Worker\nfrom django_tasks_db.models import DBTaskResult as T\n"
        "back = timedelta(minutes=5)\nWorker.objects.update(seen_at=F('seen_at') - back)\n"
        f"{path}.update(started_at=F('started_at') - back)"
    )
    second = subprocess.Popen([*call, "work"], env=environment)
    try:
        for _ in range(600):
            if (tmp_path / "done").read_text().count("end") == 1:
                break
            run_after = f"{ask}from django.utils import timezone\n{path}.update(run_after=timezone.now())"
            run(run_after) if run(f"{ask}print({path}.get().status)") == "READY" else time.sleep(0.2)
    finally:
        second.send_signal(signal.SIGTERM)
        second.wait(timeout=30)
    assert (tmp_path / "done").read_text() == "begin\nbegin\nend\n"
    assert run(f"{ask}print({path}.get().status)") == "SUCCESSFUL"
