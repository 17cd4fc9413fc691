"""The entries of a framework as things that can be found: a title, its words, and the page that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from lineofsight.foundation.handbook.book import Book


@dataclass(frozen=True, slots=True)
class Found:
    """One entry: what it is, what it is called, what it says, where it stands."""

    part: str
    title: str
    text: str
    url: str


def entries(book: Book) -> Iterator[Found]:
    """Everything in the version that somebody may look for by its words."""
    framework = book.framework
    for tool in framework.tools:
        yield Found("Tool", tool.name, tool.where_reported, book.url("tool", tool.code))
    for group in framework.groups:
        yield Found("Group", group.name, group.remit, f"{book.url('groups')}#{group.code}")
    for indicator in framework.indicators:
        yield Found("Indicator", indicator.short_name, indicator.text, book.url("indicators"))
    for objective in framework.objectives:
        yield Found("Objective", objective.name, "", book.url("overview"))
    for principle in framework.principles:
        yield Found("Principle", principle.name, principle.text, book.url("overview"))
    for clock in framework.clocks:
        yield Found("Clock", clock.name, clock.starts, book.url("clock", clock.code))
    for role in framework.roles:
        yield Found("Role", role.name, role.description, book.url("role", role.code))
    yield from _practice(book)


def _practice(book: Book) -> Iterator[Found]:
    framework = book.framework
    for scale in framework.scales:
        for grade in scale.grades:
            yield Found("Grade", f"{grade.name} ({scale.name})", grade.definition, book.url("scales"))
    for kind in framework.kinds:
        yield Found("Kind of product", kind.name, "", book.url("life-cycle"))
    for item in framework.report_items:
        yield Found("Report checklist", item.name, item.text, book.url("records"))
    for record in framework.retentions:
        yield Found("Record", record.name, record.basis, book.url("records"))
