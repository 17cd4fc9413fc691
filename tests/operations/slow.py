"""A task that takes its time, for the test that kills a worker in the middle of it."""

import os
import time
from pathlib import Path

from django_tasks import task


@task()
def slow_task() -> None:
    """Note the beginning, wait, note the end."""
    file = Path(os.environ["SLOW_TASK_FILE"])
    is_second = file.exists()
    with file.open("a") as handle:
        handle.write("begin\n")
    time.sleep(0.2 if is_second else 60)
    with file.open("a") as handle:
        handle.write("end\n")
