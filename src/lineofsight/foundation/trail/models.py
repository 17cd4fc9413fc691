"""Tables of the trail. An entry is never changed; its content can only be redacted, by two people."""

import uuid
from typing import Any, NoReturn

from django.db import models

INSTALLATION = "installation"
FIRST_HASH = "0" * 64


class Chain(models.Model):
    """The head of one chain. Locking its row gives the next number, so number order is commit order."""

    scope = "installation"

    code = models.CharField(max_length=80, unique=True)
    last_number = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default=FIRST_HASH)

    def __str__(self) -> str:
        return self.code


class Actor(models.Model):
    """A pseudonym in the chain and, beside it, the name: a person can be erased and the chain still verifies."""

    scope = "installation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """The one thing that entries, notices, files and search point at; the room that owns the thing keeps its key current."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="subjects")
    room = models.CharField(max_length=30)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=300, blank=True)
    marking = models.CharField(max_length=60, default="OFFICIAL")
    may_read = models.CharField(max_length=40, help_text="The capability that reading it needs.")
    organisation_key = models.CharField(max_length=40, blank=True, help_text="Only this organisation, and nobody else.")
    private_to = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "kind", "key"], name="one_subject_for_each_thing")]

    def __str__(self) -> str:
        return self.title


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses what would rewrite the past."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("An entry of the trail is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("An entry of the trail is never deleted.")


class Entry(models.Model):
    """One link: pseudonymous, with the digest of its content, the hash of the link before and its own hash."""

    scope = "partnership"

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(db_index=True)
    role = models.CharField(max_length=200)
    deed = models.CharField(max_length=80)
    is_look = models.BooleanField(default=False)
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="entries")
    rows = models.PositiveIntegerField(default=1)
    content_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_entry_for_each_number")]
        indexes = [
            models.Index(fields=["chain", "-number"]),
            models.Index(fields=["subject", "-number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.deed}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if self.pk is not None:
            raise TypeError("An entry of the trail is never changed.")
        super().save(*args, force_insert=True, **{k: v for k, v in kwargs.items() if k == "using"})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An entry of the trail is never deleted.")


class EntryContent(models.Model):
    """What changed, as canonical JSON. Only a redaction, agreed by two people, ever rewrites it; a later entry vouches for that."""

    scope = "partnership"

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="content")
    salt = models.CharField(max_length=32, help_text="Makes the digest of a short content impossible to guess.")
    text = models.TextField()
    redacted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:80]


class Redaction(models.Model):
    """Words that must go: asked for by one person, agreed by another. The words themselves are kept only in between."""

    scope = "partnership"

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for a second person"
        DONE = "done", "Removed"
        REFUSED = "refused", "Not agreed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="redactions")
    words = models.CharField(max_length=200, blank=True, help_text="Emptied as soon as it is decided.")
    word_count = models.PositiveSmallIntegerField(default=0)
    keyed_digest = models.CharField(max_length=64, blank=True)
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fields_changed = models.PositiveIntegerField(default=0)
    entries_changed = models.PositiveIntegerField(default=0)
    files_taken_away = models.PositiveIntegerField(default=0)
    registered_at = models.DateTimeField(
        null=True, blank=True, help_text="When the register outside the database had it."
    )

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="a_redaction_takes_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(state="asked") | models.Q(words=""), name="decided_redactions_keep_no_words"
            ),
        ]

    def __str__(self) -> str:
        return f"Redaction of {self.asked_at:%d %B %Y}"
