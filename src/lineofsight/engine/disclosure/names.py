"""People's names in a text: words with capital letters that are neither common nor known. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lineofsight.engine.disclosure.first_names import FIRST_NAMES

_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’']+(?:[ -][A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’']+)+\b")
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ’']+")
TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr", "master"})
_CUE = re.compile(
    r"\b(child|boy|girl|mother|father|mum|dad|brother|sister|son|daughter|carer|parent|pupil|baby|named|called|name)"
    r"(?: is| was|,|:)? ?$",
    re.IGNORECASE,
)

# Words that begin a sentence, or stand in the titles of bodies and jobs, and are no part of a person's name.
_COMMON_WORDS = """
    a an all and any at both but by children childrens council county courts early education every for from had has
    have health help her his how however i if in is it its local many most my no nhs on one our police report school
    schools section several since so social some sub-group the their there these they this three to trust two was we
    what when where which while who why with board care chair team services service safeguarding partnership executive
    group audit scrutiny assurance lead officer designated hospital academy primary secondary college family hub hubs
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday north south east west child protection conference plan plans strategy
    looked after nurse nurses officers worker workers visitor visitors midwife midwives doctor doctors gp gps mental young
    people youth offending justice domestic abuse violence online safety yesterday today tomorrow last next week month
    year yearly quarter annual independent scrutineer agency agencies partner partners practice review reviews learning
    improvement framework dashboard meeting meetings action actions finding findings recommendation recommendations
    strategic business manager head director deputy assistant principal designated doctor general integrated
    chief constable working together families families early years foundation probation ambulance fire rescue district
    city borough safeguarding adults adult support leaving return interview interviews missing exploitation criminal
    sexual harm risk register high crown magistrates
"""
COMMON: Final = frozenset(_COMMON_WORDS.split())


def names(text: str, *, bodies: Iterable[str] = (), people: Iterable[str] = (), in_file: bool = False) -> list[str]:
    """Names that are not known. `bodies` are known word by word, `people` by their whole name or a title and surname."""
    ordinary = COMMON | {word.lower() for name in bodies for word in _WORD.findall(name)}
    whole = _whole_names(people)
    found = []
    for match in _NAME.finditer(text):
        words = _unknown(re.split(r"[ -]", match.group()), whole)
        if words and _is_name(text, match, words, ordinary) and (not in_file or _is_likely(text, match, words)):
            found.append(match.group())
    return list(dict.fromkeys(found))


def _whole_names(people: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Each name as words: the whole, without its middle names, and a title with its last."""
    found: set[tuple[str, ...]] = set()
    for person in people:
        words = tuple(word.casefold() for word in _WORD.findall(person))
        if len(words) >= 2:
            found |= {(words[0], *words[start:]) for start in range(1, len(words))}
            found |= {(title, words[-1]) for title in TITLES}
    return frozenset(found)


def _unknown(words: list[str], whole: frozenset[tuple[str, ...]]) -> list[str]:
    """The words without those that make up a known person's name."""
    plain = [_plain(word) for word in words]
    left = list(words)
    for length in range(min(len(words), 4), 1, -1):
        for start in range(len(words) - length + 1):
            if tuple(plain[start : start + length]) in whole:
                left[start : start + length] = [""] * length
    return [word for word in left if word]


def _plain(word: str) -> str:
    return word.casefold().removesuffix("’s").removesuffix("'s")


def _is_name(text: str, match: re.Match[str], words: Sequence[str], ordinary: frozenset[str]) -> bool:
    odd = [word for word in words if _plain(word) not in ordinary]
    if len(words) == 1:
        # What is left beside a known name is the start of a sentence: “Yesterday Ada Okafor …”.
        return False
    if len(odd) != 1 or len(words) != 2 or words[0] not in odd:
        return len(odd) >= 2
    # “Yesterday Police …”: one odd word beside ordinary ones is the start of a sentence, unless it is a first name.
    return not _starts(text, match.start()) or _plain(words[0]) in FIRST_NAMES


def _is_likely(text: str, match: re.Match[str], words: Sequence[str]) -> bool:
    """True when a long paper names somebody: by a common first name, a title, or a word such as “mother” before it."""
    plain = [_plain(word) for word in words]
    return any(word in FIRST_NAMES or word in TITLES for word in plain[:-1]) or bool(
        _CUE.search(text[max(match.start() - 30, 0) : match.start()])
    )


def _starts(text: str, at: int) -> bool:
    """True where a sentence starts."""
    before = text[:at].rstrip(" ")
    return not before or before[-1] in ".!?:\n"


def short_forms(bodies: Iterable[str]) -> frozenset[str]:
    """The first letters of each body's words, as people shorten its name: WC for Westmarch Council."""
    return frozenset("".join(word[0].upper() for word in _WORD.findall(name)) for name in bodies if name)
