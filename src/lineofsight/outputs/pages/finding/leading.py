"""Cards about independent scrutiny and judgements: what the scrutineer waits for, what a role is asked for, what to agree."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, Min, Q
from django.urls import reverse

from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.words import counted
from lineofsight.outputs.leadership.permissions import why_not_agree
from lineofsight.outputs.leadership.queries.judgements import standings
from lineofsight.outputs.pages.finding.card import Card, Deadline
from lineofsight.sources.scrutiny.models import EvidenceAsked
from lineofsight.sources.scrutiny.queries import recommendations, views


def evidence_to_give(here: Here) -> Iterator[Card]:
    """What the scrutineer asked of the person's roles. The team reads it among its messages: its home asks enough already."""
    if here.may("manage_rounds"):
        return
    rows = EvidenceAsked.objects.for_partnership(here.partnership).filter(state=EvidenceAsked.State.ASKED)
    waiting = list(rows.filter(to_role__in=[UUID(key) for key in here.role_ids]).order_by("due_on")[:20])
    if waiting:
        first = waiting[0]
        title = "question of the scrutineer to answer" if len(waiting) == 1 else "questions of the scrutineer to answer"
        yield Card(title=title, count=len(waiting), text=first.what[:160], nearest=first.due_on, button="Answer",
                   url=reverse("scrutiny:asked", args=[here.partnership.slug, first.pk]),
                   is_urgent=first.due_on < here.today)  # fmt: skip


def evidence_asked_for(here: Here) -> Iterator[Card]:
    """For the scrutineer: what nobody gave yet."""
    late = Count("pk", filter=Q(due_on__lt=here.today))
    rows = EvidenceAsked.objects.for_partnership(here.partnership).filter(state=EvidenceAsked.State.ASKED)
    found = rows.aggregate(all=Count("pk"), nearest=Min("due_on"), late=late)
    if found["all"]:
        title = "thing that you asked for" if found["all"] == 1 else "things that you asked for"
        text = f"{counted(found['late'], 'is', 'are')} overdue." if found["late"] else ""
        yield Card(title=title, count=found["all"], text=text, nearest=found["nearest"], button="See them",
                   url=_workspace(here), place="now" if found["late"] else "coming")  # fmt: skip


def without_an_answer(here: Here) -> Iterator[Card]:
    """For the scrutineer: recommendations that nobody answered."""
    rows = recommendations(here).filter(answer="", private_to__isnull=True).order_by()
    found = rows.aggregate(all=Count("pk", distinct=True), nearest=Min("answer_due_on"))
    if found["all"]:
        title = (
            "recommendation of yours has no answer" if found["all"] == 1 else "recommendations of yours have no answer"
        )
        late = found["nearest"] is not None and found["nearest"] < here.today
        yield Card(title=title, count=found["all"], nearest=found["nearest"], button="See them",
                   url=f"{_workspace(here)}#recommended", place="now" if late else "coming")  # fmt: skip


def without_a_view(here: Here) -> Iterator[Card]:
    """For the scrutineer: indicators on which no view is issued."""
    try:
        framework = framework_in_use(here.partnership, on=here.today)
    except NoFramework:
        return
    issued = set(views(here).filter(issued_at__isnull=False).values_list("indicator", flat=True).order_by())
    missing = [one for one in framework.indicators if one.code not in issued]
    if missing:
        title = "indicator without your view" if len(missing) == 1 else "indicators without your view"
        yield Card(title=title, count=len(missing), text=f"First: {missing[0].short_name}.", button="Write it",
                   url=_workspace(here), place="coming")  # fmt: skip


def judgements_to_agree(here: Here) -> Iterator[Card]:
    """Judgements of indicators that wait for the person's group."""
    try:
        framework = framework_in_use(here.partnership, on=here.today)
    except NoFramework:
        return
    if why_not_agree(here, framework):
        return
    found = standings(here, framework, on=here.today)
    waiting = [code for code, held in found.items() if any(one.waits for one in held)]
    if waiting:
        title = "judgement of an indicator to agree" if len(waiting) == 1 else "judgements of indicators to agree"
        url = reverse("leadership:indicator", args=[here.partnership.slug, waiting[0]])
        yield Card(title=title, count=len(waiting), text=framework.get("indicators", waiting[0]).short_name, url=url,
                   button="Read and agree")  # fmt: skip


def deadlines(here: Here) -> Iterator[Deadline]:
    """For the scrutineer: the days on which what was asked for is due."""
    rows = EvidenceAsked.objects.for_partnership(here.partnership).filter(state=EvidenceAsked.State.ASKED)
    for one in rows.order_by("due_on")[:5]:
        yield Deadline(one.due_on, f"Evidence asked for: {one.what[:80]}",
                       reverse("scrutiny:asked", args=[here.partnership.slug, one.pk]))  # fmt: skip


def _workspace(here: Here) -> str:
    return reverse("scrutiny:workspace", args=[here.partnership.slug])
