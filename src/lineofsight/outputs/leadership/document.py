"""The briefing as a paper: the same parts and lines as on the page."""

from collections.abc import Iterator
from datetime import date

from lineofsight.engine.documents import Block, BulletList, Document, Paragraph, Run, Section
from lineofsight.outputs.leadership.queries.briefing import Briefing, Line, Part


def document_of(briefing: Briefing, *, partnership: str, reader: str, site: str, today: date) -> Document:
    """The briefing of a reader as of today."""
    return Document(
        title="Briefing",
        partnership=partnership,
        blocks=(Paragraph(f"{briefing.counts}. About {briefing.minutes} minutes to read.", "lead"),
                *(_section(part, site) for part in briefing.parts)),
        marking="OFFICIAL-SENSITIVE",
        lines=(f"For {reader}", f"As it stands on {today.day} {today:%B %Y}"),
        site=site,
        made_on=today,
    )  # fmt: skip


def _section(part: Part, site: str) -> Section:
    return Section(part.heading, tuple(_blocks(part, site)))


def _blocks(part: Part, site: str) -> Iterator[Block]:
    if part.says:
        yield Paragraph(part.says)
    if part.lines:
        yield BulletList(tuple(_line(line, site) for line in part.lines))
    elif part.none:
        yield Paragraph(part.none)


def _line(line: Line, site: str) -> tuple[Run, ...]:
    more = " ".join(filter(None, [line.text, line.note]))
    title = Run(line.title, strong=True, link=f"{site}{line.url}" if site else None)
    return (title, Run(f". {more}")) if more else (title,)
