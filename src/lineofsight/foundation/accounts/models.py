"""The account. What a person may do comes from dated memberships, never from the account."""

import secrets
import uuid
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from lineofsight.foundation.trail.models import Actor


def session_salt() -> str:
    """A new value ends every session that the account has."""
    return secrets.token_hex(8)


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts with their pseudonym."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "", **facts: Any) -> "Person":
        """An account with its pseudonym in the trail; no password means that none works until one is set."""
        address = self.normalize_email(email).lower()
        person = Person(email=address, name=name or address, **facts)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """An account: one person, whichever partnerships they serve."""

    scope = "installation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=40, blank=True)
    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="person")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(
        default=False, help_text="Looks after the installation; sees no content by it."
    )
    session_salt = models.CharField(max_length=16, default=session_salt)
    joined_at = models.DateTimeField(auto_now_add=True)
    welcomed_at = models.DateTimeField(null=True, blank=True, help_text="When the welcome page was read.")
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True, help_text="The last day away.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(away_from__isnull=True, away_until__isnull=True)
                | models.Q(away_until__gte=models.F("away_from")),
                name="person_away_from_before_until",
            ),
        ]

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new account its pseudonym, however it was made."""
        if self.actor_id is None:
            self.actor = Actor.objects.create(name=self.name or self.email)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def is_away(self, day: date) -> bool:
        """True on a day that the person said they are away."""
        return self.away_from is not None and self.away_until is not None and self.away_from <= day <= self.away_until

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def get_session_auth_hash(self) -> str:
        """A session lasts as long as the password and the salt stay as they are."""
        return f"{super().get_session_auth_hash()}{self.session_salt}"


class SignIn(models.Model):
    """One sign-in, or one refused attempt at an account that exists; shown to the person, kept for a year."""

    scope = "installation"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField()
    how = models.CharField(max_length=80)
    from_address = models.GenericIPAddressField(null=True, blank=True)
    browser = models.CharField(max_length=200, blank=True)
    is_refused = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.how}"
