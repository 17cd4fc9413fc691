"""What a document is made of. Frozen, checked when made, and free of any layout.

Wherever runs are asked for, a plain `str` does too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lineofsight.engine.documents.cleaning import checked_link, clean
from lineofsight.engine.documents.errors import DocumentError
from lineofsight.engine.documents.pictures import checked_picture

DEEPEST = 4

Align = Literal["left", "right"]
Page = Literal["a4", "a4-landscape", "a3-landscape"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind; `link` is the address that they lead to."""

    text: str
    strong: bool = False
    link: str | None = None

    def __post_init__(self) -> None:
        """Keep only what every format can hold."""
        object.__setattr__(self, "text", clean(self.text))
        if self.link is not None:
            object.__setattr__(self, "link", checked_link(self.link))


Words = str | Run | Iterable[Run | str]


def runs_of(words: Words) -> tuple[Run, ...]:
    """The words as runs."""
    if isinstance(words, str):
        return (Run(words),)
    if isinstance(words, Run):
        return (words,)
    return tuple(word if isinstance(word, Run) else Run(word) for word in words)


def text_of(words: Words) -> str:
    """The words without their links and weights."""
    return "".join(run.text for run in runs_of(words))


def _set(block: object, **fields: object) -> None:
    for name, value in fields.items():
        object.__setattr__(block, name, value)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `tone`: `lead` for a larger opening, `quiet` for small grey remarks."""

    words: Words
    tone: Literal["body", "lead", "quiet"] = "body"

    def __post_init__(self) -> None:
        _set(self, words=runs_of(self.words))


@dataclass(frozen=True, slots=True)
class BulletList:
    """Items without an order."""

    items: tuple[Words, ...]

    def __post_init__(self) -> None:
        _set(self, items=tuple(runs_of(item) for item in self.items))


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Items in order, numbered from 1."""

    items: tuple[Words, ...]

    def __post_init__(self) -> None:
        _set(self, items=tuple(runs_of(item) for item in self.items))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that is said again on every page. With `row_headers` the first cell names its row.

    `align` and `widths` have one entry a column; widths are shares of the whole, found from the words when left out.
    DocumentError for a table without caption or with rows of another length than its header.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    row_headers: bool = True
    align: tuple[Align, ...] = ()
    widths: tuple[float, ...] = ()
    caption_hidden: bool = False

    def __post_init__(self) -> None:
        _set(
            self,
            caption=clean(self.caption).strip(),
            header=tuple(clean(name) for name in self.header),
            rows=tuple(tuple(runs_of(cell) for cell in row) for row in self.rows),
            align=tuple(self.align) or ("left",) * len(self.header),
            widths=tuple(self.widths),
        )
        self._check()

    def _check(self) -> None:
        columns = len(self.header)
        if not self.caption or not columns:
            raise DocumentError("A table needs a caption and a header that names its columns.")
        if wrong := [number for number, row in enumerate(self.rows, start=1) if len(row) != columns]:
            raise DocumentError(
                f"Row {wrong[0]} of the table “{self.caption}” has not {columns} cells as its header has."
            )
        if len(self.align) != columns or (self.widths and len(self.widths) != columns):
            raise DocumentError(
                f"The table “{self.caption}” needs one alignment and one width for each of its {columns} columns."
            )


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels, each with what it stands for: who, when, how many."""

    facts: tuple[tuple[str, Words], ...]

    def __post_init__(self) -> None:
        _set(self, facts=tuple((clean(label), runs_of(words)) for label, words in self.facts))


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: SVG, PNG or JPEG. `alt` says what it shows to those who cannot see it; `share` of the text's width.

    DocumentError without alt text or for bytes that are no such picture.
    """

    picture: bytes
    alt: str
    caption: str = ""
    share: float = 1.0

    def __post_init__(self) -> None:
        _set(self, alt=" ".join(clean(self.alt).split()), caption=clean(self.caption).strip())
        if not self.alt:
            raise DocumentError("A picture needs a text alternative that says what it shows.")
        _set(self, picture=checked_picture(self.picture))


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, and who said them."""

    words: Words
    source: str = ""

    def __post_init__(self) -> None:
        _set(self, words=runs_of(self.words), source=clean(self.source).strip())


@dataclass(frozen=True, slots=True)
class Callout:
    """A remark that stands out: “Activity without impact”. `grave` marks what is wrong, in words first."""

    title: str
    blocks: tuple["Block", ...] = ()
    grave: bool = False

    def __post_init__(self) -> None:
        _set(self, title=clean(self.title), blocks=tuple(self.blocks))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where a figure comes from, with the page that shows it."""

    label: str
    link: str | None = None

    def __post_init__(self) -> None:
        _set(self, label=clean(self.label), link=checked_link(self.link) if self.link else None)


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write on in a blank form: `lines` of writing. `key` finds the answer again in a filled Word form."""

    label: str
    hint: str = ""
    lines: int = 3
    key: str = ""

    def __post_init__(self) -> None:
        _set(self, label=clean(self.label), hint=clean(self.hint), key=clean(self.key)[:64])


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; its level is its depth, so that no level is ever left out."""

    heading: str
    blocks: tuple["Block", ...] = ()

    def __post_init__(self) -> None:
        _set(self, heading=_heading(self.heading), blocks=tuple(self.blocks))


