"""Writes to the catalogue of measures."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.measures import Comparator
from lineofsight.engine.framework.measures import Measure as Definition
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record, subject_for
from lineofsight.sources.dashboard.models import Measure, MeasureLink, MeasureVersion

# The fields that stand word for word in the framework's catalogue and in a version.
SAME_FIELDS = (
    "name", "question", "data_source", "counts", "numerator", "denominator", "population", "unit", "multiplier",
    "decimals", "period_type", "taken", "frequency", "arrival_days", "direction", "direction_reason", "target",
    "tolerance", "target_reason", "small_number_rule", "known_limits", "family", "roll_up",
)  # fmt: skip
# A catalogue's first version counts for every period, however old the figures that are loaded under it.
FIRST_DAY = date(1900, 1, 1)


@transaction.atomic
def take_over_catalogue(partnership: Partnership, framework: Framework, *, by: Doer) -> int:
    """The framework's measures become the partnership's own; the number that are new. Those it has stay as they are."""
    known = set(Measure.objects.for_partnership(partnership).values_list("code", flat=True))
    new = [definition for definition in framework.measures if definition.code not in known]
    for definition in new:
        _add(partnership, definition, by=by)
    after = {"framework": framework.code, "measures": [definition.code for definition in new]}
    record(partnership.chain, by=by, deed="dashboard.take_over_catalogue", after=after, rows=max(len(new), 1))
    return len(new)


def _add(partnership: Partnership, definition: Definition, *, by: Doer) -> Measure:
    subject = subject_for(
        partnership.chain,
        room="dashboard",
        kind="measure",
        key=definition.code,
        title=definition.name,
        may_read="see_measures",
        path=f"/p/{partnership.slug}/data/measures/{definition.code}/",
    )
    measure = Measure.objects.create(
        partnership=partnership, code=definition.code, number=definition.number, subject=subject
    )
    MeasureVersion.objects.create(
        measure=measure, number=1, effective_from=FIRST_DAY, created_by_id=by.actor_id, **facts_of(definition)
    )
    MeasureLink.objects.bulk_create(
        MeasureLink(measure=measure, kind=kind, code=code)
        for kind, codes in (
            ("objective", definition.objectives),
            ("indicator", definition.indicators),
            ("priority", definition.priorities),
        )
        for code in codes
    )
    return measure


def facts_of(definition: Definition) -> dict[str, Any]:
    """A catalogue entry as the columns of a version."""
    facts = {name: getattr(definition, name) for name in SAME_FIELDS}
    return facts | {
        "owner_kind": definition.owner,
        "comparators": "\n".join(_comparator(item) for item in definition.comparators),
        "breakdowns": " ".join(definition.breakdowns),
    }


def _comparator(item: Comparator) -> str:
    return f"{item.name} | {item.method} | {item.published}"


class DefinitionChanged(Exception):
    """Somebody else changed the definition since the person opened it; `saved` is what counts now. Nothing was written."""

    def __init__(self, saved: MeasureVersion) -> None:
        super().__init__("Somebody else changed this definition while you were writing.")
        self.saved = saved


@transaction.atomic
def add_measure(
    partnership: Partnership, *, code: str, facts: Mapping[str, Any], links: Iterable[str] = (), by: Doer
) -> Measure:
    """A measure of the partnership's own, with its first definition. `links`: "objective:code" and the like."""
    if Measure.objects.for_partnership(partnership).filter(code=code).exists():
        raise Refused(f"There is already a measure with the code {code}.")
    subject = subject_for(
        partnership.chain,
        room="dashboard",
        kind="measure",
        key=code,
        title=str(facts["name"]),
        may_read="see_measures",
        path=f"/p/{partnership.slug}/data/measures/{code}/",
    )
    measure = Measure.objects.create(partnership=partnership, code=code, subject=subject)
    MeasureVersion.objects.create(
        measure=measure, number=1, effective_from=FIRST_DAY, created_by_id=by.actor_id, **facts
    )
    set_links(measure, links)
    after = {name: facts[name] for name in ("name", "unit", "direction", "period_type")} | {"code": code}
    record(partnership.chain, by=by, deed="dashboard.add_measure", subject=subject, after=after)
    return measure


def set_links(measure: Measure, links: Iterable[str]) -> None:
    """What the measure is evidence for, in place of what stood there."""
    measure.links.all().delete()
    pairs = [link.split(":", 1) for link in links]
    MeasureLink.objects.bulk_create(MeasureLink(measure=measure, kind=kind, code=code) for kind, code in pairs)


@transaction.atomic
def change_definition(
    measure: Measure, *, effective_from: date, reason: str, by: Doer, expected: int | None = None, **changed: Any
) -> MeasureVersion:
    """A new version from a day on, which makes a marked break on the chart. ValueError when it does not follow the last.

    `expected` is the number of the version that was read; DefinitionChanged when there is a newer one.
    """
    Measure.objects.select_for_update().get(pk=measure.pk)
    last = measure.versions.order_by("-number")[0]
    if expected is not None and expected != last.number:
        raise DefinitionChanged(last)
    if effective_from <= last.effective_from:
        raise ValueError(f"The definition in use counts from {last.effective_from:%d %B %Y}. Choose a later day.")
    fields = [field.name for field in MeasureVersion._meta.concrete_fields]
    facts = {name: getattr(last, name) for name in fields if name not in {"id", "number", "created_at", "created_by"}}
    facts |= {**changed, "effective_from": effective_from, "reason": reason}
    version = MeasureVersion.objects.create(**facts, number=last.number + 1, created_by_id=by.actor_id)
    before = {name: getattr(last, name) for name in changed}
    record(
        measure.partnership.chain,
        by=by,
        deed="dashboard.change_definition",
        subject=measure.subject,
        before=before,
        after={**changed, "effective_from": effective_from},
        note=reason,
    )
    return version
