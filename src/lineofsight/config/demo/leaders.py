"""What came of the evidence, how the indicators are judged, and what the scrutineer does, as `leaders.toml` tells it."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from lineofsight.config.demo import products
from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import County
from lineofsight.cycle.findings import changes as findings
from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.files import changes as files
from lineofsight.foundation.handbook.queries import framework_of, version_in_use
from lineofsight.foundation.partnership.queries import Here, here
from lineofsight.outputs.leadership import changes
from lineofsight.outputs.leadership.models import Judgement
from lineofsight.outputs.leadership.queries.figures import figures_of
from lineofsight.outputs.leadership.queries.judgements import tagged_products
from lineofsight.sources.scrutiny import changes as scrutiny
from lineofsight.sources.scrutiny.models import EvidenceAsked
from lineofsight.sources.scrutiny.rules import OVERALL
from lineofsight.sources.voice import changes as voice

TOLD = tomllib.loads((Path(__file__).parent / "leaders.toml").read_text(encoding="utf-8"))
SCRUTINEER, EXTENT = "independent-scrutineer", "extent"
SAYS_DONE, VERIFIES, CHECKS = "business-manager", "saa-chair", "analyst"
Told = dict[str, Any]


def happenings(county: County) -> Iterator[Happening]:
    """Every deed at its moment."""
    for chain in TOLD["chain"]:
        yield from _chain(county, chain)
    for strength in TOLD["strength"]:
        yield Happening(moment(strength["on"], 16), partial(_strength, county, strength))
    for judged in TOLD["judged"]:
        yield from _judged(county, judged)
    for heard in TOLD["heard"]:
        yield from _heard(county, heard)
    for one in TOLD["written"]:
        yield Happening(moment(one["on"] + timedelta(days=7), 10), partial(_write_down, county, one))
    yield from _scrutiny(county, TOLD["scrutiny"])
    yield from _overall(county, TOLD["overall"])


# From finding to impact


def _chain(county: County, chain: Told) -> Iterator[Happening]:
    steps = (
        (chain.get("found", {}).get("on"), 16, _find), (chain["on"], 17, _recommend), (chain.get("answered"), 10, _answer),
        (chain.get("answered"), 11, _act), (chain.get("answered"), 12, _plan_check), (chain.get("done"), 12, _done),
        (chain.get("verified"), 14, _verify), (chain.get("checked"), 13, _check), (chain.get("satisfied"), 11, _satisfied),
        (chain.get("embedded"), 12, _embed),
    )  # fmt: skip
    for day, hour, do in steps:
        if day is not None and (do is not _plan_check or "measure" in chain):
            yield Happening(moment(day, hour), partial(do, county, chain))


def _product(county: County, chain: Told) -> Product:
    return products.one(county, chain["from"])


def _find(county: County, chain: Told, now: datetime) -> None:
    found, product = chain["found"], _product(county, chain)
    findings.raise_finding(
        county.partnership, kind=found["kind"], title=found["title"], text=found["text"], found_on=now.date(),
        product=product, organisation=product.organisation, themes=found["themes"], by=county.doer("audit-officer"), now=now,
    )  # fmt: skip


def _recommend(county: County, chain: Told, now: datetime) -> None:
    is_scrutiny = chain.get("scrutiny", False)
    subject = _product(county, chain).subject
    sources: Told = (
        {"subjects": [subject] if subject else []} if is_scrutiny else {"findings": [_finding(county, chain)]}
    )
    findings.recommend(
        county.partnership, wording=chain["wording"], made_on=now.date(), due_on=chain["due"],
        owner=county.demo.members[chain["owner"]].role, is_scrutiny=is_scrutiny,
        by=county.doer(SCRUTINEER if is_scrutiny else "audit-officer"), now=now, **sources,
    )  # fmt: skip


def _finding(county: County, chain: Told) -> Finding:
    row: Finding = Finding.objects.for_partnership(county.partnership).get(title=chain["found"]["title"])
    return row


def _recommendation(county: County, chain: Told) -> Recommendation:
    rows = Recommendation.objects.for_partnership(county.partnership).select_related("partnership__chain", "subject")
    row: Recommendation = rows.get(wording=chain["wording"])
    return row


def _action(county: County, chain: Told) -> Action:
    rows = Action.objects.for_partnership(county.partnership).select_related("partnership__chain", "subject")
    row: Action = rows.get(text=chain["action"])
    return row


def _answer(county: County, chain: Told, now: datetime) -> None:
    row = _recommendation(county, chain)
    findings.answer(row, answer="accepted", by=county.doer(chain["owner"]), now=now, version=row.version)


def _act(county: County, chain: Told, now: datetime) -> None:
    owner = county.demo.members[chain["action_owner"]].role
    findings.add_action(
        county.partnership, text=chain["action"], organisation=owner.organisation, owner=owner, due_on=chain["due"],
        recommendations=[_recommendation(county, chain)], by=county.doer(SAYS_DONE), now=now,
    )  # fmt: skip


def _done(county: County, chain: Told, now: datetime) -> None:
    row, by = _action(county, chain), county.doer(chain["action_owner"])
    assert row.subject is not None
    facts = files.Facts(title=f"What shows it: {chain['action']}"[:200], evidence_date=now.date(), purpose="proof")
    files.attach_link(
        county.partnership, row.subject, url="https://westmarch.example/papers", facts=facts, by=by, now=now
    )
    findings.say_done(row, statement=chain["statement"], by=by, now=now, version=row.version)


def _verify(county: County, chain: Told, now: datetime) -> None:
    row = _action(county, chain)
    by = "executive-member" if chain["action_owner"] == VERIFIES else VERIFIES
    findings.verify(row, by=county.doer(by), now=now, version=row.version, note="I saw what shows it.")


def _plan_check(county: County, chain: Told, now: datetime) -> None:
    findings.plan_impact_check(
        _recommendation(county, chain), after_months=6, measure=chain["measure"], baseline=chain["baseline"],
        baseline_on=now.date() - timedelta(days=30), by=county.doer(CHECKS), now=now,
    )  # fmt: skip


def _check(county: County, chain: Told, now: datetime) -> None:
    row = ImpactCheck.objects.for_partnership(county.partnership).select_related("recommendation__partnership__chain").get(
        measure=chain["measure"]
    )  # fmt: skip
    findings.check_impact(
        row, result=chain["result"], found=chain["found_out"],
        checked_on=now.date(), by=county.doer(CHECKS), now=now, version=row.version,
    )  # fmt: skip


def _satisfied(county: County, chain: Told, now: datetime) -> None:
    row = _recommendation(county, chain)
    findings.say_satisfied(row, may_write_scrutiny=True, by=county.doer(SCRUTINEER), now=now, version=row.version,
                           note="I saw it in the minutes, and in what came of them.")  # fmt: skip


def _embed(county: County, chain: Told, now: datetime) -> None:
    row = _recommendation(county, chain)
    findings.embed(row, by=county.doer(CHECKS), now=now, version=row.version, note="It holds without anybody asking.")


def _strength(county: County, told: Told, now: datetime) -> None:
    product = products.one(county, told["from"])
    findings.raise_finding(
        county.partnership, kind="strength", title=told["title"], text=told["text"], so_what=told["so_what"],
        found_on=now.date(), product=product, organisation=product.organisation, themes=["missing"],
        by=county.doer("audit-officer"), now=now,
    )  # fmt: skip


# Judgements


def _judged(county: County, told: Told) -> Iterator[Happening]:
    for name, hour, who in (("before", 15, "saa-chair"), ("proposed", 15, "saa-chair"), ("again", 15, "saa-chair"),
                            ("agreed", 16, "executive-member")):  # fmt: skip
        if name in told:
            yield Happening(
                moment(told[name]["on"], hour), partial(_judge, county, told, told[name], who, name == "agreed")
            )
    if "seen" in told:
        seen = told["seen"] | {"indicator": told["indicator"], "question": told.get("question", EXTENT)}
        yield Happening(moment(seen["on"], 11), partial(_see, county, seen, True))


def _judge(county: County, told: Told, said: Told, who: str, is_agreed: bool, now: datetime) -> None:
    indicator, question = told["indicator"], told.get("question", EXTENT)
    reader = here(county.demo.members[who].person, county.partnership.slug, today=now.date())
    assert isinstance(reader, Here)
    version = version_in_use(county.partnership, on=now.date())
    framework = framework_of(version)
    rows = Judgement.objects.for_partnership(county.partnership).filter(indicator=indicator, question=question)
    newest = rows.order_by("-pk").first()
    figured = figures_of(reader, framework, framework.get("indicators", indicator), on=now.date())
    judged = changes.Judged(
        indicator=indicator, question=question, grade=said["grade"], direction=said["direction"], narrative=said["why"],
        judged_on=now.date(), products=list(tagged_products(reader, indicator)[:3]),
        figures={one.query.code: one.says for one in figured if one.says},
        seen=newest.pk if newest else 0,
    )  # fmt: skip
    change = changes.agree if is_agreed else changes.propose
    change(county.partnership, judged, version=version, by=county.doer(who), now=now, today=now.date())


def _write_down(county: County, one: Told, now: datetime) -> None:
    framework = framework_of(version_in_use(county.partnership, on=now.date()))
    changes.write_figure(
        county.partnership, framework, indicator=one["indicator"], query=one["query"], on=one["on"], words=one["words"],
        source=one["source"], by=county.doer("business-manager"), now=now, today=now.date(),
    )  # fmt: skip


# The scrutineer


def _see(county: County, seen: Told, issues: bool, now: datetime) -> None:
    version, by = version_in_use(county.partnership, on=now.date()), county.doer(SCRUTINEER)
    row = scrutiny.save_view(
        county.partnership, version=version, indicator=seen["indicator"], question=seen.get("question", EXTENT),
        grade=seen["grade"], narrative=seen["why"], by=by, now=now, read_version=0,
    )  # fmt: skip
    if issues:
        scrutiny.issue_view(row, by=by, now=now, today=now.date(), version=row.version)
    if "answer" in seen:
        chair = county.demo.members["partnership-chair"]
        scrutiny.answer_view(row, words=seen["answer"], organisation=chair.role.organisation,
                             by=county.doer("partnership-chair"), now=now)  # fmt: skip


def _overall(county: County, told: Told) -> Iterator[Happening]:
    seen = told | {"indicator": "", "question": OVERALL}
    yield Happening(moment(told["on"], 12), partial(_see, county, seen, True))


def _scrutiny(county: County, told: Told) -> Iterator[Happening]:
    yield Happening(moment(told["days_from"], 9), partial(_days, county, told))
    for one in told["plan"]:
        yield Happening(moment(date(2026, 4, 14), 10), partial(_plan, county, one))
    for one in told["asked"]:
        yield Happening(moment(one["on"], 10), partial(_ask, county, one))
        if "given" in one:
            yield Happening(moment(one["given"], 15), partial(_give, county, one))
    for one in told["letters"]:
        yield Happening(moment(one["on"], 14), partial(_write, county, one, True))
    for one in told["drafts"]:
        yield Happening(moment(one["on"], 14), partial(_write, county, one, False))
    for one in told["draft_views"]:
        yield Happening(moment(one["on"], 15), partial(_see, county, one, False))


def _days(county: County, told: Told, now: datetime) -> None:
    scrutiny.agree_days(county.partnership, starts_on=told["days_from"], days=Decimal(told["days"]),
                        by=county.doer(SCRUTINEER))  # fmt: skip


def _plan(county: County, one: Told, now: datetime) -> None:
    by = county.doer(SCRUTINEER)
    row = scrutiny.plan(
        county.partnership, kind=one["kind"], title=one["title"], planned_on=one["on"], days=Decimal(one["days"]),
        question="", organisation=None, is_shared=one["shared"], by=by,
    )  # fmt: skip
    if "outcome" in one:
        scrutiny.change_activity(row, by=by, version=row.version, state="done", outcome=one["outcome"])


def _ask(county: County, one: Told, now: datetime) -> None:
    scrutiny.ask_for(
        county.partnership, what=one["what"], why=one["why"], to_role=county.demo.members[one["of"]].role,
        due_on=one["due"], by=county.doer(SCRUTINEER), now=now, today=now.date(),
    )  # fmt: skip


def _give(county: County, one: Told, now: datetime) -> None:
    rows = EvidenceAsked.objects.for_partnership(county.partnership).select_related("partnership__chain", "to_role")
    row = rows.get(what=one["what"])
    scrutiny.give(row, is_given=True, words=one["answer"], link="", holds_role=True, by=county.doer(one["of"]), now=now,
                  today=now.date(), version=row.version)  # fmt: skip


def _write(county: County, one: Told, issues: bool, now: datetime) -> None:
    by = county.doer(SCRUTINEER)
    row = scrutiny.write_paper(county.partnership, title=one["title"], text=one["text"], by=by, now=now)
    if issues:
        scrutiny.issue_paper(row, by=by, now=now, today=now.date(), version=row.version)


# What children told


def _heard(county: County, one: Told) -> Iterator[Happening]:
    yield Happening(moment(one["on"], 13), partial(_hear, county, one))
    if "changed" in one:
        day: date = one["told_back"] if "told_back" in one else one["changed_on"]
        yield Happening(moment(day, 13), partial(_changed, county, one))


def _hear(county: County, one: Told, now: datetime) -> None:
    voice.hear(county.partnership, who=one["who"], said=one["said"], heard_on=now.date(), how=one["how"],
               by=county.doer("business-manager"), now=now, today=now.date())  # fmt: skip


def _changed(county: County, one: Told, now: datetime) -> None:
    row = county.partnership.voice_items.select_related("partnership__chain", "subject").get(said=one["said"])
    voice.say_changed(row, changed=one["changed"], changed_on=one["changed_on"], told_back_on=one.get("told_back"),
                      by=county.doer("business-manager"), today=now.date(), version=row.version)  # fmt: skip
