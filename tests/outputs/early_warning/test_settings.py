"""How triage works: changed by the sub-group, counted for the next warning, never overwritten unseen."""

import pytest

from lineofsight.cycle.warnings.models import TriageSetting
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.trail.models import Entry
from tests.outputs.early_warning.warned import a_warning, browser_of, words

pytestmark = pytest.mark.django_db
Members = dict[str, Membership]
SETTINGS = "/p/westmarch/warnings/settings/"


def test_settings_count_for_the_next_warning(partnership: Partnership, members: Members) -> None:
    client, seat = browser_of(members["saa-chair"]), members["business-manager"].role
    typed = {"longest_list": "7", "working_days": "2", "deputy_role": str(seat.pk), "expected_version": "1"}
    client.get(SETTINGS)
    assert client.post(SETTINGS, typed).status_code == 302
    setting = TriageSetting.objects.get()
    assert (setting.longest_list, setting.working_days, setting.deputy_role, setting.version) == (7, 2, seat, 2)
    assert Entry.objects.filter(deed="warnings.set_triage").count() == 1
    warning = a_warning(partnership)
    assert f"{warning.triage_due_on}" == "2026-10-23"
    kinds = dict(Notice.objects.filter(key=f"warning:{warning.pk}:triage").values_list("person__name", "kind"))
    assert kinds == {members["business-manager"].person.name: "task", members["saa-chair"].person.name: "news"}


def test_settings_changed_meanwhile_show_both(partnership: Partnership, members: Members) -> None:
    client = browser_of(members["saa-chair"])
    client.get(SETTINGS)
    first = {"longest_list": "7", "working_days": "2", "deputy_role": "", "expected_version": "1"}
    client.post(SETTINGS, first)
    page = client.post(SETTINGS, first | {"longest_list": "9"})
    assert page.status_code == 409
    assert "What holds now: 7 warnings" in words(page) and 'value="9"' in words(page)
    assert TriageSetting.objects.get().longest_list == 7


def test_settings_refuse_what_makes_no_sense(partnership: Partnership, members: Members) -> None:
    typed = {"longest_list": "0", "working_days": "x", "deputy_role": "", "expected_version": "1"}
    page = words(browser_of(members["saa-chair"]).post(SETTINGS, typed))
    assert "There is a problem" in page and "must be" in page
