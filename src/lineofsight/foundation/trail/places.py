"""Every place in the database where a person's words can stand: the text fields of all rooms, found by themselves.

A new room needs to do nothing. What is left out is named here, with the reason.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from lineofsight.foundation.trail.models import Chain, EntryContent
from lineofsight.foundation.trail.wording import Target

LEFT_OUT = {
    # The chain covers these with its hash; they hold codes and the names of roles, never what somebody typed.
    "trail.Chain": "codes", "trail.Entry": "hashed",
    # Rewritten on its own, so that the chain still verifies.
    "trail.EntryContent": "apart", "trail.Redaction": "apart",
    # Names of account holders: an account is erased in another way.
    "trail.Actor": "account holders", "accounts.Person": "account holders", "accounts.SignIn": "no free text",
    # The framework's own published words.
    "handbook.FrameworkVersion": "published",
}  # fmt: skip
OTHERS = ("django_tasks_database.dbtaskresult",)
"""Tables of other packages in which words of ours can stand: arguments and errors of tasks."""

WITHOUT_CHAIN = {"accounts.Person", "trail.Actor"}
"""People belong to no one partnership, so no way leads through them."""


@dataclass(frozen=True, slots=True)
class Place:
    """One field of one row in which the words stand."""

    model: type[models.Model]
    field: str
    row: Any

    def __str__(self) -> str:
        return f"{self.model._meta.verbose_name}: {self.field.replace('_', ' ')}"


def text_fields() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Each table with its fields of free text."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("lineofsight.")]
    for model in [*ours, *(apps.get_model(name) for name in OTHERS)]:
        names = [field.name for field in model._meta.concrete_fields if _is_free_text(field)]
        if names and model._meta.label not in LEFT_OUT:
            yield model, names


def _is_free_text(field: Any) -> bool:
    if field.primary_key or field.choices or field.is_relation:
        return False
    if isinstance(field, models.SlugField | models.EmailField | models.FileField | models.FilePathField):
        return False
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def search(target: Target, chain: Chain) -> list[Place]:
    """Every field of the partnership's rows in which the words stand, the contents of the trail left aside."""
    found = []
    for model, names in text_fields():
        rows = _rows_of(model, chain)
        if rows is None:
            continue
        for row in _likely(rows, names, target).values("pk", *names).iterator(chunk_size=2_000):
            found += [Place(model, name, row["pk"]) for name in names if target.is_in(row[name])]
    return found


def contents(target: Target, chain: Chain) -> list[EntryContent]:
    """The contents of the chain's entries in which the words stand."""
    rows = EntryContent.objects.filter(entry__chain=chain).select_related("entry").order_by("pk")
    return [
        content for content in _likely(rows, ["text"], target).iterator(chunk_size=2_000) if _holds(content, target)
    ]


def _holds(content: EntryContent, target: Target) -> bool:
    return target.is_in(json.loads(content.text))


def take_out(target: Target, places: list[Place]) -> int:
    """Replace the words in each place; the number of fields changed."""
    for place in places:
        row = place.model._base_manager.filter(pk=place.row)
        value = row.values_list(place.field, flat=True).get()
        row.update(**{place.field: target.without(value)})
    return len(places)


def _likely(rows: Any, names: list[str], target: Target) -> Any:
    """Fewer rows to read, where the words are known and the database compares them as we do."""
    word = max(target.plain.split(), key=len, default="")
    if not word.isascii() or not word:
        return rows
    return rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names)))


def _rows_of(model: type[models.Model], chain: Chain) -> Any:
    """The table's rows that belong to the chain's partnership; None for a table that belongs to none."""
    if model._meta.label_lower in OTHERS:
        return model._base_manager.all()
    paths = paths_to_chain(model)
    if not paths:
        return None
    return model._base_manager.filter(reduce(or_, (Q(**{path: chain}) for path in paths)))


def paths_to_chain(model: type[models.Model]) -> list[str]:
    """The ways from a row to the chain of its partnership, as lookups: all short ones, or else the shortest."""
    found = sorted(_ways(model, steps=5), key=lambda way: way.count("__"))
    return [way for way in found if way.count("__") <= max(1, found[0].count("__"))]


def _ways(model: type[models.Model], *, steps: int) -> Iterator[str]:
    if not steps:
        return
    for field in model._meta.concrete_fields:
        target = field.related_model
        if target is Chain:
            yield field.name
        elif isinstance(target, type) and target is not model and target._meta.label not in WITHOUT_CHAIN:
            yield from (f"{field.name}__{way}" for way in _ways(target, steps=steps - 1))
