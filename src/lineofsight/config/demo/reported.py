"""What went out: two sub-groups' updates, the autumn's Executive Circular, signed by nobody but agreed and published, and a
first draft of the next yearly report with words still to be written."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial

from lineofsight.config.demo import products
from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import County
from lineofsight.foundation.handbook.queries import framework_in_use, version_in_use
from lineofsight.foundation.partnership.models import Group
from lineofsight.governance.updates import changes as updates
from lineofsight.governance.updates import rules as quarters
from lineofsight.outputs.reports import changes, shelf
from lineofsight.outputs.reports.models import Block, Report

CIRCULAR, NEXT_YEARLY = "Executive Circular, July to September 2026", "Annual report 2026 to 2027: first draft"
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
UPDATES = {
    "saa": {
        "practice": "Two audits of neglect were agreed. Plans are better; reviews of plans are still late in three districts.",
        "sharing": "Health visitors now send their figures by district. The hospitals’ come late.",
    },
    "learning-improvement": {
        "practice": "Learning from the local review went to 214 practitioners in nine sessions.",
        "voice": "Young people wrote a page on what a good return home interview is. It is used in training since September.",
    },
}
CIRCULAR_WORDS = (
    "Return home interviews happen too late. The warning is with us since 28 September, and the council answers by 30 October.",
    "Young people say that they are asked by somebody they know. What they get out of it we will look at again in spring.",
)
YEARLY_WORDS: Mapping[str, str] = {
    "done": "We agreed three audits and a local review in the first half of the year, and took each to the Executive.",
    "impact": "Plans for neglected children name what must change more often than a year ago.",
    "voice": "A group of twelve young people meets each month. What they asked for goes to the Executive in its own words.",
}


def happenings(county: County) -> Iterator[Happening]:
    """Each deed at its moment."""
    yield Happening(moment(date(2026, 10, 6), 10), partial(_update, county))
    yield Happening(moment(date(2026, 10, 8), 11), partial(_circular, county))
    yield Happening(moment(date(2026, 10, 19), 10), partial(_publish, county))
    yield Happening(moment(date(2026, 10, 20), 9), partial(_next_yearly, county))


def _update(county: County, now: datetime) -> None:
    """What two groups gave for the quarter, each to two channels."""
    quarter, version = quarters.quarter_of(QUARTER[0]), version_in_use(county.partnership, on=now.date())
    by = county.doer("saa-chair")
    for code, texts in UPDATES.items():
        group = Group.objects.for_partnership(county.partnership).filter(code=code).first()
        if group is None:
            continue
        update = updates.open_update(group, quarter, version=version, due_on=date(2026, 10, 14), by=by)
        known = {text.topic for text in update.texts.all()}
        typed = {topic: updates.Typed(text, 1) for topic, text in texts.items() if topic in known}
        updates.save(update, typed, by=by, now=now)
        updates.give(update, channels=["executive-circular", "yearly-saa-report"], by=by, now=now, today=now.date())


def _circular(county: County, now: datetime) -> None:
    """Made on the day on which its product is in work, written, and given to the route as that product."""
    report = _make(county, "executive-circular", CIRCULAR, QUARTER, now)
    _write(report, list(CIRCULAR_WORDS), county, now)
    changes.be_product(report, products.one(county, CIRCULAR), by=county.doer("business-manager"), now=now)


def _publish(county: County, now: datetime) -> None:
    report = Report.objects.for_partnership(county.partnership).get(title=CIRCULAR)
    changes.publish(report, by=county.doer("business-manager"), now=now, today=now.date(), version=report.version)


def _next_yearly(county: County, now: datetime) -> None:
    """The next year's report, begun early: three sections are written, the others wait."""
    report = _make(county, "annual-report", NEXT_YEARLY, (date(2026, 4, 1), date(2027, 3, 31)), now)
    for block in Block.objects.filter(report=report, kind="text", item__in=list(YEARLY_WORDS)):
        _say(block, report, YEARLY_WORDS[block.item], county, now)
    text = "Say in the foreword what we did not manage. Readers look for it."
    changes.comment(report, text=text, by=county.doer("saa-chair"), now=now)


def _make(county: County, code: str, title: str, period: tuple[date, date], now: datetime) -> Report:
    template = shelf.template_of(framework_in_use(county.partnership, on=now.date()), code)
    assert template is not None
    by = county.doer("business-manager")
    report = changes.make(
        county.partnership, template, title=title, period_start=period[0], period_end=period[1], snapshot_on=now.date(),
        audience=template.audience, marking="OFFICIAL-SENSITIVE", by=by, now=now, today=now.date(),
    )  # fmt: skip
    changes.fill_all(report, by=by, now=now)
    return report


def _write(report: Report, words: list[str], county: County, now: datetime) -> None:
    texts = Block.objects.filter(report=report, kind="text").order_by("position")
    for block, text in zip(texts, words, strict=True):
        _say(block, report, text, county, now)


def _say(block: Block, report: Report, text: str, county: County, now: datetime) -> None:
    block.report = report
    facts = {
        "section": block.section,
        "heading": block.heading,
        "text": text,
        "is_public": True,
        "version": block.version,
    }
    changes.edit_block(block, **facts, by=county.doer("business-manager"), now=now)  # type: ignore[arg-type]
