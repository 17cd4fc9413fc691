import xml.etree.ElementTree as ET
from math import nan

import pytest

from lineofsight.engine import charts
from lineofsight.engine.charts.ink import BLACK, GREY, INKS, PLUM

SVG = "{http://www.w3.org/2000/svg}"
AGENCIES = charts.BarChart(
    "Assessments in time",
    ("Social care", "Health trust", "Police", "Probation", "Ambulance"),
    (82.0, 91.0, 64.0, 3.0, nan),
    unit="%",
    axis="Percentage",
    states=("value", "value", "value", "suppressed", "missing"),
    meanings=("usual", "better", "worse", "usual", "usual"),
    average=79.3,
    target=85.0,
)
STANDARDS = charts.HeatTable(
    "Section 11",
    "Standard",
    ("1 Leadership", "4 Recruitment"),
    ("Police", "Council"),
    (
        (charts.Cell("● F", "Fully met", 4), charts.Cell("◔ P", "Partly met", 2)),
        (charts.Cell("○ N", "Not met", 0), None),
    ),
)
AREAS = charts.FunnelChart(
    "One area is higher",
    "Repeat plans",
    ("Alder", "Birch", "Cedar", "Dogwood"),
    (220.0, 90.0, 240.0, 2.0),
    (1000.0, 200.0, 1100.0, 20.0),
    axis="Percentage",
    improves="down",
    states=("value", "value", "value", "suppressed"),
    own=1,
)
DONE = charts.Progress("Section 11", (charts.Part(7, "completed"), charts.Part(4, "to do")))
EVERY = [AGENCIES, STANDARDS, AREAS, DONE]


@pytest.mark.parametrize("width", [720, 320])
@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: type(chart).__name__)
def test_every_chart_is_named_readable_and_within_its_sheet(chart, width):
    root = ET.fromstring(charts.to_svg(chart, width=width, heading=True))
    said = list(root.iter(f"{SVG}text"))
    assert root.get("aria-label") == charts.text_alternative(chart)
    assert len(root.get("aria-label")) <= 220
    assert all(float(text.get("font-size")) >= 12 and 0 <= float(text.get("x")) <= width for text in said)
    assert "style=" not in charts.to_svg(chart, width=width)
    assert charts.to_png(chart, scale=1, width=width)[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        (
            AGENCIES,
            "Assessments in time: 5 compared. Highest Health trust, 91%; lowest Police, 64%. Average 79.3%. "
            "2 without a figure.",
        ),
        (
            STANDARDS,
            "Section 11. Table of 2 rows by 2 columns. 1 Fully met, 1 Partly met, 1 Not met, 1 Nothing recorded.",
        ),
        (
            AREAS,
            "Repeat plans: 3 areas against the average of 23.9%. Birch 45%, worse than usual. "
            "1 beyond the limits: Birch.",
        ),
        (DONE, "Section 11: 7 of 11 completed, 4 to do."),
    ],
    ids=["bars", "grid", "funnel", "progress"],
)
def test_every_chart_has_its_sentence(chart, words):
    assert charts.text_alternative(chart) == words


def test_bars_table_has_a_letter_with_words_where_there_is_no_figure():
    assert charts.to_table(AGENCIES) == (
        ("Name", "Percentage", "Compared"),
        [
            ("Social care", "82%", "As usual"),
            ("Health trust", "91%", "Better than usual"),
            ("Police", "64%", "Worse than usual"),
            ("Probation", "c (hidden, small number)", "As usual"),
            ("Ambulance", "x (not supplied)", "As usual"),
        ],
    )


def test_bars_with_a_hidden_figure_draw_no_bar_for_it():
    root = ET.fromstring(charts.to_svg(AGENCIES))
    assert len(list(root.iter(f"{SVG}rect"))) == 1 + 3


def test_heat_table_gives_the_full_words_of_every_cell():
    assert charts.to_table(STANDARDS) == (
        ("Standard", "Police", "Council"),
        [("1 Leadership", "Fully met", "Partly met"), ("4 Recruitment", "Not met", "Nothing recorded")],
    )


