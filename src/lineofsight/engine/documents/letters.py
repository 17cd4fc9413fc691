"""Which letters the fonts of a PDF can draw; every other one is written by its name, since PDF/UA forbids an empty box."""

import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent.parent / "fonts"
FIRST, SECOND = "Liberation Sans", "DejaVu Sans"
# They say how to draw the letter before them, and are nothing alone.
_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080)}


def spelled(text: str, drawable: frozenset[int]) -> str:
    """The text with each letter that cannot be drawn written by its name: 🧿 as [nazar amulet]."""
    if all(ord(letter) in drawable for letter in text):
        return text
    return "".join(_spelled(letter, drawable) for letter in text)


def _spelled(letter: str, drawable: frozenset[int]) -> str:
    if letter in "\n\t" or ord(letter) in drawable:
        return letter
    if ord(letter) in _SELECTORS or unicodedata.category(letter) in ("Cf", "Cn", "Co"):
        return ""
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and all(ord(part) in drawable for part in plain):
        return plain
    return f"[{unicodedata.name(letter, f'character {ord(letter):X}').lower()}]"


@cache
def drawable_letters(fonts: tuple[Path, ...]) -> frozenset[int]:
    """The code points that at least one of the font files has a drawing for."""
    return frozenset().union(*(_code_points(path.read_bytes()) for path in fonts))


def shipped_fonts(*, second: bool = True) -> tuple[Path, ...]:
    """The font files of the package: the first font, and the one that lends it letters."""
    names = ["LiberationSans-Regular.ttf", *(["DejaVuSans.ttf"] if second else [])]
    return tuple(FONTS / name for name in names)


def _code_points(font: bytes) -> set[int]:
    """The keys of a font's character map (OpenType, table `cmap`, formats 4 and 12)."""
    start = _table(font, b"cmap")
    found: set[int] = set()
    for record in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * record)
        if platform in (0, 3):
            found.update(_subtable(font, start + offset))
    return found


def _table(font: bytes, tag: bytes) -> int:
    for record in range(struct.unpack_from(">H", font, 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * record)
        if name == tag:
            return int(offset)
    raise ValueError("The font has no character map.")


def _subtable(font: bytes, at: int) -> Iterable[int]:
    kind = struct.unpack_from(">H", font, at)[0]
    if kind == 12:
        groups = struct.unpack_from(">I", font, at + 12)[0]
        spans = (struct.unpack_from(">III", font, at + 16 + 12 * group) for group in range(groups))
        return (code for first, last, _ in spans for code in range(first, last + 1))
    if kind == 4:
        return _segments(font, at)
    return ()


def _segments(font: bytes, at: int) -> Iterable[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    for segment, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        offset = struct.unpack_from(">H", font, offsets_at + 2 * segment)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = (
                code
                if not offset
                else struct.unpack_from(">H", font, offsets_at + 2 * segment + offset + 2 * (code - first))[0]
            )
            if (glyph + delta) & 0xFFFF if glyph or not offset else 0:
                yield code
