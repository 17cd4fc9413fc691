"""Anyone's concern: four questions, after what to do for a child at risk now; followed to its end by whoever raised it."""

import pytest

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.outputs.early_warning.views.concerns import title_of
from tests import making
from tests.outputs.early_warning.warned import NOW, browser_of, words
from tests.sources.dashboard import county

pytestmark = pytest.mark.django_db
Members = dict[str, Membership]
CONCERN, OWN = "/p/westmarch/warnings/concern/", "/p/westmarch/warnings/concerns/"
TYPED = {
    "worry": "Waits for therapy have doubled since spring. Staff say it is worse in the east.",
    "evidence": "Four schools told us in June",
    "wanted": "How long each child waits",
    "organisation": "",
}


def test_page_begins_with_what_to_do_for_a_child_at_risk_now(members: Members) -> None:
    page = words(browser_of(members["agency-lead"]).get(CONCERN))
    assert page.index("call 999") < page.index("front door") < page.index("1. What worries you?")


def test_concern_of_an_agency_reaches_the_list_and_is_followed(partnership: Partnership, members: Members) -> None:
    client = browser_of(members["agency-lead"])
    page = client.post(CONCERN, TYPED, follow=True)
    assert page.redirect_chain == [(OWN, 302)]
    warning = Warning.objects.get()
    facts = (warning.kind, warning.title, warning.known, warning.not_known, warning.raised_by_id)
    assert facts == (
        "concern",
        "Waits for therapy have doubled since spring",
        TYPED["evidence"],
        TYPED["wanted"],
        members["agency-lead"].person.actor_id,
    )
    told = Notice.objects.filter(key=f"warning:{warning.pk}:triage", kind="task").values_list("person__name", flat=True)
    assert sorted(told) == sorted(members[kind].person.name for kind in ("saa-chair", "business-manager"))
    by = {"by": making.SYSTEM, "now": NOW, "own_organisations": frozenset[str](), "version": 1}
    changes.close(warning, reason="The care board opens a clinic", **by)  # type: ignore[arg-type]
    assert "The care board opens a clinic" in words(client.get(OWN))
    heard = Notice.objects.filter(person=members["agency-lead"].person).values_list("text", "path")
    assert list(heard) == [("Your concern was closed, with a reason.", OWN)]


def test_concern_about_an_agency_names_it(partnership: Partnership, members: Members) -> None:
    police = members["saa-chair"].role.organisation
    browser_of(members["agency-lead"]).post(CONCERN, TYPED | {"organisation": str(police.pk)})
    assert Warning.objects.get().organisation == police


def test_concern_from_a_measure_is_about_it(partnership: Partnership, members: Members) -> None:
    measure = county.a_measure(partnership, "visits", name="Visits in time")
    client = browser_of(members["agency-lead"])
    page = client.get(f"{CONCERN}?about=visits")
    assert "It starts from this measure: <strong>Visits in time</strong>" in words(page)
    client.post(CONCERN, TYPED | {"measure": "visits"})
    assert Warning.objects.get().about == measure.subject


def test_concern_without_answers_says_what_is_missing(members: Members) -> None:
    page = words(browser_of(members["agency-lead"]).post(CONCERN, TYPED | {"worry": "", "evidence": ""}))
    assert "Enter what worries you" in page and "Enter how you know" in page
    assert Warning.objects.count() == 0


def test_concern_with_a_name_is_asked_about(members: Members) -> None:
    client = browser_of(members["agency-lead"])
    page = words(client.post(CONCERN, TYPED | {"worry": "Nobody visits Jane Smithson."}))
    assert "“Jane Smithson” looks like a person’s name" in page and Warning.objects.count() == 0


def test_others_do_not_see_my_concerns(partnership: Partnership, members: Members) -> None:
    browser_of(members["agency-lead"]).post(CONCERN, TYPED)
    assert "doubled" not in words(browser_of(members["executive-member"]).get(OWN))


@pytest.mark.parametrize(
    ("worry", "title"),
    [
        ("Short.", "Short"),
        ("One thing. Another thing.", "One thing"),
        ("First line\nsecond line", "First line"),
        ("word " * 40, "word " * 17 + "word …"),
    ],
)
def test_title_is_the_first_sentence_cut_at_a_word(worry: str, title: str) -> None:
    assert title_of(worry) == title
