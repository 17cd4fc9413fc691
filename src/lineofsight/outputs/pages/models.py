"""What search looks through, up to where of the trail, and when each person last looked at what is new."""

from django.db import models

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Partnership, ScopedQuerySet
from lineofsight.foundation.trail.models import Chain, Subject


class IndexedText(models.Model):
    """All words of one thing of the record, as search looks through them. A redaction takes words out of it as everywhere."""

    scope = "partnership"

    subject = models.OneToOneField(Subject, primary_key=True, on_delete=models.CASCADE, related_name="indexed")
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.text[:120]


class IndexHead(models.Model):
    """Up to which entry of a chain the index is in step."""

    scope = "partnership"

    chain = models.OneToOneField(Chain, on_delete=models.CASCADE, related_name="index_head")
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.chain}: {self.number}"


class LastLook(models.Model):
    """Up to which entry of the trail a person had seen what is new, and the newest entry when they looked last."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seen_number = models.PositiveBigIntegerField(default=0)
    newest_number = models.PositiveBigIntegerField(default=0)
    looked_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "person"], name="one_last_look_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person} in {self.partnership}"
