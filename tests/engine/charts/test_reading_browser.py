"""Charts read by keyboard and touch, in real Chromium: what the pointer shows over a mark stands in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import lineofsight.foundation.ui as ui
from lineofsight.engine.charts import Cell, HeatTable, SpcChart, both_widths, to_svg
from lineofsight.engine.charts.spc_words import point_title

playwright = pytest.importorskip("playwright.sync_api")
STATIC = Path(ui.__file__).parent / "static/ui"
CHART = SpcChart(
    title="Repeat referrals",
    measure="Repeat referrals",
    periods=("Jan", "Feb", "Mar", "Apr"),
    values=(20.0, 31.0, float("nan"), 22.0),
    meanings=("usual", "worse", "usual", "usual"),
    causes=("", "above_limit", "", ""),
)
HELP = "Left and right arrow keys read the figures one by one."
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as started:
        shown = started.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield shown
        shown.close()


@pytest.fixture
def page_with(browser):
    def opened(body: str, *, width: int = 1280, script: bool = True):
        page = browser.new_page(viewport={"width": width, "height": 700}, java_script_enabled=script, has_touch=True)
        style = ".chart--narrow{display:none}@media(max-width:40em){.chart--wide{display:none}.chart--narrow{display:block}}"
        page.set_content(
            f"<!doctype html><html lang=en><head><title>Chart</title><style>{(STATIC / 'app.css').read_text()}{style}</style>"
            f"</head><body><main><h1>Chart</h1>{body}<a href='#'>After</a></main></body></html>"
        )
        if script:
            page.add_script_tag(path=STATIC / "app.js")
        return page

    return opened


def words(page) -> str:
    return page.locator(".los-chart-words:visible").inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_arrow_keys_say_of_each_figure_what_the_pointer_shows(page_with, width):
    page = page_with(both_widths(CHART), width=width)
    page.keyboard.press("Tab")
    assert words(page) == HELP
    said = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"):
        page.keyboard.press(key)
        said.append(words(page))
    titles = {place: point_title(CHART, place) for place in (0, 1, 3)}
    assert said == [titles[at] for at in (0, 1, 3, 3, 1, 0, 3)]
    assert titles[1] == "Feb: 31. Worse than usual, above the upper limit"
    assert page.locator("svg:visible .los-chart-ring").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "After"
    assert page.locator(".los-chart-words:visible, .los-chart-ring").count() == 0


def test_a_tap_on_a_mark_says_the_same(page_with):
    page = page_with(to_svg(CHART))
    page.locator("svg path:has(> title)").first.tap()
    assert words(page) == point_title(CHART, 1)


def test_a_heat_table_is_read_row_by_row(page_with):
    cells = ((Cell("A", "Agreed"), Cell("B", "Begun")), (Cell("C", "Closed"), None))
    page = page_with(to_svg(HeatTable("Standards", "Agency", ("One", "Two"), ("First", "Second"), cells)))
    page.keyboard.press("Tab")
    said = []
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        said.append(words(page))
    assert said == ["Agreed", "Begun", "Closed", "Nothing recorded"]


def test_without_script_a_chart_is_no_stop_of_the_tab_key(page_with):
    page = page_with(both_widths(CHART), script=False)
    page.keyboard.press("Tab")
    assert page.locator("a:focus").count() == 1


def test_a_chart_that_can_be_read_by_keyboard_has_no_fault_that_axe_finds(page_with):
    from axe_playwright_python.sync_playwright import Axe

    page = page_with(both_widths(CHART))
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert Axe().run(page).response["violations"] == []
