from datetime import date
from math import inf, nan

import pytest

from lineofsight.engine import charts
from lineofsight.engine.charts.scale import scale_for
from lineofsight.engine.charts.text import within, wrapped


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (27.0, "%", None, "27%"),
        (27.26, "%", None, "27.3%"),
        (1234.5, "", None, "1,234"),
        (0.256, "", None, "0.26"),
        (-1234, "£", None, "-£1,234"),
        (5, "", 1, "5.0"),
        (0.0, "%", None, "0%"),
        (nan, "%", None, ""),
        (inf, "", None, ""),
    ],
)
def test_figure_drops_noise_and_keeps_its_unit(value, unit, decimals, text):
    assert charts.figure(value, unit, decimals) == text


@pytest.mark.parametrize(
    ("label", "day", "text"),
    [
        (charts.month_label, date(2023, 10, 1), "Oct 2023"),
        (charts.quarter_label, date(2024, 1, 1), "Jan to Mar 2024"),
        (charts.quarter_label, date(2024, 10, 1), "Oct to Dec 2024"),
        (charts.quarter_label, date(2024, 11, 1), "Nov 2024 to Jan 2025"),
        (charts.year_label, date(2023, 4, 1), "2023 to 2024"),
        (charts.year_label, date(2023, 1, 1), "2023"),
    ],
)
def test_period_label_is_in_words(label, day, text):
    assert label(day) == text


@pytest.mark.parametrize(
    ("values", "options", "ticks", "cut"),
    [
        ([3, 48], {}, (0, 10, 20, 30, 40, 50), False),
        ([80, 95], {}, (75, 80, 85, 90, 95), True),
        ([80, 95], {"from_zero": True}, (0, 20, 40, 60, 80, 100), False),
        ([-4, 4], {}, (-4, -2, 0, 2, 4), False),
        ([], {}, (0, 0.2, 0.4, 0.6, 0.8, 1.0), False),
        ([0, 0], {}, (0, 0.2), False),
    ],
)
def test_scale_holds_its_figures_in_round_ticks(values, options, ticks, cut):
    scale = scale_for(values, **options)
    assert (scale.ticks, scale.cut) == (ticks, cut)
    assert all(0 <= scale.share(value) <= 1 for value in values)


def test_scale_of_percentages_does_not_pass_a_hundred():
    assert scale_for([70, 99.5], ceiling=100).high == 100


def test_wrapped_keeps_words_joined_by_a_no_break_space():
    assert wrapped("16 High 3\u00a0risks", width=60, size=14) == ["16 High", "3\u00a0risks"]


def test_within_keeps_whole_sentences():
    assert within("One. Two. Three.", 10) == "One. Two."
    assert within("A very long sentence.", 10) == "A very lo…"
