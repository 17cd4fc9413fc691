"""Words are found in any case and spacing, whole, and by their keyed digest too."""

import pytest

from lineofsight.foundation.trail.wording import Target, keyed_digest

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("words", "text", "left"),
    [
        ("Ann Lee", "We met Ann Lee today.", "We met [removed] today."),
        ("Ann Lee", "ANN  lee's plan; ann\nLee.", "[removed]'s plan; [removed]."),
        ("Ann Lee", "Joann Leeds", "Joann Leeds"),
        ("O'Brien", "Mrs O’Brien and O'BRIEN", "Mrs [removed] and [removed]"),
        ("Zoë", "ZOË and zoe", "[removed] and zoe"),
        ("la la", "la la la", "[removed] la"),
    ],
)
def test_without_takes_out_whole_words_in_any_case(words: str, text: str, left: str) -> None:
    assert Target(words).without(text) == left
    assert Target(digest=keyed_digest(words, key=KEY), count=len(words.replace("'", " ").split()), key=KEY).without(
        text
    ) == (left)


def test_without_reaches_into_json() -> None:
    value = {"Ann Lee": ["Ann Lee", 3, None, {"note": "by ann lee"}]}
    assert Target("Ann Lee").without(value) == {"[removed]": ["[removed]", 3, None, {"note": "by [removed]"}]}


def test_digest_with_another_key_finds_nothing() -> None:
    target = Target(digest=keyed_digest("Ann Lee", key=KEY), count=2, key=b"x" * 32)
    assert not target.is_in("Ann Lee")


def test_target_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no words"):
        Target("…!")
