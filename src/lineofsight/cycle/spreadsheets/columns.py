"""Which columns each kind of spreadsheet has, how they are headed, and what else people call them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SEPARATOR: Final = ";"


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is read. `also`: other headings that people give it. `is_free`: looked through for a child's details."""

    code: str
    heading: str
    hint: str
    needed: bool = False
    is_free: bool = False
    most: int = 0
    is_day: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of spreadsheet: who may bring it in, the column whose words say what a row is, and its columns in order."""

    code: str
    title: str
    noun: tuple[str, str]
    may: str
    list_page: str
    words: str
    fields: tuple[Field, ...]

    def field(self, code: str) -> Field:
        """One of its columns."""
        return next(one for one in self.fields if one.code == code)


_REFERENCE = Field(
    "reference", "Reference", "Ours, such as {example}. Leave it empty for a new one.", also=("ref los",)
)
_OWN = Field(
    "own_reference", "Your own reference", "Any number or code of yours. We know the row again by it.", most=80,
    also=("ref", "ref no", "reference number", "no", "number", "id", "item", "your reference", "unique reference"),
)  # fmt: skip
_AGENCY = ("agency", "organisation", "lead agency", "lead organisation", "responsible agency", "partner", "agency name")
_OWNER = Field(
    "owner", "Role that owns it", "The role’s name as on the page Roles. Its agency then counts.",
    also=("owner", "lead", "action owner", "role", "responsible", "lead officer", "who"),
)  # fmt: skip
_DUE = (
    "due",
    "due date",
    "deadline",
    "target date",
    "by when",
    "date due",
    "completion date",
    "timescale",
    "timescales",
)

ACTIONS: Final = Kind(
    "actions", "Actions", ("action", "actions"), "edit_actions", "findings:actions", "text",
    (
        _REFERENCE,
        _OWN,
        Field("text", "Action", "What is to be done.", needed=True, is_free=True, most=2000,
              also=("actions", "action required", "what", "task", "description", "what will be done")),
        Field("organisation", "Agency", "Its name or short name as on the page Organisations.", also=_AGENCY),
        _OWNER,
        Field("due_on", "Due", "A day, such as 31/10/2026.", is_day=True, also=_DUE),
        Field("state", "Status", "Not started, Under way, Done, or Not needed any more.",
              also=("state", "progress status", "rag", "rag status", "progress")),
        Field("update", "Latest update", "What has happened since; it is kept beside what was said before.", is_free=True,
              most=2000, also=("update", "updates", "progress update", "comments", "comment", "notes", "commentary")),
        Field("recommendations", "Recommendations", "References of those that it serves, with “;” between them.",
              also=("recommendation", "recommendation reference", "recommendation no", "linked recommendation")),
    ),
)  # fmt: skip

RECOMMENDATIONS: Final = Kind(
    "recommendations", "Recommendations", ("recommendation", "recommendations"), "edit_actions",
    "findings:recommendations", "wording",
    (
        _REFERENCE,
        _OWN,
        Field("wording", "Recommendation", "Its wording, which never changes afterwards.", needed=True, is_free=True,
              most=2000, also=("recommendations", "wording", "text", "description", "recommendation text")),
        Field("organisation", "Agency", "Whom it asks. Empty: the whole partnership.", also=_AGENCY),
        _OWNER,
        Field("made_on", "Made on", "The day it was made. Empty: today.", is_day=True,
              also=("date", "date made", "date of recommendation", "published", "date agreed")),
        Field("due_on", "Due", "A day, such as 31/10/2026.", is_day=True, also=_DUE),
        Field("expected_difference", "What should be different", "For children, and how we will tell.", is_free=True,
              most=2000, also=("expected outcome", "outcome", "expected difference", "expected impact", "impact")),
        Field("answer", "Answer", "Accepted, Partly accepted or Rejected. Empty: it waits for an answer.",
              also=("response", "accepted", "agreed", "accepted or rejected")),
        Field("answer_reason", "Reason of the answer", "Needed for partly accepted and rejected.", is_free=True, most=2000,
              also=("reason", "rationale", "response reason", "comments")),
        Field("findings", "Findings", "References of those that it comes from, with “;” between them.",
              also=("finding", "finding reference", "linked findings")),
        Field("products", "Products", "References of the products that it comes from, with “;” between them.",
              also=("product", "source", "source document", "review", "report")),
    ),
)  # fmt: skip

FINDINGS: Final = Kind(
    "findings", "Findings", ("finding", "findings"), "edit_actions", "findings:findings", "title",
    (
        _REFERENCE,
        _OWN,
        Field("kind", "Kind", "One of the framework’s kinds of finding: {kinds}.", needed=True,
              also=("type", "kind of finding", "finding type", "category")),
        Field("title", "Finding", "In one line.", needed=True, is_free=True, most=200,
              also=("title", "findings", "headline", "summary", "issue")),
        Field("text", "What was found", "And how you know. Empty: the line above counts.", is_free=True, most=4000,
              also=("text", "details", "detail", "description", "evidence", "narrative")),
        Field("so_what", "What it means for children", "So what?", is_free=True, most=2000,
              also=("so what", "impact", "impact on children", "meaning")),
        Field("themes", "Themes", "Names of the framework’s themes, with “;” between them.",
              also=("theme", "topic", "topics", "priority", "priorities")),
        Field("organisation", "Agency", "Whom it is about. Empty: several, or the whole partnership.", also=_AGENCY),
        Field("product", "Product", "The reference of the product that it is from.",
              also=("source", "audit", "review", "source document", "product reference")),
        Field("found_on", "Found on", "A day, such as 31/10/2026. Empty: today.", is_day=True,
              also=("date", "date found", "date identified", "date raised")),
        Field("state", "State", "Open or Closed.", also=("status",)),
        Field("closed_reason", "Why it is closed", "Needed when it is closed.", is_free=True, most=2000,
              also=("reason", "reason closed", "closure reason")),
    ),
)  # fmt: skip

PEOPLE: Final = Kind(
    "people", "People and roles", ("person in a role", "people in roles"), "manage_people", "people:list", "role",
    (
        Field("name", "Name", "The person’s name. With no name and no e-mail only the role is made.", most=200,
              also=("full name", "member", "person", "contact", "contact name")),
        Field("email", "E-mail", "Their own address at work. The invitation goes there.", most=254,
              also=("email", "e mail address", "email address", "mail")),
        Field("role", "Role", "The role’s name here, such as Designated Nurse.", needed=True, most=200,
              also=("role title", "title", "job title", "post", "position", "seat")),
        Field("organisation", "Organisation", "Its name or short name as on the page Organisations.", needed=True,
              also=_AGENCY),
        Field("group", "Group", "Where the role sits in a group: the group’s name.",
              also=("sub group", "subgroup", "board", "committee")),
        Field("role_kind", "Kind of role", "Needed only for a role that does not exist yet: {role_kinds}.",
              also=("role type", "kind", "type of role")),
        Field("is_deputy", "Deputy", "Yes or No.", also=("is deputy", "deputy member", "substitute")),
        Field("ends_on", "Last day", "For guests: the last day of access.", is_day=True,
              also=("until", "end date", "access ends", "leaving date")),
    ),
)  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = {one.code: one for one in (ACTIONS, RECOMMENDATIONS, FINDINGS, PEOPLE)}
EXAMPLES: Final[Mapping[str, str]] = {
    "actions": "A-2026-031",
    "recommendations": "R-2026-008",
    "findings": "F-2026-014",
}
