"""What changed between two versions."""

import pytest

from lineofsight.engine.framework import Difference, diff, load
from tests.engine.framework.folders import SHIPPED, change, copy_of, loaded


@pytest.mark.parametrize("name", SHIPPED)
def test_diff_of_a_framework_with_itself_is_empty(name):
    assert diff(loaded(name), loaded(name)) == []


def test_diff_tells_changed_fields_added_and_removed_entries(tmp_path):
    folder = copy_of("harbour-2025", tmp_path)
    change(folder / "who-and-how.toml", "cycle_months = 6\n", "cycle_months = 4\n")
    change(folder / "people.toml", 'code = "counter"', 'code = "clerk"')
    old = loaded("harbour-2025")
    found = diff(old, load(folder))
    assert [(one.kind, one.code, one.field) for one in found] == [
        ("tools", "case-conversations", "cycle_months"),
        ("roles", "counter", ""),
        ("roles", "clerk", ""),
    ]
    assert (found[0].before, found[0].after) == (6, 4)
    assert found[1].before["name"] == found[2].after["name"] == "Agency counter"
    assert (found[1].after, found[2].before) == (None, None)


def test_diff_of_two_frameworks_is_the_same_both_ways_but_for_the_direction():
    kent, harbour = loaded("kscmp-2024"), loaded("harbour-2025")
    forth = {
        (one.kind, one.code if one.kind not in {"meta", "document"} else "", one.field) for one in diff(kent, harbour)
    }
    back = {
        (one.kind, one.code if one.kind not in {"meta", "document"} else "", one.field) for one in diff(harbour, kent)
    }
    assert forth == back


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (Difference("tools", "a", "route", ["x"], ["y"]), "tools a: route was ['x'], is ['y']"),
        (Difference("tools", "a", "", None, {"code": "a"}), "tools a: added"),
        (Difference("tools", "a", "", {"code": "a"}, None), "tools a: removed"),
    ],
)
def test_difference_reads_as_a_sentence(difference, words):
    assert str(difference) == words
