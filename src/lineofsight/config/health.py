"""A page for monitors: 200 when all is well, 503 when something is wrong. What exactly is told to administrators alone."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lineofsight.config.running.models import JobRun, Worker
from lineofsight.config.running.rules import DEAD_AFTER
from lineofsight.foundation.accounts.guards import public_page
from lineofsight.foundation.notices.models import Email

MAIL_MAY_WAIT = timedelta(hours=1)
LEAST_FREE_BYTES = 500 * 1024 * 1024
FAILURES_THAT_COUNT = 3


@public_page
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """`{"status": "good"}` or `{"status": "bad"}`; administrators also see each check."""
    checks = run_checks(now=timezone.now())
    good = all(answer == "good" for answer in checks.values())
    answer: dict[str, object] = {"status": "good" if good else "bad"}
    if checks["database"] == "good" and getattr(request.user, "is_administrator", False):
        answer["checks"] = checks
    return JsonResponse(answer, status=200 if good else 503)


def run_checks(*, now: datetime) -> dict[str, str]:
    """Each check: "good", or what is wrong in words."""
    disk = _disk()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return {"database": "good", "worker": _worker(now), "mail": _mail(now), "jobs": _jobs(), "disk": disk}
    except DatabaseError as error:
        return {"database": f"it does not answer: {type(error).__name__}", "disk": disk}


def _worker(now: datetime) -> str:
    if Worker.objects.filter(seen_at__gte=now - DEAD_AFTER).exists():
        return "good"
    return f"no worker was heard of for {DEAD_AFTER.seconds} seconds: start “lineofsight work”"


def _mail(now: datetime) -> str:
    waiting = Email.objects.filter(state=Email.State.WAITING, created_at__lt=now - MAIL_MAY_WAIT).count()
    return f"{waiting} e-mails have waited for more than an hour" if waiting else "good"


def _jobs() -> str:
    failing = JobRun.objects.filter(failures__gte=FAILURES_THAT_COUNT).values_list("name", flat=True)
    return f"failing again and again: {', '.join(failing)}" if failing else "good"


def _disk() -> str:
    state = Path(settings.STATE)
    free = shutil.disk_usage(state if state.exists() else state.anchor).free
    return "good" if free >= LEAST_FREE_BYTES else f"only {free // 1024 // 1024} megabytes are free"
