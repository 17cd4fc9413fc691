"""The product that a report is, publishing it once that is signed, and opening or withdrawing it afterwards."""

from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.products import changes as products
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import ChangedMeanwhile, must
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.outputs.reports import audiences, queries, rules
from lineofsight.outputs.reports.changes.holding import (
    CHANGED,
    held,
    must_be_draft,
    path_of,
    refresh_subject,
    touch,
)
from lineofsight.outputs.reports.models import Report


@transaction.atomic
def plan_product(
    report: Report, *, lead: Role | None, due_on: date | None, by: Doer, now: datetime, today: date
) -> Product:
    """A new product of the report's kind, with its title and period, whose content the report is."""
    if not report.kind:
        raise Refused("The framework has no kind of product for this report. It is published without a route.")
    product = products.plan(
        report.partnership, kind=report.kind, title=report.title, lead=lead, period_start=report.period_start,
        period_end=report.period_end, due_on=due_on, marking=report.marking, by=by, now=now, today=today,
    )  # fmt: skip
    be_product(report, product, by=by, now=now)
    return product


@transaction.atomic
def be_product(report: Report, product: Product, *, by: Doer, now: datetime) -> Report:
    """Say which product the report is. From then on a change of the report voids what was signed of the product."""
    report = held(report)
    must_be_draft(report)
    if product.partnership_id != report.partnership_id or product.kind != report.kind:
        raise Refused("Choose a product of the report’s own kind.")
    if Report.objects.for_partnership(report.partnership).filter(product=product).exclude(pk=report.pk).exists():
        raise Refused("Another report is the content of this product already.")
    touch(report, by=by, now=now, product=product)
    products.content_changed(product, by=by, now=now)
    after = {"product": product.reference}
    record(report.partnership.chain, by=by, deed="reports.be_product", subject=report.subject, after=after)
    return report


@transaction.atomic
def publish(report: Report, *, by: Doer, now: datetime, today: date, version: int) -> Report:
    """Let its readers read it: once nothing of the checklist stops it and those whom the framework names have signed."""
    report = held(report)
    must_be_draft(report)
    if report.version != version:
        raise ChangedMeanwhile(CHANGED)
    blocks = queries.blocks_of(report)
    open_comments = report.comments.filter(settled_at__isnull=True).count()
    framework = framework_of(report.framework)
    stopping = [one for one in queries.checks_of(report, blocks, framework, open_comments=open_comments) if one.stops]
    must(stopping[0].text if stopping else None)
    must(queries.why_not_signed(report, today=today))
    report.state, report.published_at, report.published_by_id = rules.PUBLISHED, now, by.actor_id
    report.published_hash, report.version = queries.content_hash(report, blocks), report.version + 1
    report.save(update_fields=["state", "published_at", "published_by", "published_hash", "version"])
    refresh_subject(report)
    _tell(report, by=by, today=today)
    after = {"content": report.published_hash, "audience": report.audience}
    record(report.partnership.chain, by=by, deed="reports.publish", subject=report.subject, after=after)
    return report


def _tell(report: Report, *, by: Doer, today: date) -> None:
    gate = audiences.GATE[report.audience]
    needs = frozenset(report.needs.split())
    able = [kind.pk for kind in report.partnership.role_kinds.all() if needs <= kind.capabilities()]
    people = [
        person for person in people_who_may(report.partnership, gate, today=today)
        if person.actor_id != by.actor_id and person.memberships.filter(role__kind__in=able).exists()
    ]  # fmt: skip
    notices.tell(
        people,
        key=f"report:{report.pk}:published:{report.version}",
        text=f"{report.title} was published.",
        path=path_of(report),
        kind=Notice.Kind.NEWS,
        chain=report.partnership.chain,
        subject=report.subject,
    )


@transaction.atomic
def reopen(report: Report, *, reason: str, by: Doer, now: datetime) -> Report:
    """Make a published report a draft again, with the reason. What was signed stands until something is changed."""
    report = held(report)
    must(rules.why_not_reopen(report.state))
    if not reason.strip():
        raise Refused("Write why it is opened again.")
    report.state, report.version = rules.DRAFT, report.version + 1
    report.save(update_fields=["state", "version"])
    refresh_subject(report)
    record(report.partnership.chain, by=by, deed="reports.reopen", subject=report.subject, note=reason)
    return report


@transaction.atomic
def withdraw(report: Report, *, reason: str, by: Doer, now: datetime) -> Report:
    """Nobody but its writers reads it any more; it stays on record with the reason."""
    report = held(report)
    if report.state == rules.WITHDRAWN:
        raise Refused("This report was withdrawn already.")
    if not reason.strip():
        raise Refused("Write why it is withdrawn.")
    report.state, report.withdrawn_reason, report.version = rules.WITHDRAWN, reason, report.version + 1
    report.save(update_fields=["state", "withdrawn_reason", "version"])
    refresh_subject(report)
    record(report.partnership.chain, by=by, deed="reports.withdraw", subject=report.subject, note=reason)
    return report
