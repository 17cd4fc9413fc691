"""The people of the demo: somebody for each role, at home in one click, and two for what takes two."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from lineofsight.config.demo.clock import moment, standing_at
from lineofsight.config.demo.people import FIRST_DAY, PASSWORD, Demo, make
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.models import Redaction
from tests.browsing import BACKEND
from tests.making import framework_named


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    """The people alone, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(FIXED_TODAY=date(2026, 10, 21)):
        with standing_at(moment(FIRST_DAY, 9)):
            made = make()
        for one in (*made.members.values(), *made.kent_members.values()):
            one.person.refresh_from_db()
        yield made
        transaction.set_rollback(True)


def browser_of(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def test_each_role_has_somebody_who_signs_in_with_the_printed_password(demo: Demo) -> None:
    assert demo.members.keys() == {role.code for role in framework_named("kscmp-2024").roles}
    assert all(member.person.check_password(PASSWORD) for member in demo.members.values())


def test_each_role_has_a_home(demo: Demo) -> None:
    answers = {code: browser_of(one.person).get("/p/westmarch/").status_code for code, one in demo.members.items()}
    assert set(answers.values()) == {200}, answers


def test_two_people_remove_a_name_in_the_demo(demo: Demo, settings: Any, tmp_path: Any) -> None:
    settings.STATE = settings.MEDIA_ROOT = tmp_path
    first, second = people_who_may(demo.county, "redact", today=today())
    page = "/p/westmarch/trail/removed/"
    with transaction.atomic():
        given = {"words": "Ann Leeming", "reason": "Typed by mistake", "ask": "yes"}
        asked = browser_of(first).post(f"{page}ask/", given)
        browser_of(second).post(asked["Location"], {"decision": "agree"})
        assert Redaction.objects.get().state == "done"
        transaction.set_rollback(True)


def test_every_page_of_the_county_says_that_it_is_made_up_and_kent_does_not(demo: Demo) -> None:
    analyst = browser_of(demo.members["analyst"].person)
    pages = [analyst.get(f"/p/{slug}/").content.decode() for slug in ("westmarch", "kent")]
    assert ["Made up:" in page for page in pages] == [True, False]
