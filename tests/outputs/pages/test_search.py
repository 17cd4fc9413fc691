"""Search finds what the person may read, in every kind, and nothing else."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import here
from lineofsight.foundation.trail.changes import subject_for
from lineofsight.outputs.pages.searching import kinds_for, search, terms_of
from lineofsight.sources.dashboard.changes.measures import take_over_catalogue
from tests import making

SignIn = Callable[..., Client]
ADDRESS = "/p/westmarch/search/"


def found(partnership: Partnership, kind: str, words: str, **facts: Any) -> dict[str, list[str]]:
    member = making.a_member(partnership, kind, **facts)
    place = here(member.person, partnership.slug, today=making.FIRST_DAY)
    assert place is not None
    return {part.code: [hit.title for hit in part.hits] for part in search(place, words)}


def test_words_of_one_letter_are_left_out_and_six_are_enough() -> None:
    assert terms_of("A Police  of x in THE one two three four five six") == ["police", "of", "in", "the", "one", "two"]
    assert terms_of(" x ") == []


def test_every_word_must_be_there(partnership: Partnership) -> None:
    assert found(partnership, "business-manager", "section zebra") == {}
    assert "Section 11 Audit" in found(partnership, "analyst", "section audit")["handbook"]


def test_people_organisations_groups_handbook_and_words_are_found(partnership: Partnership) -> None:
    making.an_organisation(partnership, "Executive Trust", kind="nhs_provider", part="relevant_agency")
    making.a_member(partnership, "executive-member", name="Xavier Executive")
    parts = found(partnership, "business-manager", "executive")
    assert parts["people"] == ["Xavier Executive"]
    assert parts["organisations"] == ["Executive Trust"]
    assert "KSCMP Executive" in parts["groups"]
    assert "Executive" in parts["glossary"]
    assert parts["handbook"]


def test_measures_are_found_for_those_who_may_see_them(partnership: Partnership) -> None:
    framework = making.framework_named("kscmp-2024")
    take_over_catalogue(partnership, framework, by=making.SYSTEM)
    name = framework.measures[0].name
    assert name in found(partnership, "analyst", name)["measures"]
    assert "measures" not in found(partnership, "young-adviser", name)


def a_subject(partnership: Partnership, title: str, **facts: Any) -> None:
    usual = {"room": "trail", "kind": "paper", "key": title, "may_read": "see_framework", "path": "/help/"}
    subject_for(partnership.chain, title=title, **{**usual, **facts})


def test_papers_keep_to_capability_organisation_and_privacy(partnership: Partnership) -> None:
    other = making.an_organisation(partnership, "Westmarch Police", kind="police")
    scrutineer = making.a_member(partnership, "independent-scrutineer", name="Iris Outside")
    a_subject(partnership, "Heron open")
    a_subject(partnership, "Heron for warnings", may_read="triage_warnings")
    a_subject(partnership, "Heron of the police", organisation_key=other.pk)
    a_subject(partnership, "Heron draft", private_to=scrutineer.person.actor)
    assert found(partnership, "agency-lead", "heron") == {"work": ["Heron open"]}
    assert found(partnership, "data-supplier", "heron", organisation=other)["work"] == [
        "Heron of the police",
        "Heron open",
    ]
    assert found(partnership, "saa-chair", "heron")["work"] == [
        "Heron for warnings",
        "Heron of the police",
        "Heron open",
    ]
    theirs = here(scrutineer.person, partnership.slug, today=making.FIRST_DAY)
    assert theirs and "Heron draft" in [hit.title for part in search(theirs, "heron") for hit in part.hits]


def test_paper_of_another_partnership_is_not_found(partnership: Partnership) -> None:
    a_subject(making.a_partnership("kent"), "Heron elsewhere")
    assert found(partnership, "business-manager", "heron") == {}


def test_paper_without_a_page_has_no_link(partnership: Partnership, signed_in: SignIn) -> None:
    a_subject(partnership, "Heron lost", path="/nowhere/at/all/")
    page = signed_in("business-manager").get(ADDRESS, {"q": "heron"}).content.decode()
    assert "Heron lost" in page
    assert "/nowhere/" not in page


def test_page_says_what_to_do_when_empty_short_or_fruitless(signed_in: SignIn) -> None:
    client = signed_in("business-manager")
    assert "rapid review" in client.get(ADDRESS).content.decode()
    assert "at least two letters" in client.get(ADDRESS, {"q": "x"}).content.decode()
    assert "Use fewer words" in client.get(ADDRESS, {"q": "xyzzy"}).content.decode()
    one_kind = client.get(ADDRESS, {"q": "xyzzy", "kind": "people"}).content.decode()
    assert 'href="?q=xyzzy"' in one_kind


def test_kind_that_does_not_exist_counts_as_everything(signed_in: SignIn) -> None:
    page = signed_in("business-manager").get(ADDRESS, {"q": "executive", "kind": "nonsense"})
    assert page.context["kind"] == ""
    assert page.context["parts"]


def test_markup_in_the_question_is_shown_as_text(signed_in: SignIn) -> None:
    page = signed_in("analyst").get(ADDRESS, {"q": "<script>x</script>"}).content.decode()
    assert "<script>x" not in page


def test_number_of_queries_does_not_grow_with_what_is_found(
    partnership: Partnership, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("business-manager")
    for number in range(30):
        a_subject(partnership, f"Heron {number}", key=str(number))
        making.an_organisation(partnership, f"Heron Trust {number}", kind="nhs_provider", part="relevant_agency")
    with django_assert_max_num_queries(15):
        page = client.get(ADDRESS, {"q": "heron"})
    assert {part.code: (len(part.hits), part.total) for part in page.context["parts"]} == {
        "work": (5, 30),
        "organisations": (5, 30),
    }


def test_young_adviser_is_not_offered_people(partnership: Partnership) -> None:
    member = making.a_member(partnership, "young-adviser")
    place = here(member.person, partnership.slug, today=making.FIRST_DAY)
    assert place and [kind.code for kind in kinds_for(place)] == ["work", "handbook", "glossary"]


def test_link_to_an_organisation_finds_it_in_the_list(partnership: Partnership, signed_in: SignIn) -> None:
    making.an_organisation(partnership, "Health & Care + Friends", kind="nhs_provider", part="relevant_agency")
    client = signed_in("business-manager")
    page = client.get(ADDRESS, {"q": "friends"})
    ((hit,),) = [part.hits for part in page.context["parts"] if part.code == "organisations"]
    listed = client.get(hit.url)
    assert hit.url.startswith(reverse("people:organisations", args=["westmarch"]))
    assert [row.organisation.name for row in listed.context["table"].page] == ["Health & Care + Friends"]
