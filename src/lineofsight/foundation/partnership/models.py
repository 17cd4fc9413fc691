"""Partnerships, organisations, areas, groups, roles and memberships. Everything is dated; nothing that served is deleted."""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.trail.models import Actor, Chain


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: "Partnership") -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)


class DatedQuerySet(ScopedQuerySet):
    """Rows with `starts_on` and `ends_on` (the last day; None: no end)."""

    def on(self, day: date) -> Self:
        """Those that hold on the day."""
        return self.filter(Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day)))


class Dated(models.Model):
    """A row that holds from a first day to a last one."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that two people may edit at once: the version that was read must still be the newest when it is saved."""

    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def _ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name)


class Partnership(Versioned):
    """A safeguarding partnership: the scope of every row that is not the installation's or an organisation's own."""

    scope = "installation"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    chain = models.OneToOneField(Chain, on_delete=models.PROTECT, related_name="partnership")
    is_made_up = models.BooleanField(
        default=False, help_text="Every page says that its people and figures are made up."
    )
    contact_name = models.CharField(max_length=200, blank=True)
    contact_telephone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(Dated, Versioned):
    """A body that serves one partnership or several; owned by none of them."""

    scope = "installation"

    class Kind(models.TextChoices):
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        ICB = "icb", "Integrated care board"
        POLICE = "police", "Police"
        DISTRICT = "district", "District council"
        NHS_PROVIDER = "nhs_provider", "NHS provider"
        EDUCATION = "education", "Education or childcare"
        PROBATION = "probation", "Probation or youth justice"
        VOLUNTARY = "voluntary", "Voluntary or faith organisation"
        BUSINESS_TEAM = "business_team", "Partnership team"
        INSPECTORATE = "inspectorate", "Inspectorate or peer"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    official_code = models.CharField(max_length=40, blank=True, help_text="The ONS, NHS or other official code.")
    address = models.TextField(
        blank=True, help_text="Where it is; so that its own address is not taken for a family’s."
    )
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")

    class Meta:
        ordering = ["name"]
        constraints = [_ends_after_it_starts("organisation_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.name


class Participation(Dated):
    """An organisation's part in a partnership: a safeguarding partner, a relevant agency, education, or its own team."""

    scope = "partnership"

    class Part(models.TextChoices):
        SAFEGUARDING_PARTNER = "safeguarding_partner", "Safeguarding partner"
        RELEVANT_AGENCY = "relevant_agency", "Relevant agency"
        EDUCATION = "education", "Education or childcare agency"
        TEAM = "team", "Partnership team"
        GUEST = "guest", "Guest"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    part = models.CharField(max_length=24, choices=Part.choices)

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "organisation", "starts_on"], name="one_part_from_a_day"),
            _ends_after_it_starts("participation_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.partnership}"


class Counter(models.Model):
    """The last number of a series of references in a year, such as F-2026-014; locked while the next one is taken."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="counters")
    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "series", "year"], name="one_counter_a_series")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.last:03d}"


class Area(Dated, Versioned):
    """A place with its official code. Districts end and are succeeded when councils are replaced."""

    scope = "installation"

    class Kind(models.TextChoices):
        COUNTRY = "country", "Country"
        REGION = "region", "Region"
        COUNTY = "county", "County"
        UNITARY = "unitary", "Unitary"
        DISTRICT = "district", "District"
        FORCE = "force", "Police force area"
        ICB = "icb", "Integrated care board area"
        OTHER = "other", "Other"

    code = models.CharField(max_length=80, help_text="The official code, or the name under which figures of it came.")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["code", "starts_on"], name="one_area_for_a_code_from_a_day"),
            _ends_after_it_starts("area_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class Coverage(Dated):
    """An area that a partnership covers."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="coverages")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="coverages")
    is_whole = models.BooleanField(default=False, help_text="The whole area of the partnership, not a part of it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "area", "starts_on"], name="one_coverage_from_a_day"),
            _ends_after_it_starts("coverage_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.area} of {self.partnership}"


class Group(Dated, Versioned):
    """A group with its remit in the framework's words. It may also serve a second partnership."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="groups")
    also_serves = models.ManyToManyField(Partnership, blank=True, related_name="joint_groups")
    code = models.SlugField(max_length=60)
    framework_code = models.CharField(
        max_length=60, blank=True, help_text="The group of the framework that this is one of."
    )
    name = models.CharField(max_length=200)
    remit = models.TextField(blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "code", "starts_on"], name="one_group_for_a_code_from_a_day"
            ),
            _ends_after_it_starts("group_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleKind(Versioned):
    """What one of the framework's roles may do in this partnership; set at adoption, editable at set-up, default nothing."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="role_kinds")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    may = models.TextField(blank=True, help_text="Capability codes, separated by spaces.")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["partnership", "code"], name="one_role_kind_for_a_code")]

    def __str__(self) -> str:
        return self.name

    def capabilities(self) -> frozenset[str]:
        """The capabilities as a set."""
        return frozenset(self.may.split())


class Role(Dated, Versioned):
    """A seat that holds work: a kind of role in an organisation, perhaps of a group. People come and go; the seat stays."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="roles")
    kind = models.ForeignKey(RoleKind, on_delete=models.PROTECT, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="roles")
    title = models.CharField(max_length=200)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")

    class Meta:
        ordering = ["title"]
        constraints = [_ends_after_it_starts("role_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"


class Membership(Dated):
    """A person in a seat, as its holder or deputy. Without a confirmation it gives no rights."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="memberships")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    is_deputy = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Refused, or ended at once: gives no rights from then on, whatever the last day.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "person", "starts_on"], name="one_membership_from_a_day"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="membership_confirmed_when_and_by_whom",
            ),
            _ends_after_it_starts("membership_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class Invitation(models.Model):
    """A seat offered to an address. The link carries a secret of which only the digest is kept; it lasts fourteen days."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="invitations")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=200)
    is_deputy = models.BooleanField(default=False)
    access_ends_on = models.DateField(null=True, blank=True, help_text="For guests: the last day of access.")
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True, help_text="Why this person; goes into the e-mail.")
    passed_on_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="passed_on_to"
    )
    passed_on_by = models.CharField(max_length=200, blank=True, help_text="Who said that it is not their job.")
    membership = models.OneToOneField(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation"
    )

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"
