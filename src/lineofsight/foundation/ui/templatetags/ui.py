"""The tag library of the components: `{% load ui %}`. One tag, one template; docs/components.md shows each in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from lineofsight.foundation.ui import components, words

register = template.Library()

register.filter("shown", words.shown)
register.filter("short_date", words.short_date)
register.filter("long_date", words.long_date)
register.filter("moment", words.moment)
register.filter("clock_time", words.clock_time)


@register.filter
def is_date(value: Any) -> bool:
    """True for a day or a moment, which should not break over two lines."""
    return isinstance(value, dt.date)


@register.filter
def has_error(attributes: Mapping[str, Any]) -> bool:
    """True when Django has marked the field as wrong."""
    return attributes.get("aria-invalid") == "true"


def _component(name: str, /, **context: Any) -> SafeString:
    return mark_safe(render_to_string(f"ui/components/{name}.html", context).strip())  # noqa: S308


@register.simple_tag
def tag(text: str, tone: str = "quiet", symbol: str = "") -> SafeString:
    """A word in a tint. Tones: good fair weak poor none (ratings), problem, info, quiet, neutral."""
    return _component("tag", text=text, tone=components.tone(tone), symbol=symbol)


@register.simple_tag
def rating(text: str, tone: str = "none") -> SafeString:
    """A tag with the drawn circle of its tone: full, half, quarter, empty, dash."""
    return _component("tag", text=text, tone=components.tone(tone), symbol=components.SYMBOL_OF_TONE.get(tone, ""))


@register.simple_tag
def summary_list(rows: Iterable[Any], title: str = "", actions: Iterable[Any] = (), level: int = 2) -> SafeString:
    """Facts of one thing: rows are (key, value) or {key, value, url, action, hidden}; a title makes it a card."""
    facts = [components.summary_row(row) for row in rows]
    has_actions = any(fact["url"] for fact in facts)
    return _component("summary_list", rows=facts, title=title, actions=actions, level=level, has_actions=has_actions)


@register.simple_tag
def data_table(
    columns: Iterable[Any], rows: Iterable[Any], caption: str = "", first_is_header: bool = True, cards: bool = False
) -> SafeString:
    """A small table without sorting: columns are labels or {label, align}; cells are values or {text, url, tone}."""
    heads = [components.table_head(column) for column in columns]
    body = [components.table_row(row, heads) for row in rows]
    return _component(
        "data_table", heads=heads, body=body, caption=caption, first_is_header=first_is_header, cards=cards
    )


@register.simple_tag
def table(shown_table: Any, heading: str = "") -> SafeString:
    """A `lineofsight.foundation.ui.tables.Table`: filters, count, exports, sortable heads, rows, pages."""
    return _component("table", table=shown_table, heading=heading)


@register.simple_tag
def filter_panel(shown_table: Any) -> SafeString:
    """The filters of a Table on their own, for a page that places them elsewhere."""
    return _component("filter_panel", table=shown_table)


@register.simple_tag
def task_list(tasks: Iterable[Any], prefix: str = "task") -> SafeString:
    """Tasks as {label, url, status, tone, hint}. A status without tone is plain text, as "Completed" should be."""
    return _component("task_list", tasks=list(tasks), prefix=prefix)


@register.simple_tag
def timeline(entries: Iterable[Any], level: int = 3) -> SafeString:
    """History, newest first as given: {title, by, at, text, url, url_label}. Never for progress."""
    return _component("timeline", entries=list(entries), level=level)


@register.simple_tag
def progress_tracker(steps: Iterable[Any], label: str = "Route") -> SafeString:
    """Where something is on its way: {label, state, words, url}; state is done, current or todo."""
    return _component("progress_tracker", steps=list(steps), label=label)


@register.simple_tag
def heat_table(heat: Mapping[str, Any], list_view: bool = True) -> SafeString:
    """A grid of words with shades: {caption, corner, columns, rows, summary_label, key}; see docs/components.md."""
    return _component("heat_table", heat=heat, rows=components.heat_rows(heat), list_view=list_view)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any], parameter: str = "page") -> SafeString:
    """Links to the pages of a Django `Page`, keeping every other part of the address."""
    query = context["request"].GET if "request" in context else None
    return _component("pagination", links=components.page_links(page, query=query, parameter=parameter))


@register.simple_tag
def page_links(links: Any, label: str = "Pages") -> SafeString:
    """The same from links that are already made (`components.page_links`)."""
    return _component("pagination", links=links, label=label)


@register.simple_tag
def empty_state(title: str, text: str = "", url: str = "", link: str = "") -> SafeString:
    """What would be here, and the next step: never just "no results"."""
    return _component("empty_state", title=title, text=text, url=url, link=link)


@register.simple_tag(takes_context=True)
def contextual_date(context: Context, due: dt.date | None, today: dt.date | None = None, done: bool = False) -> str:
    """A date with what it means today: "31 Oct 2025, overdue 12 days". `today` defaults to the page's own."""
    now = today or context.get("today")
    if due is None:
        return words.NOTHING
    return _component("contextual_date", **components.due_parts(due, today=None if done else now))


