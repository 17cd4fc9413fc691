import re
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import nan
from types import SimpleNamespace

import numpy as np
import pytest

from lineofsight.engine import charts, spc
from lineofsight.engine.charts.text import text_width

MONTHS = tuple(charts.month_label(date(2020 + (9 + i) // 12, (9 + i) % 12 + 1, 1)) for i in range(60))
SVG = "{http://www.w3.org/2000/svg}"


def repeat_plans(count=24, **more):
    """Repeat child protection plans, percent: 22 or 23 a month, then 31 for the last three."""
    values = [22.0 + i % 2 for i in range(count - 3)] + [31.0, 31.5, 32.0]
    meanings = ("usual",) * (count - 3) + ("worse",) * 3
    parts = {
        "title": "Repeat plans are above the upper limit",
        "subtitle": "Percentage of plans, Exampleshire",
        "measure": "Repeat child protection plans, Exampleshire",
        "periods": MONTHS[:count],
        "values": tuple(values),
        "unit": "%",
        "axis": "Percentage",
        "meanings": meanings,
        "causes": ("",) * (count - 3) + ("above_limit",) * 3,
        "mean": (23.6,) * count,
        "lower": (18.0,) * count,
        "upper": (29.2,) * count,
        "target": 20.0,
    }
    return charts.SpcChart(**(parts | more))


def texts(svg):
    return [element.text for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_spc_chart_from_a_result_takes_limits_meanings_and_causes():
    result = SimpleNamespace(
        mean=np.array([2.0, 2.0]),
        lower=np.array([1.0, 1.0]),
        upper=np.array([3.0, 3.0]),
        point_type=np.array(["common", "concern"]),
        cause=np.array(["", "above_limit"]),
        trial=np.array([True, True]),
    )
    chart = charts.spc_chart(np.array([2.0, 4.0]), result, title="t", measure="m", periods=MONTHS[:2], target=1.5)
    assert chart == charts.SpcChart(
        title="t",
        measure="m",
        periods=MONTHS[:2],
        values=(2.0, 4.0),
        meanings=("usual", "worse"),
        causes=("", "above_limit"),
        mean=(2.0, 2.0),
        lower=(1.0, 1.0),
        upper=(3.0, 3.0),
        trial=True,
        target=1.5,
    )


def test_spc_text_alternative_says_latest_limits_and_target():
    assert charts.text_alternative(repeat_plans()) == (
        "Repeat child protection plans, Exampleshire, Oct 2020 to Sep 2022. Latest 32%: worse than usual, above the "
        "upper limit. Average 23.6%, usual range 18% to 29.2%. Target 20%."
    )


@pytest.mark.parametrize("count", [4, 24, 60])
def test_spc_text_alternative_with_everything_is_at_most_220_characters(count):
    chart = repeat_plans(count, measure="A measure with a long name " * 9, change=charts.Change(2, 22.5, 31.5))
    assert len(charts.text_alternative(chart)) <= 220


def test_spc_table_has_every_figure_and_a_letter_for_each_gap():
    states = ("value", "suppressed", "missing", "value")
    chart = charts.SpcChart(
        title="t",
        measure="m",
        periods=MONTHS[:4],
        values=(25.0, 3.0, nan, 40.0),
        unit="%",
        axis="Percentage",
        states=states,
        numerators=(25.0, 3.0, nan, 40.0),
        denominators=(100.0,) * 4,
        meanings=("usual", "worse", "usual", "better"),
        causes=("", "above_limit", "", "shift_above"),
        notes=(charts.Note(3, "New form"),),
        provisional=(3,),
        breaks=(2,),
    )
    assert charts.to_table(chart) == (
        ("Period", "Number", "Out of", "Percentage", "Signal", "Note"),
        [
            ("Oct 2020", "25", "100", "25%", "", ""),
            ("Nov 2020", "c", "c", "c", "", ""),
            ("Dec 2020", "x", "x", "x", "", "Limits start anew"),
            ("Jan 2021", "40", "100", "40%", "Better than usual, in a run above average", "Provisional; New form"),
        ],
    )


def test_spc_chart_with_a_hidden_figure_keeps_it_out_of_drawing_words_and_table():
    values = (22.0,) * 11 + (77.7,)
    hidden = repeat_plans(12, values=values, states=("value",) * 11 + ("suppressed",), numerators=values, target=None)
    said = charts.both_widths(hidden) + charts.text_alternative(hidden) + str(charts.to_table(hidden)) + repr(hidden)
    assert "77.7" not in said
    assert "hidden, small number" in said


@pytest.mark.parametrize("width", [720, 320])
def test_spc_drawing_is_named_has_no_style_or_script_and_no_small_text(width):
    svg = charts.to_svg(repeat_plans(notes=(charts.Note(4, "a <b> & c"),)), width=width)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == charts.text_alternative(repeat_plans())
    assert not re.search(r"style|<script|url\(|\bon\w+=|href", svg)
    assert min(float(element.get("font-size")) for element in root.iter(f"{SVG}text")) >= 12
    assert all(0 <= float(element.get("x")) <= width for element in root.iter(f"{SVG}text"))


def test_spc_drawing_labels_its_lines_and_says_that_its_axis_is_cut():
    drawn = texts(charts.to_svg(repeat_plans()))
    assert {"Upper limit 29.2%", "Average 23.6%", "Lower limit 18%", "Target 20%"} <= set(drawn)
    assert any(re.fullmatch(r"The axis starts at \d+%, not at zero\.", text) for text in drawn)
    assert not any("The axis starts" in text for text in texts(charts.to_svg(repeat_plans(from_zero=True))))


def test_spc_drawing_uses_a_shape_for_each_meaning():
    meanings = ("better", "worse", "higher", "lower", "usual", "usual")
    svg = charts.to_svg(charts.SpcChart("t", "m", MONTHS[:6], (1.0, 2.0, 3.0, 4.0, 5.0, 6.0), meanings=meanings))
    groups = list(ET.fromstring(svg).iter(f"{SVG}g"))
    outlines = [re.sub(r"[\d.]+", "", (mark := next(iter(g))).get("d", mark.tag)) for g in groups]
    assert len(set(outlines)) == 5


def test_spc_drawing_leaves_a_gap_open():
    lines = [
        p.get("d")
        for p in ET.fromstring(charts.to_svg(charts.SpcChart("t", "m", MONTHS[:5], (1.0, 2.0, nan, 4.0, 5.0)))).iter(
            f"{SVG}path"
        )
        if p.get("stroke-width") == "1.5" and p.get("d").startswith("M")
    ]
    assert lines[-1].count("M") == 2
    assert lines[-1].count("L") == 2


def test_spc_drawing_with_a_rebase_draws_each_limit_in_two_pieces():
    mean = (22.0,) * 12 + (30.0,) * 12
    svg = charts.to_svg(repeat_plans(mean=mean, breaks=(12,)))
    drawn = next(
        p.get("d")
        for p in ET.fromstring(svg).iter(f"{SVG}path")
        if p.get("stroke-width") == "1.3" and len(p.get("d")) > 20
    )
    assert (drawn.count("M"), drawn.count("V")) == (2, 0)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"values": (1.0,)}, "24 periods but 1 values"),
        ({"mean": (1.0, 2.0)}, "24 periods but 2 mean"),
        ({"periods": (), "values": ()}, "no period"),
        ({"values": (float("inf"),) * 24}, "infinite"),
        ({"notes": (charts.Note(24, "late"),)}, "position 24 is outside"),
        ({"change": charts.Change(30, 1, 2)}, "position 30 is outside"),
    ],
)
def test_spc_chart_whose_parts_do_not_fit_says_which(broken, message):
    with pytest.raises(charts.ChartError, match=message):
        repeat_plans(**broken)


