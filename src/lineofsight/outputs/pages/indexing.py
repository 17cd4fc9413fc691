"""The index behind search: all words of each thing in one plain table, kept in step by reading new entries of the trail.

A thing is found by whoever may read it (`readable_subjects`); the index knows nothing about permission. Drafts are not in it:
an update that was not given, minutes that were not agreed, a report that was not published.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.trail.models import Chain, Entry, Subject
from lineofsight.governance.challenges.models import Challenge, Escalation
from lineofsight.governance.meetings.models import Decision, Meeting
from lineofsight.governance.updates.models import GroupUpdate
from lineofsight.outputs.pages.models import IndexedText, IndexHead
from lineofsight.outputs.reports.models import Report
from lineofsight.sources.voice.models import VoiceItem

AT_ONCE = 500
ENTRIES_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that say something about a subject: their table, their fields of words, and which of them count."""

    model: type[models.Model]
    fields: tuple[str, ...]
    only: Q = field(default_factory=Q)


SOURCES = (
    Source(Product, ("words__what", "words__so_what", "words__what_next", "words__scope_text")),
    Source(Finding, ("text", "so_what")),
    Source(Recommendation, ("wording", "expected_difference", "answer_reason", "satisfied_note")),
    Source(Action, ("text", "done_statement", "verified_note")),
    Source(ImpactCheck, ("measure", "baseline", "target", "found")),
    Source(Warning, ("sentence", "known", "not_known", "next_step", "answer", "closed_reason")),
    Source(Challenge, ("question", "evidence", "answer", "outcome", "effect")),
    Source(Escalation, ("reason", "outcome")),
    Source(Decision, ("text", "options", "reasons")),
    Source(Meeting, ("place",)),
    Source(Meeting, ("minutes",), Q(state="minuted")),
    Source(GroupUpdate, ("texts__text",), Q(state="given")),
    Source(VoiceItem, ("said", "asked", "changed")),
    Source(Report, ("blocks__section", "blocks__text"), Q(state="published")),
    Source(Evidence, ("title", "period"), Q(archived_at__isnull=True)),
)


def words_of(subjects: Iterable[Subject]) -> Mapping[UUID, str]:
    """All words of each subject, its title first; one query a source."""
    held = {subject.pk: [subject.title] for subject in subjects}
    for source in SOURCES:
        rows = source.model._base_manager.filter(source.only, subject__in=list(held)).order_by("pk")
        found: dict[UUID, list[str]] = defaultdict(list)
        for key, *texts in rows.values_list("subject", *source.fields):
            found[key] += [text for text in texts if text and text not in found[key]]
        for key, texts in found.items():
            held[key] += texts
    return {key: "\n".join(texts) for key, texts in held.items()}


def index(keys: Iterable[UUID]) -> int:
    """Write the words of these subjects anew; how many."""
    wanted = list(keys)
    for first in range(0, len(wanted), AT_ONCE):
        rows = words_of(Subject.objects.filter(pk__in=wanted[first : first + AT_ONCE]))
        made = [IndexedText(subject_id=key, text=text) for key, text in rows.items()]
        IndexedText.objects.bulk_create(made, update_conflicts=True, unique_fields=["subject"], update_fields=["text"])
    return len(wanted)


@transaction.atomic
def keep_in_step(chain: Chain) -> int:
    """Index what the trail says has changed since last time; how many things. Numbers are in the order of commits."""
    head, _ = IndexHead.objects.select_for_update().get_or_create(chain=chain)
    rows = Entry.objects.filter(chain=chain, number__gt=head.number).order_by("number")
    entries = list(rows.values_list("number", "subject", "is_look")[:ENTRIES_AT_ONCE])
    if not entries:
        return 0
    count = index({subject for _, subject, is_look in entries if subject is not None and not is_look})
    head.number = entries[-1][0]
    head.save(update_fields=["number"])
    return count


def keep_all_in_step() -> int:
    """The same for every partnership, until nothing is left; the clock calls it."""
    total = 0
    for chain in Chain.objects.filter(partnership__isnull=False):
        while count := keep_in_step(chain):
            total += count
    return total
