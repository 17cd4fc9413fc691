"""A yearly report, played in Chromium: built from the record, written, signed by three chiefs, published and followed."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lineofsight.cycle.products import changes as products
from lineofsight.cycle.products.models import Product, SignOff, Stop
from lineofsight.outputs.reports.models import Block, Report
from lineofsight.sources.dashboard.models import Observation
from tests import making
from tests.browsing import follow, press
from tests.cycle.products import walking
from tests.governance.meetings.pdfs import text_of
from tests.outputs.reports.story import TODAY, Story, fresh, told

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def story(transactional_db: None, settings: Any, tmp_path: Path) -> Story:
    """One of everything that reports tell of."""
    settings.FIXED_TODAY, settings.MEDIA_ROOT = TODAY, tmp_path / "media"
    return told(making.a_partnership(is_made_up=True))


def test_journey_reports(story: Story, window_of: Open) -> None:
    manager = window_of(story.manager)
    report = _built(manager)
    _written(manager, story, report)
    product = _made_a_product(manager, report)
    _signed(story, product, window_of)
    _published(manager, report)
    _followed(window_of(story.executive[0]), report)


def _built(page: Page) -> Report:
    """From the template under the framework's own name; its blocks fill themselves."""
    base = page.url
    page.goto(f"{base}reports/")
    follow(page.get_by_role("button", name="Make a report").first)
    follow(page.get_by_role("link", name="KSCMP Annual Report"))
    page.get_by_label("First day of the period").fill("1/4/2026")
    page.get_by_label("Last day of the period").fill(f"{TODAY:%d/%m/%Y}")
    page.get_by_label("Leaders:").check()
    press(page, "Make the draft")
    expect(page.get_by_text("is a draft. Its blocks are being filled")).to_be_visible()
    report = Report.objects.get()
    assert not Block.objects.filter(report=report, read_at__isnull=True).exclude(kind="text").exists()
    return report


def _written(page: Page, story: Story, report: Report) -> None:
    """One text in the browser, with the reference of what shows it; then a comment, settled; the others as quickly as can be."""
    follow(page.get_by_role("link", name="Write in Foreword: Text"))
    page.get_by_label("Your words").fill(f"Plans were late, as {story.product.reference} shows.")
    press(page, "Save")
    follow(page.get_by_role("link", name="Comment on this report"))
    page.get_by_label("What do you want to say?").fill("Say since when.")
    press(page, "Comment")
    press(page, "Settle it")
    for block in Block.objects.filter(report=report, kind="text", text=""):
        Block.objects.filter(pk=block.pk).update(text="Children are seen in time again.")


def _made_a_product(page: Page, report: Report) -> Product:
    """It becomes a product of its own kind, and travels that route; until then it cannot be published."""
    follow(page.get_by_role("button", name="Check and publish"))
    expect(page.get_by_text("Say which product this report is, so that it can travel its route.")).to_be_visible()
    follow(page.get_by_role("link", name="Say which product this report is"))
    page.get_by_label("When is a new one due?").fill("30/11/2026")
    press(page, "Save")
    product = Product.objects.get(report=report)
    by = walking.officer()
    walking.walk(product, by=by, to="drafted")
    executive = Stop.objects.get(product=product, state="here")
    products.consider(executive, outcome="agreed", words="Agreed.", by=by, now=walking.NOW, today=TODAY)
    return product


def _signed(story: Story, product: Product, window_of: Open) -> None:
    """Each partner's chief signs exactly this."""
    for organisation in (story.council, story.icb, story.police):
        page = window_of(walking.chief(story.partnership, organisation))
        page.goto(f"{page.url}assurance/products/{product.pk}/")
        expect(page.get_by_text("This report is the product’s content")).to_be_visible()
        page.goto(f"{page.url}sign-off/")
        page.get_by_label("I have read this version").check()
        press(page, "Sign it off")
    assert SignOff.objects.filter(product=product, voided_at__isnull=True).count() == 3


def _published(page: Page, report: Report) -> None:
    page.goto(re.sub(r"/reports/.*", f"/reports/{report.pk}/check/", page.url))
    expect(page.get_by_text("everybody whom the framework names signed exactly this content")).to_be_visible()
    press(page, "Publish it")
    expect(page.get_by_text("The report is published. Its readers were told.")).to_be_visible()
    report = fresh(report)
    assert (report.state, bool(report.published_hash)) == ("published", True)


def _followed(page: Page, report: Report) -> None:
    """A reader follows each figure to its row, and takes the report out as a PDF that says that it is no draft."""
    page.goto(re.sub(r"/p/westmarch/.*", f"/p/westmarch/reports/{report.pk}/", page.url))
    expect(page.get_by_text("Activity without impact").first).to_be_visible()
    figures = page.locator("a[href*='/data/figures/']")
    shown = {link.get_attribute("href"): link.inner_text() for link in figures.all()}
    assert shown
    for href, text in shown.items():
        key = int(str(href).rstrip("/").rsplit("/", 1)[1])
        assert f"{Observation.objects.get(pk=key).value:.1f}%" == text
    follow(figures.first)
    expect(page.get_by_text(next(iter(shown.values()))).first).to_be_visible()
    page.go_back()
    page.get_by_text("Take it out as a file").click()
    follow(page.get_by_role("button", name="Make it as it is now as PDF"))
    address = page.get_by_role("button", name="Open the file").get_attribute("href")
    made = page.context.request.get(f"{re.sub('/p/.*', '', page.url)}{address}")
    text = text_of(made.body())
    assert "KSCMP Annual Report" in text and "DRAFT" not in text
