"""What a PDF says: its text as one line, and its bookmarks."""

import pymupdf


def text_of(made: bytes) -> str:
    """All of its text, white space made one."""
    with pymupdf.open(stream=made) as document:
        return " ".join(" ".join(page.get_text().replace("\u200b", "").split()) for page in document)


def bookmarks(made: bytes) -> list[str]:
    """The titles of its first level."""
    with pymupdf.open(stream=made) as document:
        return [title for level, title, _ in document.get_toc() if level == 1]
