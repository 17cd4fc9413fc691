"""How much of the page each column of a table takes."""

from typing import Literal

from lineofsight.engine.documents.blocks import Table, text_of

NARROWEST, SHORT, WIDEST, LONG_WORD = 6, 34, 60, 18


def column_shares(table: Table) -> tuple[float, ...]:
    """A share for each column, together 1: as asked for, or by the length of what stands in it."""
    weights = table.widths or tuple(_weight(table, column) for column in range(len(table.header)))
    return tuple(weight / sum(weights) for weight in weights)


def _weight(table: Table, column: int) -> float:
    texts = [text_of(row[column]) for row in table.rows]
    words = [len(word) for text in (*texts, table.header[column]) for word in text.split()]
    longest_word = min(max(words, default=1), LONG_WORD)
    lengths = sorted(len(text) for text in texts) or [0]
    usual = max(lengths[len(lengths) * 3 // 4], lengths[-1] * 0.6)
    # Long texts wrap anyway, so that their length counts less.
    return max(NARROWEST, longest_word + 2, min(usual, SHORT + max(usual - SHORT, 0) * 0.3, WIDEST))


def text_size(table: Table) -> Literal["usual", "small", "smallest"]:
    """Wide tables are set smaller: up to 6 columns as usual, up to 9 small."""
    columns = len(table.header)
    return "usual" if columns <= 6 else "small" if columns <= 9 else "smallest"
