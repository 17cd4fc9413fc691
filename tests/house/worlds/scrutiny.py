"""What the scrutineer plans, asks for, drafts and issued."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from lineofsight.foundation.handbook.queries import version_in_use
from lineofsight.foundation.partnership.models import Membership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.scrutiny import changes
from lineofsight.sources.scrutiny.models import Activity, EvidenceAsked, Paper, ScrutineerView
from tests.cycle.products import walking
from tests.house.world import World

INDICATOR, QUESTION = "voice", "extent"


def make(world: World) -> None:
    """One of each, by the house's scrutineer."""
    by = doer(world.members["independent-scrutineer"])
    changes.agree_days(world.partnership, starts_on=world.today - timedelta(days=30), days=Decimal(40), by=by)
    issued, draft = a_view(world, by, question="extent", indicator="dashboard"), a_view(world, by)
    changes.issue_view(issued, by=by, now=walking.NOW, today=world.today, version=issued.version)
    letter, note = a_paper(world, by, "A letter"), a_paper(world, by, "A note")
    changes.issue_paper(letter, by=by, now=walking.NOW, today=world.today, version=letter.version)
    world.kwargs |= {
        "scrutiny:activity": an_activity(world, by).pk, "scrutiny:asked": asked(world, by).pk,
        "scrutiny:paper": letter.pk, "draft paper": note.pk, "scrutiny:view": issued.pk, "issued view": issued.pk,
        "draft view": draft.pk, "scrutiny:indicator": INDICATOR, "scrutiny:question": QUESTION,
    }  # fmt: skip


def more(world: World, number: int) -> None:
    """As many activities, questions and papers."""
    by = doer(world.members["independent-scrutineer"])
    for each in range(number):
        an_activity(world, by)
        asked(world, by)
        letter = a_paper(world, by, f"Letter {each}")
        changes.issue_paper(letter, by=by, now=walking.NOW, today=world.today, version=letter.version)


def doer(member: Membership) -> Doer:
    """The member as the trail names them."""
    return Doer(member.person.actor_id, "Independent Scrutineer")


def an_activity(world: World, by: Doer, **facts: Any) -> Activity:
    """A visit that partners see."""
    known = {"kind": "visit", "title": "Visit to the front door", "planned_on": world.today, "days": Decimal(1),
             "question": "Is every call answered?", "organisation": None, "is_shared": True}  # fmt: skip
    return changes.plan(world.partnership, by=by, **{**known, **facts})


def asked(world: World, by: Doer) -> EvidenceAsked:
    """A question to the analyst's seat."""
    role = world.members["analyst"].role
    return changes.ask_for(
        world.partnership, what="The list of late visits", why="To see who waits", to_role=role,
        due_on=world.today + timedelta(days=10), by=by, now=walking.NOW, today=world.today,
    )  # fmt: skip


def a_paper(world: World, by: Doer, title: str) -> Paper:
    """A draft."""
    return changes.write_paper(world.partnership, title=title, text="What I saw.", by=by, now=walking.NOW)


def a_view(world: World, by: Doer, *, indicator: str = INDICATOR, question: str = QUESTION) -> ScrutineerView:
    """A draft view."""
    version = version_in_use(world.partnership, on=world.today)
    return changes.save_view(
        world.partnership, version=version, indicator=indicator, question=question, grade="partly",
        narrative="I spoke to 14 children.", by=by, now=walking.NOW, read_version=0,
    )  # fmt: skip