def test_spc_chart_with_nothing_to_show_still_draws_and_says_so():
    empty = charts.SpcChart("t", "Referrals", MONTHS[:3], (nan, nan, nan))
    assert charts.text_alternative(empty) == "Referrals, Oct 2020 to Dec 2020. No figures to show."
    assert texts(charts.to_svg(empty)).count("x") == 4


@pytest.mark.parametrize("values", [(5.0,) * 12, (0.0,) * 12, (-3.0, 4.0) * 6, (1e7, 2e7) * 6, (0.001, 0.002) * 6])
def test_spc_drawing_of_awkward_figures_stays_inside_its_sheet(values):
    root = ET.fromstring(charts.to_svg(charts.SpcChart("t", "m", MONTHS[:12], values), width=320))
    heights = [float(c.get("cy")) for c in root.iter(f"{SVG}circle")]
    assert heights
    assert all(0 < y < float(root.get("height")) for y in heights)


def test_spc_drawing_of_60_points_is_small_and_quick():
    chart = repeat_plans(60, change=charts.Change(57, 22.5, 31.5, 56, 58), provisional=(59,))
    assert len(charts.to_svg(chart)) < 12_000
    best = min(_seconds(chart) for _ in range(30))
    assert best < 0.002  # about half a millisecond on a quiet core


