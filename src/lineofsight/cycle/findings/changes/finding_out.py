"""Raising findings, issuing drafts, closing, and what becomes of strengths."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.findings import queries, rules
from lineofsight.cycle.findings.changes import impact
from lineofsight.cycle.findings.changes.subjects import UNISSUED, name, reading_of, tell, write
from lineofsight.cycle.findings.models import Finding, FindingTheme, StrengthAdoption
from lineofsight.cycle.products.changes import content_changed
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.trail.models import Subject


@transaction.atomic
def raise_finding(
    partnership: Partnership,
    *,
    kind: str,
    title: str,
    text: str,
    found_on: date,
    by: Doer,
    now: datetime,
    so_what: str = "",
    product: Product | None = None,
    source: Subject | None = None,
    organisation: Organisation | None = None,
    themes: Iterable[str] = (),
    is_draft: bool = False,
) -> Finding:
    """A finding of one of the framework's kinds, with its reference (F-2026-014).

    `product` and `source` (the subject of a warning, an answer, a meeting…) say where it was found. What comes from a
    restricted product is read only by those who may read that. A draft is read by its writer alone until `issue`. A finding
    that tells again what an embedded recommendation was about opens that one again.
    """
    finding = Finding.objects.create(
        partnership=partnership,
        reference=next_reference(partnership, "F", year=found_on.year),
        kind=kind,
        title=title,
        text=text,
        so_what=so_what,
        product=product,
        source=source,
        organisation=organisation,
        found_on=found_on,
        may_read=reading_of([product], [source]),
        private_to_id=by.actor_id if is_draft else None,
        raised_at=now,
        raised_by_id=by.actor_id,
    )
    codes = sorted(set(themes))
    FindingTheme.objects.bulk_create(FindingTheme(finding=finding, code=code) for code in codes)
    name(finding)
    after = {"reference": finding.reference, "kind": kind, "title": title, "themes": codes}
    if not is_draft:
        _open_what_came_back(finding, codes, by=by, now=now)
    record(partnership.chain, by=by, deed="findings.raise_finding", subject=finding.subject, after=after)
    _say_that_content_changed(finding, by=by, now=now)
    return finding


@transaction.atomic
def issue(finding: Finding, *, by: Doer, now: datetime, version: int) -> Finding:
    """A draft becomes what everybody reads who may read findings. Refused for anybody but its writer."""
    _refuse_unless(finding.private_to_id == by.actor_id, "Only who wrote this draft can issue it.")
    write(finding, version=version, private_to=None)
    name(finding)
    _open_what_came_back(finding, [theme.code for theme in finding.themes.all()], by=by, now=now)
    record(finding.partnership.chain, by=by, deed="findings.issue", subject=finding.subject)
    _say_that_content_changed(finding, by=by, now=now)
    return finding


@transaction.atomic
def open_with_product(product: Product) -> int:
    """The scrutineer issued a product: its findings may be found and their trail read by whoever may; the number opened."""
    rows = Finding.objects.for_partnership(product.partnership).filter(product=product, subject__may_read=UNISSUED)
    held = list(rows.select_related("partnership__chain", "product", "private_to"))
    for finding in held:
        name(finding)
    return len(held)


@transaction.atomic
def edit_finding(
    finding: Finding,
    *,
    kind: str,
    title: str,
    text: str,
    so_what: str,
    themes: Iterable[str],
    organisation: Organisation | None,
    by: Doer,
    now: datetime,
    version: int,
) -> Finding:
    """Put a finding's words right; what it said before stays in the trail."""
    before = _facts(finding)
    write(finding, version=version, kind=kind, title=title, text=text, so_what=so_what, organisation=organisation)
    wanted = set(themes)
    finding.themes.exclude(code__in=wanted).delete()
    held = set(finding.themes.values_list("code", flat=True))
    FindingTheme.objects.bulk_create(FindingTheme(finding=finding, code=code) for code in sorted(wanted - held))
    name(finding)
    chain = finding.partnership.chain
    after = _facts(finding)
    record(chain, by=by, deed="findings.edit_finding", subject=finding.subject, before=before, after=after)
    _say_that_content_changed(finding, by=by, now=now)
    return finding


