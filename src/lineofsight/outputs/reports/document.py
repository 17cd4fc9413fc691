"""A report as one document of blocks, for a page or a file. Each source has a number, and a list of all ends the paper."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from lineofsight.engine.documents import (
    Block as Paper,
)
from lineofsight.engine.documents import (
    BulletList,
    Callout,
    Document,
    Figure,
    NumberedList,
    Paragraph,
    Run,
    Section,
    SourceNote,
    Table,
    paragraphs_of,
)
from lineofsight.engine.framework import Framework
from lineofsight.outputs.reports import rules, shelf
from lineofsight.outputs.reports.models import Block, Report

REFERENCE = re.compile(r"\b(?:P|F|R|A|D|C|W)-\d{4}-\d{3,}\b")
_FEW = "[1-5]|one|two|three|four|five"
_WHOM = "child|children|baby|babies|young person|young people|family|families|siblings"
SMALL = re.compile(rf"\b(?:{_FEW}) (?:{_WHOM})\b", re.IGNORECASE)
NOT_FILLED = "This part is still being filled from the record."


@dataclass
class Sources:
    """The numbered sources of a paper: the same page has the same number wherever it is named."""

    numbers: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def number(self, name: str, link: str) -> int:
        """The number of a page, given to it when it is first named."""
        self.names.setdefault(link, name)
        return self.numbers.setdefault(link, len(self.numbers) + 1)

    def runs(self, text: str, link: str) -> tuple[Run, ...]:
        """Words that lead to their source, followed by its number."""
        if not link:
            return (Run(text),)
        return (Run(text, link=link), Run(f" [{self.number(text, link)}]"))

    def after(self, text: str, link: str) -> tuple[Run, ...]:
        """A sentence, and after it the number that leads to its source."""
        return (Run(text), Run(f" [{self.number(text, link)}]", link=link)) if link else (Run(text),)

    def section(self, site: str) -> Iterator[Section]:
        """The list at the end, in the order of the numbers."""
        if self.numbers:
            rows = tuple((Run(_short(self.names[link]), link=link), *_address(link, site)) for link in self.numbers)
            yield Section(
                "Sources", (Paragraph("Each number in brackets is one of these.", "quiet"), NumberedList(rows))
            )


def _address(link: str, site: str) -> tuple[Run, ...]:
    """The whole address beside the name, for those who read on paper."""
    return (Run(f" – {site}{link}"),) if site else ()


def _short(name: str) -> str:
    flat = " ".join(name.split())
    return flat if len(flat) <= 120 else f"{flat[:118].rstrip()} …"


def document_of(
    report: Report,
    blocks: Sequence[Block],
    framework: Framework,
    *,
    is_public: bool = False,
    is_draft: bool = True,
    site: str = "",
    made_on: date | None = None,
    links: Mapping[str, str] | None = None,
    done: Callable[[int], None] = lambda count: None,
) -> Document:
    """The report as a paper. `links`: the page of each reference that texts name; `done` hears how many blocks are laid out."""
    sources, made = Sources(), []
    kept = [block for block in blocks if block.is_public] if is_public else list(blocks)
    count = 0
    for (name, _), group in groupby(kept, key=lambda one: (one.section, one.item)):
        held = list(group)
        made.append(_section(name, held, framework, report, sources, is_public=is_public, links=links or {}))
        count += len(held)
        done(count)
    # Nobody outside can follow an address of ours, so the public version says where figures come from in words alone.
    ending = () if is_public else tuple(sources.section(site))
    return Document(
        title=report.title,
        partnership=report.partnership.name,
        blocks=(*made, *ending),
        marking="OFFICIAL" if is_public else report.marking,
        draft=is_draft,
        lines=_lines(report, is_public=is_public),
        contents=len(made) > 3,
        site="" if is_public else site,
        made_on=made_on,
    )


def _lines(report: Report, *, is_public: bool) -> tuple[str, ...]:
    period = f"{_day(report.period_start)} to {_day(report.period_end)}"
    lines = [period, f"As things stood on {_day(report.snapshot_on)}"]
    return (*lines, "Version for the public: small numbers are hidden") if is_public else (*lines, report.reference)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _section(
    name: str, blocks: list[Block], framework: Framework, report: Report, sources: Sources, *, is_public: bool,
    links: Mapping[str, str],
) -> Section:  # fmt: skip
    inner: list[Paper] = []
    for block in blocks:
        held = tuple(_block(block, sources, is_public=is_public, links=links))
        inner += [Section(block.heading, held)] if block.heading and held else held
    if verdict := _verdict(blocks, framework, report, is_public=is_public):
        inner.insert(0, verdict)
    return Section(name, tuple(inner) or (Paragraph("Nothing of this part may be shown here.", "quiet"),))


def _verdict(blocks: list[Block], framework: Framework, report: Report, *, is_public: bool) -> Paper | None:
    """What a section that the law asks for says of itself: activity without impact, or nothing at all."""
    item = next((one for one in shelf.items_of(framework, report.kind) if one.code == blocks[0].item), None)
    if item is None:
        return None
    facts = rules.section_facts([facts_of(one, is_public=is_public) for one in blocks], must_show_impact=item.impact)
    if facts.verdict == "activity":
        return Callout(rules.ACTIVITY_ALONE, (Paragraph(rules.SAYS_SO),), grave=True)
    if facts.verdict == "nothing":
        return Callout(rules.NOTHING_THERE, (Paragraph(rules.NOTHING_SAID),), grave=True)
    return None


def _block(block: Block, sources: Sources, *, is_public: bool, links: Mapping[str, str]) -> Iterator[Paper]:
    if block.text.strip():
        yield from _words(block.text, sources, {} if is_public else links)
    if block.kind == "text":
        if not block.text.strip() and not is_public and block.prompt:
            yield Paragraph(f"To be written: {block.prompt}", "quiet")
        return
    content = block.public_content if is_public else block.content
    if not content:
        yield Paragraph(NOT_FILLED, "quiet")
    for piece in content.get("pieces", ()):
        yield from _piece(piece, sources, is_public=is_public)


def papers_of(content: Mapping[str, Any], sources: Sources) -> Iterator[Paper]:
    """What a block read, as blocks of a paper."""
    for piece in content.get("pieces", ()):
        yield from _piece(piece, sources, is_public=False)


def _words(text: str, sources: Sources, links: Mapping[str, str]) -> Iterator[Paper]:
    """What somebody wrote; a reference in it leads to what it names."""
    for one in paragraphs_of(text):
        if isinstance(one, Paragraph):
            yield Paragraph(tuple(_linked(one.words, sources, links)), one.tone)
        elif isinstance(one, BulletList | NumberedList):
            yield type(one)(tuple(tuple(_linked(item, sources, links)) for item in one.items))
        else:
            yield one


def _linked(words: Any, sources: Sources, links: Mapping[str, str]) -> Iterator[Run]:
    for run in words:
        end = 0
        for match in REFERENCE.finditer(run.text) if not run.link else ():
            if match[0] in links:
                yield Run(run.text[end : match.start()], strong=run.strong)
                yield from sources.runs(match[0], links[match[0]])
                end = match.end()
        yield Run(run.text[end:], strong=run.strong, link=run.link)


def _piece(piece: Mapping[str, Any], sources: Sources, *, is_public: bool) -> Iterator[Paper]:
    def runs(text: str, link: str) -> tuple[Run, ...]:
        return (Run(text),) if is_public else sources.runs(text, link)

    match piece["kind"]:
        case "text":
            said = piece["text"]
            yield Paragraph((Run(said),) if is_public else sources.after(said, piece["link"]))
        case "list":
            yield BulletList(tuple(runs(one["text"], one["link"]) for one in piece["items"]))
        case "said":
            yield Section(piece["heading"], tuple(paragraphs_of(piece["text"])))
        case "table":
            yield _table(piece, runs)
        case "chart":
            caption = piece["caption"]
            yield Figure(
                piece["svg"].encode(),
                piece["alt"],
                caption if is_public else _numbered(caption, piece["link"], sources),
            )
        case "remark":
            yield Callout(piece["title"], tuple(paragraphs_of(piece["text"])), grave=piece["grave"])
        case "source":
            yield _source(piece, sources, is_public=is_public)


def _numbered(caption: str, link: str, sources: Sources) -> str:
    return f"{caption} [{sources.number(caption, link)}]"


def _source(piece: Mapping[str, Any], sources: Sources, *, is_public: bool) -> SourceNote:
    if is_public:
        return SourceNote(piece["label"])
    return SourceNote(f"{piece['label']} [{sources.number(piece['label'], piece['link'])}]", piece["link"])


def _table(piece: Mapping[str, Any], runs: Callable[[str, str], tuple[Run, ...]]) -> Table:
    return Table(
        piece["caption"],
        tuple(piece["header"]),
        tuple(tuple(runs(one["text"], one["link"]) for one in row) for row in piece["rows"]),
        align=tuple("right" if at in piece["right"] else "left" for at in range(len(piece["header"]))),
        widths=tuple(piece.get("widths", ())),
    )


def facts_of(block: Block, *, is_public: bool = False, links: Mapping[str, str] | None = None) -> rules.BlockFacts:
    """What the checklist and a section's verdict look at."""
    content = (block.public_content if is_public else block.content) or {}
    named = [one for one in REFERENCE.findall(block.text) if one in (links or {})]
    return rules.BlockFacts(
        key=str(block.pk),
        name=block.heading or block.section,
        section=block.section,
        item=block.item,
        is_text=block.kind == "text",
        text=block.text,
        was_read=bool(content),
        rows=content.get("rows", 0),
        impact=content.get("impact", 0),
        sources=len(named),
        has_numbers=bool(re.search(r"\d", REFERENCE.sub("", block.text))),
        known_on=block.known_on,
        small=tuple(SMALL.findall(block.text)),
    )
