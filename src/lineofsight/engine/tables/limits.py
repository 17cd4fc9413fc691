"""How large a file may be. A small workbook can unfold to more than a gigabyte, so sizes are checked before reading."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps for one file: bytes on disk, bytes unfolded, times unfolded (only above `small_bytes`), rows, columns, cells.

    `cells` is the area of one sheet of a workbook, the empty cells inside it included: readers hold all of it.
    """

    bytes: int = 512 * MEBIBYTE
    unfolded_bytes: int = 400 * MEBIBYTE
    unfolded_ratio: int = 200
    small_bytes: int = 20 * MEBIBYTE
    rows: int = 5_000_000
    columns: int = 16_384
    cells: int = 12_000_000
