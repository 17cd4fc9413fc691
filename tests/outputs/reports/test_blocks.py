"""What blocks read, for whom, and that each figure and row leads to where it came from."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from lineofsight.foundation.partnership.models import Membership
from lineofsight.outputs.reports import queries
from lineofsight.outputs.reports.models import Block, Report
from lineofsight.outputs.reports.pieces import links_in
from lineofsight.sources.dashboard.models import Observation
from tests import making
from tests.outputs.reports.story import Story

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client


def tables(report: Report) -> dict[str, Any]:
    """The first table of each kind of block."""
    found: dict[str, Any] = {}
    for block in queries.blocks_of(report):
        for piece in block.content.get("pieces", ()):
            if piece["kind"] == "table":
                found.setdefault(block.kind, piece)
    return found


def texts(row: list[dict[str, str]]) -> list[str]:
    return [one["text"] for one in row]


def test_every_block_of_the_report_to_the_partners_tells_the_record(story: Story) -> None:
    held = tables(story.report("lsp-report"))
    assert {kind: (piece["caption"], len(piece["rows"])) for kind, piece in held.items()} == {
        "warnings": ("1 early warning in the period", 1),
        "products": ("1 product of the period", 1),
        "measures": ("1 measure with figures: 1 got worse, 0 got better, 0 show no clear change", 1),
        "decisions": ("1 decision in the period", 1),
        "challenges": ("1 challenge in the period, 0 of them changed something", 1),
        "impact": ("1 impact check of the period, 1 of them show a difference", 1),
    }
    assert texts(held["products"]["rows"][0]) == [
        f"{story.product.reference} Neglect audit", "Plans are late. Children wait. Two more reviewers.",
        "Substantial, getting better", "21 Oct 2026", "In date",
    ]  # fmt: skip
    assert texts(held["impact"]["rows"][0])[1:4] == [
        "Six of twelve (21 Sep 2026)", "Nine of twelve", "It made some difference",
    ]  # fmt: skip


def test_every_figure_leads_to_its_row_and_every_link_opens(story: Story) -> None:
    report = story.report("lsp-report")
    [measure] = tables(report)["measures"]["rows"]
    key = int(re.fullmatch(r"/p/westmarch/data/figures/(\d+)/", measure[1]["link"])[1])  # type: ignore[index]
    figure = Observation.objects.get(pk=key)
    assert (measure[0]["text"], measure[1]["text"]) == ("Visits in time", f"{figure.value:.1f}%")
    assert (figure.denominator, figure.series.organisation_id, figure.period.isoformat()) == (200, None, "2026-09-01")
    links = {link for block in queries.blocks_of(report) for _, link in links_in(block.content)}
    assert len(links) >= 10
    client = browser(story.executive[0])
    assert {link: client.get(link, follow=True).status_code for link in links if resolve(link)} == dict.fromkeys(
        links, 200
    )


def test_chart_is_drawn_from_the_same_figures_and_says_what_it_shows(story: Story) -> None:
    [block] = Block.objects.filter(report=story.report("lsp-report"), kind="charts")
    chart, says = block.content["pieces"][:2]
    assert chart["svg"].startswith("<svg") and "Visits in time" in chart["caption"] and chart["alt"]
    assert says["link"] == chart["link"] == "/p/westmarch/data/measures/visits/"
    assert (block.content["rows"], block.known_on) == (1, story.report("key-issues").snapshot_on)


def test_update_is_in_the_circular_and_cannot_be_taken_back(story: Story) -> None:
    [block] = Block.objects.filter(report=story.report("executive-circular"), kind="updates")
    said = [piece for piece in block.content["pieces"] if piece["kind"] == "said"]
    assert said == [{"kind": "said", "heading": "Efficacy of frontline practice", "text": "Visits are on time again."}]
    assert story.update.channels.get().used_in.title.endswith("Quarterly Executive Circular")


def test_agencies_are_told_only_what_every_agency_may_see(story: Story) -> None:
    report = story.report("lsp-report", audience="partnership")
    lines = {
        block.kind: block.content["pieces"][0].get("text", "")
        for block in queries.blocks_of(report)
        if block.kind != "text"
    }
    left_out = "The readers of this report may not see this, so it is left out."
    assert {kind for kind, text in lines.items() if text == left_out} == {
        "warnings",
        "decisions",
        "challenges",
        "attendance",
    }
    assert lines["products"] == "No product of the period may be shown here.", "it is not agreed yet"
    assert lines["measures"] == "No figures were accepted or published for these measures yet.", "nothing was published"
    assert set(report.needs.split()) == {"see_reports", "see_products", "see_findings", "see_measures"}


def test_restricted_and_unissued_things_are_in_no_report(story: Story) -> None:
    story.product_at("saa", "single-agency-incident-review")
    making.a_member(story.partnership, "independent-scrutineer")
    report = story.report("saa-report")
    assert [row[0]["text"] for row in tables(report)["products"]["rows"]] == [
        f"{story.product.reference} Neglect audit"
    ]
