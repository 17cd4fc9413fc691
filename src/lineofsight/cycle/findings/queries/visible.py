"""What one person may read: findings, recommendations, actions and impact checks, each as a queryset in their scope."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lineofsight.cycle.findings import permissions, rules
from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation, RecommendationSource
from lineofsight.foundation.partnership.queries import Here

USUAL, UNISSUED = "see_findings", "write_scrutiny"


def findings(here: Here) -> QuerySet[Finding]:
    """The findings that the person may read: of their own agency and of no single one, unless they look at the whole."""
    rows = Finding.objects.for_partnership(here.partnership).filter(_read_by(here))
    if not here.may(UNISSUED):
        rows = rows.exclude(product__is_private=True)
    if permissions.sees_whole(here):
        return rows
    own = _own(here)
    of_no_agency = Q(product__isnull=True) | Q(product__organisation__isnull=True) | Q(product__organisation__in=own)
    return rows.filter(Q(organisation__in=own) | Q(organisation__isnull=True) & of_no_agency)


def recommendations(here: Here) -> QuerySet[Recommendation]:
    """The recommendations that the person may read; without the whole, those that their agency is asked or works on."""
    rows = Recommendation.objects.for_partnership(here.partnership).filter(_read_by(here))
    if not here.may(UNISSUED):
        sources = RecommendationSource.objects.filter(recommendation=OuterRef("pk"))
        rows = rows.exclude(Exists(sources.filter(Q(product__is_private=True) | Q(finding__product__is_private=True))))
    if permissions.sees_whole(here):
        return rows
    through = Recommendation.actions.through.objects  # type: ignore[attr-defined]
    works_on = through.filter(recommendation=OuterRef("pk"), action__organisation__in=_own(here))
    return rows.filter(Q(organisation__in=_own(here)) | Q(organisation__isnull=True) | Exists(works_on))


def actions(here: Here) -> QuerySet[Action]:
    """The actions that the person may read. Whoever must do one reads it, also where what it comes from is restricted."""
    rows = Action.objects.for_partnership(here.partnership)
    readable = set(here.capabilities) | ({USUAL} if here.may("update_own_actions") else set())
    mine = Q(owner__in=_seats(here))
    if permissions.sees_whole(here):
        return rows.filter(Q(may_read__in=here.capabilities) | mine)
    return rows.filter(Q(may_read__in=readable, organisation__in=_own(here)) | mine)


def impact_checks(here: Here) -> QuerySet[ImpactCheck]:
    """The impact checks of recommendations that the person may read."""
    rows = ImpactCheck.objects.for_partnership(here.partnership)
    return rows.filter(recommendation__in=recommendations(here).values("pk"))


def _read_by(here: Here) -> Q:
    return Q(may_read__in=here.capabilities) & (Q(private_to__isnull=True) | Q(private_to=here.person.actor_id))


def _own(here: Here) -> list[UUID]:
    return [UUID(key) for key in here.organisation_ids]


def _seats(here: Here) -> list[UUID]:
    return [UUID(key) for key in here.role_ids]


def to_verify_where(here: Here) -> Q:
    """Done actions that this person may verify, as a condition: neither theirs nor called done by them."""
    theirs = Q(owner__isnull=False, owner__in=_seats(here)) | Q(done_by=here.person.actor_id)
    return Q(state=rules.DONE) & ~theirs


def own_actions_where(here: Here) -> Q:
    """Actions still to be done by the person's seats, or by their agency where no seat owns them, as a condition."""
    bodies = [UUID(key) for key in here.organisations_where("update_own_actions")]
    mine = Q(owner__in=_seats(here)) | Q(owner__isnull=True, organisation__in=bodies)
    return mine & Q(state__in=rules.LIVE)


def own_actions(here: Here) -> QuerySet[Action]:
    """Actions still to be done by the person's seats, or by their agency where no seat owns them."""
    return Action.objects.for_partnership(here.partnership).filter(own_actions_where(here))


def seats_of(here: Here) -> list[UUID]:
    """The seats that the person holds, as keys."""
    return _seats(here)
