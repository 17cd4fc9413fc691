"""What a block holds, as plain data that is kept, signed and redacted: runs, lists, tables, charts, remarks.

A row or a sentence carries the page that it leads to. Nothing here reads the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Piece = dict[str, Any]
Cell = str | Mapping[str, str]


def cell(text: object, link: str = "") -> dict[str, str]:
    """A cell of a table or an item of a list, with the page that it leads to."""
    return {"text": str(text), "link": link}


def text(words: str, link: str = "") -> Piece:
    """A sentence; `link` is the page that shows why it is so."""
    return {"kind": "text", "text": words, "link": link}


def items(rows: Iterable[Cell]) -> Piece:
    """A list."""
    return {"kind": "list", "items": [_cell(one) for one in rows]}


def table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    right: Sequence[int] = (),
    widths: Sequence[float] = (),
) -> Piece:
    """A table whose first cell names its row; `right`: columns of figures; `widths`: shares of the whole, one a column."""
    held = [[_cell(one) for one in row] for row in rows]
    return {"kind": "table", "caption": caption, "header": list(header), "rows": held, "right": list(right),
            "widths": list(widths)}  # fmt: skip


def chart(svg: str, alt: str, caption: str, link: str) -> Piece:
    """A drawn chart with what it shows in words and the measure's page."""
    return {"kind": "chart", "svg": svg, "alt": alt, "caption": caption, "link": link}


def remark(title: str, said: str, *, grave: bool = False) -> Piece:
    """A remark that stands out."""
    return {"kind": "remark", "title": title, "text": said, "grave": grave}


def source(label: str, link: str) -> Piece:
    """Where all of the block comes from."""
    return {"kind": "source", "label": label, "link": link}


def _cell(given: Cell) -> dict[str, str]:
    return cell(given) if isinstance(given, str) else dict(given)


@dataclass(frozen=True, slots=True)
class Content:
    """What a block read. `rows`: how many things of the record it tells of; `impact`: how many of them show a difference."""

    pieces: tuple[Piece, ...] = ()
    rows: int = 0
    impact: int = 0
    remarks: tuple[str, ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"pieces": list(self.pieces), "rows": self.rows, "impact": self.impact, "remarks": list(self.remarks)}


def links_in(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every page that the content leads to, with the words that lead there, in order."""
    found: list[tuple[str, str]] = []
    for piece in content.get("pieces", ()):
        if piece["kind"] == "table":
            found += [(one["text"], one["link"]) for row in piece["rows"] for one in row if one["link"]]
        elif piece["kind"] == "list":
            found += [(one["text"], one["link"]) for one in piece["items"] if one["link"]]
        elif piece.get("link"):
            found.append((piece.get("caption") or piece.get("label") or piece.get("text", ""), piece["link"]))
    return found
