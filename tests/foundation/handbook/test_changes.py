"""Adopting a version: what counted stays, what people may do stays, and the trail says who."""

from datetime import date

import pytest

from lineofsight.foundation.handbook.changes import adopt_in_browser
from lineofsight.foundation.handbook.models import Adoption
from lineofsight.foundation.handbook.queries import framework_in_use, history
from lineofsight.foundation.partnership.models import Group, Partnership, RoleKind
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.models import Entry
from tests import making

TODAY, LATER = date(2026, 10, 21), date(2027, 4, 1)


def adopt_harbour(partnership: Partnership, day: date = LATER) -> None:
    harbour = making.framework_named("harbour-2025")
    adopt_in_browser(partnership, harbour, counts_from=day, today=TODAY, by=making.SYSTEM)


def test_later_version_counts_from_its_day_and_not_before(partnership: Partnership) -> None:
    adopt_harbour(partnership)
    codes = [framework_in_use(partnership, on=day).code for day in (TODAY, date(2027, 3, 31), LATER)]
    assert codes == ["kscmp-2024", "kscmp-2024", "harbour-2025"]
    spans = [(use.framework.code, use.counts_to, use.state) for use in history(partnership, on=TODAY)]
    assert spans == [("harbour-2025", None, "ahead"), ("kscmp-2024", date(2027, 3, 31), "now")]


def test_role_that_is_here_keeps_what_it_may_do_and_new_ones_are_added(partnership: Partnership) -> None:
    RoleKind.objects.filter(partnership=partnership, code="analyst").update(may="see_measures")
    before = {kind.code: kind.may for kind in partnership.role_kinds.all()}
    adopt_harbour(partnership)
    after = {kind.code: kind.may for kind in partnership.role_kinds.all()}
    harbour = making.framework_named("harbour-2025")
    assert {code: after[code] for code in before} == before
    assert after.keys() == before.keys() | set(harbour.codes("roles"))
    groups = set(Group.objects.for_partnership(partnership).values_list("code", flat=True))
    assert set(harbour.codes("groups")) <= groups


def test_day_that_is_taken_or_past_is_refused_and_nothing_is_stored(partnership: Partnership) -> None:
    for day in (making.FIRST_DAY, date(2026, 10, 20)):
        with pytest.raises(Refused):
            adopt_harbour(partnership, day)
    assert Adoption.objects.filter(partnership=partnership).count() == 1


def test_adoption_is_in_the_trail(partnership: Partnership) -> None:
    adopt_harbour(partnership)
    assert Entry.objects.filter(chain=partnership.chain, deed="handbook.adopt").count() == 2
