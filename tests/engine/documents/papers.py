"""Papers that the tests set: one that holds every block, and text that tries to be more than text."""

from datetime import date

from lineofsight.engine import charts, spc
from lineofsight.engine.documents import (
    Block,
    BulletList,
    Callout,
    Document,
    Facts,
    Field,
    Figure,
    NumberedList,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Section,
    SourceNote,
    Table,
)

ALT = "Re-referrals fell from 24 in January to 18 in December."
HOSTILE = 'start #panic() #read("/etc/passwd") *stern* $y^2$ @ref <label> <b>&amp;</b> ]]> {{ x }} {% y %} \\u0041 // end of it'
LONG_WORD = "w" * 300


def chart() -> bytes:
    """A chart as the product draws it."""
    values = [24.0, 22, 23, 21, 20, 22, 21, 19, 20, 18, 19, 18]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    drawn = charts.spc_chart(
        values,
        spc.xmr(values, improves="down"),
        title="Re-referrals",
        measure="re-referrals",
        periods=months,
        unit="percent",
    )
    return charts.to_svg(drawn).encode()


def table(rows: int = 3, *, long: str = "Training record") -> Table:
    """A table with figures in its middle columns."""
    return Table(
        "Actions by agency",
        ("Agency", "Open", "Overdue", "What is late"),
        tuple((f"Agency {number}", str(number * 3), str(number), long) for number in range(1, rows + 1)),
        align=("left", "right", "right", "left"),
    )


def every_block(rows: int = 3) -> tuple[Block, ...]:
    """Sections to the fourth level with one of each kind of block."""
    return (
        Section(
            "What we found",
            (
                Paragraph("Three things must change.", tone="lead"),
                Paragraph((Run("See "), Run("the audit", link="/p/westmarch/audits/7/"), Run(" first", strong=True))),
                BulletList(("Thresholds are known", "Plans drift")),
                NumberedList(("Agree the rating", "Name a lead")),
                Facts((("Rating", "Limited"), ("Next review", "1 September 2026"))),
                Section(
                    "Figures",
                    (
                        Figure(chart(), ALT, "Re-referrals, Westmarch"),
                        SourceNote("Return of December 2025", "https://example.org/returns/12"),
                        table(rows),
                        Section("By district", (Section("Northmarch", (Paragraph("Higher than the others."),)),)),
                    ),
                ),
                Callout("Activity without impact", (Paragraph("It says what was done."),), grave=True),
                Quote("Nobody asked me.", "A young person"),
            ),
        ),
        PageBreak(),
        Section(
            "Next steps", (NumberedList(("Write the plan",)), Field("What did you do?", "Say who and when.", 4, "q1"))
        ),
    )


def paper(*blocks: Block, rows: int = 3, **more: object) -> Document:
    """A draft of a report."""
    given: dict[str, object] = {
        "marking": "OFFICIAL-SENSITIVE",
        "draft": True,
        "lines": ("15 June 2026",),
        "contents": True,
        "site": "https://lineofsight.example",
        "made_on": date(2026, 6, 15),
    }
    return Document("Annual report", "Westmarch Partnership", blocks or every_block(rows), **(given | more))  # type: ignore[arg-type]
