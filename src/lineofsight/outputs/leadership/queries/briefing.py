"""The briefing of one reader: what to decide, what to know, what happened, what is thin or old, and what went well."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse

from lineofsight.cycle.findings.models import Action, ActionUpdate, ImpactCheck, Recommendation
from lineofsight.cycle.findings.queries import visible as read
from lineofsight.cycle.products.models import SignOff, Stop, StopView
from lineofsight.cycle.products.permissions import why_not_view
from lineofsight.cycle.products.queries import visible
from lineofsight.cycle.warnings.models import Warning
from lineofsight.engine.clocks import london_day
from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.words import counted, short_date
from lineofsight.governance.challenges.queries import executive_chair, seats_to_ask
from lineofsight.governance.meetings.queries.decisions import to_confirm
from lineofsight.outputs.assurance.permissions import VIEWS
from lineofsight.outputs.assurance.queries.tools import overview
from lineofsight.outputs.leadership import permissions
from lineofsight.outputs.leadership.queries import judgements
from lineofsight.sources.scrutiny.models import Paper, ScrutineerView

LATELY, A_YEAR, SHOWN = timedelta(days=120), timedelta(days=365), 5
WORDS_A_MINUTE = 200
STRENGTH: Final = "strength"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of a decision: its label and where it leads."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the briefing. `note` says more in quiet words; `choices` are what one can answer."""

    title: str
    text: str
    url: str
    note: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the briefing. `says` stands under its heading; `none` is said when it holds nothing."""

    code: str
    title: str
    lines: tuple[Line, ...]
    says: str = ""
    none: str = ""
    more: Choice | None = None
    total: int = field(default=0)

    @property
    def heading(self) -> str:
        """The title with how many there are, where that says something."""
        count = self.total or len(self.lines)
        return f"{self.title} ({count})" if count and self.code in {"decide", "know", "well"} else self.title


@dataclass(frozen=True, slots=True)
class Briefing:
    """The whole, in the order in which it is read."""

    parts: tuple[Part, ...]

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        texts = (f"{line.title} {line.text} {line.note}" for part in self.parts for line in part.lines)
        words = sum(len(text.split()) for text in texts) + sum(len(part.says.split()) for part in self.parts)
        return max(1, round(words / WORDS_A_MINUTE))

    @property
    def counts(self) -> str:
        """ "3 decisions, 2 things to know"."""
        held = {part.code: part.total or len(part.lines) for part in self.parts}
        return f"{counted(held['decide'], 'decision', 'decisions')}, {counted(held['know'], 'thing', 'things')} to know"


def briefing(here: Here, framework: Framework) -> Briefing:
    """The reader's briefing as of today, in a fixed number of queries."""
    standing = judgements.standings(here, framework, on=here.today)
    return Briefing((
        _decide(here, framework, standing), _know(here), _happened(here), _thin(here, framework, standing), _well(here),
    ))  # fmt: skip


def _url(here: Here, name: str, *more: object) -> str:
    return reverse(name, args=[here.partnership.slug, *more])


# Decide


def _decide(here: Here, framework: Framework, standing: dict[str, list[judgements.Standing]]) -> Part:
    lines = (*_warned(here), *_stops(here, framework), *_decisions(here), *_judgements(here, framework, standing))
    return Part("decide", "Decide", lines, none="Nothing waits for you.")


def _warned(here: Here) -> Iterator[Line]:
    if not here.may("answer_warnings"):
        return
    rows = Warning.objects.for_partnership(here.partnership).filter(state=Warning.State.RAISED, joined_to__isnull=True)
    for one in rows.order_by("-rank", "told_at")[: 2 * SHOWN]:
        page = _url(here, "early_warning:answer", one.pk)
        agree = (Choice("Agree the next step", f"{page}?how=agree"),) if one.next_step else ()
        choices = (*agree, Choice("Ask a question", f"{page}?how=ask"), Choice("Answer in words", page))
        suggested = f"Suggested: {one.next_step}" if one.next_step else ""
        told = f"Raised to you on {short_date(london_day(one.told_at))}." if one.told_at else ""
        yield Line(f"Early warning: {one.title}", one.sentence, _url(here, "early_warning:warning", one.pk),
                   " ".join(filter(None, [suggested, told])), choices)  # fmt: skip


def _stops(here: Here, framework: Framework) -> Iterator[Line]:
    """Products that wait for the reader's groups to decide, or for the reader to sign."""
    views = Prefetch("views", StopView.objects.order_by("at", "pk"))
    earlier = Prefetch("product__stops", Stop.objects.filter(state=Stop.State.DONE).order_by("lap", "position"))
    own: Any = here.organisations_where("sign_off")
    signed = SignOff.objects.filter(product=OuterRef("product"), organisation__in=own, voided_at__isnull=True)
    deciding = Q(part=Stop.Part.DECIDE, group__code__in=here.group_codes)
    signing = Q(part=Stop.Part.SIGN_OFF) & ~Exists(signed) if own else Q(pk=None)
    rows = Stop.objects.for_partnership(here.partnership).filter(deciding | signing)
    rows = rows.filter(state=Stop.State.HERE, product__in=visible(here))
    names = {group.code: group.short_name for group in framework.groups}
    for stop in rows.select_related("product__words", "group").prefetch_related(views, earlier).order_by("arrived_at"):
        yield _stop(here, names, stop)


