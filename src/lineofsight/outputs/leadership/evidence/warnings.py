"""Early warnings as evidence: how soon they lead to a decision, and how they end."""

from collections.abc import Iterator

from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.handbook.evidence import Asked, Calculation, Item
from lineofsight.outputs.leadership.evidence.reading import day_of, path

OUTCOMES = dict(Warning.Proved.choices)
STATES = dict(Warning.State.choices)
WARNING = ("early warning", "early warnings")


def _read(asked: Asked, *, met: str) -> Iterator[Item]:
    if not asked.here.may("see_warnings"):
        return
    rows = Warning.objects.for_partnership(asked.here.partnership).filter(
        joined_to__isnull=True, detected_at__date__gt=asked.since, detected_at__date__lte=asked.on
    )  # fmt: skip
    found = rows.values_list("pk", "title", "detected_at", met, "state", "proved", "organisation__name")
    for key, title, detected_at, met_at, state, proved, agency in found:
        standing = STATES.get(state, state) if state not in {"settled", "closed"} else f"Ended: {OUTCOMES[proved]}"
        yield Item(text=title, began=day_of(detected_at) or asked.on, url=path(asked, "warnings", key),
                   met=day_of(met_at), agency=agency or "", standing=str(standing))  # fmt: skip


def to_decision(asked: Asked) -> list[Item]:
    """Warnings; met when the Executive answered."""
    return list(_read(asked, met="answered_at"))


def to_word(asked: Asked) -> list[Item]:
    """Warnings; met when the Executive was told."""
    return list(_read(asked, met="told_at"))


CALCULATIONS = {
    "days-signal-to-decision": Calculation(way="days", items=to_decision, noun=WARNING),
    "days-to-see": Calculation(way="days", items=to_word, noun=WARNING),
    "warnings-by-outcome": Calculation(way="count", items=to_decision, noun=WARNING, by="standing"),
}
