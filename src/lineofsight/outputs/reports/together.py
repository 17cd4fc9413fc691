"""One briefing for somebody who serves several partnerships: a part for each, of what they themselves may read there."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lineofsight.engine.documents import Block, Document, Paragraph, Section
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.queries import Here, here, memberships_of
from lineofsight.outputs.reports.document import Sources, papers_of
from lineofsight.outputs.reports.registry import Ask, kind_of
from lineofsight.sources.dashboard.queries.figures import end_of

PARTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Early warnings with the Executive", "warnings", {"only": "raised"}),
    ("Decided", "decisions", {}),
    ("Late recommendations", "recommendations", {"only": "late"}),
    ("What changed for children", "impact", {}),
)
SPAN = timedelta(days=92)


def places_of(person: Person, *, today: date) -> list[Here]:
    """The person in each partnership that they serve today, by its name."""
    slugs = dict.fromkeys(one.partnership.slug for one in memberships_of(person, today=today))
    return [found for slug in slugs if (found := here(person, slug, today=today)) is not None]


def serves_several(place: Here) -> bool:
    """True for somebody who serves in another partnership too; one query."""
    return len({one.partnership_id for one in memberships_of(place.person, today=place.today)}) > 1


def briefing(person: Person, *, today: date, site: str = "") -> Document:
    """The last quarter in each partnership, as the person may read it there; nothing of it is kept."""
    places, sources = places_of(person, today=today), Sources()
    parts = tuple(Section(place.partnership.name, tuple(_place(place, sources))) for place in places)
    names = " and ".join(place.partnership.short_name or place.partnership.name for place in places)
    ending = tuple(sources.section(site))
    lines = (f"{today - SPAN:%d %B %Y} to {today:%d %B %Y}", f"For {person.name}")
    return Document(
        "One briefing", names, (*parts, *ending), marking="OFFICIAL-SENSITIVE", lines=lines, site=site, made_on=today
    )


def _place(place: Here, sources: Sources) -> Iterator[Block]:
    try:
        framework = framework_in_use(place.partnership, on=place.today)
    except NoFramework:
        yield Paragraph("This partnership has no framework yet.")
        return
    for heading, code, settings in PARTS:
        kind = kind_of(code)
        if place.may(kind.needs):
            ask = Ask(
                place, framework, place.today - SPAN, place.today, place.today, end_of(place.today), settings=settings
            )
            yield Section(heading, tuple(papers_of(kind.read(ask).as_json(), sources)))
