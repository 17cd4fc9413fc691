"""Which kind of picture some bytes are, and how large it is."""

import re
import struct
from functools import lru_cache

from lineofsight.engine.documents.errors import DocumentError

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SCRIPTED = re.compile(
    rb"<\s*(script|foreignObject|iframe|!ENTITY)|\son\w+\s*=|href\s*=\s*[\"'](?!#|data:image/)", re.IGNORECASE
)
LARGEST_BYTES = 20 * 1024 * 1024
# A chart as wide as an A4 page has about 160 dots an inch.
SHARPNESS = 1.5


def kind_of(picture: bytes) -> str:
    """`svg`, `png`, `jpg`, or an empty text for anything else."""
    if picture.startswith(_PNG):
        return "png"
    if picture.startswith(_JPEG):
        return "jpg"
    return "svg" if re.match(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg\b", picture, re.DOTALL) else ""


def checked_picture(picture: bytes | str) -> bytes:
    """The picture, if every document can hold it. DocumentError for any other bytes, and for a drawing that does things."""
    picture = picture.encode() if isinstance(picture, str) else picture
    kind = kind_of(picture)
    if not kind:
        raise DocumentError("A picture in a document is an SVG, PNG or JPEG.")
    if len(picture) > LARGEST_BYTES:
        raise DocumentError("A picture in a document holds 20 MB at most.")
    if kind == "svg" and _SCRIPTED.search(picture):
        raise DocumentError("This drawing holds a script or points at something outside it.")
    return picture


def as_raster(picture: bytes) -> bytes:
    """The picture as PNG or JPEG, for programs that know no SVG."""
    return _drawn(picture) if kind_of(picture) == "svg" else picture


@lru_cache(maxsize=128)
def _drawn(picture: bytes) -> bytes:
    from lineofsight.engine.charts import png_of

    return png_of(picture.decode("utf-8"), scale=SHARPNESS)


def size_of(picture: bytes) -> tuple[float, float]:
    """Width and height of a PNG or JPEG in pixels. DocumentError when the bytes do not say."""
    if kind_of(picture) == "png" and len(picture) >= 24:
        return struct.unpack(">II", picture[16:24])
    at = 2
    while at + 9 < len(picture) and picture[at] == 0xFF:
        if 0xC0 <= picture[at + 1] <= 0xCF and picture[at + 1] not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", picture[at + 2 : at + 4])[0]
    raise DocumentError("The picture is damaged: it does not say how large it is.")


def aspect_of(picture: bytes) -> float:
    """Width over height; 1 for a drawing that says neither."""
    if kind_of(picture) != "svg":
        width, height = size_of(picture)
        return width / height if height else 1.0
    head = picture[:4000].decode("utf-8", "replace")
    if box := re.search(r"viewBox\s*=\s*[\"']\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.e]+)[\s,]+([\d.e]+)", head):
        width, height = float(box[1]), float(box[2])
        return width / height if height else 1.0
    found = [re.search(rf"<svg[^>]*\s{name}\s*=\s*[\"']([\d.]+)", head) for name in ("width", "height")]
    width, height = (float(match[1]) if match else 1.0 for match in found)
    return width / height if height else 1.0


def share_that_fits(picture: bytes, share: float, *, width: float, height: float) -> float:
    """The share of the text's width at which the picture is no taller than the page, all in the same unit."""
    return min(max(share, 0.05), 1.0, height * aspect_of(picture) / width)
