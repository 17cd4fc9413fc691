"""The content of a product that a partner signs: its words, its papers and its findings, as one hash.

Rooms above add what of theirs belongs to the content (`add_part`), so that a change of it voids a sign-off too.
"""

import hashlib
import json
from collections.abc import Callable

from lineofsight.cycle.products.models import Product, ProductWords
from lineofsight.foundation.files.models import Evidence

Part = Callable[[Product], str]
"""Gives a text that changes exactly when the part of the content changes."""

_PARTS: dict[str, Part] = {}


def add_part(name: str, part: Part) -> None:
    """Count something else as the product's content. Call it when the room is ready; the same name replaces."""
    _PARTS[name] = part


def content_hash(product: Product) -> str:
    """SHA-256 of everything that is signed, in hexadecimal: two queries, and those of the parts that rooms added."""
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
