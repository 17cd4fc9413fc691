"""A page with every kind of block, to see how a partnership's own template wears them."""

from lineofsight.engine.documents import (
    BulletList,
    Callout,
    Document,
    NumberedList,
    Paragraph,
    Quote,
    Section,
    SourceNote,
    Table,
)


def paper(partnership: str) -> Document:
    """The sample."""
    table = Table(
        "A table", ("Measure", "This quarter", "Last quarter"), (("Visits in time", "91%", "88%"), ("Plans in time", "74%", "79%")),
        align=("left", "right", "right"),
    )  # fmt: skip
    inner = Section("A heading inside", (BulletList(("One point", "Another point")), NumberedList(("First", "Then"))))
    remark = Callout("A remark", (Paragraph("It stands out."),))
    blocks = (
        Paragraph("How your papers look in this template. Nothing here is about anybody.", "lead"),
        Section("A heading", (Paragraph("Text as in a report."), table, SourceNote("Where it comes from"), inner)),
        Section("Said", (Quote("I was asked what I wanted.", "A young person"), remark)),
    )
    return Document(
        "Sample report", partnership, blocks, marking="OFFICIAL", draft=True, lines=("A sample",), contents=True
    )
