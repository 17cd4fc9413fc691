"""Finding words in text and taking them out, in any case and spacing, also where only their keyed digest is known. Pure."""

import hashlib
import hmac
import re
from typing import Any

REMOVED = "[removed]"
_TOKEN = re.compile(r"\w+")


def plain(words: str) -> str:
    """The words as they are compared: small letters, one space between, no punctuation."""
    return " ".join(match.group().casefold() for match in _TOKEN.finditer(words))


def length(words: str) -> int:
    """How many words there are."""
    return len(_TOKEN.findall(words))


def keyed_digest(words: str, *, key: bytes) -> str:
    """What may be kept of removed words: nobody without the key can tell which they were."""
    return hmac.new(key, plain(words).encode("utf-8"), hashlib.sha256).hexdigest()


class Target:
    """The words to look for: themselves, or their keyed digest and how many there are."""

    def __init__(self, words: str = "", *, digest: str = "", count: int = 0, key: bytes = b"") -> None:
        self.plain, self.digest, self.key = plain(words), digest, key
        self.count = length(words) if words else count
        if not self.count:
            raise ValueError("There are no words to look for.")

    def _is_it(self, found: str) -> bool:
        if self.plain:
            return found == self.plain
        return hmac.compare_digest(hmac.new(self.key, found.encode("utf-8"), hashlib.sha256).hexdigest(), self.digest)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand in the text; places never overlap."""
        tokens = list(_TOKEN.finditer(text))
        folded = [token.group().casefold() for token in tokens]
        found, place = [], 0
        while place + self.count <= len(tokens):
            if self._is_it(" ".join(folded[place : place + self.count])):
                found.append((tokens[place].start(), tokens[place + self.count - 1].end()))
                place += self.count
            else:
                place += 1
        return found

    def is_in(self, value: Any) -> bool:
        """True when the words stand in a text, or anywhere in what JSON can hold."""
        return self.without(value) != value

    def without(self, value: Any) -> Any:
        """The same value with the words replaced by "[removed]"."""
        if isinstance(value, str):
            return self._text_without(value)
        if isinstance(value, list):
            return [self.without(item) for item in value]
        if isinstance(value, dict):
            return {self.without(name): self.without(item) for name, item in value.items()}
        return value

    def _text_without(self, text: str) -> str:
        for start, end in reversed(self.spans(text)):
            text = f"{text[:start]}{REMOVED}{text[end:]}"
        return text
