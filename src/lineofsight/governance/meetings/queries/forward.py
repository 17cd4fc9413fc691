"""The forward plan: meetings, products, tools by their cycle, planned items and decisions to look at again, for 12 months."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Max
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from lineofsight.cycle.products.models import Product
from lineofsight.engine.clocks import add_months
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.queries import Here
from lineofsight.governance.meetings.models import Decision, Meeting, PlannedItem
from lineofsight.governance.meetings.queries.decisions import readable
from lineofsight.governance.meetings.queries.reading import may_read_subject, reader_of
from lineofsight.governance.meetings.rules import dates, states
from lineofsight.governance.meetings.rules.reading import RESTRICTED
from lineofsight.sources.reviews.queries import running
from lineofsight.sources.reviews.rules import short_name

MONTHS_AHEAD = 12
KINDS: Final = (
    ("meeting", "Meeting"),
    ("product", "Product"),
    ("cycle", "Due by its cycle"),
    ("planned", "Planned item"),
    ("paper", "Paper due"),
    ("review", "Decision to look at again"),
    ("clock", "Clock of a serious incident"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the plan. `who` is the group or the seat whose turn it is; `note` what a reader should know of the day."""

    day: date
    kind: str
    title: str
    who: str = ""
    owner: str = ""
    purpose: str = ""
    url: str = ""
    note: str = ""
    key: str = ""

    @property
    def kind_words(self) -> str:
        """The kind as a reader knows it."""
        return dict(KINDS)[self.kind]


def plan(here: Here) -> list[Entry]:
    """What is ahead for twelve months and what is overdue, by day. Eight queries."""
    until = add_months(here.today, MONTHS_AHEAD)
    products = list(_products(here))
    framework = _framework(here)
    found = [
        *_meetings(here, until),
        *_of_products(here, products, until),
        *_by_cycle(here, framework, until),
        *_planned(here, until),
        *_reviews(here, until),
        *_clocks(here, until),
    ]
    return sorted(found, key=lambda one: (one.day, one.kind, one.title))


def _framework(here: Here) -> Framework | None:
    try:
        return framework_in_use(here.partnership, on=here.today)
    except NoFramework:
        return None


def _meetings(here: Here, until: date) -> Iterator[Entry]:
    rows = Meeting.objects.for_partnership(here.partnership).filter(state__in=states.AHEAD)
    for one in rows.select_related("group").order_by("starts_at"):
        day = timezone.localtime(one.starts_at).date()
        if day <= until:
            url = reverse("meetings:meeting", args=[here.partnership.slug, one.pk])
            note = "Papers are due " + f"{one.papers_due_on.day} {one.papers_due_on:%B}"
            yield Entry(
                day=day, kind="meeting", title=one.title, who=one.group.name, url=url, note=note, key=str(one.pk)
            )


def _products(here: Here) -> Iterable[Product]:
    rows = Product.objects.for_partnership(here.partnership).open().filter(due_on__isnull=False)
    return rows.select_related("subject", "lead__organisation").order_by("due_on")


def _of_products(here: Here, products: Iterable[Product], until: date) -> Iterator[Entry]:
    reader = reader_of(here)
    for one in products:
        if one.due_on is None or one.due_on > until:
            continue
        hidden = not may_read_subject(reader, one.subject)
        note = "Overdue" if one.due_on < here.today else ""
        title, owner = (RESTRICTED, "") if hidden else (one.title, str(one.lead) if one.lead else "")
        url = one.subject.path if one.subject and not hidden else ""
        yield Entry(day=one.due_on, kind="product", title=title, owner=owner, url=url, note=note, key=str(one.pk))


def _by_cycle(here: Here, framework: Framework | None, until: date) -> Iterator[Entry]:
    """When each tool comes round again after the last day that is known of it: due, or else the end of its period."""
    if framework is None:
        return
    last = last_days(here)
    for tool in framework.tools:
        if tool.cycle_months is None or tool.code not in last:
            continue
        for day in dates.next_by_cycle(last[tool.code], cycle_months=tool.cycle_months, after=here.today, until=until):
            note = "Nothing is planned for it yet" if day > here.today else "Overdue, and nothing is planned for it"
            yield Entry(
                day=day, kind="cycle", title=tool.name, who=_route(framework, tool.route), url=_tool_url(here, tool.code),
                note=f"{tool.cycle}. {note}.", key=tool.code,
            )  # fmt: skip


