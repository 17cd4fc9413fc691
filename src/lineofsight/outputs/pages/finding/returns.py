"""Cards about returns: what one's own organisation owes, and what the Business Team must chase and check."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from lineofsight.cycle.requests.models import Extension, Question, Request, Return, Round
from lineofsight.foundation.partnership import guards
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.words import counted
from lineofsight.outputs.pages.finding.card import Card, Deadline

OWED = (Request.State.OPEN, Request.State.STARTED, Request.State.SENT_BACK)
SOON = timedelta(days=60)
RECENT = timedelta(days=120)


def _start(here: Here) -> str:
    return reverse("returns:start", args=[here.partnership.slug])


def _bodies(here: Here) -> list[UUID]:
    return [UUID(key) for key in here.organisations_where("make_returns")]


def _own(here: Here) -> QuerySet[Request]:
    rows = Request.objects.for_partnership(here.partnership).filter(round__closed_at__isnull=True)
    return rows.filter(organisation__in=_bodies(here))


def _figures(here: Here) -> QuerySet[Request]:
    return _own(here).filter(round__kind=Round.Kind.DATA)


def to_send(here: Here) -> Iterator[Card]:
    """What the person's own organisations owe now."""
    owed = list(
        _figures(here)
        .filter(state__in=OWED, round__opens_on__lte=here.today)
        .select_related("round")
        .order_by("due_on")
    )
    if not owed:
        return
    first = owed[0]
    begun = first.state != Request.State.OPEN
    one = reverse("returns:request", args=[here.partnership.slug, first.pk])
    back = sum(request.state == Request.State.SENT_BACK for request in owed)
    yield Card(
        title="return to send" if len(owed) == 1 else "returns to send",
        count=len(owed),
        text=f"{first.round.title}. " + (f"{counted(back, 'was', 'were')} sent back to you." if back else ""),
        nearest=first.due_on,
        url=one,
        button="Continue" if begun else "Start",
        is_urgent=first.due_on < here.today,
    )


def to_answer(here: Here) -> Iterator[Card]:
    """Questions about the returns of the person's own organisations."""
    own = _bodies(here)
    rows = Question.objects.filter(source__partnership=here.partnership, source__organisation__in=own, answer="")
    waiting = list(rows.select_related("source").order_by("asked_at"))
    if waiting and (first := waiting[0]).source.request_id:
        url = reverse("returns:request", args=[here.partnership.slug, first.source.request_id])
        title = "question to answer" if len(waiting) == 1 else "questions to answer"
        yield Card(title=title, count=len(waiting), text=first.text[:120], url=url, button="Answer")


def coming_up(here: Here) -> Iterator[Card]:
    """Returns that open soon."""
    rows = _figures(here).filter(round__opens_on__gt=here.today, round__opens_on__lte=here.today + SOON)
    first = rows.select_related("round").order_by("round__opens_on").first()
    if first:
        text = f"{first.round.title} opens on {first.round.opens_on.day} {first.round.opens_on:%B}."
        yield Card(title="return opens soon", count=1, text=text, nearest=first.due_on, url=_start(here),
                   button="See your returns", place="coming")  # fmt: skip


def up_to_date(here: Here) -> Iterator[Card]:
    """Returns that were sent lately."""
    since = guards.now() - RECENT
    rows = Request.objects.for_partnership(here.partnership).filter(
        organisation__in=_bodies(here), first_received_at__gte=since, round__kind=Round.Kind.DATA,
        state__in=[Request.State.RECEIVED, Request.State.ACCEPTED],
    )  # fmt: skip
    came = rows.aggregate(all=Count("pk"), accepted=Count("pk", filter=Q(state=Request.State.ACCEPTED)))
    if came["all"]:
        title = "return sent" if came["all"] == 1 else "returns sent"
        text = f"{came['accepted']} of {came['all']} accepted so far."
        yield Card(title=title, count=came["all"], text=text, url=_start(here), button="See them", place="done")


def late_agencies(here: Here) -> Iterator[Card]:
    """Agencies whose figures are late, and agencies whose Section 11 answers are."""
    rows = Request.objects.for_partnership(here.partnership).filter(
        state__in=OWED, became_late_on__isnull=False, first_received_at__isnull=True, round__closed_at__isnull=True
    )
    by_kind = rows.values("round__kind").annotate(bodies=Count("organisation", distinct=True), first=Min("due_on"))
    for late in by_kind.order_by("round__kind"):
        is_audit = late["round__kind"] == Round.Kind.SECTION_11
        title = "agency is late" if late["bodies"] == 1 else "agencies are late"
        url = reverse("audits:rounds", args=[here.partnership.slug]) if is_audit else _start(here)
        yield Card(title=title, count=late["bodies"], nearest=late["first"], says="The oldest was due", url=url,
                   text="With Section 11." if is_audit else "", button="Chase them", is_urgent=True)  # fmt: skip


def to_check(here: Here) -> Iterator[Card]:
    """Returns that came and wait to be accepted."""
    rows = Return.objects.for_partnership(here.partnership).filter(state=Return.State.SENT)
    sent = list(rows.select_related("organisation").order_by("received_at")[:100])
    if sent:
        first = sent[0].organisation
        text = f"First: {first.name}." if first else ""
        title = "return ready to check" if len(sent) == 1 else "returns ready to check"
        url = reverse("returns:to-check", args=[here.partnership.slug])
        yield Card(title=title, count=len(sent), text=text, url=url, button="Check")


def more_time(here: Here) -> Iterator[Card]:
    """Agencies that asked for more time."""
    rows = Extension.objects.filter(request__partnership=here.partnership, granted__isnull=True)
    asked = rows.aggregate(all=Count("pk"), nearest=Min("request__due_on"))
    if asked["all"]:
        title = "agency asks for more time" if asked["all"] == 1 else "agencies ask for more time"
        yield Card(title=title, count=asked["all"], nearest=asked["nearest"], url=_start(here), button="Decide")


def own_deadlines(here: Here) -> Iterator[Deadline]:
    """The days on which one's own returns and self-assessments are due."""
    owed = _own(here).filter(state__in=OWED).select_related("round", "subject").order_by("due_on")
    for request in owed[:8]:
        yield Deadline(request.due_on, request.round.title, request.subject.path if request.subject else _start(here))


def round_deadlines(here: Here) -> Iterator[Deadline]:
    """The days on which rounds are due."""
    rows = Round.objects.for_partnership(here.partnership).filter(closed_at__isnull=True, due_on__gte=here.today)
    for found in rows.order_by("due_on")[:8]:
        is_audit = found.kind == Round.Kind.SECTION_11
        url = reverse("audits:round" if is_audit else "returns:round", args=[here.partnership.slug, found.pk])
        yield Deadline(found.due_on, f"{found.title}: {'answers' if is_audit else 'returns'} are due", url)
