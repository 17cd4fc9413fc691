"""The life cycle of any framework as a page and a picture."""

import re
from xml.etree import ElementTree

import pytest

from lineofsight.engine.framework import drawing, load


@pytest.mark.parametrize("name", ["kscmp-2024", "harbour-2025"])
def test_page_names_every_state_step_and_kind(name: str) -> None:
    framework = load(name)
    page = drawing.states_page(framework)
    rows = {line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| ")}
    named = {entry.name for entry in (*framework.states, *framework.steps, *framework.kinds)}
    assert named <= rows


def test_routes_and_gates_are_those_of_the_framework() -> None:
    page = drawing.states_page(load("kscmp-2024"))
    assert "| Multi-agency audit | Multi-agency audits | SAA Sub-group |" in page
    assert "| Single agency data | Single agency data | goes into: Partnership Data Dashboard |" in page
    assert "Executive → LSPs, each safeguarding partner signs |" in page
    assert "| Annual report | Publish | The safeguarding partners have each signed off |" in page


@pytest.mark.parametrize("name", ["kscmp-2024", "harbour-2025"])
def test_picture_is_sound_and_has_a_box_for_each_state(name: str) -> None:
    framework = load(name)
    picture = drawing.states_picture(framework)
    ElementTree.fromstring(picture)
    boxes = re.findall(r'font-weight="bold">([^<]+)</text>', picture)
    assert sorted(boxes) == sorted(state.name for state in framework.states)
    assert picture.count("marker-end") == {"kscmp-2024": 9, "harbour-2025": 4}[name]
