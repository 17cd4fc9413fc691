"""What the county made to be sure: products of all fifteen tools over three years, each at another place of its life.

`products.toml` says what happened when; here each is done by the product's own functions, at its moment.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import County, as_doer
from lineofsight.cycle.products import changes, gates
from lineofsight.cycle.products.models import Product, Relation, Stop
from lineofsight.foundation.files import changes as files
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.trail.changes import Doer

FILE = Path(__file__).parent / "products.toml"
WRITER = "business-manager"
SPEAKERS = {"saa": "saa-chair", "executive": "partnership-chair", "lsp": "lead-safeguarding-partner"}
NOTES = {
    "quarter-checked": "The checklist of the quarter was finished without an error.",
    "moderated": "Two moderators looked at every answer. None is left.",
    "right-of-reply": "Every agency had ten working days to reply. Three did.",
    "partners-decided": "Council, care board and police each decided to publish. It is in the minutes.",
    "legal-check": "The council’s lawyer read the whole report.",
    "family-told": "The family’s worker went through it with the mother, and noted what she said.",
    "panel-told": "Sent to the Panel by its own form.",
    "shared": "It was shared with all agencies and is on the sub-group’s agenda.",
    "scrutineer-issues": "The report is mine and is ready to be read.",
    "checklist": "Every item of the checklist has its section.",
    "impact-evidence": "Each section says what changed for children, and what shows it.",
    "disclosure-check": "No number below six is shown.",
}
OTHER_NOTE = "Looked at and in order."
Life = dict[str, Any]


def lives() -> list[Life]:
    """What happened to each product, in the order of the file."""
    found: list[Life] = tomllib.loads(FILE.read_text(encoding="utf-8"))["product"]
    return found


def happenings(county: County) -> Iterator[Happening]:
    """Every deed at its moment."""
    for life in lives():
        yield from _life(county, life)


def one(county: County, title: str) -> Product:
    """The product with this title, as it is now."""
    rows = Product.objects.for_partnership(county.partnership).select_related(
        "partnership", "framework", "subject", "words"
    )
    found: Product = rows.get(title=title)
    return found


def _life(county: County, life: Life) -> Iterator[Happening]:
    def at(day: date, hour: int, do: Any, **facts: Any) -> Happening:
        return Happening(moment(day, hour), partial(do, county, life, **facts))

    yield at(life["planned"], 9, _plan)
    for name, hour, do in (
        ("scoped", 10, _scope), ("started", 10, _start), ("drafted", 12, _draft), ("agreed", 15, _agree),
        ("published", 15, _publish), ("closed", 16, _close),
    ):  # fmt: skip
        if name in life:
            yield at(life[name], hour, do)
    for said in life.get("said", ()):
        yield at(said["on"], 14, _say, said=said)
    for rated in life.get("rated", ()):
        yield at(rated["on"], 13, _rate, rated=rated)
    for view in life.get("views", ()):
        yield at(view["on"], 11, _view, view=view)
    for signed in life.get("signed", ()):
        yield at(signed["on"], 11, _sign, signed=signed)
    for name, do in (("written_down", _write_down), ("changed", _change), ("withdrawn", _withdraw)):
        if name in life:
            yield at(life[name]["on"], 12, do)


def _by(county: County, life: Life) -> Doer:
    return county.doer(life.get("writer", WRITER))


def _plan(county: County, life: Life, now: datetime) -> None:
    organisation = county.demo.organisations[life["organisation"]] if "organisation" in life else None
    product = changes.plan(
        county.partnership,
        kind=life["kind"],
        title=life["title"],
        lead=_seat(county, life["lead"]),
        organisation=organisation,
        period_start=life["period"][0],
        period_end=life["period"][1],
        due_on=life["due"],
        tags=[(section, code) for section, _, code in (tag.partition(":") for tag in life.get("tags", ()))],
        by=_by(county, life),
        now=now,
        today=now.date(),
    )
    if "scope" in life:
        _write(county, life, product, now, scope_text=life["scope"])
    for name, kind in (("follows", Relation.Kind.FOLLOWS), ("feeds", Relation.Kind.FEEDS)):
        if name in life and (to := _known(county, life[name])) is not None:
            changes.relate(product, to, kind=kind, by=_by(county, life))


def _known(county: County, title: str) -> Product | None:
    rows = Product.objects.for_partnership(county.partnership).filter(title=title)
    found: Product | None = rows.select_related("partnership", "framework").first()
    return found


def _seat(county: County, code: str) -> Role:
    return county.demo.members[code].role


def _write(county: County, life: Life, product: Product, now: datetime, **texts: str) -> None:
    words = product.words
    held = {name: getattr(words, name) for name in ("scope_text", "what", "so_what", "what_next", "no_findings")}
    facts: Mapping[str, Any] = held | {"shared_on": words.shared_on} | texts
    changes.write_words(product, by=_by(county, life), now=now, version=words.version, **facts)


def _step(county: County, life: Life, code: str, now: datetime, *, reason: str = "") -> None:
    """Take a step; what a person must say before it is said first."""
    product = one(county, life["title"])
    step, by = framework_of(product.framework).get("steps", code), _by(county, life)
    for gate in gates.shut(gates.states_of(product, step, today=now.date())):
        if gate.stated:
            note = NOTES.get(gate.code, OTHER_NOTE)
            changes.record_gate(product, gate.code, on=now.date(), note=note, by=by, now=now)
        elif gate.waivable:
            changes.record_gate(product, gate.code, note="It is the newest there is.", is_waiver=True, by=by, now=now)
    changes.take_step(product, code, reason=reason, by=by, now=now, today=now.date(), version=product.version)


def _scope(county: County, life: Life, now: datetime) -> None:
    _step(county, life, "scope", now)


def _start(county: County, life: Life, now: datetime) -> None:
    _step(county, life, "scope", now)
    _step(county, life, "start", now + timedelta(minutes=5))
    if "feeds" in life:
        product, to = one(county, life["title"]), _known(county, life["feeds"])
        if to is not None:
            changes.relate(product, to, kind=Relation.Kind.FEEDS, by=_by(county, life))


def _draft(county: County, life: Life, now: datetime) -> None:
    product = one(county, life["title"])
    texts = {name: life[name] for name in ("what", "so_what", "what_next")}
    nothing = life.get("no_findings", "What it found is told above, and is followed in the words of the groups.")
    _write(county, life, product, now, **texts, no_findings=nothing, **_shared(life))
    _attach(county, life, product, now, title=life["title"], purpose="paper")
    for evidence in life.get("evidence", ()):
        _attach(county, life, product, now, **evidence)
    _step(county, life, "draft", now)


def _shared(life: Life) -> dict[str, Any]:
    return {"shared_on": life["shared"]} if "shared" in life else {}


def _attach(
    county: County,
    life: Life,
    product: Product,
    now: datetime,
    *,
    title: str,
    purpose: str = "evidence",
    date: date | None = None,
    expires: date | None = None,
) -> None:
    assert product.subject is not None
    page = f"https://papers.westmarch.example/{product.reference.lower()}/{purpose}"
    facts = files.Facts(title=title, evidence_date=date, expires_on=expires, purpose=purpose, marking=product.marking)
    files.attach_link(county.partnership, product.subject, url=page, facts=facts, by=_by(county, life), now=now)


def _say(county: County, life: Life, now: datetime, *, said: Mapping[str, Any]) -> None:
    stop = _here(county, life)
    by = county.doer(SPEAKERS[stop.group_code])
    changes.consider(stop, outcome=said["outcome"], words=said["words"], by=by, now=now, today=now.date())


def _here(county: County, life: Life) -> Stop:
    rows = Stop.objects.for_partnership(county.partnership).select_related("product__partnership")
    found: Stop = rows.get(product__title=life["title"], state=Stop.State.HERE)
    return found


def _rate(county: County, life: Life, now: datetime, *, rated: Mapping[str, Any]) -> None:
    changes.rate(
        one(county, life["title"]),
        grade=rated["grade"],
        evidence_strength=rated["strength"],
        coverage=rated["coverage"],
        confidence=rated["confidence"],
        direction=rated["direction"],
        reason=rated["reason"],
        rated_on=rated["on"],
        next_review_on=rated["review"],
        by=county.doer("saa-chair"),
        now=now,
    )


def _view(county: County, life: Life, now: datetime, *, view: Mapping[str, Any]) -> None:
    member = county.demo.members[view["role"]]
    facts = {"view": view["view"], "words": view["words"], "organisation": member.role.organisation}
    changes.give_view(_here(county, life), by=as_doer(member), now=now, **facts)


def _sign(county: County, life: Life, now: datetime, *, signed: Mapping[str, Any]) -> None:
    chief = county.demo.chiefs[signed["by"]]
    changes.sign_off(one(county, life["title"]), organisation=chief.role.organisation, by=as_doer(chief), now=now)


def _write_down(county: County, life: Life, now: datetime) -> None:
    written = life["written_down"]
    chief = county.demo.chiefs[written["by"]]
    changes.record_sign_off(
        one(county, life["title"]),
        organisation=chief.role.organisation,
        signed_by=chief.person.actor,
        way="email",
        proof_words=written["words"],
        signed_at=now - timedelta(days=1),
        by=county.doer("staff-officer"),
        now=now,
    )


def _change(county: County, life: Life, now: datetime) -> None:
    texts = {name: value for name, value in life["changed"].items() if name != "on"}
    _write(county, life, one(county, life["title"]), now, **texts)


def _agree(county: County, life: Life, now: datetime) -> None:
    _step(county, life, "agree", now)


def _publish(county: County, life: Life, now: datetime) -> None:
    _step(county, life, "publish", now)


def _close(county: County, life: Life, now: datetime) -> None:
    _step(county, life, "close", now)


def _withdraw(county: County, life: Life, now: datetime) -> None:
    _step(county, life, "withdraw", now, reason=life["withdrawn"]["reason"])
