"""Arrows that the import contracts cannot see: foreign keys, templates, and rooms that nobody placed."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Model

from tests.house.floors import PACKAGE, layers_of, may_point

SCOPES = {"installation", "organisation", "partnership"}
NOT_A_ROOM = {"frameworks", "__pycache__"}


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("lineofsight.")]


def test_every_floor_and_room_has_its_place() -> None:
    unplaced = []
    for floor in sorted(path for path in PACKAGE.iterdir() if path.is_dir() and path.name not in NOT_A_ROOM):
        if floor.name not in layers_of("lineofsight"):
            unplaced.append(floor.name)
        elif floor.name not in {"engine", "config"}:
            rooms = {path.name for path in floor.iterdir() if path.is_dir() and path.name not in NOT_A_ROOM}
            unplaced += [
                f"{floor.name}/{room}" for room in sorted(rooms - layers_of(f"lineofsight.{floor.name}").keys())
            ]
    assert unplaced == []


def test_at_most_seven_rooms_on_a_floor() -> None:
    def rooms(floor: str) -> int:
        return sum(path.is_dir() and path.name not in NOT_A_ROOM for path in (PACKAGE / floor).iterdir())

    floors = [
        name for name in layers_of("lineofsight") if name not in {"engine", "config"} and (PACKAGE / name).exists()
    ]
    assert {floor: rooms(floor) for floor in floors if rooms(floor) > 7} == {}


def test_foreign_keys_point_down_or_stay_in_their_room() -> None:
    wrong = []
    for model in our_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            leads_away = getattr(field, "remote_field", None) is not None and not field.auto_created
            ours = isinstance(target, type) and target.__module__.startswith("lineofsight.")
            if leads_away and ours and not may_point(source=model.__module__, target=target.__module__):
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert wrong == []


def test_every_model_says_whose_its_rows_are() -> None:
    assert [model._meta.label for model in our_models() if getattr(model, "scope", None) not in SCOPES] == []


def leads_to_a_partnership(model: type[Model], *, steps: int = 4) -> bool:
    if model._meta.label in {"partnership.Partnership", "trail.Chain"}:
        return True
    targets = [field.related_model for field in model._meta.concrete_fields if field.is_relation]
    return steps > 0 and any(leads_to_a_partnership(target, steps=steps - 1) for target in targets)


def test_every_row_of_a_partnership_leads_to_it() -> None:
    partnerships = [model for model in our_models() if getattr(model, "scope", None) == "partnership"]
    assert [model._meta.label for model in partnerships if not leads_to_a_partnership(model)] == []


def templates() -> Iterator[tuple[str, Path]]:
    """Each template with the module of its room."""
    for path in sorted(PACKAGE.glob("*/*/templates/**/*.html")):
        floor, room = path.relative_to(PACKAGE).parts[:2]
        yield f"lineofsight.{floor}.{room}", path


def test_templates_use_only_their_own_room_and_rooms_below() -> None:
    homes = {path.name: f"lineofsight.{path.relative_to(PACKAGE).parts[0]}.{path.relative_to(PACKAGE).parts[1]}"
             for path in PACKAGE.glob("*/*/templates/*")}  # fmt: skip
    wrong = []
    for module, path in templates():
        for used in re.findall(r"{%\s*(?:extends|include)\s+[\"']([^/\"']+)/", path.read_text(encoding="utf-8")):
            if used in homes and not may_point(source=module, target=homes[used]):
                wrong.append(f"{path.relative_to(PACKAGE)} uses {used}/")
    assert wrong == []
