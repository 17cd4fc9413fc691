"""Every address of the product, and the table of who may open it."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.world import World

TABLES = Path(__file__).parent / "who_may"
OUTSIDE = ("allauth.",)
"""Packages whose views carry no guard of ours; their rows are in the table all the same."""


@dataclass(frozen=True, slots=True)
class Address:
    """One named address: its arguments, and what answers it."""

    name: str
    arguments: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def is_ours(self) -> bool:
        """False for views of other packages."""
        return not self.view.__module__.startswith(OUTSIDE)

    @property
    def guard(self) -> Any:
        """What the guard says of itself; None for a view without."""
        return getattr(self.view, "guard", None)

    def url(self, world: World) -> str:
        """The address with the world's rows in it."""
        return reverse(self.name, kwargs=arguments_of(self, world))


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table. `who`: public, signed in, administrator, member or capability (then `any_of`).

    `answers`: what those who may get. `row_decides`: the row, not the role alone, says who may, so that some who have the
    capability are refused too.
    """

    who: str
    any_of: frozenset[str] = frozenset()
    answers: tuple[int, ...] = (200,)
    row_decides: bool = False


def addresses() -> list[Address]:
    """Every address of the product."""
    return list(_walk(get_resolver().url_patterns, namespaces=(), arguments=()))


def _walk(patterns: list[Any], *, namespaces: tuple[str, ...], arguments: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        inside = (*arguments, *(pattern.pattern.converters or pattern.pattern.regex.groupindex))
        if isinstance(pattern, URLResolver):
            spaces = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, namespaces=spaces, arguments=inside)
        elif isinstance(pattern, URLPattern) and not _only_redirects(pattern):
            yield Address(":".join([*namespaces, pattern.name or "?"]), inside, pattern.callback)


def _only_redirects(pattern: URLPattern) -> bool:
    """Another package's old addresses, which send on to a named one."""
    return pattern.name is None and pattern.callback.__module__ == "django.views.generic.base"


def rules() -> dict[str, Rule]:
    """The table of who may, put together from one file a room."""
    table: dict[str, Rule] = {}
    for file in sorted(TABLES.glob("*.toml")):
        for name, row in tomllib.loads(file.read_text(encoding="utf-8")).get("pages", {}).items():
            assert name not in table, f"{file.name} lists {name} a second time"
            table[name] = _rule(row)
    return table


def _rule(row: str | dict[str, Any]) -> Rule:
    if isinstance(row, str):
        return Rule(row)
    answers = row.get("answers", 200)
    named = row.get("any_of") or ([row["capability"]] if "capability" in row else [])
    return Rule(
        who="capability" if named else row["who"],
        any_of=frozenset(named),
        answers=tuple(answers) if isinstance(answers, list) else (answers,),
        row_decides=row.get("row_decides", False),
    )


def arguments_of(address: Address, world: World) -> dict[str, Any]:
    """The address's arguments from the world; a KeyError that says where to add what is missing."""
    given = _tables_of_arguments().get(address.name, {})
    if "fixture" in given:
        shared = {"partnership": world.partnership.slug} if "partnership" in address.arguments else {}
        return {**shared, **world.kwargs[given["fixture"]]}
    return {name: _argument(address, name, given, world) for name in address.arguments}


def _argument(address: Address, name: str, given: dict[str, str], world: World) -> Any:
    if name == "partnership":
        return world.partnership.slug
    room = address.name.split(":")[0]
    for key in (given.get(name), f"{room}:{name}", name):
        if key and key in world.kwargs:
            return world.kwargs[key]
    raise KeyError(f"{address.name} needs “{name}”: set world.kwargs[“{room}:{name}”] in tests/house/worlds/{room}.py.")


def _tables_of_arguments() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for file in sorted(TABLES.glob("*.toml")):
        found.update(tomllib.loads(file.read_text(encoding="utf-8")).get("arguments", {}))
    return found
