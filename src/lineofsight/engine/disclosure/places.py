"""Where somebody lives: full postcodes and streets, as they stand in a text. Pure."""

import re
from collections.abc import Iterable
from typing import Final

_AREAS = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU
    GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE
    PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO
    ZE
"""
AREAS: Final = frozenset(_AREAS.split())
"""The two letters, or the one, with which a postcode of the United Kingdom and the islands begins."""

# The last two letters leave out those that are hard to tell apart by hand.
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])([A-Z]{1,2})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])([a-z]{1,2})\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}(?![A-Za-z0-9])"
)
_KINDS = """
    Road Street Avenue Lane Close Drive Gardens Crescent Terrace Grove Mews Walk Rise Way Court Place Square Hill Row
    Parade Rd St Ave Cres Dr Ln Gdns
"""
_KIND = "|".join(sorted(_KINDS.split(), key=len, reverse=True))
_BUILDING = r"(?! [A-Z][a-z]+ (?:School|Academy|Centre|Hospital|Surgery))"
_STREET = re.compile(
    r"(?<![\w’'])(?:(?:[Ff]lat|[Nn]o\.?|[Nn]umber) ?)?(?:\d{1,4}[a-zA-Z]?,? )?"
    r"((?:[A-Z][a-z’']+|St\.?|The)(?: [A-Z][a-z’']+){0,2}) "
    rf"({_KIND})\b\.?{_BUILDING}"
)
_NEEDS_A_NUMBER: Final = frozenset("Way Court Place Square Hill Row Rise Walk Parade Drive Close".split())  # noqa: SIM905
"""Words that end many other names too: only with a house's number do they make a street here."""
_NOT_STREETS: Final = frozenset({"High", "County", "Crown", "Family", "Youth", "Magistrates", "Safeguarding", "The"})


def postcodes(text: str) -> list[str]:
    """Full postcodes as they stand in the text, in capital or in small letters."""
    found = []
    for match in _POSTCODE.finditer(text):
        if (match[1] or match[2]).upper() in AREAS:
            found.append(match.group())
    return found


def plain_postcode(text: str) -> str:
    """A postcode as it is compared: capital letters, no space."""
    return text.replace(" ", "").upper()


def streets(text: str) -> list[str]:
    """Names of streets, with the number of a house where there is one."""
    found = []
    for match in _STREET.finditer(text):
        has_number = bool(re.search(r"\d", match.group()))
        if has_number or (match[2] not in _NEEDS_A_NUMBER and match[1] not in _NOT_STREETS):
            found.append(match.group())
    return found


def plain_street(text: str) -> str:
    """A street as it is compared: without the number of a house, in small letters."""
    match = _STREET.search(text)
    return f"{match[1]} {match[2]}".casefold() if match else text.casefold()


def known_places(addresses: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The postcodes and the streets of addresses that are nobody's home, as they are compared."""
    texts = list(addresses)
    codes = frozenset(plain_postcode(one) for text in texts for one in postcodes(text))
    return codes, frozenset(plain_street(one) for text in texts for one in streets(text))