def _seconds(chart):
    start = time.process_time()
    charts.to_svg(chart)
    return time.process_time() - start


def test_spc_words_do_not_give_counts_a_limit_below_zero():
    chart = repeat_plans(unit="", lower=(-4.0,) * 24)
    assert "usual range 0 to 29.2" in charts.text_alternative(chart)
    assert "Limits 0 to 29.2" in texts(charts.to_svg(chart, width=320))
    assert not any("Lower limit" in text for text in texts(charts.to_svg(chart)))


@pytest.mark.parametrize("count", [4, 12, 13, 24, 60])
@pytest.mark.parametrize("width", [720, 320])
def test_spc_period_labels_never_run_into_each_other(count, width):
    quarters = tuple(charts.quarter_label(date(2010 + i // 4, 1 + 3 * (i % 4), 1)) for i in range(count))
    svg = charts.to_svg(repeat_plans(count, periods=quarters), width=width)
    labels = [t for t in ET.fromstring(svg).iter(f"{SVG}text") if t.text in quarters]
    spans = sorted((float(t.get("x")), text_width(t.text, float(t.get("font-size"))) / 2) for t in labels)
    assert quarters[-1] in [t.text for t in labels]
    assert all(x + half <= y - other for (x, half), (y, other) in pairwise(spans))
    assert all(x - half >= 0 and x + half <= width for x, half in spans)


def test_spc_chart_of_a_real_result_is_drawn():
    values = np.array([20.0, 22.0, 21.0, 19.0, 20.0, 22.0, 21.0, 20.0, 19.0, 21.0, 22.0, 20.0, 34.0])
    result = spc.xmr(values, improves="down", target=18)
    chart = charts.spc_chart(values, result, title="t", measure="Visits", periods=MONTHS[:13], target=18.0)
    assert chart.meanings == ("usual",) * 12 + ("worse",)
    assert charts.to_table(chart)[1][12][-2] == "Worse than usual, above the upper limit"
    assert charts.variation_words(result.variation) == "Concerning, high"


def test_spc_picture_is_a_png_of_twice_the_width():
    picture = charts.to_png(repeat_plans(), scale=2)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(picture[16:20], "big") == 1440


def test_chart_of_another_type_is_refused():
    with pytest.raises(charts.ChartError, match="int is not a chart"):
        charts.to_svg(3)
    with pytest.raises(charts.ChartError, match="at least 200 pixels"):
        charts.to_svg(replace(repeat_plans(), title="x"), width=100)


def test_spc_table_says_what_the_pointer_shows_over_the_range_of_a_change():
    change = charts.Change(10, 20.0, 27.0, earliest=8, latest=12)
    chart = repeat_plans(change=change)
    said = f"between {chart.periods[8]} and {chart.periods[12]}"
    assert f"<title>The change began {said}</title>" in charts.to_svg(chart)
    assert charts.to_table(chart)[1][10][-1] == f"Changed since about here, {said}"
