"""Who takes part: kinds of organisation, roles, and the capabilities that the program knows."""

from dataclasses import dataclass

from lineofsight.engine.framework.marks import Entry, one_of, refers_to

CAPABILITIES = (
    "see_framework",
    "see_people",
    "manage_people",
    "manage_setup",
    "see_trail",
    "redact",
    "see_mail_queue",
    "see_measures",
    "see_working_figures",
    "edit_measures",
    "manage_rounds",
    "make_returns",
    "approve_returns",
    "accept_returns",
    "publish_quarter",
    "annotate_measures",
    "see_warnings",
    "raise_concern",
    "triage_warnings",
    "answer_warnings",
    "see_assurance",
    "rate_products",
    "edit_products",
    "see_products",
    "log_products",
    "see_findings",
    "edit_actions",
    "update_own_actions",
    "verify_actions",
    "see_meetings",
    "edit_meetings",
    "decide",
    "sign_off",
    "prepare_sign_off",
    "challenge",
    "see_risks",
    "edit_risks",
    "see_reports",
    "edit_reports",
    "see_incidents",
    "read_incidents",
    "edit_incidents",
    "moderate",
    "write_scrutiny",
    "see_scrutiny",
    "give_update",
    "export",
)
"""What a role may be allowed to do. The program knows these words; which role has which is data."""

HOMES = ("business-team", "agency", "sub-group", "saa", "executive", "lsp", "scrutineer", "guest", "administrator")
"""The layouts of the home page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationKind(Entry):
    """A kind of organisation. `standing` is its place in the arrangements in law."""

    name: str
    standing: str = one_of("safeguarding_partner", "relevant_agency", "education", "partnership", "outside")
    section_11: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Entry):
    """What someone does for the partnership, and what that lets them do (`may`).

    `not_with` are roles that the same person may not hold in the same piece of work. `time_limited` roles are guests'.
    """

    name: str
    description: str
    home: str = one_of(*HOMES)
    organisation_kinds: tuple[str, ...] = refers_to("organisation_kinds")
    group: str | None = refers_to("groups", default=None)
    may: tuple[str, ...] = one_of(*CAPABILITIES)
    own_organisation_only: bool = False
    time_limited: bool = False
    not_with: tuple[str, ...] = refers_to("roles", default=())