def _stop(here: Here, names: dict[str, str], stop: Stop) -> Line:
    product = stop.product
    said = [one for one in product.stops.all() if one.words][-1:]
    advice = [
        f"{names.get(one.group_code, one.group_code)}: {one.get_outcome_display().lower()}. {one.words}" for one in said
    ]
    newest = {view.actor_id: view for view in stop.views.all()}
    against = sum(view.view == StopView.View.NOT_AGREE for view in newest.values())
    mine = newest.get(here.person.actor_id)
    notes = [*advice, f"{against} of {len(newest)} members do not agree." if against else "",
             f"Your view: {mine.get_view_display().lower()}." if mine else ""]  # fmt: skip
    words = getattr(product, "words", None)
    text = (words.what if words else "") or "No summary is written."
    return Line(product.title, text, _url(here, "assurance:product", product.pk), " ".join(filter(None, notes)),
                _choices(here, stop))  # fmt: skip


def _choices(here: Here, stop: Stop) -> tuple[Choice, ...]:
    if stop.part == Stop.Part.SIGN_OFF:
        return (Choice("Sign off", _url(here, "assurance:sign-off", stop.product_id)),)
    if why_not_view(here, stop) or not any(here.may(one) for one in VIEWS):
        return ()
    page = _url(here, "assurance:view", stop.product_id)
    labels = (
        ("agree", "Agree"),
        ("conditions", "Agree with conditions"),
        ("not_agree", "Do not agree"),
        ("question", "Ask"),
    )
    return tuple(Choice(label, f"{page}?view={code}") for code, label in labels)


def _decisions(here: Here) -> Iterator[Line]:
    """What was decided outside a meeting and waits for somebody of the group to confirm it."""
    for one in to_confirm(here)[:SHOWN]:
        page = _url(here, "decisions:decision", one.pk)
        yield Line(f"Confirm: {one.text}", one.reasons, page, f"{one.group.name}, {short_date(one.decided_on)}.",
                   (Choice("Read and confirm", page),))  # fmt: skip


def _judgements(here: Here, framework: Framework, standing: dict[str, list[judgements.Standing]]) -> Iterator[Line]:
    if permissions.why_not_agree(here, framework):
        return
    for indicator in framework.indicators:
        for one in standing[indicator.code]:
            proposed = one.proposed
            if proposed is None or not one.waits or proposed.actor_id == here.person.actor_id:
                continue
            said = f"Proposed: {judgements.said(proposed).text}. {proposed.narrative}"
            agree = Choice("Agree or change it", _url(here, "leadership:agree", indicator.code, one.code))
            yield Line(f"Indicator {indicator.number}: {indicator.short_name}", said,
                       _url(here, "leadership:indicator", indicator.code), choices=(agree,))  # fmt: skip


# Must know


def _know(here: Here) -> Part:
    return Part("know", "Must know", (*_told(here), *_from_outside(here)), none="Nothing new.")


def _told(here: Here) -> Iterator[Line]:
    if not here.may("see_warnings"):
        return
    rows = Warning.objects.for_partnership(here.partnership).filter(joined_to__isnull=True, told_at__isnull=False)
    ended = [Warning.State.SETTLED, Warning.State.CLOSED, Warning.State.RAISED]
    told = rows.exclude(state__in=ended if here.may("answer_warnings") else ended[:2])
    for one in told.order_by("-rank", "-told_at")[:SHOWN]:
        days = (london_day(one.told_at) - london_day(one.detected_at)).days if one.told_at else 0
        soon = f"Told {counted(days, 'day', 'days')} after it was detected."
        changed = f" A figure behind it has changed: {one.withdrawn_note}" if one.withdrawn_note else ""
        yield Line(
            f"Early warning: {one.title}", one.sentence, _url(here, "early_warning:warning", one.pk), soon + changed
        )


def _from_outside(here: Here) -> Iterator[Line]:
    """What the scrutineer issued lately."""
    if not here.may("see_scrutiny"):
        return
    since = judgements.end_of(here.today - LATELY)
    views = ScrutineerView.objects.for_partnership(here.partnership).filter(issued_at__gte=since).order_by("-issued_at")
    for one in views.select_related("subject")[:SHOWN]:
        title = one.subject.title if one.subject else "The scrutineer’s view"
        yield Line(title, one.narrative, _url(here, "scrutiny:view", one.pk))
    papers = Paper.objects.for_partnership(here.partnership).filter(issued_at__gte=since).order_by("-issued_at")
    for paper in papers[:SHOWN]:
        yield Line(f"From the scrutineer: {paper.title}", paper.text[:300], _url(here, "scrutiny:paper", paper.pk))


# Did it happen?


