"""What one cell says."""

import math

import pytest

from lineofsight.engine.tables.cells import REFUSED, STATES, Figures, text_of


def said(cell: object, **markers: str) -> tuple[float | None, str]:
    """Number and state of a cell; the state is "refused" when it was not understood."""
    found = Figures(markers).understand(cell)
    state = "refused" if found.state == REFUSED else "missing" if found.state == 254 else STATES[found.state]
    return (None if math.isnan(found.number) else found.number), state


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234", 1234.0),
        (" 25,310 ", 25310.0),
        ("12.5%", 12.5),
        ("£1,200", 1200.0),
        ("-0.5", -0.5),
        ("−0.5", -0.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("1.5E+03", 1500.0),
        (7, 7.0),
        (0.125, 0.125),
        ("0", 0.0),
    ],
)
def test_cell_with_a_number_gives_the_number(cell: object, number: float) -> None:
    assert said(cell) == (number, "value")


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("", "missing"),
        ("c", "suppressed"),
        ("*", "suppressed"),
        ("[c]", "suppressed"),
        ("x", "missing"),
        (":", "missing"),
        ("..", "missing"),
        ("-", "missing"),
        ("z", "not_applicable"),
        (".", "not_applicable"),
        ("[z]", "not_applicable"),
        ("u", "unreliable"),
        ("k", "low"),
        ("low", "low"),
        ("90-99", "suppressed"),
        ("1 to 5", "suppressed"),
        ("<5", "suppressed"),
        ("NA", "missing"),
    ],
)
def test_cell_with_a_mark_gives_its_state_and_no_number(cell: str, state: str) -> None:
    assert said(cell) == (None, state)


@pytest.mark.parametrize(
    ("cell", "number", "state"),
    [
        ("1,234p", 1234.0, "provisional"),
        ("56 [e]", 56.0, "estimated"),
        ("7r", 7.0, "value"),
        ("3.5 (p)", 3.5, "provisional"),
    ],
)
def test_cell_with_number_and_mark_keeps_both(cell: str, number: float, state: str) -> None:
    assert said(cell) == (number, state)


@pytest.mark.parametrize(
    "cell",
    [
        "large",
        "12 children",
        "1,23",
        "12,5",
        "1_000",
        "inf",
        "nan",
        "1e400",
        "E10000016",
        "#N/A",
        "１２",
        "1 234",
        "True",
        "5x",
        math.inf,
    ],
)
def test_cell_with_anything_else_is_refused(cell: object) -> None:
    assert said(cell) == (None, "refused")


def test_markers_of_a_recipe_go_before_the_usual_ones() -> None:
    assert said("x", x="suppressed") == (None, "suppressed")


def test_text_of_number_and_date_is_what_a_person_reads() -> None:
    import datetime

    cells = [886.0, 0.5, datetime.datetime.fromisoformat("2024-03-31"), None, " \ufeffKent\u00a0"]
    assert [text_of(cell) for cell in cells] == ["886", "0.5", "2024-03-31", "", "Kent"]