@dataclass(frozen=True, slots=True)
class Part:
    """A paper in a pack: begins on a new page, with a marking and a page size of its own where it needs them."""

    heading: str
    blocks: tuple["Block", ...] = ()
    marking: str = ""
    page: Page | None = None

    def __post_init__(self) -> None:
        _set(self, heading=_heading(self.heading), blocks=tuple(self.blocks), marking=clean(self.marking))


Block = (
    Section
    | Paragraph
    | BulletList
    | NumberedList
    | Table
    | Facts
    | Figure
    | Quote
    | Callout
    | PageBreak
    | SourceNote
    | Field
)


def _heading(text: str) -> str:
    heading = " ".join(clean(text).split())
    if not heading:
        raise DocumentError("A section needs a heading.")
    return heading


@dataclass(frozen=True, slots=True)
class Document:
    """A paper or a pack of papers, before it has any form.

    `marking` stands on every page. `site` is the product's own address, put before links that begin with `/` in files that
    leave it; without it such links are left out of files. `made_on` dates the file.
    """

    title: str
    partnership: str
    blocks: tuple[Block | Part, ...]
    marking: str = "OFFICIAL"
    draft: bool = False
    lines: tuple[str, ...] = ()
    contents: bool = False
    page: Page = "a4"
    language: str = "en-GB"
    site: str = ""
    made_on: date | None = None

    def __post_init__(self) -> None:
        _set(
            self,
            title=_heading(self.title),
            partnership=clean(self.partnership),
            blocks=tuple(self.blocks),
            marking=clean(self.marking),
            lines=tuple(clean(line) for line in self.lines if line),
            site=self.site.rstrip("/"),
        )
        check_depth(self.blocks)


def check_depth(blocks: Iterable[Block | Part], depth: int = 0, *, deepest: int = DEEPEST) -> None:
    """DocumentError for sections deeper than four (five in a part of a pack), and for parts where none may stand."""
    for block in blocks:
        if isinstance(block, Part) and depth:
            raise DocumentError(f"“{block.heading}” is a part of a pack and stands inside another.")
        if isinstance(block, Section | Part):
            if depth == deepest:
                raise DocumentError(
                    f"The heading “{block.heading}” stands {deepest + 1} levels deep; {deepest} is the most."
                )
            check_depth(block.blocks, depth + 1, deepest=DEEPEST + 1 if isinstance(block, Part) else deepest)
        elif isinstance(block, Callout):
            check_callout(block)


def check_callout(callout: Callout) -> None:
    """DocumentError for a callout that holds more than text and lists."""
    if any(not isinstance(block, Paragraph | BulletList | NumberedList | SourceNote) for block in callout.blocks):
        raise DocumentError(f"“{callout.title}” may hold paragraphs, lists and sources only.")


def pack(
    documents: Iterable[Document],
    *,
    title: str,
    partnership: str,
    before: Iterable[Block] = (),
    marking: str = "OFFICIAL",
    lines: tuple[str, ...] = (),
    contents: bool = True,
    draft: bool = False,
    site: str = "",
    made_on: date | None = None,
) -> Document:
    """Many papers as one document: what stands before them (an agenda, a list of other papers), then a part for each.

    Each keeps its own marking and page. Its sections stand one level deeper than in the paper alone.
    """  # fmt: skip
    parts = (
        Part(paper.title, (*_opening(paper), *paper.blocks), paper.marking, paper.page)  # type: ignore[arg-type]
        for paper in documents
    )
    return Document(
        title, partnership, (*before, *parts), marking=marking, draft=draft, lines=lines, contents=contents, site=site,
        made_on=made_on,
    )  # fmt: skip


def _opening(paper: Document) -> tuple[Block, ...]:
    lines = [*(["DRAFT"] if paper.draft else []), *paper.lines]
    return (Paragraph("\n".join(lines), tone="quiet"),) if lines else ()