def _happened(here: Here) -> Part:
    """Actions that were due in the last year: done, late and why; and what is done without proof of a difference."""
    due = read.actions(here).filter(due_on__gt=here.today - A_YEAR, due_on__lte=here.today).exclude(state="dropped")
    ended = [Action.State.DONE, Action.State.VERIFIED]
    found = due.order_by().aggregate(all=Count("pk"), done=Count("pk", filter=Q(state__in=ended)),
                                     late=Count("pk", filter=~Q(state__in=ended)))  # fmt: skip
    due_words = counted(found["all"], "action that was", "actions that were")
    says = f"{found['done']} of {due_words} due in the last year are done. {found['late']} are late."
    updates = Prefetch("updates", ActionUpdate.objects.order_by("-at"))
    late = due.exclude(state__in=ended).select_related("owner", "organisation").prefetch_related(updates)
    lines = [_late(here, one) for one in late.order_by("due_on")[:SHOWN]]
    more = Choice("See every action", _url(here, "findings:actions"))
    return Part("happened", "Did it happen?", (*lines, *_unproved(here)), says, more=more, none="Nothing is late.")


def _late(here: Here, one: Action) -> Line:
    told = next(iter(one.updates.all()), None)
    days = (here.today - (one.due_on or here.today)).days
    owner = str(one.owner) if one.owner else one.organisation.name
    why = f"Last said: {told.text}" if told else "Nothing was said about it yet."
    return Line(
        f"Late by {counted(days, 'day', 'days')}: {one.text}",
        why,
        _url(here, "findings:action", one.pk),
        f"Owner: {owner}.",
    )


def _unproved(here: Here) -> Iterator[Line]:
    """Recommendations that are delivered, and nothing shows yet that it made a difference."""
    passed = ImpactCheck.objects.filter(recommendation=OuterRef("pk"), result__in=["passed", "partly"])
    rows = read.recommendations(here).filter(state=Recommendation.State.DELIVERED).exclude(Exists(passed))
    for one in rows.order_by(F("delivered_at").asc(nulls_last=True))[:3]:
        yield Line(
            f"Done, with no proof of a difference: {one.wording}", "", _url(here, "findings:recommendation", one.pk)
        )


# Thin or old


def _thin(here: Here, framework: Framework, standing: dict[str, list[judgements.Standing]]) -> Part:
    lines = (*_tools(here, framework), *_low(here, framework, standing))
    more = Choice("See the assurance map", _url(here, "leadership:map"))
    return Part("thin", "Thin or old assurance", lines, none="Nothing is thin or old.", more=more)


def _tools(here: Here, framework: Framework) -> Iterator[Line]:
    if not here.may(permissions.SEE):
        return
    for row in overview(here, framework):
        weak, old = row.rating.tone in {"weak", "poor"}, row.freshness.tone in {"weak", "none"}
        if weak or old:
            said = [f"Rated {row.rating.text.lower()}" if weak else "", f"{row.freshness.text}" if old else ""]
            yield Line(f"{row.tool.name}: {', '.join(filter(None, said)).lower()}", row.where + ".",
                       _url(here, "assurance:tool", row.tool.code))  # fmt: skip


def _low(here: Here, framework: Framework, standing: dict[str, list[judgements.Standing]]) -> Iterator[Line]:
    for indicator in framework.indicators:
        for one in standing[indicator.code]:
            said = judgements.said(one.newest)
            if one.newest is not None and said.tone in {"weak", "poor"}:
                yield Line(f"Indicator {indicator.number}, {indicator.short_name}: {said.text.lower()}", "",
                           _url(here, "leadership:indicator", indicator.code))  # fmt: skip


# What went well


def _well(here: Here) -> Part:
    """Differences that were shown, and strengths that were found, of the last four months."""
    since = here.today - LATELY
    checks = read.impact_checks(here).filter(result=ImpactCheck.Result.PASSED, checked_on__gt=since)
    lines = [
        Line(f"It made a difference: {one.recommendation.wording}", one.found, _url(here, "findings:check", one.pk))
        for one in checks.select_related("recommendation").order_by("-checked_on")[:3]
    ]
    strengths = read.findings(here).filter(kind=STRENGTH, found_on__gt=since, private_to__isnull=True)
    lines += [
        Line(f"Strength: {one.title}", one.so_what or one.text, _url(here, "findings:finding", one.pk))
        for one in strengths.order_by("-found_on")[:3]
    ]
    return Part("well", "What went well", tuple(lines), none="Nothing new was shown in the last four months.")


def who_answers(here: Here) -> Role | None:
    """Who answers a leader's question: the Executive's chair for a Lead Safeguarding Partner, else who leads the scrutiny."""
    if here.may("sign_off"):
        return executive_chair(here.partnership, today=here.today)
    kinds = {
        kind.pk for kind in here.partnership.role_kinds.all() if kind.capabilities() >= {"rate_products", "give_update"}
    }
    able = [role for role in seats_to_ask(here.partnership, today=here.today) if role.kind_id in kinds]
    chairs = [role for role in able if role.group_id and str(role.pk) not in here.role_ids]
    return next(iter(chairs), None)
