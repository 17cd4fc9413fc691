"""Ten years of fifty agencies: products on their routes, findings, recommendations, actions, and the trail of it all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

FIRST_DAY = date(2016, 10, 1)
TODAY = date(2026, 10, 21)
BATCH = 1_000
WORDS = (
    "neglect",
    "handovers",
    "thresholds",
    "supervision",
    "voice",
    "attendance",
    "information",
    "missing",
    "infants",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    agencies: int = 50
    products: int = 5_000
    findings: int = 20_000
    actions: int = 30_000
    entries: int = 200_000


@dataclass
class Decade:
    """The partnership and what is drawn from."""

    partnership: Any
    size: Size
    random: Random = field(default_factory=lambda: Random(1))
    organisations: list[Any] = field(default_factory=list)
    roles: list[Any] = field(default_factory=list)
    actor: Any = None

    def day(self) -> date:
        """Some day of the ten years."""
        return FIRST_DAY + timedelta(days=self.random.randrange((TODAY - FIRST_DAY).days))

    def words(self, count: int) -> str:
        """Some words."""
        return " ".join(self.random.choice(WORDS) for _ in range(count)).capitalize()


def make(slug: str, size: Size) -> Any:
    """The partnership with its people, and ten years of everything."""
    decade = _place(slug, size)
    products = _products(decade)
    _routes(decade, products)
    findings = _findings(decade, products)
    recommendations = _recommendations(decade, findings)
    actions = _actions(decade, recommendations)
    _judgements(decade, products)
    _trail(decade, [one.subject_id for one in (*products, *findings, *actions)])
    return decade.partnership


def _place(slug: str, size: Size) -> Decade:
    from lineofsight.config.demo.people import FIRST_DAY as STARTS
    from lineofsight.engine import framework as frameworks
    from lineofsight.foundation.accounts.models import Person
    from lineofsight.foundation.handbook.changes import load_framework
    from lineofsight.foundation.partnership import changes
    from lineofsight.foundation.partnership.models import RoleKind
    from lineofsight.foundation.trail.changes import Doer

    by = Doer.system("Bench")
    partnership = changes.add_partnership(slug=slug, name=slug.title(), by=by, is_made_up=True)
    load_framework(frameworks.load("kscmp-2024"), by=by, counts_from=STARTS, partnership=partnership)
    decade = Decade(partnership, size)
    for number in range(size.agencies):
        kind = ("local_authority", "icb", "police")[number] if number < 3 else "nhs_provider"
        body = changes.add_organisation(name=f"Agency {number + 1} of {slug}", kind=kind, starts_on=STARTS, by=by)
        part = "safeguarding_partner" if number < 3 else "relevant_agency"
        changes.let_take_part(partnership, body, part=part, starts_on=STARTS, by=by)
        decade.organisations.append(body)
    kinds = {kind.code: kind for kind in RoleKind.objects.filter(partnership=partnership)}
    for number, body in enumerate(decade.organisations):
        code = "business-manager" if number == 0 else "executive-member" if number == 1 else "agency-lead"
        role = changes.add_role(
            partnership, kind=kinds[code], organisation=body, title=kinds[code].name, starts_on=STARTS, by=by,
            group=partnership.groups.get(code="executive") if code == "executive-member" else None,
        )  # fmt: skip
        person = Person.objects.create_user(f"person{number}@{slug}.example", None, name=f"Person {number}")
        changes.confirm(changes.seat(role, person, starts_on=STARTS, by=by), by=by)
        decade.roles.append(role)
        decade.actor = decade.actor or person.actor
    return decade


def _subjects(decade: Decade, things: Iterable[tuple[Any, str, str, str]], *, may_read: str) -> None:
    """A subject for each thing: (thing, room, kind, path after the partnership)."""
    from lineofsight.foundation.trail.models import Subject

    made = []
    for thing, room, kind, path in things:
        thing.subject = Subject(
            chain=decade.partnership.chain, room=room, kind=kind, key=str(thing.pk), title=str(thing)[:300],
            may_read=may_read, path=f"/p/{decade.partnership.slug}/{path}", marking="OFFICIAL-SENSITIVE",
        )  # fmt: skip
        made.append(thing.subject)
    Subject.objects.bulk_create(made, batch_size=BATCH)


def _products(decade: Decade) -> list[Any]:
    from lineofsight.cycle.products.models import Product, ProductWords, Rating, Tag
    from lineofsight.foundation.handbook.queries import framework_of, version_in_use

    version = version_in_use(decade.partnership, on=TODAY)
    framework = framework_of(version)
    made: list[Any] = []
    kinds = [kind for kind in framework.kinds if kind.tool]
    for number in range(decade.size.products):
        kind, due = kinds[number % len(kinds)], decade.day()
        recent = (TODAY - due).days < 120
        state, stage = ("drafted", "route") if recent else ("closed", "closed")
        made.append(
            Product(
                id=uuid4(), partnership=decade.partnership, framework=version, kind=kind.code, tool=kind.tool or "",
                is_restricted=kind.restricted, reference=f"P-{due.year}-{number:05d}", title=f"{kind.name}: {decade.words(3)}",
                state=state, stage=stage, lead=decade.random.choice(decade.roles), due_on=due,
                organisation=decade.random.choice(decade.organisations) if "single" in kind.code else None,
                period_start=due - timedelta(days=90), period_end=due,
            )
        )  # fmt: skip
    _subjects(
        decade, ((one, "products", "product", f"assurance/products/{one.pk}/") for one in made), may_read="see_products"
    )
    Product.objects.bulk_create(made, batch_size=BATCH)
    ProductWords.objects.bulk_create(
        [
            ProductWords(product=one, scope_text=decade.words(20), what=decade.words(60), so_what=decade.words(40))
            for one in made
        ],
        batch_size=BATCH,
    )
    themes = framework.codes("themes")
    Tag.objects.bulk_create(
        [Tag(product=one, section="themes", code=decade.random.choice(themes)) for one in made], batch_size=BATCH
    )
    for section in ("indicators", "objectives", "priorities"):
        codes = framework.codes(section)
        Tag.objects.bulk_create(
            [Tag(product=one, section=section, code=decade.random.choice(codes)) for one in made], batch_size=BATCH
        )
    grades = ("substantial", "moderate", "limited", "unsatisfactory")
    at = datetime(2026, 10, 1, tzinfo=UTC)
    Rating.objects.bulk_create(
        [
            Rating(
                product=one, grade=decade.random.choice(grades), evidence_strength="fair", coverage="most",
                confidence="medium", direction="same", reason=decade.words(20), rated_on=one.due_on,
                next_review_on=one.due_on + timedelta(days=365), at=at, actor=decade.actor, role="Bench",
            )
            for one in made
        ],
        batch_size=BATCH,
    )  # fmt: skip
    return made


def _routes(decade: Decade, products: list[Any]) -> None:
    from lineofsight.cycle.products.models import Move, Stop

    stops, moves = [], []
    groups = {group.code: group for group in decade.partnership.groups.all()}
    for one in products:
        moment = datetime.combine(one.due_on, datetime.min.time(), tzinfo=UTC)
        for position, code in enumerate(("saa", "executive", "lsp")):
            is_open = one.state == "drafted"
            state = ("here" if position == 0 else "ahead") if is_open else "done"
            stops.append(
                Stop(
                    partnership=decade.partnership, product=one, position=position, group_code=code, state=state,
                    group=groups.get(code),
                    part=("advise", "decide", "decide")[position], outcome="" if is_open else "agreed", words="",
                    arrived_at=moment if state != "ahead" else None, done_at=None if is_open else moment,
                )
            )  # fmt: skip
        for step, (before, after) in enumerate((("", "planned"), ("planned", "scoped"), ("scoped", one.state))):
            facts = {"from_state": before, "to_state": after, "at": moment, "actor": decade.actor, "role": "Bench"}
            moves.append(Move(product=one, step=("plan", "scope", "draft")[step], **facts))
    Stop.objects.bulk_create(stops, batch_size=BATCH)
    Move.objects.bulk_create(moves, batch_size=BATCH)


def _findings(decade: Decade, products: list[Any]) -> list[Any]:
    from lineofsight.cycle.findings.models import Finding, FindingTheme
    from lineofsight.foundation.handbook.queries import framework_in_use

    framework = framework_in_use(decade.partnership, on=TODAY)
    kinds, themes, made = framework.codes("finding_kinds"), framework.codes("themes"), []
    for number in range(decade.size.findings):
        day = decade.day()
        made.append(
            Finding(
                id=uuid4(), partnership=decade.partnership, reference=f"F-{day.year}-{number:05d}", title=decade.words(6),
                kind=decade.random.choice(kinds), text=decade.words(40), product=products[number % len(products)],
                organisation=decade.random.choice(decade.organisations), found_on=day, raised_by=decade.actor,
                raised_at=datetime.combine(day, datetime.min.time(), tzinfo=UTC),
            )
        )  # fmt: skip
    _subjects(decade, ((one, "findings", "finding", f"findings/{one.pk}/") for one in made), may_read="see_findings")
    Finding.objects.bulk_create(made, batch_size=BATCH)
    FindingTheme.objects.bulk_create(
        [FindingTheme(finding=one, code=decade.random.choice(themes)) for one in made], batch_size=BATCH
    )
    return made


def _recommendations(decade: Decade, findings: list[Any]) -> list[Any]:
    from lineofsight.cycle.findings.models import ImpactCheck, Recommendation, RecommendationSource

    made: list[Any] = []
    sources, checks = [], []
    for number, finding in enumerate(findings[::2]):
        one: Any = Recommendation(
            id=uuid4(), partnership=decade.partnership, reference=f"R-{finding.found_on.year}-{number:05d}",
            wording=decade.words(15), state=decade.random.choice(("accepted", "delivered", "proposed")),
            organisation=finding.organisation, owner=decade.random.choice(decade.roles), made_on=finding.found_on,
            due_on=finding.found_on + timedelta(days=180), made_by=decade.actor,
            made_at=datetime.combine(finding.found_on, datetime.min.time(), tzinfo=UTC),
        )  # fmt: skip
        made.append(one)
        sources.append(RecommendationSource(recommendation=one, finding=finding))
        checks.append(
            ImpactCheck(
                partnership=decade.partnership, recommendation=one, after_months=6, due_on=one.due_on + timedelta(days=180),
                measure="Repeat plans", baseline="27%", baseline_on=one.made_on, planned_by=decade.actor,
                planned_at=one.made_at,
            )
        )  # fmt: skip
    things = ((one, "findings", "recommendation", f"recommendations/{one.pk}/") for one in made)
    _subjects(decade, things, may_read="see_findings")
    Recommendation.objects.bulk_create(made, batch_size=BATCH)
    RecommendationSource.objects.bulk_create(sources, batch_size=BATCH)
    ImpactCheck.objects.bulk_create(checks, batch_size=BATCH)
    return made


def _actions(decade: Decade, recommendations: list[Any]) -> list[Any]:
    from lineofsight.cycle.findings.models import Action, ActionUpdate

    made, through = [], Action.recommendations.through
    for number in range(decade.size.actions):
        day = decade.day()
        state = decade.random.choice(("open", "under_way")) if number % 5 == 0 else "dropped"
        made.append(
            Action(
                id=uuid4(), partnership=decade.partnership, reference=f"A-{day.year}-{number:05d}", text=decade.words(12),
                organisation=decade.random.choice(decade.organisations), owner=decade.random.choice(decade.roles),
                first_due_on=day, due_on=day, state=state, made_by=decade.actor,
                made_at=datetime.combine(day, datetime.min.time(), tzinfo=UTC),
            )
        )  # fmt: skip
    _subjects(decade, ((one, "findings", "action", f"actions/{one.pk}/") for one in made), may_read="see_findings")
    Action.objects.bulk_create(made, batch_size=BATCH)
    links = [
        through(action_id=one.pk, recommendation_id=recommendations[number % len(recommendations)].pk)
        for number, one in enumerate(made)
    ]
    through.objects.bulk_create(links, batch_size=BATCH)
    updates = [
        ActionUpdate(
            action=one, text=decade.words(10), state=one.state, at=one.made_at, actor=decade.actor, role="Bench"
        )
        for one in made
    ]
    ActionUpdate.objects.bulk_create(updates, batch_size=BATCH)
    return made


def _judgements(decade: Decade, products: list[Any]) -> None:
    """Every indicator judged each quarter, proposed and agreed, with what it rested on."""
    from lineofsight.foundation.handbook.queries import framework_of, version_in_use
    from lineofsight.outputs.leadership.models import JudgedFigure, Judgement

    version = version_in_use(decade.partnership, on=TODAY)
    made = []
    for indicator in framework_of(version).indicators:
        for question in indicator.ratings:
            for quarter in range(40):
                for kind in ("proposed", "agreed"):
                    day = FIRST_DAY + timedelta(days=91 * quarter)
                    made.append(
                        Judgement(
                            partnership=decade.partnership, framework=version, indicator=indicator.code,
                            question=question.code, kind=kind, grade=decade.random.choice(("fully", "mostly", "partly")),
                            direction="same", narrative=decade.words(60), judged_on=day, actor=decade.actor, role="Bench",
                            at=datetime.combine(day, datetime.min.time(), tzinfo=UTC),
                        )
                    )  # fmt: skip
    rows = Judgement.objects.bulk_create(made, batch_size=BATCH)
    JudgedFigure.objects.bulk_create(
        [
            JudgedFigure(judgement=one, query=f"query-{each}", words=decade.words(8))
            for one in rows
            for each in range(3)
        ],
        batch_size=BATCH,
    )
    through = Judgement.products.through
    through.objects.bulk_create(
        [through(judgement_id=one.pk, product_id=decade.random.choice(products).pk) for one in rows], batch_size=BATCH
    )


def _trail(decade: Decade, subjects: list[Any]) -> None:
    """A chain that verifies, written at once."""
    from lineofsight.foundation.trail import rules
    from lineofsight.foundation.trail.models import Chain, Entry, EntryContent

    head = Chain.objects.get(pk=decade.partnership.chain_id)
    number, last = head.last_number, head.last_hash
    text = rules.canonical({"before": {}, "after": {"state": "done"}, "note": ""})
    digest = rules.content_digest(salt="bench", text=text)
    at = datetime(2026, 10, 1, tzinfo=UTC)
    for start in range(0, decade.size.entries, 10_000):
        entries = []
        for count in range(min(10_000, decade.size.entries - start)):
            number += 1
            subject = subjects[(start + count) % len(subjects)]
            link = rules.Link(
                chain=head.code, number=number, at=at, actor=str(decade.actor.pk), role="Bench", deed="findings.update_action",
                is_look=False, subject=str(subject), rows=1, content_digest=digest, previous_hash=last,
            )  # fmt: skip
            last = link.hash()
            entries.append(
                Entry(
                    chain=head, number=number, at=at, actor_id=decade.actor.pk, role="Bench", deed=link.deed, rows=1,
                    subject_id=subject, content_digest=digest, previous_hash=link.previous_hash, hash=last,
                )
            )  # fmt: skip
        made = Entry.objects.bulk_create(entries, batch_size=BATCH)
        EntryContent.objects.bulk_create(
            [EntryContent(entry=one, salt="bench", text=text) for one in made], batch_size=BATCH
        )
    Chain.objects.filter(pk=head.pk).update(last_number=number, last_hash=last)