@transaction.atomic
def close_finding(finding: Finding, *, reason: str, by: Doer, version: int) -> Finding:
    """Nothing more is to be done about it, with the reason."""
    _refuse_unless(finding.state == Finding.State.OPEN, "This finding is closed already.")
    _refuse_unless(bool(reason.strip()), "Say why nothing more is to be done.")
    write(finding, version=version, state=Finding.State.CLOSED, closed_reason=reason)
    record(finding.partnership.chain, by=by, deed="findings.close_finding", subject=finding.subject, note=reason)
    return finding


@transaction.atomic
def open_finding_again(finding: Finding, *, reason: str, by: Doer, version: int) -> Finding:
    """A closed finding is looked at again, with the reason."""
    _refuse_unless(finding.state == Finding.State.CLOSED, "This finding is open.")
    _refuse_unless(bool(reason.strip()), "Say why it is opened again.")
    write(finding, version=version, state=Finding.State.OPEN)
    record(finding.partnership.chain, by=by, deed="findings.open_finding_again", subject=finding.subject, note=reason)
    return finding


@transaction.atomic
def share_strength(finding: Finding, people: Iterable[Person], *, by: Doer, now: datetime, version: int) -> int:
    """Tell people of a strength that their agencies could take up; the number told."""
    _refuse_unless(finding.kind == rules.STRENGTH, "Only a strength is shared for others to take up.")
    write(finding, version=version, shared_at=now)
    text = f"{finding.reference}: something works well elsewhere. Read whether your agency could take it up."
    told = tell(finding, people, key=f"share:{finding.version}", text=text, kind=Notice.Kind.NEWS)
    chain = finding.partnership.chain
    record(chain, by=by, deed="findings.share_strength", subject=finding.subject, after={"told": told})
    return told


@transaction.atomic
def adopt_strength(
    finding: Finding, *, organisation: Organisation, adopted_on: date, by: Doer, now: datetime, effect: str = ""
) -> StrengthAdoption:
    """An agency took up a strength from a day on; the effect can be said then or later."""
    _refuse_unless(finding.kind == rules.STRENGTH, "Only a strength is adopted.")
    held = finding.adoptions.filter(organisation=organisation).exists()
    _refuse_unless(not held, f"{organisation.name} has adopted this already.")
    adoption = StrengthAdoption.objects.create(
        finding=finding,
        organisation=organisation,
        adopted_on=adopted_on,
        effect=effect,
        effect_on=adopted_on if effect else None,
        at=now,
        actor_id=by.actor_id,
    )
    after = {"organisation": organisation.name, "adopted_on": adopted_on, "effect": effect}
    record(finding.partnership.chain, by=by, deed="findings.adopt_strength", subject=finding.subject, after=after)
    return adoption


@transaction.atomic
def say_effect(adoption: StrengthAdoption, *, effect: str, effect_on: date, by: Doer) -> StrengthAdoption:
    """What is different since an agency took up a strength; what was said before stays in the trail."""
    _refuse_unless(bool(effect.strip()), "Say what is different, and how you know.")
    before = {"effect": adoption.effect}
    StrengthAdoption.objects.filter(pk=adoption.pk).update(effect=effect, effect_on=effect_on)
    adoption.refresh_from_db()
    finding = adoption.finding
    after = {"organisation": adoption.organisation.name, "effect": effect}
    chain = finding.partnership.chain
    record(chain, by=by, deed="findings.say_effect", subject=finding.subject, before=before, after=after)
    return adoption


def _open_what_came_back(finding: Finding, themes: list[str], *, by: Doer, now: datetime) -> None:
    if finding.organisation_id is None or not themes or finding.kind == rules.STRENGTH:
        return
    for held, of_themes in queries.embedded_with_themes(finding.partnership, organisation=finding.organisation_id):
        if rules.comes_back(kind=finding.kind, themes=themes, of_themes=of_themes, same_organisation=True):
            impact.reopen(held, reason=f"It was found again: {finding.reference}.", finding=finding, by=by, now=now)


def _say_that_content_changed(finding: Finding, *, by: Doer, now: datetime) -> None:
    """Findings are part of what partners sign: a sign-off of the product as it was before does not stand any more."""
    if finding.product is not None and finding.private_to_id is None:
        content_changed(finding.product, by=by, now=now)


def _facts(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "title": finding.title,
        "text": finding.text,
        "so_what": finding.so_what,
        "themes": sorted(finding.themes.values_list("code", flat=True)),
        "organisation": finding.organisation.name if finding.organisation else "",
    }


def _refuse_unless(allowed: bool, otherwise: str) -> None:
    if not allowed:
        raise Refused(otherwise)
