"""What children told us, what was found, what was recommended and done, and the difference that it made.

`followed.toml` says what happened when; here each is done by the product's own functions, at its moment.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import County
from lineofsight.config.demo.products import one as product_named
from lineofsight.cycle.findings import changes
from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.files import changes as files
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.trail.models import Subject
from lineofsight.governance.meetings.models import Decision
from lineofsight.sources.voice import changes as voice
from lineofsight.sources.voice.models import VoiceItem

FILE = Path(__file__).parent / "followed.toml"
TEAM, CHECKER = "business-manager", "independent-scrutineer"
Told = Mapping[str, Any]


def stories() -> Mapping[str, list[Told]]:
    """What was said and what was found, in the order of the file."""
    found: Mapping[str, list[Told]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return found


def happenings(county: County) -> Iterator[Happening]:
    """Every deed at its moment."""
    told = stories()
    for said in told["voice"]:
        yield _at(said["on"], 11, _hear, county, said)
        if "changed" in said:
            yield _at(said["changed"]["on"], 11, _say_changed, county, said)
    for found in told["finding"]:
        yield _at(found["on"], 12, _find, county, found)
        for taken_up in found.get("adopted", ()):
            yield _at(taken_up["on"], 12, _adopt, county, found, taken_up)
        for asked in found.get("recommendation", ()):
            yield _at(asked["on"], 13, _recommend, county, found, asked)
            yield from _of_recommendation(county, asked)


def _at(day: date, hour: int, do: Any, *facts: Any) -> Happening:
    return Happening(moment(day, hour), partial(do, *facts))


def _of_recommendation(county: County, asked: Told) -> Iterator[Happening]:
    if "answered" in asked:
        yield _at(asked["answered"]["on"], 14, _answer, county, asked)
    for action in asked.get("action", ()):
        yield _at(action["on"], 15, _act, county, asked, action)
        yield from of_action(county, action)
    check = asked.get("check", {})
    if check:
        yield _at(check["planned"], 9, _plan_check, county, asked)
    if "result" in check:
        yield _at(check["on"], 15, _check, county, asked)
    if "embedded" in asked:
        yield _at(asked["embedded"]["on"], 10, _embed, county, asked)
    if "merged" in asked:
        yield _at(asked["merged"]["on"], 10, _merge, county, asked)


def of_action(county: County, action: Told) -> Iterator[Happening]:
    """What was said of an action, that it was done, and who saw it."""
    for said in action.get("said", ()):
        yield _at(said["on"], 10, _update, county, action, said)
    if "done" in action:
        yield _at(action["done"]["on"], 16, _done, county, action)
    if "verified" in action:
        yield _at(action["verified"]["on"], 11, _verify, county, action)


def _hear(county: County, said: Told, now: datetime) -> None:
    organisation = county.demo.organisations[said["organisation"]] if "organisation" in said else None
    voice.hear(
        county.partnership, who=said["who"], said=said["said"], asked=said.get("asked", ""), heard_on=said["on"],
        how=said["how"], organisation=organisation, by=county.doer(said["recorded_by"]), now=now, today=now.date(),
    )  # fmt: skip


def _say_changed(county: County, said: Told, now: datetime) -> None:
    item = VoiceItem.objects.for_partnership(county.partnership).select_related("partnership__chain", "subject")
    held, changed = item.get(said=said["said"]), said["changed"]
    decision = decision_named(county, changed["decision"]).subject if "decision" in changed else None
    changes_of = {"changed": changed["words"], "changed_on": changed["on"], "decision": decision}
    by, today = county.doer(said["recorded_by"]), changed.get("told", changed["on"])
    voice.say_changed(held, **changes_of, told_back_on=changed.get("told"), by=by, today=today, version=held.version)


def decision_named(county: County, begins: str) -> Decision:
    """The decision whose words begin so."""
    rows = Decision.objects.for_partnership(county.partnership).select_related("subject", "partnership__chain")
    found: Decision = rows.get(text__startswith=begins)
    return found


def source_named(county: County, named: str) -> Subject | None:
    """What stands behind `warning:KEY` or `voice:WORDS`; None for the title of a product."""
    kind, _, key = named.partition(":")
    if kind == "warning":
        rows = Warning.objects.for_partnership(county.partnership).filter(key=key).order_by("detected_at")
        return rows.select_related("subject")[0].subject
    if kind == "voice":
        items = VoiceItem.objects.for_partnership(county.partnership).select_related("subject")
        return items.get(said__startswith=key).subject
    return None


def _find(county: County, found: Told, now: datetime) -> None:
    source = source_named(county, found["from"])
    product = None if source else product_named(county, found["from"])
    held = changes.raise_finding(
        county.partnership, kind=found["kind"], title=found["title"], text=found["text"], so_what=found["so_what"],
        themes=found["themes"], product=product, source=source, organisation=product.organisation if product else None,
        found_on=now.date(), by=county.doer(TEAM), now=now,
    )  # fmt: skip
    if found["kind"] == "strength":
        people = [county.demo.members[code].person for code in ("agency-lead", "sub-group-chair")]
        changes.share_strength(held, people, by=county.doer(TEAM), now=now, version=held.version)


def _adopt(county: County, found: Told, taken_up: Told, now: datetime) -> None:
    changes.adopt_strength(
        _finding(county, found), organisation=county.demo.organisations[taken_up["organisation"]], adopted_on=now.date(),
        effect=taken_up.get("effect", ""), by=county.doer(TEAM), now=now,
    )  # fmt: skip


def _finding(county: County, found: Told) -> Finding:
    rows = Finding.objects.for_partnership(county.partnership).select_related(
        "partnership__chain", "subject", "product"
    )
    held: Finding = rows.get(title=found["title"])
    return held


def recommendation_named(county: County, wording: str) -> Recommendation:
    """The recommendation with these words."""
    rows = Recommendation.objects.for_partnership(county.partnership).select_related("partnership__chain", "subject")
    held: Recommendation = rows.get(wording=wording)
    return held


def action_named(county: County, begins: str) -> Action:
    """The action whose words begin so."""
    rows = Action.objects.for_partnership(county.partnership).select_related("partnership__chain", "subject")
    held: Action = rows.get(text__startswith=begins)
    return held


def _recommend(county: County, found: Told, asked: Told, now: datetime) -> None:
    owner = county.demo.members[asked["owner"]].role
    made = changes.recommend(
        county.partnership, wording=asked["wording"], made_on=now.date(), findings=[_finding(county, found)],
        organisation=owner.organisation, owner=owner, due_on=asked["due"], answer_due_on=asked.get("answer_due"),
        expected_difference=asked.get("difference", ""), by=county.doer(TEAM), now=now,
    )  # fmt: skip
    if "takes" in asked:
        changes.link_action(action_named(county, asked["takes"]), made, by=county.doer(TEAM))


def _answer(county: County, asked: Told, now: datetime) -> None:
    held, said = recommendation_named(county, asked["wording"]), asked["answered"]
    facts = {"answer": said["answer"], "reason": said["words"], "version": held.version}
    changes.answer(held, **facts, by=county.doer("partnership-chair"), now=now)


def _act(county: County, asked: Told, action: Told, now: datetime) -> None:
    owner = county.demo.members[action["owner"]].role
    source = decision_named(county, action["decision"]).subject if "decision" in action else None
    changes.add_action(
        county.partnership, text=action["text"], organisation=owner.organisation, owner=owner, due_on=action["due"],
        recommendations=[recommendation_named(county, asked["wording"])], source=source, by=county.doer(TEAM), now=now,
    )  # fmt: skip


def _update(county: County, action: Told, said: Told, now: datetime) -> None:
    held, by = action_named(county, action["text"]), county.doer(action["owner"])
    changes.update_action(held, text=said["words"], state="under_way", by=by, now=now, version=held.version)


def _done(county: County, action: Told, now: datetime) -> None:
    held, done = action_named(county, action["text"]), action["done"]
    _prove(county, held.subject, done["proof"], now)
    by = county.doer(action["owner"])
    changes.say_done(held, statement=done["words"], by=by, now=now, version=held.version)


def _prove(county: County, subject: Subject | None, title: str, now: datetime) -> Evidence:
    if subject is None:
        raise LookupError(title)
    facts = files.Facts(title=title, evidence_date=now.date() - timedelta(days=2))
    address = f"https://westmarch.example/papers/{subject.pk}"
    return files.attach_link(county.partnership, subject, url=address, facts=facts, by=county.doer(TEAM), now=now)


def _verify(county: County, action: Told, now: datetime) -> None:
    held = action_named(county, action["text"])
    changes.verify(held, note=action["verified"]["words"], by=county.doer(TEAM), now=now, version=held.version)


def _plan_check(county: County, asked: Told, now: datetime) -> None:
    check = asked["check"]
    subject = county.measure(check["subject"]).subject if "subject" in check else None
    changes.plan_impact_check(
        recommendation_named(county, asked["wording"]), after_months=check["months"], measure=check["measure"],
        measure_subject=subject, baseline=check["baseline"], baseline_on=check["baseline_on"], target=check["target"],
        by=county.doer(TEAM), now=now,
    )  # fmt: skip


def _check(county: County, asked: Told, now: datetime) -> None:
    rows = ImpactCheck.objects.for_partnership(county.partnership).select_related("recommendation", "subject")
    held = rows.select_related("partnership__chain").get(recommendation__wording=asked["wording"])
    check = asked["check"]
    proof = _prove(county, held.subject, check["proof"], now)
    changes.check_impact(
        held, result=check["result"], found=check["found"], checked_on=now.date(), evidence=[proof],
        by=county.doer(CHECKER), now=now, version=held.version,
    )  # fmt: skip


def _embed(county: County, asked: Told, now: datetime) -> None:
    held = recommendation_named(county, asked["wording"])
    words = asked["embedded"]["words"]
    changes.embed(held, note=words, by=county.doer(CHECKER), now=now, version=held.version)


def _merge(county: County, asked: Told, now: datetime) -> None:
    held, into = (recommendation_named(county, wording) for wording in (asked["wording"], asked["merged"]["into"]))
    changes.merge(held, into, by=county.doer(TEAM), now=now, version=held.version)
