"""A product's route as its page draws it: prepared, each group in turn, agreed."""

from dataclasses import dataclass
from datetime import date

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.models import Product, SignOff, Stop
from lineofsight.engine.clocks import london_day
from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.ui.words import short_date
from lineofsight.outputs.assurance.rules import OUTCOMES

PART_WORDS = {"advise": "Gives advice", "decide": "Decides", "sign_off": "Each partner signs off"}


@dataclass(frozen=True, slots=True)
class Signing:
    """How the safeguarding partners stand: who must sign, and the sign-offs that hold for the content as it is."""

    partners: tuple[Organisation, ...]
    standing: tuple[SignOff, ...]

    @property
    def signed(self) -> int:
        """How many partners have signed and confirmed."""
        held = {row.organisation_id for row in self.standing if row.confirmed_at}
        return sum(partner.pk in held for partner in self.partners)


def tracker(
    framework: Framework, product: Product, lap: list[Stop], signing: Signing | None, *, prepared_on: date | None, today: date
) -> list[dict[str, str]]:  # fmt: skip
    """The steps of the tracker: label, state (done, current, todo) and words."""
    on_its_way = product.stage != Product.Stage.WORK and bool(lap)
    settled = product.stage in {Product.Stage.SETTLED, Product.Stage.CLOSED}
    prepared = _step("Prepared", "done" if on_its_way or settled else "current", _prepared(product, prepared_on))
    places = (
        [_stop(framework, stop, signing, today=today) for stop in lap]
        if on_its_way or settled
        else _ahead(framework, product)
    )
    agreed = _step("Agreed", "done" if settled else "todo", "")
    found = [prepared, *places, agreed]
    if on_its_way and not settled and not any(step["state"] == "current" for step in found):
        agreed["state"], agreed["words"] = "current", "Ready to be agreed"
    return found


def _step(label: str, state: str, words: str) -> dict[str, str]:
    return {"label": label, "state": state, "words": words}


def _prepared(product: Product, on: date | None) -> str:
    who = product.lead.title if product.lead else "Nobody yet"
    return f"{who}, {short_date(on)}" if on and product.stage != Product.Stage.WORK else who


def _ahead(framework: Framework, product: Product) -> list[dict[str, str]]:
    kind = rules.kind_of(framework, product.kind)
    places = [
        _step(framework.get("groups", place.group_code).short_name, "todo", PART_WORDS[place.part])
        for place in rules.places_of(framework, kind)
    ]
    fed = framework.get("tools", product.tool).feeds if product.tool and not places else ()
    return places or [
        _step(framework.get("tools", code).name, "todo", "Goes into it, and travels with it") for code in fed
    ]


def _stop(framework: Framework, stop: Stop, signing: Signing | None, *, today: date) -> dict[str, str]:
    label = framework.get("groups", stop.group_code).short_name
    if stop.state == Stop.State.HERE:
        return _step(label, "current", _waiting(stop, signing, today=today))
    if stop.state == Stop.State.DONE and stop.done_at:
        said = "Signed by each partner" if stop.part == Stop.Part.SIGN_OFF else _said(stop)
        return _step(label, "done", f"{said}, {short_date(london_day(stop.done_at))}")
    if stop.state == Stop.State.SENT_BACK and stop.done_at:
        return _step(label, "done", f"Sent back, {short_date(london_day(stop.done_at))}")
    return _step(label, "todo", "Did not get there" if stop.state == Stop.State.STOPPED else PART_WORDS[stop.part])


def _said(stop: Stop) -> str:
    said = OUTCOMES.get(stop.outcome, stop.outcome)
    verb = "Decision" if stop.part == Stop.Part.DECIDE else "Advice"
    return f"{verb}: {said}"


def _waiting(stop: Stop, signing: Signing | None, *, today: date) -> str:
    days = rules.days_since(stop.arrived_at, today=today)
    waited = f"waiting {rules.days_words(days)}" if days else "here since today"
    if signing is not None and stop.part == Stop.Part.SIGN_OFF:
        return f"{waited[:1].upper()}{waited[1:]}: {signing.signed} of {len(signing.partners)} have signed"
    views = len({view.actor_id for view in stop.views.all()})
    gave = f": {views} {'view' if views == 1 else 'views'} in" if views else ""
    return f"{PART_WORDS[stop.part]}, {waited}{gave}"