def last_days(here: Here) -> dict[str, date]:
    """The last day known of each tool that has products: the latest due day, else the end of the latest period; one query."""
    rows = Product.objects.for_partnership(here.partnership).exclude(stage=Product.Stage.STOPPED).exclude(tool="")
    found = rows.order_by().values_list("tool").annotate(Max("due_on"), Max("period_end"))
    return {tool: due or end for tool, due, end in found if due or end}


def without_date(here: Here) -> list[tuple[str, str, str]]:
    """Tools of which the plan cannot say a day: (name, how often, address); two queries."""
    framework = _framework(here)
    if framework is None:
        return []
    last = last_days(here)
    return [
        (tool.name, tool.cycle, _tool_url(here, tool.code))
        for tool in framework.tools
        if tool.cycle_months is None or tool.code not in last
    ]


def _tool_url(here: Here, code: str) -> str:
    try:
        return reverse("handbook:tool", args=[here.partnership.slug, code]) if here.may("see_framework") else ""
    except NoReverseMatch:
        return ""


def _route(framework: Framework, codes: Iterable[str]) -> str:
    return ", ".join(framework.get("groups", code).short_name for code in codes)


def planned_items(here: Here):  # type: ignore[no-untyped-def]
    """The plan's own entries that stand."""
    rows = PlannedItem.objects.for_partnership(here.partnership).filter(removed_at__isnull=True)
    return rows.select_related("group", "owner__organisation", "placed__meeting")


def _planned(here: Here, until: date) -> Iterator[Entry]:
    may_edit = here.may("edit_meetings")
    for one in planned_items(here).filter(placed__isnull=True, on__lte=until):
        url = reverse("meetings:edit-planned", args=[here.partnership.slug, one.pk]) if may_edit else ""
        facts = {"who": one.group.name, "owner": str(one.owner) if one.owner else "", "url": url, "key": str(one.pk)}
        purpose = one.get_purpose_display()
        yield Entry(day=one.on, kind="planned", title=one.title, purpose=purpose, **facts)
        if one.paper_due_on and one.paper_due_on >= here.today - timedelta(days=31):
            yield Entry(day=one.paper_due_on, kind="paper", title=f"Paper: {one.title}", purpose=purpose, **facts)


def _reviews(here: Here, until: date) -> Iterator[Entry]:
    rows = Decision.objects.for_partnership(here.partnership).filter(readable(here), review_on__lte=until)
    rows = rows.exclude(standing=Decision.Standing.WITHDRAWN).select_related("group")
    for one in rows.filter(review_on__gte=here.today - timedelta(days=90)):
        if one.review_on is not None:
            url = reverse("decisions:decision", args=[here.partnership.slug, one.pk])
            yield Entry(
                day=one.review_on, kind="review", title=f"{one.reference}: {one!s}", who=one.group.name, url=url,
                key=str(one.pk),
            )  # fmt: skip


def _clocks(here: Here, until: date) -> Iterator[Entry]:
    """Days on which clocks of serious incidents end, by reference, for whoever may read those."""
    if not here.may("read_incidents"):
        return
    for one in running(here.partnership).filter(due_on__isnull=False, due_on__lte=until):
        if one.due_on is not None:
            url = reverse("incidents:incident", args=[here.partnership.slug, one.incident_id])
            title = f"{one.incident.reference}: {short_name(one.code)}"
            note = "Overdue" if one.due_on < here.today else ""
            yield Entry(
                day=one.due_on, kind="clock", title=title, url=url, note=note, key=f"{one.incident_id}-{one.code}"
            )


def by_month(entries: Iterable[Entry]) -> list[tuple[date, list[Entry]]]:
    """The entries under the first day of their month."""
    found: dict[date, list[Entry]] = {}
    for one in entries:
        found.setdefault(one.day.replace(day=1), []).append(one)
    return sorted(found.items())
