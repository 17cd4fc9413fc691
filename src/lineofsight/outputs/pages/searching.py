"""Full text over everything that a person may read in a partnership, kind by kind, in a fixed number of queries."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import Resolver404, resolve, reverse

from lineofsight.cycle.products import queries as products
from lineofsight.foundation.handbook.book import book_of
from lineofsight.foundation.handbook.entries import entries
from lineofsight.foundation.partnership import queries
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.pages.doors import opening_subjects
from lineofsight.outputs.pages.glossary import terms
from lineofsight.outputs.reports import queries as reports
from lineofsight.sources.dashboard.models import MeasureVersion

MOST_TERMS = 6
SHORTEST_TERM = 2
ALL_KINDS, ONE_KIND = 5, 100
MOST_READ = 200
AROUND = 70
_FOUND_ELSEWHERE = {"product", "measure", "report"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found; `url` is empty when it has no page yet."""

    title: str
    text: str
    url: str
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found, and the capabilities of which one is enough (none: everybody here)."""

    code: str
    label: str
    any_of: tuple[str, ...]
    find: Callable[[Here, list[str]], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Part:
    """The hits of one kind: those shown, and how many there are."""

    code: str
    label: str
    hits: list[Hit]
    total: int


def terms_of(words: str) -> list[str]:
    """What to look for: the words of the question, those of one letter left out; at most six."""
    return [term for term in words.casefold().split() if len(term) >= SHORTEST_TERM][:MOST_TERMS]


def kinds_for(here: Here) -> list[Kind]:
    """The kinds of thing that the person may look for."""
    return [kind for kind in KINDS if not kind.any_of or any(here.may(one) for one in kind.any_of)]


def search(here: Here, words: str, *, kind: str = "") -> list[Part]:
    """What the person may read that holds every word, one part a kind; with `kind` only that one, and more of it."""
    wanted = terms_of(words)
    if not wanted:
        return []
    most = ONE_KIND if kind else ALL_KINDS
    parts = []
    for one in kinds_for(here):
        if kind in ("", one.code):
            hits = sorted(one.find(here, wanted), key=lambda hit: _rank(hit, wanted))
            parts.append(Part(one.code, one.label, hits[:most], len(hits)))
    return [part for part in parts if part.total]


def _rank(hit: Hit, wanted: list[str]) -> tuple[bool, bool, str]:
    title = hit.title.casefold()
    return (not title.startswith(wanted[0]), not all(term in title for term in wanted), title)


def _holds(wanted: list[str], *fields: str) -> Q:
    """Each word in one of the fields or another."""
    each = (reduce(or_, (Q(**{f"{field}__icontains": term}) for field in fields)) for term in wanted)
    return reduce(and_, each)


def _papers(here: Here, wanted: list[str]) -> Iterator[Hit]:
    """What the trail, notices and files point at, as far as the person may read it: by all of its words, not its title alone."""
    rows = opening_subjects(here).filter(_holds(wanted, "title", "indexed__text"))
    rows = rows.exclude(kind__in=_FOUND_ELSEWHERE).select_related("indexed")
    for subject in rows.order_by("title")[:MOST_READ]:
        marking = "" if subject.marking == "OFFICIAL" else subject.marking
        kind = subject.kind.replace("_", " ").capitalize()
        said = _around(_indexed(subject).removeprefix(subject.title), wanted)
        yield Hit(subject.title, f"{kind}. {said}" if said else kind, _open(subject.path), marking)


def _indexed(subject: Any) -> str:
    """All words of a subject; empty before the index has them."""
    held = getattr(subject, "indexed", None)
    return str(held.text) if held else ""


def _around(text: str, wanted: list[str]) -> str:
    """The words around the first one that was looked for; empty where none stands."""
    flat = " ".join(text.split())
    at = min((place for term in wanted if (place := flat.casefold().find(term)) >= 0), default=-1)
    if at < 0:
        return ""
    start = flat.rfind(" ", 0, max(at - AROUND, 0)) + 1 if at > AROUND else 0
    cut = flat[start : at + 2 * AROUND]
    return f"{'… ' if start else ''}{cut}{' …' if len(flat) > at + 2 * AROUND else ''}"


def _reports(here: Here, wanted: list[str]) -> Iterator[Hit]:
    """Reports that the person may open; of a draft, the title alone is looked through."""
    rows = reports.visible(here).filter(_holds(wanted, "title", "reference", "subject__indexed__text"))
    for report in rows.select_related("subject__indexed").order_by("-period_end")[:MOST_READ]:
        url = reverse("reports:report", args=[here.partnership.slug, report.pk])
        said = _around(_indexed(report.subject).removeprefix(str(report.subject)), wanted)
        yield Hit(f"{report.reference} {report.title}", said or str(report.get_state_display()), url, report.marking)


def _products(here: Here, wanted: list[str]) -> Iterator[Hit]:
    words = ("title", "reference", "words__what", "words__so_what", "words__what_next", "words__scope_text")
    rows = products.visible(here).filter(_holds(wanted, *words)).select_related("words")
    for product in rows.order_by("-due_on", "title")[:MOST_READ]:
        text = product.words.what or product.words.scope_text
        url = reverse("assurance:product", args=[here.partnership.slug, product.pk])
        marking = "" if product.marking == "OFFICIAL" else product.marking
        yield Hit(f"{product.reference} {product.title}", text, url, marking)


def _open(path: str) -> str:
    """The path when there is a page behind it."""
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path


def _measures(here: Here, wanted: list[str]) -> Iterator[Hit]:
    rows = MeasureVersion.objects.filter(
        _holds(wanted, "name", "question", "measure__code"),
        measure__partnership=here.partnership,
        measure__is_active=True,
    )
    seen: set[object] = set()
    for version in rows.select_related("measure").order_by("measure", "-number")[:MOST_READ]:
        if version.measure_id not in seen:
            seen.add(version.measure_id)
            url = reverse("dashboard:measure", args=[here.partnership.slug, version.measure.code])
            yield Hit(version.name, version.question, url)


def _people(here: Here, wanted: list[str]) -> Iterator[Hit]:
    rows = queries.serving(here.partnership, today=here.today).filter(
        _holds(wanted, "person__name", "role__title", "role__organisation__name")
    )
    for one in rows.order_by("person__name")[:MOST_READ]:
        url = reverse("people:person", args=[here.partnership.slug, one.person_id])
        yield Hit(one.person.name, str(one.role), url)


def _organisations(here: Here, wanted: list[str]) -> Iterator[Hit]:
    rows = queries.bodies_of(here.partnership).filter(_holds(wanted, "name", "short_name", "official_code"))
    listed = reverse("people:organisations", args=[here.partnership.slug])
    for one in rows.order_by("name")[:MOST_READ]:
        yield Hit(one.name, one.get_kind_display(), f"{listed}?{urlencode({'name': one.name})}")


def _groups(here: Here, wanted: list[str]) -> Iterator[Hit]:
    own = here.partnership.groups.filter(_holds(wanted, "name", "remit"))
    for one in own.order_by("name")[:MOST_READ]:
        yield Hit(one.name, one.remit, reverse("people:group", args=[here.partnership.slug, one.pk]))


def _handbook(here: Here, wanted: list[str]) -> Iterator[Hit]:
    book = book_of(here)
    for one in entries(book) if book else ():
        if _says(f"{one.title} {one.text}", wanted):
            yield Hit(one.title, f"{one.part}. {one.text}" if one.text else one.part, one.url)


def _glossary(here: Here, wanted: list[str]) -> Iterator[Hit]:
    for one in terms():
        if _says(f"{one.name} {one.plain}", wanted):
            yield Hit(one.name, one.plain, f"{reverse('pages:glossary')}#{one.anchor}")


def _says(text: str, wanted: list[str]) -> bool:
    folded = text.casefold()
    return all(term in folded for term in wanted)


KINDS = (
    Kind("products", "Products", ("see_products",), _products),
    Kind("work", "Work and papers", (), _papers),
    Kind("reports", "Reports", ("see_reports",), _reports),
    Kind("measures", "Measures", ("see_measures", "see_working_figures"), _measures),
    Kind("people", "People", ("see_people",), _people),
    Kind("organisations", "Organisations", ("see_people",), _organisations),
    Kind("groups", "Groups", ("see_people",), _groups),
    Kind("handbook", "Handbook", ("see_framework",), _handbook),
    Kind("glossary", "Words", (), _glossary),
)