@register.simple_tag
def autosave_status(saved_at: dt.datetime | None = None, by: str = "") -> SafeString:
    """The line that says "Saved 14:02"; put it in the form, once."""
    return _component("autosave_status", saved_at=saved_at, by=by)


@register.simple_tag
def warning_text(text: str) -> SafeString:
    return _component("warning_text", text=text)


@register.simple_tag
def button(text: str, kind: str = "primary", name: str = "", value: str = "", form: str = "") -> SafeString:
    """A button that sends its form. Kinds: primary, secondary, warning."""
    return _component("button", text=text, kind=kind, name=name, value=value, form=form, url="")


@register.simple_tag
def button_link(text: str, url: str, kind: str = "primary", hidden: str = "") -> SafeString:
    """A link with the look of a button. `hidden` is said to screen readers after the text."""
    return _component("button", text=text, kind=kind, url=url, hidden=hidden)


@register.simple_tag
def stat(value: Any, label: str, url: str = "", note: str = "") -> SafeString:
    """One large number with what it counts."""
    return _component("stat", value=value, label=label, url=url, note=note)


@register.simple_tag
def identity_bar(facts: Iterable[Any]) -> SafeString:
    """What this thing is, in one line: (key, value) pairs."""
    return _component("identity_bar", facts=[components.summary_row(fact) for fact in facts])


@register.simple_tag
def sub_navigation_list(links: Iterable[Any], label: str = "In this section") -> SafeString:
    """Links inside a section: {label, url, current}. Never a third level."""
    return _component("sub_navigation", links=list(links), label=label)


@register.simple_tag
def breadcrumbs(links: Iterable[Any]) -> SafeString:
    """The way down to this page: (label, url) pairs."""
    return _component("breadcrumbs", links=[components.pair(link) for link in links])


@register.simple_tag
def back_link(url: str, text: str = "Back") -> SafeString:
    return _component("back_link", url=url, text=text)


@register.simple_tag
def error_summary(*forms: BaseForm, focus: bool = True) -> SafeString:
    """What is wrong on this page, each line a link to its field; nothing when all is well. Takes the focus."""
    problems: list[Mapping[str, str]] = [problem for form in forms for problem in components.form_problems(form)]
    return _component("error_summary", problems=problems, focus=focus) if problems else mark_safe("")


@register.simple_block_tag
def details(content: str, summary: str, is_open: bool = False) -> SafeString:
    """A part to unfold. Never hide in it what everyone must read."""
    return _component("details", content=content, summary=summary, is_open=is_open)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    return _component("inset", content=content)


@register.simple_block_tag
def cards(content: str) -> SafeString:
    """Around cards: as many beside each other as fit."""
    return _component("cards", content=content)


@register.simple_block_tag
def card(
    content: str, title: str, url: str = "", count: int | None = None, kind: str = "", level: int = 2
) -> SafeString:
    """A card for `<ul class="los-cards">`. Kinds: urgent, quiet."""
    return _component("card", content=content, title=title, url=url, count=count, kind=kind, level=level)


@register.simple_block_tag
def confirmation(content: str, title: str, reference: str = "", level: int = 1) -> SafeString:
    """The panel that says it is done, with the reference; then, in the block, what happens next."""
    return _component("confirmation", content=content, title=title, reference=reference, level=level)


@register.simple_block_tag
def scroll_region(content: str, label: str) -> SafeString:
    """For a table that cannot be made narrower: scrolls by itself, reachable by keyboard, named."""
    return _component("scroll_region", content=content, label=label)


_TABS = "lineofsight-ui-tabs"


def _tabs_so_far(context: Context) -> list[dict[str, str]]:
    return cast(list[dict[str, str]], context.render_context.get(_TABS) or [])


@register.simple_block_tag(takes_context=True)
def tab(context: Context, content: str, label: str, id: str = "") -> SafeString:
    """One part of `{% tabs %}`; its id is the end of its address."""
    tab_id = id or slugify(label)
    opened = [*_tabs_so_far(context), {"id": tab_id, "label": label}]
    context.render_context[_TABS] = opened
    return _component("tab", content=content, label=label, id=tab_id, first=len(opened) == 1)


@register.simple_block_tag(takes_context=True)
def tabs(context: Context, content: str, title: str = "On this page") -> SafeString:
    """Parts of a page behind tabs; without script, and in print, all of them one after another."""
    found = _tabs_so_far(context)
    context.render_context[_TABS] = []
    return _component("tabs", content=content, title=title, tabs=found)
