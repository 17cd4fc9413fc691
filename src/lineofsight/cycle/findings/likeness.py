"""How alike two recommendations are: the words that they share, rare ones counting more, and the themes. Pure."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WORD = re.compile(r"[a-z]+")
_ENDINGS: Final = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s")
_SAYS_NOTHING: Final = frozenset(
    """a all an and any are as at be by can do each ensure every for from has have how in into is it its make may more must
    not of on or our out partners partnership recommend recommended recommends review reviews should so that the their them
    there these they this through to use was we when where which who will with within would agencies agency children
    child""".split()  # noqa: SIM905
)
ALIKE: Final = 0.45
"""From here on two are suggested as one. Chosen on the pairs of the tests: a person decides, so it leans to finding too many."""
BY_THEMES: Final = 1 / 6
"""What a shared theme adds at most."""
_COMMON_IN: Final = 60
"""A word in more recommendations than this brings no pair together by itself."""


@lru_cache(maxsize=4096)
def words_of(wording: str) -> frozenset[str]:
    """The words that say something, without their endings."""
    found = (word for word in _WORD.findall(wording.lower()) if word not in _SAYS_NOTHING and len(word) > 2)
    return frozenset(_stem(word) for word in found)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].removesuffix("e")
    return word.removesuffix("e")


@dataclass(frozen=True, slots=True)
class Wording:
    """What is compared: a key, the words that say something, and the themes."""

    key: str
    words: frozenset[str]
    themes: frozenset[str] = frozenset()


def weights(held: Iterable[Wording]) -> dict[str, float]:
    """How much each word tells: rare ones more."""
    rows = list(held)
    counts = Counter(word for one in rows for word in one.words)
    return {word: math.log((len(rows) + 1) / count) + 0.2 for word, count in counts.items()}


def likeness(one: Wording, other: Wording, *, weight: Mapping[str, float]) -> float:
    """From 0 to 1: the share of weighted words that both have; shared themes add up to a sixth, themes apart take some off."""
    together = one.words | other.words
    if not together:
        return 0.0
    whole = sum(weight.get(word, 1.0) for word in together)
    said = sum(weight.get(word, 1.0) for word in one.words & other.words) / whole
    if not (one.themes and other.themes):
        return said
    return min(said + BY_THEMES, 1.0) if one.themes & other.themes else said * 0.8


def most_alike(
    one: Wording, others: Iterable[Wording], *, at_least: float = ALIKE, weight: Mapping[str, float] | None = None
) -> list[tuple[str, float]]:
    """The keys of those that say the same, the most alike first. `weight`: by default that of the words in these."""
    held = [other for other in others if other.key != one.key]
    weight = weights([one, *held]) if weight is None else weight
    scored = [(other.key, likeness(one, other, weight=weight)) for other in held if one.words & other.words]
    return sorted((pair for pair in scored if pair[1] >= at_least), key=lambda pair: (-pair[1], pair[0]))


def alike_pairs(held: Iterable[Wording], *, at_least: float = ALIKE) -> list[tuple[str, str, float]]:
    """Every two that say the same, the most alike first. Only pairs that share two words that are not everywhere are compared."""
    rows = {one.key: one for one in held}
    weight = weights(rows.values())
    places: dict[str, list[str]] = defaultdict(list)
    for one in rows.values():
        for word in one.words:
            places[word].append(one.key)
    shared: Counter[tuple[str, str]] = Counter()
    for keys in places.values():
        if len(keys) <= _COMMON_IN:
            ordered = sorted(keys)
            shared.update((first, second) for index, first in enumerate(ordered) for second in ordered[index + 1 :])
    scored = (
        (first, second, likeness(rows[first], rows[second], weight=weight))
        for (first, second), count in shared.items()
        if count >= 2
    )
    return sorted((one for one in scored if one[2] >= at_least), key=lambda one: (-one[2], one[0], one[1]))
