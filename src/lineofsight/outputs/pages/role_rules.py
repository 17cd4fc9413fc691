"""What a kind of role may be allowed: the groups on the form, what the framework says, and what would lock everybody out."""

from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.models import RoleKind
from lineofsight.foundation.partnership.permissions import CAPABILITIES
from lineofsight.foundation.partnership.queries import Here, serving

THEMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "house": (
        "People and set-up",
        ("see_framework", "see_people", "manage_people", "manage_setup", "see_trail", "redact", "see_mail_queue", "export"),
    ),
    "figures": (
        "Figures and returns",
        ("see_measures", "see_working_figures", "edit_measures", "annotate_measures", "manage_rounds", "make_returns",
         "approve_returns", "accept_returns", "publish_quarter"),
    ),
    "warnings": (
        "Warnings and risks",
        ("see_warnings", "raise_concern", "triage_warnings", "answer_warnings", "see_risks", "edit_risks"),
    ),
    "assurance": (
        "Assurance and actions",
        ("see_assurance", "see_products", "log_products", "edit_products", "rate_products", "see_findings", "edit_actions",
         "update_own_actions", "verify_actions", "moderate", "give_update"),
    ),
    "meetings": (
        "Meetings, decisions and reports",
        ("see_meetings", "edit_meetings", "decide", "prepare_sign_off", "sign_off", "challenge", "see_reports", "edit_reports"),
    ),
    "restricted": (
        "Incidents and independent scrutiny",
        ("see_incidents", "read_incidents", "edit_incidents", "see_scrutiny", "write_scrutiny"),
    ),
}  # fmt: skip
NEVER_NOBODY = ("manage_people", "manage_setup")


def defaults(here: Here) -> dict[str, frozenset[str]]:
    """What the framework that counts today lets each role do, by code; empty without a framework."""
    try:
        framework = framework_in_use(here.partnership, on=here.today)
    except NoFramework:
        return {}
    return {role.code: frozenset(role.may) for role in framework.roles}


def differing_kinds(here: Here) -> list[RoleKind]:
    """The kinds of role that may do something else than the framework says."""
    said = defaults(here)
    return [
        kind for kind in here.partnership.role_kinds.all() if kind.capabilities() != said.get(kind.code, frozenset())
    ]


def why_not_allow(kind: RoleKind, may: frozenset[str], here: Here) -> str | None:
    """The reason why the kind may not be given exactly these capabilities, or None."""
    added = may - kind.capabilities()
    if added and kind.code in here.kind_codes:
        first = CAPABILITIES[min(added)]
        return (
            f"Nobody adds to their own role. Ask somebody in another role to allow this: {first[0].lower()}{first[1:]}."
        )
    for capability in NEVER_NOBODY:
        if capability in kind.capabilities() - may and not _others_who_may(kind, capability, here):
            deed = CAPABILITIES[capability]
            return f"Nobody else could do this then: {deed[0].lower()}{deed[1:]}. Give it to another role first."
    return None


def _others_who_may(kind: RoleKind, capability: str, here: Here) -> bool:
    """Whether somebody serving may still do it when the kind no longer lets them."""
    others = [
        one for one in here.partnership.role_kinds.all() if one.pk != kind.pk and capability in one.capabilities()
    ]
    if not others:
        return False
    rows = serving(here.partnership, today=here.today).filter(role__kind__in=others, confirmed_at__isnull=False)
    return rows.filter(person__is_active=True).exists()
