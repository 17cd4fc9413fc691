"""Everything of a kind as sheets: the columns that are read again, then every other fact of its tables for reading alone.

No list of facts is kept here: the columns come from the tables themselves, so that nothing is left out by mistake. What is
left out is named in `LEFT_OUT`, with the reason.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Field as Column
from django.db.models import ManyToManyField, Model, Prefetch, QuerySet

from lineofsight.cycle.findings import permissions, wording
from lineofsight.cycle.findings.models import (
    Action,
    ActionUpdate,
    Finding,
    FindingTheme,
    ImpactCheck,
    NotTheSame,
    Recommendation,
    RecommendationSource,
    StrengthAdoption,
)
from lineofsight.cycle.findings.queries import visible
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.spreadsheets.columns import KINDS, Kind
from lineofsight.cycle.spreadsheets.people import memberships, people_out
from lineofsight.cycle.spreadsheets.queries import Lookups
from lineofsight.foundation.partnership.models import Invitation, Membership, Role
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Subject

READ_ONLY: Final = "for reading only"
HIDDEN: Final = wording.HIDDEN
LEFT_OUT: Final = {
    "id": "a key of the database", "partnership": "the same for all", "subject": "the page that stands for it",
    "version": "counts saves", "secret_digest": "a secret",
}  # fmt: skip
_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, headings and rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]


def pages(kind: Kind, here: Here) -> list[Page]:
    """The sheet that is read again, and beside it what else belongs to its rows, as far as the person may read it."""
    if kind.code == "people":
        return _people(kind, here)
    model, rows = _MAIN[kind.code]
    held = rows(here)
    return [_main(kind, here, model, held), *(_details(one, here, held) for one in _DETAILS[kind.code])]


def _main(kind: Kind, here: Here, model: type[Model], held: QuerySet[Any]) -> Page:
    own, said = columns_beside(model, kind), Lookups(here, kind, []).wording
    again = ("organisation", "owner") if model is not Finding else ("organisation", "product")
    read = _with_related(held, own).select_related(*again).prefetch_related(*_TOGETHER[kind.code](here))
    rows = []
    for one in read.iterator(chunk_size=_AT_ONCE):
        cells = said.cells(kind.code, one)
        rows.append([*(cells[field.code] for field in kind.fields), *(value_of(one, each, here) for each in own)])
    headings = [*(field.heading for field in kind.fields), *(f"{heading_of(each)} ({READ_ONLY})" for each in own)]
    return Page(kind.title, headings, rows)


def _people(kind: Kind, here: Here) -> list[Page]:
    rows = [[one[field.code] for field in kind.fields] for one in people_out(here)]
    main = Page(kind.title, [field.heading for field in kind.fields], rows)
    parts = (("Roles by person", Membership, memberships(here)),
             ("Roles", Role, Role.objects.for_partnership(here.partnership).order_by("title", "pk")),
             ("Invitations", Invitation, Invitation.objects.filter(partnership=here.partnership)))  # fmt: skip
    return [main, *(_table(name, model, rows, here) for name, model, rows in parts)]


def columns_beside(model: type[Model], kind: Kind) -> list[Any]:
    """The facts of a table that are not among the columns that are read again, save those that are left out."""
    read_again = {field.code for field in kind.fields}
    return [one for one in facts_of(model) if one.name not in read_again]


def facts_of(model: type[Model]) -> list[Any]:
    """Every column of a table and every list of its own, save those that are left out."""
    return [one for one in (*model._meta.concrete_fields, *model._meta.many_to_many) if one.name not in LEFT_OUT]


def heading_of(field: Column[Any, Any]) -> str:
    """The name of a fact as a heading."""
    return str(field.verbose_name).capitalize()


def _details(of: tuple[str, type[Model], str], here: Here, held: QuerySet[Any]) -> Page:
    name, model, parent = of
    rows = model._default_manager.filter(**{f"{parent}__in": held.order_by().values("pk")})
    return _table(name, model, rows.order_by(f"{parent}__reference", "pk"), here)


def _table(name: str, model: type[Model], rows: QuerySet[Any], here: Here) -> Page:
    facts = facts_of(model)
    read = _with_related(rows, facts)
    body = [[value_of(one, each, here) for each in facts] for one in read.iterator(chunk_size=_AT_ONCE)]
    return Page(name, [heading_of(each) for each in facts], body)


def _with_related(rows: QuerySet[Any], facts: Sequence[Any]) -> QuerySet[Any]:
    """The rows with what their facts point at, so that no row asks by itself."""
    points = {one.name: one.related_model for one in facts if one.is_relation and not one.many_to_many}
    deeper = {Role: "organisation", Finding: "product", Product: "subject"}
    more = [f"{name}__{deeper[model]}" for name, model in points.items() if model in deeper]
    return rows.select_related(*points, *more).prefetch_related(*(one.name for one in facts if one.many_to_many))


def value_of(one: Any, field: Any, here: Here) -> Any:
    """A fact as a cell: words for choices, names for what it points at, and nothing of what the person may not read."""
    if isinstance(field, ManyToManyField):
        return "; ".join(_said(each, here) for each in getattr(one, field.name).all())
    if field.choices:
        return str(getattr(one, f"get_{field.name}_display")())
    value = getattr(one, field.name)
    return _said(value, here) if isinstance(value, Model) else value


def _said(value: Any, here: Here) -> str:
    if isinstance(value, Subject):
        return wording.subject_words(value, here)
    if isinstance(value, Finding):
        return f"{value.reference} {value.title}" if permissions.may_read_finding(here, value) else HIDDEN
    if isinstance(value, Product):
        return f"{value.reference} {value.title}" if permissions.may_read_product(here, value) else HIDDEN
    if isinstance(value, Recommendation):
        return value.reference
    return value.reference if isinstance(value, Action) else str(value)


def _of_actions(here: Here) -> Iterable[Any]:
    return ("updates", Prefetch("recommendations", visible.recommendations(here)))


def _of_recommendations(here: Here) -> Iterable[Any]:
    sources = RecommendationSource.objects.filter(finding__in=visible.findings(here).values("pk")) | (
        RecommendationSource.objects.exclude(product=None)
    )
    return (Prefetch("sources", sources.select_related("finding", "product")),)


def _of_findings(here: Here) -> Iterable[Any]:
    return ("themes",)


_MAIN: dict[str, tuple[type[Model], Callable[[Here], QuerySet[Any]]]] = {
    "actions": (Action, lambda here: visible.actions(here).order_by("reference")),
    "recommendations": (Recommendation, lambda here: visible.recommendations(here).order_by("reference")),
    "findings": (Finding, lambda here: visible.findings(here).order_by("reference")),
}
_TOGETHER: dict[str, Callable[[Here], Iterable[Any]]] = {
    "actions": _of_actions, "recommendations": _of_recommendations, "findings": _of_findings,
}  # fmt: skip
_DETAILS: dict[str, tuple[tuple[str, type[Model], str], ...]] = {
    "actions": (("Updates", ActionUpdate, "action"),),
    "recommendations": (
        ("Sources", RecommendationSource, "recommendation"),
        ("Impact checks", ImpactCheck, "recommendation"),
        ("Told apart", NotTheSame, "first"),
    ),
    "findings": (("Themes", FindingTheme, "finding"), ("Taken up by", StrengthAdoption, "finding")),
}
TABLES: Final = {Action: KINDS["actions"], Recommendation: KINDS["recommendations"], Finding: KINDS["findings"]}
