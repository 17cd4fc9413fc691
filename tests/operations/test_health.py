"""The page for monitors."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lineofsight.config.running.changes import beat
from lineofsight.config.running.models import JobRun
from lineofsight.foundation.notices.models import Email
from tests import making

pytestmark = pytest.mark.django_db
URL = "/health/"


@pytest.fixture
def running(db: None) -> None:
    beat("a worker", now=timezone.now())


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    person = making.a_person("Admin Istrator", is_administrator=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_health_with_everything_running_is_good_and_tells_strangers_nothing_else(running: None) -> None:
    answer = Client().get(URL)
    assert (answer.status_code, answer.json()) == (200, {"status": "good"})


def test_health_without_a_worker_is_bad(administrator: Client) -> None:
    assert (Client().get(URL).status_code, Client().get(URL).json()) == (503, {"status": "bad"})
    assert administrator.get(URL).json()["checks"]["worker"].startswith("no worker was heard of")


def test_health_with_a_worker_long_silent_is_bad(db: None) -> None:
    beat("a worker", now=timezone.now() - timedelta(minutes=5))
    assert Client().get(URL).status_code == 503


def test_health_with_mail_that_waits_is_bad(running: None, administrator: Client) -> None:
    email = Email.objects.create(to="a@example.org", kind="news", title="t", body="b")
    assert Client().get(URL).status_code == 200
    Email.objects.filter(pk=email.pk).update(created_at=timezone.now() - timedelta(hours=2))
    answer = administrator.get(URL)
    assert (answer.status_code, answer.json()["checks"]["mail"]) == (503, "1 e-mails have waited for more than an hour")


def test_health_with_a_job_that_fails_is_bad(running: None) -> None:
    JobRun.objects.create(name="a job", due_at=timezone.now(), failures=3)
    assert Client().get(URL).status_code == 503


def test_health_with_a_full_disk_is_bad(running: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineofsight.config.health.LEAST_FREE_BYTES", 2**60)
    assert Client().get(URL).status_code == 503