def test_risk_matrix_says_score_band_and_count_in_words():
    matrix = charts.risk_matrix(
        {(2, 2): 1, (1, 2): 3},
        title="Risks",
        likelihood=("Rare", "Likely"),
        impact=("Low", "High"),
        bands=((1, "Low"), (3, "High")),
    )
    assert charts.to_table(matrix) == (
        ("Likelihood, impact", "1 Low", "2 High"),
        [("2 Likely", "2 Low", "4 High · 1 risk"), ("1 Rare", "1 Low", "2 Low · 3 risks")],
    )


def test_funnel_limits_hold_the_average_and_narrow_with_size():
    small, large = AREAS.limit(50, 3.0), AREAS.limit(5000, 3.0)
    assert small[0] < large[0] < 100 * AREAS.average < large[1] < small[1]


def test_funnel_limit_for_a_proportion_is_the_wilson_interval():
    # 10 of 100 at 95%: 5.52% to 17.44%, the usual textbook figures.
    chart = charts.FunnelChart("t", "m", ("A",), (10.0,), (100.0,))
    assert chart.limit(100, 1.959964) == pytest.approx((5.5229, 17.4366), abs=1e-4)


def test_funnel_table_hides_the_area_whose_figure_is_suppressed():
    rows = charts.to_table(AREAS)[1]
    assert rows[3] == ("Dogwood", "c", "c", "c", "", "", "")
    assert "Dogwood" not in charts.to_svg(AREAS)


@pytest.mark.parametrize(("numerator", "denominator"), [(5.0, 4.0), (-1.0, 4.0), (1.0, 0.0)])
def test_funnel_with_impossible_counts_names_the_area(numerator, denominator):
    with pytest.raises(charts.ChartError, match=r"Repeat plans, Alder: .* cannot be"):
        charts.FunnelChart("t", "Repeat plans", ("Alder",), (numerator,), (denominator,))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((22.0, 21.0, 22.0, 24.0, 27.0), "Rising 3 in a row, 21% to 27%"),
        ((30.0, 28.0, 25.0), "Falling 2 in a row, 30% to 25%"),
        ((22.0, 25.0, 23.0), "22% to 23%"),
        ((22.0,), "22%"),
        ((nan, nan), "No figures"),
    ],
)
def test_sparkline_words_carry_the_message(values, words):
    sparkline = charts.Sparkline(values, "worse", unit="%")
    assert charts.text_alternative(sparkline) == words
    assert 'aria-hidden="true"' in charts.to_svg(sparkline, width=120)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: charts.BarChart("t", ("A", "B"), (1.0,)),
        lambda: charts.BarChart("t", ("A",), (-1.0,)),
        lambda: charts.HeatTable("t", "c", ("A",), ("B",), ((None, None),)),
        lambda: charts.HeatTable("t", "c", ("A",), ("B",), ((charts.Cell("a", "a", 5),),)),
        lambda: charts.Progress("t", ()),
        lambda: charts.Progress("t", (charts.Part(-1, "x"),)),
        lambda: charts.Sparkline((1.0,), periods=("a", "b")),
        lambda: charts.variation_icon("red"),
    ],
)
def test_chart_that_does_not_fit_together_is_refused(wrong):
    with pytest.raises(charts.ChartError):
        wrong()


def test_icons_differ_by_shape_or_letter_and_always_have_words():
    variations = (
        "common",
        "improvement_high",
        "improvement_low",
        "concern_high",
        "concern_low",
        "neutral_high",
        "neutral_low",
    )
    drawn = [charts.variation_icon(v) for v in variations]
    drawn += [charts.assurance_icon(a) for a in ("pass", "fail", "inconsistent", None)]
    uncoloured = {svg.replace(ink.fill, "") for svg in drawn for ink in INKS.values()}
    words = [charts.variation_words(v) for v in variations]
    words += [charts.assurance_words(a) for a in ("pass", "fail", "inconsistent", None)]
    assert len(set(drawn)) == len(set(words)) == 11
    assert len(uncoloured) >= 11
    assert 'aria-label="Concerning, high"' in charts.variation_icon("concern_high", named=True)


def _luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [BLACK, GREY, PLUM, *(ink.fill for ink in INKS.values())])
def test_inks_stand_out_from_white_by_more_than_three_to_one(colour):
    assert 1.05 / (_luminance(colour) + 0.05) > (4.5 if colour in (BLACK, GREY, PLUM) else 3)
