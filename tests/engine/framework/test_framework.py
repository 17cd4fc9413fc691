"""The stored text of a version: the same for the same content, and rebuilt unchanged."""

import json
from pathlib import Path

import pytest

from lineofsight.engine.framework import Framework, FrameworkError, load
from tests.engine.framework.folders import SHIPPED, change, copy_of, loaded


@pytest.mark.parametrize("name", SHIPPED)
def test_from_json_of_to_json_is_the_same_framework(name):
    framework = loaded(name)
    rebuilt = Framework.from_json(framework.to_json())
    assert rebuilt == framework
    assert rebuilt.to_json() == framework.to_json()
    assert rebuilt.content_hash == framework.content_hash


@pytest.mark.parametrize("name", SHIPPED)
def test_content_hash_does_not_change_with_files_order_comments_or_white_space(name, tmp_path):
    folder = copy_of(name, tmp_path)
    _turn_round(folder)
    assert load(folder).content_hash == loaded(name).content_hash


def _turn_round(folder: Path) -> None:
    """Every file renamed so that they sort the other way, its entries reversed, comments and blank lines added."""
    for at, file in enumerate(sorted(folder.rglob("*.toml"), reverse=True)):
        first, *entries = file.read_text(encoding="utf-8").split("\n[[")
        entries = ["\n[[" + entry for entry in reversed(entries)]
        (folder / f"{at:02}.toml").write_text("# turned\n\n" + first + "\n\n".join(entries) + "\n", encoding="utf-8")
        file.unlink()


@pytest.mark.parametrize("name", SHIPPED)
def test_content_hash_changes_with_one_word(name, tmp_path):
    folder = copy_of(name, tmp_path)
    file = next(path for path in folder.rglob("*.toml") if "[[roles]]" in path.read_text())
    change(file, 'description = "', 'description = "Also: ')
    assert load(folder).content_hash != loaded(name).content_hash


def test_content_hash_of_stored_text_is_that_of_2026():
    # A version stored once must read and hash the same for ever: if this fails, a default or the form was changed.
    stored = Path(__file__).with_name("stored-version.json").read_text(encoding="utf-8").strip()
    framework = Framework.from_json(stored)
    assert framework.to_json() == stored
    assert framework.content_hash == "cb3edefc275a45399bfe5fea590df5078ff0c371c646fa9b1f0fc86966da91bf"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not json", "stored text line 1: is not JSON: Expecting value"),
        ('{"format": 2}', "stored text, format: should be 1"),
        ("[]", "stored text, format: should be 1"),
    ],
)
def test_from_json_of_other_text_is_refused(text, message):
    with pytest.raises(FrameworkError) as caught:
        Framework.from_json(text)
    assert str(caught.value) == message


def test_from_json_with_a_broken_entry_names_it():
    content = json.loads(loaded("harbour-2025").to_json())
    content["tools"][0]["tier"] = "attic"
    with pytest.raises(FrameworkError) as caught:
        Framework.from_json(json.dumps(content))
    expected = "stored text, tools[1].tier: “attic” is not a code of tiers; known: inner, outer"
    assert str(caught.value) == expected


def test_from_json_with_a_bad_date_names_it():
    content = json.loads(loaded("harbour-2025").to_json())
    content["meta"]["counts_from"] = "2025-02-30"
    with pytest.raises(FrameworkError) as caught:
        Framework.from_json(json.dumps(content))
    assert str(caught.value) == "stored text, meta.counts_from: should be a date, not text in quotes"


@pytest.mark.parametrize("name", SHIPPED)
def test_get_gives_the_entry_and_names_what_is_not_there(name):
    framework = loaded(name)
    for code in framework.codes("tools"):
        assert framework.get("tools", code).code == code
    with pytest.raises(KeyError, match=f"{name}: there is no “nothing” in tools"):
        framework.get("tools", "nothing")


@pytest.mark.parametrize("name", SHIPPED)
def test_route_of_kind_is_its_tools_or_its_own(name):
    framework = loaded(name)
    for kind in framework.kinds:
        expected = framework.get("tools", kind.tool).route if kind.tool else kind.route
        assert framework.route_of(kind) == expected
