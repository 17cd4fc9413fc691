"""The report of a rapid review as a document: what it must cover, what agencies know, each partner's decision, every day."""

from collections.abc import Iterator
from datetime import date

from lineofsight.engine.documents import Block, Document, Facts, Paragraph, Section, Table, paragraphs_of
from lineofsight.foundation.ui.words import long_date
from lineofsight.sources.reviews import queries, rules
from lineofsight.sources.reviews.models import Incident, PartnerDecision

NOTHING = "Nothing is written yet."


def report_of(held: Incident, whole: queries.Record, *, site: str, today: date) -> Document:
    """The report, under the reference alone; LookupError for an incident without a rapid review."""
    rapid = getattr(held, "rapid_review", None)
    if rapid is None:
        raise LookupError(f"{held.reference} has no rapid review.")
    decided: list[Block] = [Paragraph("Nothing is decided yet.")]
    if rapid.outcome:
        decided = [Paragraph(rapid.get_outcome_display(), tone="lead"), *paragraphs_of(rapid.outcome_reason)]
    return Document(
        title=f"Rapid review {held.reference}",
        partnership=held.partnership.name,
        blocks=(
            Section("In short", (_facts(held), *decided)),
            *(_covered(one, whole) for one in rules.items()),
            Section("What agencies know and did", tuple(_summaries(whole))),
            Section("Each safeguarding partner’s own decision", tuple(_decisions(whole))),
            Section("Timetable", (_timetable(whole),)),
        ),
        marking=held.subject.marking if held.subject else "OFFICIAL-SENSITIVE",
        lines=(f"As of {long_date(today)}",),
        contents=False,
        site=site,
        made_on=today,
    )


def _facts(held: Incident) -> Facts:
    rapid = held.rapid_review
    named = [
        ("What kind of incident", held.summary),
        ("Who must notify", held.duty_holder.name),
        ("Who leads", "We lead" if held.is_led_here else held.other_partnership),
        *([("Works with us", held.other_partnership)] if held.is_led_here and held.other_partnership else []),
    ]
    days = [
        ("It happened", held.incident_on), ("The local authority became aware", held.aware_on),
        ("The notification was sent", held.notified_on), ("The partners decided", rapid.decided_on),
        ("Sent to the Panel", rapid.sent_on),
    ]  # fmt: skip
    return Facts((*named, *((name, long_date(day)) for name, day in days if day)))


def _covered(item: rules.Item, whole: queries.Record) -> Section:
    there = whole.covered.get(item.code)
    return Section(item.name, tuple(paragraphs_of(there.text)) if there else (Paragraph(NOTHING),))


def _summaries(whole: queries.Record) -> Iterator[Block]:
    if not whole.summaries:
        yield Paragraph("No agency was asked.")
    for one in whole.summaries:
        texts = [("How, and when", one.involvement), ("What was done well", one.good_practice),
                 ("What could be better", one.learning), ("What was done at once", one.immediate_action)]  # fmt: skip
        facts = Facts(tuple((label, text) for label, text in texts if text))
        yield Section(one.organisation.name, (Paragraph(one.get_state_display()), *([facts] if facts.facts else [])))


def _decisions(whole: queries.Record) -> Iterator[Block]:
    for stage in (rules.NOTIFY, rules.HOLD):
        newest = whole.newest(stage)
        rows = tuple(_decision(partner.name, newest.get(partner.pk)) for partner in whole.partners)
        if newest:
            title = PartnerDecision.Stage(stage).label
            yield Section(title, (Table(title, ("Partner", "Decision", "On", "Why"), rows, caption_hidden=True),))
        said = [one.text for one in whole.comments if one.stage == stage]
        if said:
            blocks = tuple(block for text in said for block in paragraphs_of(text))
            yield Section("What the Independent Scrutineer says", blocks)


def _decision(name: str, one: PartnerDecision | None) -> tuple[str, str, str, str]:
    if one is None:
        return (name, "Not decided yet", "–", "–")
    return (name, one.get_choice_display(), long_date(one.decided_on), one.reason)


def _timetable(whole: queries.Record) -> Table:
    rows = tuple(
        (day.name, long_date(day.on), long_date(day.done_on) if day.done_on else "–") for day in whole.timetable
    )
    return Table(
        "Timetable in working days from the notification", ("Part", "By", "Done on"), rows, caption_hidden=True
    )
