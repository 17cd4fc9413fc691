"""One product with all that its page shows, in a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch

from lineofsight.cycle.products import gates, rules
from lineofsight.cycle.products.content import content_hash, worked_out_once
from lineofsight.cycle.products.models import GateRecord, Move, Product, Rating, Relation, SignOff, Stop, StopView
from lineofsight.cycle.products.permissions import seen_by
from lineofsight.engine.clocks import london_day
from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.practice import Kind, Step
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Actor, Entry
from lineofsight.outputs.assurance.queries import route


@dataclass
class ProductPage:
    """A product, its rows fetched once each."""

    here: Here
    product: Product
    _hashes: dict[object, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The reader's day."""
        return self.here.today

    @cached_property
    def framework(self) -> Framework:
        """The framework that it began under."""
        return framework_of(self.product.framework)

    @property
    def kind(self) -> Kind:
        """Its kind."""
        return rules.kind_of(self.framework, self.product.kind)

    @cached_property
    def moves(self) -> list[Move]:
        """Its steps, oldest first."""
        return list(Move.objects.filter(product=self.product).select_related("actor"))

    @cached_property
    def stops(self) -> list[Stop]:
        """Every stop of every lap, with the views given there."""
        views = Prefetch("views", StopView.objects.select_related("actor", "organisation"))
        rows = Stop.objects.filter(product=self.product).select_related("group", "done_by")
        return list(rows.prefetch_related(views))

    @cached_property
    def lap(self) -> list[Stop]:
        """The stops of the newest lap."""
        return [stop for stop in self.stops if stop.lap == self.stops[-1].lap]

    @cached_property
    def stop(self) -> Stop | None:
        """Where it waits."""
        return next((stop for stop in self.lap if stop.state == Stop.State.HERE), None)

    @cached_property
    def ratings(self) -> list[Rating]:
        """Its ratings, newest first."""
        rows = Rating.objects.filter(product=self.product).select_related("actor")
        return list(rows.prefetch_related("organisations", "areas"))

    @cached_property
    def gate_records(self) -> list[GateRecord]:
        """What persons said of its gates."""
        return list(GateRecord.objects.filter(product=self.product).select_related("actor"))

    @cached_property
    def sign_offs(self) -> list[SignOff]:
        """Every sign-off, those that do not stand any more too."""
        rows = SignOff.objects.filter(product=self.product)
        return list(rows.select_related("organisation", "signed_by", "recorded_by", "proof"))

    @cached_property
    def signing(self) -> route.Signing | None:
        """How the partners stand; None for a kind that nobody signs."""
        if not self.kind.sign_off:
            return None
        with worked_out_once(self._hashes):
            current = content_hash(self.product) if self.sign_offs else ""
        standing = [row for row in self.sign_offs if row.voided_at is None and row.content_hash == current]
        return route.Signing(tuple(gates.partners_of(self.product, today=self.today)), tuple(standing))

    @cached_property
    def steps(self) -> list[tuple[Step, tuple[gates.GateState, ...]]]:
        """The steps onward from its state, each with its gates; those that need a reason (back, withdraw) are apart."""
        onward = [step for step in self._open_steps if rules.REASON_GATE not in step.gates]
        with worked_out_once(self._hashes):
            return [(step, gates.states_of(self.product, step, today=self.today)) for step in onward]

    @property
    def other_steps(self) -> list[Step]:
        """Back to work, and withdraw. While it waits at a group, sending back is the group's."""
        back = rules.step_back(self.framework, self.product.state) if self.stop else None
        return [step for step in self._open_steps if rules.REASON_GATE in step.gates and step != back]

    @property
    def _open_steps(self) -> tuple[Step, ...]:
        return rules.steps_from(self.framework, self.product.state)

    @cached_property
    def relations(self) -> list[tuple[str, Product]]:
        """Other products that it hangs together with, as far as the person may see them: words and product."""
        rows = Product.objects.for_partnership(self.here.partnership).filter(seen_by(self.here))
        seen = {product.pk: product for product in rows.filter(pk__in=self._related_keys)}
        words = {"feeds": ("Goes into", "Is made from"), "follows": ("Looks again at", "Was looked at again in")}
        found = []
        for relation in self._relation_rows:
            mine = relation.product_id == self.product.pk
            other = seen.get(relation.to_id if mine else relation.product_id)
            if other is not None:
                found.append((words[relation.kind][0 if mine else 1], other))
        return found

    @cached_property
    def _relation_rows(self) -> list[Relation]:
        own, other = Relation.objects.filter(product=self.product), Relation.objects.filter(to=self.product)
        return list(own | other)

    @property
    def _related_keys(self) -> set[UUID]:
        return {key for row in self._relation_rows for key in (row.product_id, row.to_id)} - {self.product.pk}

    @property
    def prepared_on(self) -> date | None:
        """When it was last handed in for its route."""
        into = rules.route_states(self.framework)
        handed_in = [move.at for move in self.moves if move.to_state in into]
        return london_day(handed_in[-1]) if handed_in else None

    @property
    def since(self) -> date | None:
        """Since when it is where it is."""
        moment = self.stop.arrived_at if self.stop else (self.moves[-1].at if self.moves else None)
        return london_day(moment) if moment else None


def last_change(product: Product) -> tuple[str, datetime | None]:
    """Who changed the product last, and when; two queries."""
    entry = Entry.objects.filter(subject=product.subject, is_look=False).order_by("-number").first()
    if entry is None:
        return "Somebody else", None
    actor = Actor.objects.filter(pk=entry.actor_id).first()
    return (actor.name if actor else "Somebody else"), entry.at
