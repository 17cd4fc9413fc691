"""The tables of this room. The action tracker is one component: every page that shows actions shows this one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from lineofsight.cycle.findings import queries, rules, wording
from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation
from lineofsight.cycle.findings.queries.listed import actions_about_theme, recommendations_about_theme
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.tables import Column, Filter, Table
from lineofsight.foundation.ui.words import counted

Choices = Sequence[tuple[str, str]]
MARKING = "OFFICIAL-SENSITIVE"


def action_columns(here: Here) -> list[Column]:
    """Action · From · Owner · Due · Status · Difference made."""
    slug, today = here.partnership.slug, here.today
    return [
        Column("text", "Action", value=lambda one: f"{one.reference} {one.text}",
               url=lambda one: reverse("findings:action", args=[slug, one.pk])),
        Column("from", "From", value=lambda one: wording.from_words(one, here), sort=False),
        Column("owner", "Owner", value=wording.owner_words, sort="organisation__name"),
        Column("due", "Due", value=lambda one: wording.due_of(one, today=today), sort="due_on",
               export=lambda one: one.due_on, tone=lambda one: _late(one, today)),
        Column("state", "Status", value="get_state_display", tone=lambda one: wording.ACTION_TONES[one.state]),
        Column("difference", "Difference made", value=wording.difference_of, sort=False),
    ]  # fmt: skip


def _late(action: Action, today: date) -> str:
    return "weak" if rules.is_overdue(state=action.state, due=action.due_on, today=today) else ""


def action_filters(here: Here, *, bodies: Choices = (), themes: Choices = ()) -> list[Filter]:
    """Words, agency, theme, days, only one's own, only late ones."""
    today, own = here.today, [*here.role_ids]
    agency = [Filter("agency", "Agency", "choice", bodies, lookup="organisation")] if bodies else []
    theme = [Filter("theme", "Theme", "choice", themes, apply=actions_about_theme)] if themes else []
    return [
        Filter("words", "Words", lookup="text__icontains"),
        *agency,
        *theme,
        Filter("reference", "Reference", lookup="reference__icontains"),
        Filter("due_from", "Due from", "from", lookup="due_on__gte"),
        Filter("due_to", "Due by", "to", lookup="due_on__lte"),
        Filter("mine", "Only mine", "tick", apply=lambda rows, _: rows.filter(owner__in=own)),
        Filter("overdue", "Only overdue", "tick", apply=lambda rows, _: queries.overdue(rows, today)),
    ]


def action_table(
    request: HttpRequest,
    here: Here,
    rows: QuerySet[Action],
    *,
    name: str = "actions",
    title: str = "Actions",
    prefix: str = "",
    filters: Sequence[Filter] = (),
    empty: tuple[str, str, str, str] = ("No actions yet", "Actions come from recommendations and decisions.", "", ""),
    select_form: str = "",
) -> Table:
    """Actions as every page shows them. `rows` come through `queries.with_sources`; with `select_form` each has a box."""
    ticks = (lambda one: (one.pk, one.reference)) if select_form else None
    return Table(
        request,
        name=name,
        title=title,
        rows=rows,
        columns=action_columns(here),
        filters=filters,
        prefix=prefix,
        noun=("action", "actions"),
        exports=here.may("export"),
        marking=MARKING,
        empty=empty,
        select=ticks,
        select_form=select_form,
    )


def finding_table(
    request: HttpRequest, here: Here, rows: QuerySet[Finding], *, kinds: Choices, themes: Choices, bodies: Choices = (),
    **facts: Any,
) -> Table:  # fmt: skip
    """Findings: what kind, from where, about whom, since when, and how many recommendations answer each."""
    slug, kind_names, theme_names = here.partnership.slug, dict(kinds), dict(themes)
    columns = [
        Column("title", "Finding", value=lambda one: f"{one.reference} {one.title}",
               url=lambda one: reverse("findings:finding", args=[slug, one.pk])),
        Column("kind", "Kind", value=lambda one: kind_names.get(one.kind, one.kind), tone=_kind_tone),
        Column("from", "From", value=lambda one: _found_in(one, here), sort="product__title"),
        Column("organisation", "About", value=lambda one: one.organisation.name if one.organisation else
               "The whole partnership", sort="organisation__name"),
        Column("themes", "Themes", sort=False,
               value=lambda one: ", ".join(theme_names.get(theme.code, theme.code) for theme in one.themes.all())),
        Column("found_on", "Found on"),
        Column("state", "State", value=_finding_state),
    ]  # fmt: skip
    filters = [
        Filter("words", "Words in the title", lookup="title__icontains"),
        Filter("kind", "Kind", "choice", kinds),
        Filter("theme", "Theme", "choice", themes, lookup="themes__code"),
        *([Filter("agency", "Agency", "choice", bodies, lookup="organisation")] if bodies else []),
        Filter("state", "State", "choice", Finding.State.choices),
        Filter("from_day", "Found from", "from", lookup="found_on__gte"),
        Filter("to_day", "Found by", "to", lookup="found_on__lte"),
    ]
    return Table(request, rows=rows, columns=columns, noun=("finding", "findings"), exports=here.may("export"),
                 marking=MARKING, **{"name": "findings", "title": "Findings", "filters": filters} | facts)  # fmt: skip


