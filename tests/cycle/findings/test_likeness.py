"""Recommendations that say the same in other words are suggested as one; others are not."""

from lineofsight.cycle.findings.likeness import Wording, alike_pairs, most_alike, words_of

SAYINGS = {
    "a": "Agencies should ensure that core group meetings are held within ten working days of the conference.",
    "b": "Hold core group meetings within 10 working days of each conference, in every agency.",
    "c": "Train school nurses to recognise neglect.",
    "d": "All school nurses must be trained in recognising neglect.",
    "e": "Share information about fathers at the strategy meeting.",
    "f": "Review how police notify schools after domestic abuse.",
}


def held(**themes: str) -> list[Wording]:
    return [Wording(key, words_of(text), frozenset(themes.get(key, "").split())) for key, text in SAYINGS.items()]


def test_pairs_that_say_the_same_are_found_and_no_other() -> None:
    assert {first + second for first, second, _ in alike_pairs(held())} == {"ab", "cd"}


def test_one_against_the_others_finds_its_twin() -> None:
    rows = held()
    assert [key for key, _ in most_alike(rows[0], rows)] == ["b"]
    assert most_alike(rows[4], rows) == []


def test_shared_themes_bring_two_nearer_and_different_ones_apart() -> None:
    plain = dict(most_alike(held()[0], held(), at_least=0.1))["b"]
    together = held(a="core", b="core")
    apart = held(a="core", b="voice")
    near, far = (dict(most_alike(rows[0], rows, at_least=0.1))["b"] for rows in (together, apart))
    assert far < plain < near
