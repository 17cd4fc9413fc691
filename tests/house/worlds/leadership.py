"""An indicator with a product behind it, what was proposed, and what was agreed the year before."""

from datetime import timedelta

from lineofsight.cycle.products.models import Tag
from lineofsight.foundation.handbook.queries import version_in_use
from lineofsight.outputs.leadership import changes
from tests.cycle.products import walking
from tests.house.world import World

INDICATOR, QUESTION = "impact-of-change", "extent"


def make(world: World) -> None:
    """One of each."""
    product = walking.a_product(world.partnership, by=walking.officer("Auditor of the house"))
    Tag.objects.create(product=product, section="indicators", code=INDICATOR)
    judge(world, changes.propose, "Proposer", product=product)
    judge(world, changes.agree, "Agreer", product=product)
    world.kwargs |= {
        "leadership:indicator": INDICATOR, "leadership:question": QUESTION, "leadership:query": "impact-checks-passed",
        "leadership:section": "indicators", "leadership:code": INDICATOR,
    }  # fmt: skip


def more(world: World, number: int) -> None:
    """As many proposals and products."""
    for each in range(number):
        product = walking.a_product(world.partnership, by=walking.officer(f"Auditor {each}"))
        Tag.objects.create(product=product, section="indicators", code=INDICATOR)
        judge(world, changes.propose, f"Proposer {each}", product=product)


def judge(world: World, change: object, name: str, *, product: object) -> None:
    """A judgement by somebody of this name, after those before it."""
    from lineofsight.outputs.leadership.models import Judgement

    newest = Judgement.objects.filter(indicator=INDICATOR).order_by("-pk").first()
    judged = changes.Judged(
        indicator=INDICATOR, question=QUESTION, grade="partly", direction="same", narrative="Half of the checks are made.",
        judged_on=world.today - timedelta(days=30), products=[product], figures={"impact-checks-passed": "1 of 2 passed."},
        seen=newest.pk if newest else 0,
    )  # fmt: skip
    version = version_in_use(world.partnership, on=world.today)
    change(world.partnership, judged, version=version, by=walking.officer(name), now=walking.NOW, today=world.today)  # type: ignore[operator]