def _kind_tone(finding: Finding) -> str:
    return "good" if finding.kind == rules.STRENGTH else "quiet"


def _found_in(finding: Finding, here: Here) -> str:
    if finding.product is not None:
        return f"{finding.product.reference} {finding.product.title}"
    return wording.subject_words(finding.source, here) or "Raised by itself"


def _finding_state(finding: Finding) -> str:
    if finding.private_to_id:
        return "Your draft"
    if finding.state == Finding.State.CLOSED:
        return "Closed"
    answered = getattr(finding, "answered_by", 0)
    return counted(answered, "recommendation") if answered else "Open"


def recommendation_table(
    request: HttpRequest, here: Here, rows: QuerySet[Recommendation], *, bodies: Choices = (), themes: Choices = (),
    **facts: Any,
) -> Table:  # fmt: skip
    """Recommendations: who answers, by when, how far, and what difference they made."""
    slug, today = here.partnership.slug, here.today
    columns = [
        Column("wording", "Recommendation", value=lambda one: f"{one.reference} {one.wording}",
               url=lambda one: reverse("findings:recommendation", args=[slug, one.pk])),
        Column("owner", "Answers for it", value=wording.owner_words, sort="organisation__name"),
        Column("due_on", "Due", value=lambda one: _recommendation_due(one, today), export=lambda one: one.due_on),
        Column("state", "Status", value=_recommendation_state, tone=lambda one: wording.TONES[one.state]),
        Column("open_actions", "Open actions", value=lambda one: getattr(one, "open_actions", None), align="right"),
        Column("difference", "Difference made", sort=False,
               value=lambda one: wording.difference_words(one.impact_checks.all())),
    ]  # fmt: skip
    by_theme = Filter("theme", "Theme", "choice", themes, apply=recommendations_about_theme)
    filters = [
        Filter("words", "Words", lookup="wording__icontains"),
        Filter("state", "Status", "choice", Recommendation.State.choices),
        *([Filter("agency", "Agency", "choice", bodies, lookup="organisation")] if bodies else []),
        *([by_theme] if themes else []),
        Filter("due_to", "Due by", "to", lookup="due_on__lte"),
        Filter("scrutiny", "Only the scrutineer’s", "tick", apply=lambda rows, _: rows.filter(is_scrutiny=True)),
        Filter("unanswered", "Only with no response", "tick",
               apply=lambda rows, _: rows.filter(state=rules.PROPOSED)),
    ]  # fmt: skip
    return Table(request, rows=rows, columns=columns, noun=("recommendation", "recommendations"),
                 exports=here.may("export"), marking=MARKING,
                 **{"name": "recommendations", "title": "Recommendations", "filters": filters} | facts)  # fmt: skip


def _recommendation_due(one: Recommendation, today: date) -> str:
    if one.state == rules.PROPOSED and one.answer_due_on:
        return f"Answer {wording.due_text(one.answer_due_on, today=today, live=True)}"
    return wording.due_text(one.due_on, today=today, live=one.state in rules.IN_WORK)


def _recommendation_state(one: Recommendation) -> str:
    return "Your draft" if one.private_to_id else wording.state_words(one)


def check_table(request: HttpRequest, here: Here, rows: QuerySet[ImpactCheck], **facts: Any) -> Table:
    """Impact checks: of what, when, against what, by whom, and what they showed."""
    slug, today = here.partnership.slug, here.today
    columns = [
        Column("recommendation", "Recommendation", sort="recommendation__reference",
               value=lambda one: f"{one.recommendation.reference} {one.recommendation.wording}",
               url=lambda one: reverse("findings:recommendation", args=[slug, one.recommendation_id])),
        Column("due_on", "Due", export=lambda one: one.due_on,
               value=lambda one: wording.due_text(one.due_on, today=today, live=not one.result),
               tone=lambda one: "weak" if not one.result and one.due_on < today else ""),
        Column("measure", "What is looked at", sort=False),
        Column("baseline", "Baseline", value=lambda one: f"{one.baseline} ({one.baseline_on:%-d %b %Y})", sort=False),
        Column("checker", "Who looks", value=lambda one: one.checker.title if one.checker else "Whoever keeps the plan",
               sort="checker__title"),
        Column("result", "What it showed", value="get_result_display",
               tone=lambda one: wording.RESULT_TONES[one.result]),
    ]  # fmt: skip
    filters = [
        Filter("result", "What it showed", "choice", [("none", "Not checked yet"), *ImpactCheck.Result.choices[1:]],
               apply=lambda rows, value: rows.filter(result="" if value == "none" else value)),
        Filter("due_to", "Due by", "to", lookup="due_on__lte"),
        Filter("overdue", "Only overdue", "tick", apply=lambda rows, _: rows.filter(result="", due_on__lt=today)),
    ]  # fmt: skip
    return Table(request, rows=rows, columns=columns, noun=("impact check", "impact checks"),
                 exports=here.may("export"), marking=MARKING,
                 **{"name": "checks", "title": "Impact checks", "filters": filters} | facts)  # fmt: skip
