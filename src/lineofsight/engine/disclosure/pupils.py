"""Numbers that stand for one child: NHS numbers and unique pupil numbers, by their check digit and check letter. Pure."""

import re
from typing import Final

_TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_THIRTEEN = re.compile(
    r"(?<![A-Za-z0-9])([A-HJ-NP-RT-Z])[ -]?(\d{3})[ -]?(\d{4})[ -]?(\d{4})([\dA-HJ-NP-RT-Z])(?![A-Za-z0-9])"
)
_CHECK_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The letters of a unique pupil number, by the remainder that they stand for: I, O and S are left out."""


def nhs_numbers(text: str) -> list[str]:
    """NHS numbers as they stand in the text."""
    return [found.group() for found in _TEN_DIGITS.finditer(text) if is_nhs_number(found.group())]


def is_nhs_number(text: str) -> bool:
    """True for ten digits whose last is the check digit of the other nine (modulo 11, NHS Data Dictionary)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == digits[9]


def pupil_numbers(text: str) -> list[str]:
    """Unique pupil numbers as they stand in the text, in capital letters."""
    return [found.group() for found in _THIRTEEN.finditer(text) if is_pupil_number(found.group())]


def is_pupil_number(text: str) -> bool:
    """True for a letter and twelve signs whose first is the check letter of the rest.

    The sum of the digits times their places (2 to 13), modulo 23, gives the letter; the last sign of a temporary number is
    a letter and counts as its own place in the list. Source: the Department for Education's guide to unique pupil numbers.
    """
    signs = re.sub(r"[ -]", "", text.upper())
    if not re.fullmatch(r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]", signs):
        return False
    values = [int(sign) if sign.isdigit() else _CHECK_LETTERS.index(sign) for sign in signs[1:]]
    total = sum(value * weight for weight, value in enumerate(values, start=2))
    return _CHECK_LETTERS[total % 23] == signs[0]
