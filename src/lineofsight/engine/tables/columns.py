"""Column letters and small dictionaries that turn repeated text into codes."""

from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import NDArray


def letters(position: int) -> str:
    """The spreadsheet's letters of a column counted from 0: 0 is A, 26 is AA."""
    name, left = "", position + 1
    while left:
        left, digit = divmod(left - 1, 26)
        name = chr(65 + digit) + name
    return name


def position_of(name: str) -> int:
    """The column counted from 0 that has these spreadsheet letters."""
    found = 0
    for letter in name:
        found = found * 26 + ord(letter) - 64
    return found - 1


class Vocabulary(dict):  # type: ignore[type-arg]
    """Numbers distinct things 0, 1, 2 … in order of first sight; `entries` holds them by number."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Hashable] = []

    def __missing__(self, entry: Hashable) -> int:
        code = len(self.entries)
        self[entry] = code
        self.entries.append(entry)
        return code

    def codes(self, entries: Iterable[Hashable], *, count: int) -> NDArray[np.int32]:
        """The number of each entry."""
        return np.fromiter(map(self.__getitem__, entries), np.int32, count=count)
