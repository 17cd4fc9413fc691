"""The content of a product that a partner signs: its words, its papers and its findings, as one hash.

Rooms above add what of theirs belongs to the content (`add_part`), so that a change of it voids a sign-off too.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from lineofsight.cycle.products.models import Product, ProductWords
from lineofsight.foundation.files.models import Evidence

Part = Callable[[Product], str]
"""Gives a text that changes exactly when the part of the content changes."""

_PARTS: dict[str, Part] = {}


def add_part(name: str, part: Part) -> None:
    """Count something else as the product's content. Call it when the room is ready; the same name replaces."""
    _PARTS[name] = part


@contextmanager
def worked_out_once(held: dict[object, str]) -> Iterator[None]:
    """Inside, the hash of a product is worked out once and kept in `held`: for a page, on which nothing changes."""
    before = _HELD.set(held)
    try:
        yield
    finally:
        _HELD.reset(before)


_HELD: ContextVar[dict[object, str] | None] = ContextVar("hashes of contents", default=None)


def content_hash(product: Product) -> str:
    """SHA-256 of everything that is signed, in hexadecimal: two queries, and those of the parts that rooms added."""
    held = _HELD.get()
    if held is None:
        return _hash(product)
    if product.pk not in held:
        held[product.pk] = _hash(product)
    return held[product.pk]


def _hash(product: Product) -> str:
    words = ProductWords.objects.get(product=product)
    content = {
        "title": product.title,
        "kind": product.kind,
        "period": [str(product.period_start or ""), str(product.period_end or "")],
        "words": [words.scope_text, words.what, words.so_what, words.what_next, words.no_findings],
        "papers": sorted(_papers(product)),
        "parts": {name: part(product) for name, part in sorted(_PARTS.items())},
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _papers(product: Product) -> list[str]:
    papers = Evidence.objects.for_partnership(product.partnership).standing()
    held = papers.filter(subject=product.subject_id, purpose=Evidence.Purpose.PAPER)
    return [sha256 or f"{url} {title}" for sha256, url, title in held.values_list("stored__sha256", "url", "title")]
