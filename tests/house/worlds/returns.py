"""A round with one return that waits to be checked, one draft with an error, and a wish for more time."""

from datetime import date, timedelta
from uuid import UUID

from django.core.files.base import ContentFile

from lineofsight.cycle.requests.changes import answering, asking, judging
from lineofsight.cycle.requests.changes.together import extend_together
from lineofsight.cycle.requests.models import Request
from lineofsight.foundation.partnership.guards import now
from lineofsight.foundation.partnership.guards import today as current_day
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.dashboard.models import Measure
from lineofsight.sources.dashboard.returns import changes, recipes, rounds
from lineofsight.sources.dashboard.returns.drafts import Upload, keep
from lineofsight.sources.dashboard.returns.queries import slots
from lineofsight.sources.dashboard.returns.reading import Written, from_rows
from tests import making
from tests.house.world import World
from tests.house.worlds.dashboard import NOW


def make(world: World) -> None:
    """Two rounds: in the first a return was sent, in the second a draft with an error stands."""
    supplier = world.members["data-supplier"]
    by = Doer(supplier.person.actor_id, "Data supplier")
    first, second = (_round(world, title) for title in ("Quarter 1", "Quarter 2"))
    sent = _sent(first, by=by)
    question = judging.ask_about(sent, text="Is this right?", by=by, now=NOW, today=current_day())
    draft = changes.receive_rows(
        second, _rows(second, number="n/a"), how="template", by=by, now=NOW, today=current_day()
    )
    asked = answering.ask_for_more_time(
        second, until=second.due_on + timedelta(days=7), reason="Holidays", by=by, now=NOW, today=current_day()
    )
    world.kwargs |= {
        "returns:request_key": second.pk, "returns:round_key": second.round_id, "returns:source": sent.pk,
        "returns:extension": asked.pk, "returns:question": question.pk, "returns:kind": "csv",
        "returns:draft": draft.pk,
        "returns:together_key": _given_together(second),
        "a question of its own return": {"request_key": first.pk, "question": question.pk},
    }  # fmt: skip
    _excused(world, by=by)
    _recipe(world)


def _given_together(request: Request) -> UUID:
    """A later day that was given to several, and can still be undone."""
    until = request.due_on + timedelta(days=3)
    facts = {"reason": "", "by": making.SYSTEM, "now": now(), "today": current_day()}
    return extend_together(request.round, [request], until=until, **facts).pk  # type: ignore[arg-type]


def _recipe(world: World) -> None:
    """A recipe, and a file that the business manager makes another from."""
    manager = world.members["business-manager"].person
    by = Doer(manager.actor_id, "Business manager")
    text = 'title = "Own"\n[area]\nvalue = "X10000009"\n[period]\ntype = "quarter"\ncolumn = "Q"\n'
    text += '[[measure]]\ncode = "m01"\nvalue = "N"\n'
    recipe = recipes.save_recipe(world.partnership, name="Own", text=text, fingerprint="x", by=by, now=NOW)
    upload = Upload(ContentFile(b"Place,Q,N\nHere,Q1 2026,3\n"), "own.csv", "text/csv")
    kept = keep(world.partnership, upload, by=by, now=NOW)
    world.kwargs |= {"returns:recipe": recipe.pk, "returns:file": kept.pk}


def _round(world: World, title: str) -> Request:
    today = current_day()
    measure = Measure.objects.for_partnership(world.partnership).filter(versions__period_type="quarter").first()
    organisation = world.members["data-supplier"].role.organisation
    plan = rounds.Plan(organisation, (measure,), world.members["data-supplier"].role)
    made = rounds.open_data_round(
        world.partnership, title=title, period_start=date(2026, 1, 1), period_end=date(2026, 3, 31), opens_on=today,
        due_on=today + timedelta(days=20), asked=[plan], by=making.SYSTEM, today=today,
    )  # fmt: skip
    return made.requests.get()


def _rows(request: Request, *, number: str) -> list[Written]:
    return [
        Written(slot.code, slot.area_code, "", slot.period, number, "100", sheet="Figures", row=2, column="I")
        for slot in slots(request)
    ]


def _sent(request: Request, *, by: Doer):  # type: ignore[no-untyped-def]
    asked = slots(request)
    reading = from_rows(_rows(request, number="60"), slots=asked, known=frozenset(), reasons=[])
    upload = Upload(ContentFile(b"Measure code\n"), "figures.csv", "text/csv")
    draft = changes.receive(request, reading, how="template", by=by, now=NOW, today=current_day(), upload=upload)
    return changes.send(draft, version=draft.version, note="", by=by, now=NOW, today=current_day())


def _excused(world: World, *, by: Doer) -> None:
    request = _round(world, "Quarter 0")
    asking.excuse(request, reason_code="no-data", reason="Not collected", allowed=["no-data"], by=by)
