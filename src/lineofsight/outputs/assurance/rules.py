"""How grades, freshness and places are said and shown. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from lineofsight.cycle.products import rules
from lineofsight.engine.framework import Framework

TONES = {1: ("good",), 2: ("good", "poor"), 3: ("good", "fair", "poor"), 4: ("good", "fair", "weak", "poor")}
FRESHNESS_TONES = {"never": "none", "in_date": "quiet", "due": "info", "overdue": "weak"}
OUTCOMES = {"agreed": "agreed", "conditions": "agreed with conditions", "noted": "noted", "not_agreed": "did not agree"}


@dataclass(frozen=True, slots=True)
class Said:
    """Some words in a tone."""

    text: str
    tone: str


NOT_RATED = Said("Not rated", "none")


def grade(framework: Framework, code: str | None, *, scale: str = "") -> Said:
    """A grade of the framework's rating scale (or another), with the tone of its place; what was not judged has none."""
    if not code:
        return NOT_RATED
    grades = framework.get("scales", scale or framework.meta.rating_scale).grades
    judged = sorted((one for one in grades if one.judged), key=lambda one: one.rank or 0)
    found = next((one for one in grades if one.code == code), None)
    if found is None:
        return Said(code, "none")
    tones = TONES.get(len(judged), TONES[4])
    place = next((index for index, one in enumerate(judged) if one.code == code), None)
    return Said(found.name, "none" if place is None else tones[min(place, len(tones) - 1)])


def grade_name(framework: Framework, scale: str, code: str | None) -> str:
    """The name of a grade of a scale; nothing for none."""
    return grade(framework, code, scale=scale).text if code else ""


def low_grades(framework: Framework) -> list[str]:
    """The names of the grades of the rating scale below the middle."""
    grades = framework.get("scales", framework.meta.rating_scale).grades
    return [one.name for one in grades if grade(framework, one.code).tone in {"weak", "poor"}]


def best_grades(framework: Framework) -> frozenset[str]:
    """The codes of the best grade of the rating scale."""
    grades = framework.get("scales", framework.meta.rating_scale).grades
    best = min((one.rank for one in grades if one.rank is not None), default=0)
    return frozenset(one.code for one in grades if one.rank == best)


def freshness(*, rated_on: date | None, next_review_on: date | None, today: date) -> Said:
    """How fresh a rating is, in words and a tone of its own: never the tone of what it says."""
    found = rules.freshness(rated_on=rated_on, next_review_on=next_review_on, today=today)
    return Said(found.words, FRESHNESS_TONES[found.code])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is known of where a product is."""

    stage: str
    state: str
    at: str
    since: datetime | None
    lead: str
    goes_into: str = ""


def where(place: Place, *, today: date) -> str:
    """Where a product is, who has it, and for how many days."""
    days = rules.days_since(place.since, today=today)
    waited = "" if days is None else f", {rules.days_words(days)}" if days else ", since today"
    if place.stage == "route":
        if place.goes_into:
            return f"Goes with {place.goes_into}{waited}"
        return f"Waiting at {place.at}{waited}" if place.at else f"Through its route{waited}"
    if place.stage == "work":
        return f"{place.state}, with {place.lead or 'nobody yet'}{waited}"
    return f"{place.state}; waiting at {place.at}{waited}" if place.at else place.state
