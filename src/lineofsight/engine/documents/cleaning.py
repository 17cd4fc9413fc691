"""Letters that no document may hold, and addresses that no document may link to."""

import re
import unicodedata

from lineofsight.engine.documents.errors import DocumentError

# Control characters, half pairs, what is no character at all, and marks that turn the order of the letters after them.
_NEVER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U000efffe\U000effff\U000ffffe\U000fffff\U0010fffe\U0010ffff]"
)
_SAFE = re.compile(r"(https?://[^\s/]|mailto:[^\s@]+@|/(?!/)|#)", re.IGNORECASE)


def clean(text: str) -> str:
    """The text as it may stand in any document: whole letters, tabs and line breaks only."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _NEVER.sub("", text))


def checked_link(address: str) -> str:
    """The address without what no address holds. DocumentError for anything but the web, e-mail and our own pages."""
    cleaned = re.sub(r"[\s<>\"\\^`{|}]", lambda found: f"%{ord(found[0]):02X}", clean(address).strip())
    if not _SAFE.match(cleaned):
        raise DocumentError(
            f"A link in a document begins with https://, http://, mailto: or /. This one does not: {cleaned[:80]}"
        )
    return cleaned
