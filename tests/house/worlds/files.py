"""A file and a link about a thing that everybody may read, used in two places, with one that was replaced."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lineofsight.foundation.files import changes
from lineofsight.foundation.files.changes import Facts
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.trail.changes import subject_for
from lineofsight.foundation.trail.models import Subject
from tests import making
from tests.house.world import World


def make(world: World) -> None:
    """One file that replaced another, used in two places, and one that ran out."""
    about = thing(world, "house:1")
    first = attach(world, about, "first")
    facts = Facts(title="Audit of plans", evidence_date=world.today, expires_on=world.today)
    newer = changes.replace(first, upload=a_pdf("newer"), facts=facts, by=making.SYSTEM, now=timezone.now(), version=1)
    changes.reuse(newer, thing(world, "house:2"), by=making.SYSTEM, now=timezone.now())
    world.kwargs["files:evidence"] = newer.pk
    world.kwargs["files:subject"] = about.pk


def more(world: World, number: int) -> None:
    """More evidence, and more places where the first is used."""
    newer = Evidence.objects.get(pk=world.kwargs["files:evidence"])
    for each in range(number):
        attach(world, thing(world, f"more:{each}"), f"more {each}")
        changes.reuse(newer, thing(world, f"place:{each}"), by=making.SYSTEM, now=timezone.now())


def thing(world: World, key: str) -> Subject:
    """Something in the room of products, that all members may read."""
    return subject_for(
        world.partnership.chain,
        room="products",
        kind="evidence",
        key=key,
        title=f"Audit {key}",
        may_read="see_framework",
    )


def attach(world: World, subject: Subject, title: str) -> Evidence:
    """A file as evidence of the thing."""
    facts = Facts(title=title, evidence_date=world.today, period="July to September")
    return changes.attach_file(
        world.partnership, subject, upload=a_pdf(title), facts=facts, by=making.SYSTEM, now=timezone.now()
    )


def a_pdf(words: str) -> SimpleUploadedFile:
    """A small file."""
    return SimpleUploadedFile(f"{words}.pdf", b"%PDF-1.7 " + words.encode())
