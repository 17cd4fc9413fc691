"""Notices and the e-mail queue."""

import uuid

from django.db import models

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.trail.models import Chain, Subject


class Notice(models.Model):
    """One thing that one person is told. Told once for each `key`; settled when what it asks for is done."""

    scope = "partnership"

    class Kind(models.TextChoices):
        TASK = "task", "Something to do"
        NEWS = "news", "Something to know"
        URGENT = "urgent", "Early warning"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    chain = models.ForeignKey(Chain, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=160, help_text="What this is about; nobody is told the same thing twice.")
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="Goes into the e-mail as an entry for one's calendar.")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True, help_text="When it was put into a message.")
    email = models.ForeignKey("Email", null=True, blank=True, on_delete=models.PROTECT, related_name="notices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="nobody_is_told_twice")]
        indexes = [models.Index(fields=["person", "-created_at"]), models.Index(fields=["emailed_at", "settled_at"])]

    def __str__(self) -> str:
        return self.text


class Email(models.Model):
    """One message in the queue. It holds no detail of a child, a case or a rating: only what to open."""

    scope = "installation"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="emails")
    chain = models.ForeignKey(Chain, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to = models.EmailField()
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    is_secret = models.BooleanField(default=False, help_text="Holds a link that lets somebody in; emptied once sent.")
    from_name = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(auto_now_add=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.to}: {self.title}"


class EmailChoice(models.Model):
    """How often a person gets e-mail about what they should know. What they must do always reaches them."""

    scope = "installation"

    class News(models.TextChoices):
        DAILY = "daily", "In the day’s one message"
        WEEKLY = "weekly", "Once a week, on Monday"
        NEVER = "never", "Not by e-mail: I read them here"

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="email_choice")
    news = models.CharField(max_length=8, choices=News.choices, default=News.DAILY)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_news_display()}"
