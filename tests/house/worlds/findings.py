"""A finding with its recommendation, actions and impact check; one of each in every state that a page waits for."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.models import Action, Finding, Recommendation
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.trail.changes import Doer
from tests import making
from tests.house.world import World

SOMEBODY_ELSE = "Somebody Who Did The Work"


def make(world: World) -> None:
    """About the council, whose people all the roles of the world are."""
    body, by = making.an_organisation(world.partnership), making.SYSTEM
    other = Doer(actor_id=making.a_person(SOMEBODY_ELSE).actor_id, role="Worker")
    finding = found(world, themes=["drift"], organisation=body)
    held = recommended(world, findings=[finding], organisation=body)
    world.kwargs |= {"findings:finding": finding.pk, "findings:recommendation": held.pk}
    action = acted(world, body, recommendations=[held])
    world.kwargs |= {"findings:action": action.pk, "action with evidence": proved(acted(world, body)).pk}
    world.kwargs["done action"] = done(acted(world, body), by=other).pk
    world.kwargs["findings:check"] = checked(world, body, other, passed=False)[1]
    world.kwargs["checked recommendation"] = checked(world, body, other)[0].pk
    scrutineer = Doer(actor_id=world.members["independent-scrutineer"].person.actor_id, role="Scrutineer")
    world.kwargs["draft finding"] = found(world, is_draft=True, by=scrutineer).pk
    world.kwargs["draft recommendation"] = recommended(world, is_draft=True, by=scrutineer).pk
    world.kwargs["scrutiny recommendation"] = recommended(world, is_scrutiny=True).pk
    closed = found(world)
    changes.close_finding(closed, reason="Settled elsewhere", by=by, version=1)
    world.kwargs["closed finding"] = closed.pk
    strength = found(world, kind="strength")
    adoption = changes.adopt_strength(strength, organisation=body, adopted_on=world.today, by=by, now=timezone.now())
    world.kwargs |= {"strength": strength.pk, "findings:adoption": adoption.pk}
    bulk, _ = changes.change_together(
        world.partnership, [acted(world, body)], kind="remind", versions={}, by=by, now=timezone.now()
    )
    world.kwargs |= {"findings:bulk": bulk.pk, "themes:theme": "drift"}


def more(world: World, number: int) -> None:
    """More of each, with more behind the ones that pages show."""
    body = making.an_organisation(world.partnership)
    other = Doer(actor_id=making.a_person("Another Who Did The Work").actor_id, role="Worker")
    finding = Finding.objects.get(pk=world.kwargs["findings:finding"])
    held = Recommendation.objects.get(pk=world.kwargs["findings:recommendation"])
    action = Action.objects.get(pk=world.kwargs["findings:action"])
    for each in range(number):
        one = found(world, title=f"Plans are late, {each}", themes=["drift"])
        changes.add_source(held, finding=one, by=making.SYSTEM, now=timezone.now())
        more_held = recommended(world, findings=[finding], wording=f"Review every plan within {each + 2} days")
        changes.link_action(action, more_held, by=making.SYSTEM)
        changes.plan_impact_check(held, after_months=6, **plan_of(world))
        acted(world, body, recommendations=[held])
        changes.update_action(action, text=f"Step {each}", by=making.SYSTEM, now=timezone.now())
    checked(world, body, other)


def found(world: World, **facts: Any) -> Finding:
    """A gap."""
    base = {"kind": "gap", "title": "Plans are late", "text": "Half of the plans seen were late.", "by": making.SYSTEM}
    given = base | {"found_on": world.today, "now": timezone.now()} | facts
    return changes.raise_finding(world.partnership, **given)


def recommended(world: World, **facts: Any) -> Recommendation:
    """A recommendation that nobody has answered."""
    base = {"wording": "Review every plan within a fortnight", "made_on": world.today, "by": making.SYSTEM}
    return changes.recommend(world.partnership, **(base | {"now": timezone.now()} | facts))  # type: ignore[arg-type]


def acted(world: World, body: Organisation, **facts: Any) -> Action:
    """An action that is overdue."""
    base = {"text": "Write the checklist", "due_on": world.today - timedelta(days=12), "by": making.SYSTEM}
    given = base | {"now": timezone.now()} | facts
    return changes.add_action(world.partnership, organisation=body, **given)


def proved(action: Action) -> Action:
    """With evidence."""
    Evidence.objects.create(
        partnership=action.partnership, subject=action.subject, kind="link", title="The checklist",
        url="https://example.org/checklist", added_at=timezone.now(), added_by_id=making.SYSTEM.actor_id,
    )  # fmt: skip
    return action


def done(action: Action, *, by: Doer) -> Action:
    """Done, by somebody else than the visitors."""
    proved(action)
    return changes.say_done(action, statement="It is in use.", by=by, now=timezone.now(), version=action.version)


def plan_of(world: World) -> dict[str, Any]:
    """What an impact check is planned with."""
    return {"measure": "Reviews in time", "baseline": "52%", "baseline_on": world.today, "by": making.SYSTEM,
            "now": timezone.now()}  # fmt: skip


def checked(world: World, body: Organisation, other: Doer, *, passed: bool = True) -> tuple[Recommendation, UUID]:
    """A delivered recommendation and its impact check, passed or still to come."""
    held = recommended(world, organisation=body)
    changes.answer(held, answer="accepted", by=making.SYSTEM, now=timezone.now(), version=held.version)
    action = done(acted(world, body, recommendations=[held]), by=other)
    changes.verify(action, by=making.SYSTEM, now=timezone.now(), version=action.version)
    held.refresh_from_db()
    check = changes.plan_impact_check(held, after_months=3, **plan_of(world))
    if passed:
        facts = {"result": "passed", "found": "91% in time", "checked_on": world.today, "now": timezone.now()}
        changes.check_impact(check, by=making.SYSTEM, **facts)
    held.refresh_from_db()
    return held, check.pk
