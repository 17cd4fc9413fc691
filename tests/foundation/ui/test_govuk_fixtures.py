"""Our components against the examples that GOV.UK Frontend publishes: the same elements, classes, roles and links.

`govuk_fixtures.json` is copied from the package by `frontend/fixtures.js`. Left out of the comparison: sizes, colours,
our own classes, and the names of ids, of which only what refers to what is compared.
"""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils.safestring import mark_safe

from lineofsight.foundation.ui.forms import Checkboxes, DateBoxes, DateField, Form, LongTextField, Password, Radios

FIXTURES = json.loads((Path(__file__).parent / "govuk_fixtures.json").read_text())
COMPARED = (  # noqa: SIM905
    "type role data-module data-maxlength rel aria-current aria-label hidden checked selected href value inputmode "
    "open rows autocomplete spellcheck autocapitalize scope"
).split()
REFERRING = ("for", "aria-describedby", "aria-controls", "aria-labelledby")
IGNORED_CLASS = re.compile(
    r"^(los-.*|govuk-tag--.*|.*--(xs|s|m|l|xl)|govuk-input--width-.*|govuk-summary-list__row--.*)$"
)
EMPTY = {"input", "br", "path", "img"}


class Skeleton(HTMLParser):
    """A page as a list of lines: elements with what is compared, and texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.ids: dict[str, int] = {}
        self.drawing = 0
        referred = " ".join(re.findall(rf'(?:{"|".join(REFERRING)})="([^"]*)"', html)).split()
        self.ids = {name: number for number, name in enumerate(dict.fromkeys(referred))}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.drawing += tag == "svg"
        if self.drawing:
            return
        given = dict(attrs)
        classes = [name for name in (given.get("class") or "").split() if not IGNORED_CLASS.match(name)]
        facts = [f"{name}={given[name]}" for name in COMPARED if name in given]
        for name in ("id", *REFERRING):
            numbers = [self.ids[one] for one in (given.get(name) or "").split() if one in self.ids]
            facts += [f"{name}={numbers}"] if numbers else []
        self.lines.append(f"<{tag}.{'.'.join(sorted(classes))} {' '.join(facts)}>")

    def handle_endtag(self, tag: str) -> None:
        self.drawing -= tag == "svg"
        if not self.drawing and tag not in EMPTY and tag != "svg":
            self.lines.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self.drawing:
            self.lines.append(text)


def drawn(source: str, **context: Any) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def a_field(options: dict[str, Any], field: forms.Field) -> str:
    """One field, with the hint, the error and the value that the example has."""
    label = options.get("label") or options["fieldset"]["legend"]
    field.label, field.help_text = label["text"], options.get("hint", {}).get("text", "")
    form_class = type("FixtureForm", (Form,), {"fixture": field})
    value = options.get("value") or next(
        (item["value"] for item in options.get("items", []) if item.get("checked")), None
    )
    form = form_class(initial={"fixture": options.get("values") or value})
    if "errorMessage" in options:
        form = form_class({"fixture": value} if value else {})
        form.errors["fixture"] = form.error_class([options["errorMessage"]["text"]], field_id="id_fixture")
    return str(form["fixture"].as_field_group())


def choices(options: dict[str, Any], widget: Callable[..., Any]) -> str:
    items = options["items"]
    hints = {item["value"]: item["hint"]["text"] for item in items if "hint" in item}
    chosen = [(item["value"], item["text"]) for item in items]
    inline = {"inline": True} if "inline" in options.get("classes", "") else {}
    kind = forms.MultipleChoiceField if widget is Checkboxes else forms.ChoiceField
    return a_field(options, kind(choices=chosen, widget=widget(hints=hints, **inline)))


def date_input(options: dict[str, Any]) -> str:
    values = options.get("values")
    day = f"{values['day']}/{values['month']}/{values['year']}" if values else None
    return a_field({**options, "values": None, "value": day}, DateField(three_boxes=True))


def select(options: dict[str, Any]) -> str:
    chosen = next((item["value"] for item in options["items"] if item.get("selected")), None)
    items = [(item["value"], item["text"]) for item in options["items"]]
    return a_field({**options, "items": [], "value": chosen}, forms.ChoiceField(choices=items))


def pagination(options: dict[str, Any]) -> str:
    numbers = [
        {"gap": True} if "ellipsis" in item else {"current": False, "url": item["href"], **item}
        for item in options["items"]
    ]
    links = {side: options.get(side, {}).get("href", "") for side in ("previous", "next")}
    return drawn("{% page_links links 'Pagination' %}", links={**links, "numbers": numbers})


def error_summary(options: dict[str, Any]) -> str:
    problems = [{"text": one["text"], "target": one.get("href", "").removeprefix("#")} for one in options["errorList"]]
    return drawn("{% include 'ui/components/error_summary.html' %}", problems=problems)


def summary_list(options: dict[str, Any]) -> str:
    rows = [
        (row["key"]["text"], mark_safe(row["value"]["html"]) if "html" in row["value"] else row["value"]["text"])
        for row in options["rows"]
    ]
    return drawn(
        "{% summary_list rows title %}", rows=rows, title=options.get("card", {}).get("title", {}).get("text", "")
    )


def task_list(options: dict[str, Any]) -> str:
    tasks = []
    for item in options["items"]:
        status = item["status"].get("tag") or item["status"]
        task = {"label": item["title"]["text"], "url": item.get("href", ""), "status": status["text"]}
        hint = item.get("hint", {}).get("text", "")
        tasks.append({**task, "hint": hint, "tone": "quiet" if "tag" in item["status"] else ""})
    return drawn("{% task_list tasks %}", tasks=tasks)


def tabs(options: dict[str, Any]) -> str:
    parts = []
    for item in options["items"]:
        below_heading = item["panel"]["html"].split("</h2>", 1)[1]
        parts.append(f'{{% tab "{item["label"]}" "{item["id"]}" %}}{below_heading}{{% endtab %}}')
    return drawn("{% tabs 'Contents' %}" + "".join(parts) + "{% endtabs %}")


def text_area(options: dict[str, Any]) -> str:
    return a_field(options, LongTextField(max_length=options.get("maxlength"), strip=False))


def button(options: dict[str, Any]) -> str:
    kind = options.get("classes", "").removeprefix("govuk-button--") or "primary"
    if "href" in options:
        return drawn("{% button_link text url %}", text=options["text"], url=options["href"])
    return drawn("{% button text kind name %}", text=options["text"], kind=kind, name=options.get("name", ""))


OURS: dict[str, Callable[[dict[str, Any]], str]] = {
    "back-link": lambda options: drawn("{% back_link '#' %}"),
    "breadcrumbs": lambda options: drawn(
        "{% breadcrumbs links %}", links=[(item["text"], item.get("href", "")) for item in options["items"]]
    ),
    "button": button,
    "character-count": text_area,
    "checkboxes": lambda options: choices(options, Checkboxes),
    "date-input": date_input,
    "details": lambda options: drawn(
        "{% details title shown %}{{ text }}{% enddetails %}",
        title=options["summaryText"],
        text=options["text"],
        shown=options.get("open", False),
    ),
    "error-summary": error_summary,
    "input": lambda options: a_field(options, forms.CharField()),
    "inset-text": lambda options: drawn("{% inset %}{{ text }}{% endinset %}", text=options["text"]),
    "pagination": pagination,
    "panel": lambda options: drawn(
        "{% confirmation title 'HDJ2123F' %}{% endconfirmation %}", title=options["titleHtml"]
    ),
    "password-input": lambda options: a_field(options, forms.CharField(widget=Password())),
    "radios": lambda options: choices(options, Radios),
    "select": select,
    "summary-list": summary_list,
    "tabs": tabs,
    "task-list": task_list,
    "textarea": text_area,
    "warning-text": lambda options: drawn("{% warning_text text %}", text=options["text"]),
}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda one: f"{one['component']}: {one['name']}")
def test_component_like_the_published_example_has_its_elements(fixture: dict[str, Any]) -> None:
    ours = OURS[fixture["component"]](fixture["options"])
    assert Skeleton(ours).lines == Skeleton(fixture["html"]).lines


def test_every_component_here_has_an_example() -> None:
    assert {fixture["component"] for fixture in FIXTURES} == set(OURS)
    assert DateBoxes.use_fieldset
