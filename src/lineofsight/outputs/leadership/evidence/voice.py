"""What children and families told as evidence: what was done because of it, and whether they were told."""

from datetime import date

from lineofsight.foundation.handbook.evidence import Asked, Calculation, Item
from lineofsight.outputs.leadership.evidence.reading import path
from lineofsight.sources.voice.models import VoiceItem

SAID = ("thing that children and families told", "things that children and families told")


def _told(asked: Asked, *, met: str) -> list[Item]:
    if not asked.here.may("see_findings"):
        return []
    rows = VoiceItem.objects.for_partnership(asked.here.partnership).filter(
        heard_on__gt=asked.since, heard_on__lte=asked.on
    )
    found = rows.values_list("pk", "reference", "said", "heard_on", met, "changed_on", "organisation__name")
    return [
        Item(text=f"{reference} {said[:140]}", began=heard_on, met=met_on, url=path(asked, "voice", key),
             agency=agency or "", standing=_standing(met_on, changed_on))
        for key, reference, said, heard_on, met_on, changed_on, agency in found
    ]  # fmt: skip


def _standing(met_on: date | None, changed_on: date | None) -> str:
    if changed_on is None:
        return "Nothing has changed yet"
    return (
        "Something changed" if met_on == changed_on else "Told what changed" if met_on else "Not told yet what changed"
    )


def answered(asked: Asked) -> list[Item]:
    """What was told; met when something changed because of it."""
    return _told(asked, met="changed_on")


def told_back(asked: Asked) -> list[Item]:
    """What was told; met when those who said it were told what changed."""
    return _told(asked, met="told_back_on")


CALCULATIONS = {
    "you-said-we-did": Calculation(way="share", items=answered, noun=SAID, happened="answered by a change"),
    "words-acted-on": Calculation(way="share", items=answered, noun=SAID, happened="answered by a change"),
    "voice-items-with-effect": Calculation(
        way="share",
        items=told_back,
        noun=SAID,
        happened="followed to its end: those who said it were told what changed",
    ),
}
