"""Templates: those that come with the product, under the framework's own names, and a partnership's own."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from lineofsight.engine.clocks import add_months
from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.practice import ReportItem

FILE = Path(__file__).parent / "templates.toml"
MONTHS = {"quarter": 3, "half-year": 6, "year": 12, "two-years": 24}
SETTING_OF = {
    "late": ("only", "late"),
    "scrutiny": ("only", "scrutiny"),
    "voice": ("theme", "voice"),
    "lsp": ("group", "lsp"),
}
"""What follows the colon in `[templates.items]`, as a setting of the block."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A block of an outline, before it is one."""

    section: str
    kind: str
    heading: str = ""
    prompt: str = ""
    item: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """What a report is made from. `kind`: the framework's kind of product that it is; empty for one of no kind."""

    code: str
    name: str
    about: str
    period: str
    audience: str
    kind: str
    asks_theme: bool
    checklist: bool
    outline: tuple[Planned, ...]
    own: bool = False


@cache
def _shipped() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["templates"]
    return found


def templates(framework: Framework) -> list[Template]:
    """Every shipped template as this framework names and fills it."""
    return [_template(one, framework) for one in _shipped()]


def template_of(framework: Framework, code: str) -> Template | None:
    """The shipped template with this code; None for another."""
    return next((one for one in templates(framework) if one.code == code), None)


def own_template(code: str, name: str, about: str, outline: Mapping[str, Any]) -> Template:
    """A partnership's own template, from its kept outline."""
    planned = tuple(Planned(**one) for one in outline.get("blocks", ()))
    return Template(
        code, name, about, outline.get("period", "quarter"), outline.get("audience", "leaders"), outline.get("kind", ""),
        bool(outline.get("theme")), bool(outline.get("checklist")), planned, own=True,
    )  # fmt: skip


def _template(raw: Mapping[str, Any], framework: Framework) -> Template:
    names = {one.code: one.name for one in framework.names}
    kind = raw.get("kind", "")
    name = names.get(raw.get("name_code", ""), raw["name"])
    return Template(
        code=raw["code"],
        name=f"{name[:1].upper()}{name[1:]}",
        about=raw["about"],
        period=raw["period"],
        audience=raw["audience"],
        kind=kind if kind in framework.codes("kinds") else "",
        asks_theme=bool(raw.get("theme")),
        checklist=bool(raw.get("checklist")),
        outline=tuple(_outline(raw, framework)),
    )


def _outline(raw: Mapping[str, Any], framework: Framework) -> Iterator[Planned]:
    for section in raw["sections"]:
        for block in section["blocks"]:
            settings = block.get("settings", {})
            yield Planned(section["heading"], block["kind"], prompt=block.get("prompt", ""), settings=settings)
    if raw.get("objectives"):
        for one in framework.objectives:
            yield Planned(one.name, "charts", settings={"purpose": f"objective:{one.code}"})
    if raw.get("checklist"):
        for item in items_of(framework, raw["kind"]):
            yield from _of_item(item, raw.get("items", {}).get(item.code, []))


def items_of(framework: Framework, kind: str) -> list[ReportItem]:
    """What the framework says that a report of this kind must cover."""
    return [item for item in framework.report_items if item.report == kind]


def _of_item(item: ReportItem, blocks: list[str]) -> Iterator[Planned]:
    """A text under the item's own name, then what the record holds for it."""
    yield Planned(item.name, "text", prompt=item.text, item=item.code)
    for code in blocks:
        kind, _, chosen = code.partition(":")
        settings = dict([SETTING_OF[chosen]]) if chosen else {}
        yield Planned(item.name, kind, item=item.code, settings=settings)


def usual_period(kind: str, *, today: date) -> tuple[date, date]:
    """The last whole period of its kind before today: quarters and half-years of the year that begins in April."""
    months = MONTHS.get(kind, 3)
    step = min(months, 12)
    first = date(today.year if today.month >= 4 else today.year - 1, 4, 1)
    while add_months(first, step) <= today:
        first = add_months(first, step)
    return add_months(first, -months), first - timedelta(days=1)
