"""Words inside a drawing: escaping, the width that they take, lines that fit."""

from functools import lru_cache

from lineofsight.engine.charts.ink import BLACK

FONTS = "Arial, Helvetica, Liberation Sans, Arimo, DejaVu Sans, sans-serif"
# Widths of Arial's letters in ems, rounded up; every letter that is not named takes 0.56.
_EMS = {
    **dict.fromkeys("ijl'|", 0.23),
    **dict.fromkeys("tfI.,:;! ", 0.29),
    **dict.fromkeys("r()-", 0.34),
    **dict.fromkeys("sckvxyzJ", 0.5),
    **dict.fromkeys("ABEKPSVXYCDHNRUTFLZGOQ&", 0.72),
    **dict.fromkeys("mMwW%—●◆▲", 0.88),
}


def escape(text: str) -> str:
    """The text as it may stand in an element or a quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """About how many pixels the text takes in Arial, rather too many than too few."""
    return size * sum(_EMS.get(letter, 0.56) for letter in text)


def wrapped(text: str, *, width: float, size: float) -> list[str]:
    """The text in lines that are no wider than `width` pixels. A word that is wider stands alone.

    Lines break at plain spaces only, so that a no-break space keeps `3 risks` together.
    """
    lines: list[str] = []
    for word in filter(None, text.replace("\n", " ").split(" ")):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def shortened(text: str, *, width: float, size: float) -> str:
    """The text cut to fit, with a mark that it was cut."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def words_at(
    x: float, y: float, text: str, *, size: float, anchor: str = "start", fill: str = BLACK, bold: bool = False
) -> str:
    """A piece of text whose baseline is at y."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size:g}" fill="{fill}"{place}{weight}>{escape(text)}</text>'


def halo(x: float, y: float, text: str, *, size: float, anchor: str = "start", bold: bool = True) -> str:
    """Text that stays readable across lines: it has a white edge."""
    weight = "bold" if bold else "normal"
    place = f'x="{x:.0f}" y="{y:.0f}" font-size="{size:g}" text-anchor="{anchor}" font-weight="{weight}"'
    edge = 'stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return f'<text {place} fill="{BLACK}" {edge}>{escape(text)}</text>'


def within(text: str, limit: int) -> str:
    """Whole sentences, as many as fit into `limit` characters; a first sentence that is longer is cut."""
    kept = ""
    for sentence in text.replace(". ", ".\n").split("\n"):
        if kept and len(kept) + 1 + len(sentence) > limit:
            break
        kept = f"{kept} {sentence}".strip()
    return kept if len(kept) <= limit else f"{kept[: limit - 1].rstrip()}…"
