"""Facts of the demo's two places. Westmarch is made up; Kent's names and codes are public."""

from collections.abc import Mapping
from dataclasses import dataclass

PARTNER, AGENCY, EDUCATION, TEAM, GUEST = "safeguarding_partner", "relevant_agency", "education", "team", "guest"
WESTMARCH_TEAM = "Westmarch Safeguarding Children Partnership Team"
KENT_TEAM = "Kent Safeguarding Children Multi-agency Partnership Business Team"
SCRUTINY = "Independent Scrutiny for Westmarch"
INSPECTORATE = "Inspectorate of Children's Services (made up)"


@dataclass(frozen=True, slots=True)
class Place:
    """A partnership's names, areas (code, name), organisations (name, kind, part) and who holds which role where."""

    slug: str
    name: str
    short_name: str
    code: str
    districts: tuple[tuple[str, str], ...]
    organisations: tuple[tuple[str, str, str], ...]
    homes: Mapping[str, str]
    is_made_up: bool
    contact: str
    contact_email: str


_WESTMARCH_DISTRICTS = (
    "Aldersham", "Brackenford", "Calder Vale", "Dunmere", "Eastmarch", "Fenwick", "Greyport", "Harrowdean",
    "Ivel Valley", "Kingsmoor", "Longstone", "Marlow Heath",
)  # fmt: skip

WESTMARCH = Place(
    slug="westmarch",
    name="Westmarch Safeguarding Children Partnership",
    short_name="Westmarch",
    code="X10000001",
    districts=tuple((f"X07{number:06}", name) for number, name in enumerate(_WESTMARCH_DISTRICTS, start=1)),
    organisations=(
        ("Westmarch County Council", "local_authority", PARTNER),
        ("NHS Westmarch Integrated Care Board", "icb", PARTNER),
        ("Westmarch Police", "police", PARTNER),
        *((f"{name} District Council", "district", AGENCY) for name in _WESTMARCH_DISTRICTS),
        ("Westmarch Hospitals NHS Trust", "nhs_provider", AGENCY),
        ("East Westmarch Hospitals NHS Trust", "nhs_provider", AGENCY),
        ("Westmarch Community Health NHS Trust", "nhs_provider", AGENCY),
        ("Westmarch Mental Health NHS Trust", "nhs_provider", AGENCY),
        ("Marches Ambulance Service", "nhs_provider", AGENCY),
        ("Westmarch Schools Forum", "education", EDUCATION),
        ("Westmarch Colleges", "education", EDUCATION),
        ("Westmarch Early Years Network", "education", EDUCATION),
        ("Westmarch Probation", "probation", AGENCY),
        ("Westmarch Youth Justice Service", "probation", AGENCY),
        ("Westmarch Voluntary Action", "voluntary", AGENCY),
        (WESTMARCH_TEAM, "business_team", TEAM),
        (SCRUTINY, "other", GUEST),
        (INSPECTORATE, "inspectorate", GUEST),
    ),
    homes={
        "partnership-chair": "NHS Westmarch Integrated Care Board",
        "staff-officer": "Westmarch Police",
        "saa-chair": "Westmarch Police",
        "saa-member": "Westmarch Hospitals NHS Trust",
        "sub-group-chair": "Westmarch Schools Forum",
        "sub-group-member": "Aldersham District Council",
        "agency-lead": "Westmarch Hospitals NHS Trust",
        "agency-colleague": "Westmarch Hospitals NHS Trust",
        "data-supplier": "Westmarch Hospitals NHS Trust",
        "section-11-respondent": "Aldersham District Council",
        "section-11-approver": "Aldersham District Council",
        "moderator": "Westmarch Probation",
        "case-auditor": "Westmarch Community Health NHS Trust",
        "review-group-member": "NHS Westmarch Integrated Care Board",
        "independent-scrutineer": SCRUTINY,
        "lay-member": WESTMARCH_TEAM,
        "young-adviser": "Westmarch Voluntary Action",
        "system-administrator": WESTMARCH_TEAM,
    },
    is_made_up=True,
    contact="Westmarch Safeguarding Children Partnership Team",
    contact_email="team@westmarch.example",
)

# Who sends the figures of each agency, in the order of the agencies above.
SUPPLIERS = (
    "Alun Bright", "Chidi Obi", "Dorothy Lane", "Esme Fairley", "Farid Rahman", "Gwen Tudor", "Harbir Gill",
    "Isla Monroe", "Jakub Zielinski", "Keziah Brown", "Liam Doyle", "Maryam Aziz", "Niall Keane", "Olive Trent",
    "Pavel Horak", "Quentin Ash", "Rosa Delgado", "Sunil Nair", "Tamsin Hale", "Uma Iyer", "Vera Lind", "Wesley Grant",
    "Xenia Pappas", "Yvonne Clarke", "Zack Moran", "Abena Sarpong",
)  # fmt: skip

# The heads of the two other safeguarding partners; the council's is the first of the roles.
CHIEFS = {
    "care-board": ("NHS Westmarch Integrated Care Board", "Adaeze Whitfield"),
    "police": ("Westmarch Police", "Robert Calloway"),
}

# Who stands in for whom.
DEPUTIES = (("business-manager", "Theo Ashby"), ("saa-chair", "Noor Hassan"))

KENT = Place(
    slug="kent",
    name="Kent Safeguarding Children Multi-agency Partnership",
    short_name="Kent",
    code="E10000016",
    districts=(
        ("E07000105", "Ashford"), ("E07000106", "Canterbury"), ("E07000107", "Dartford"), ("E07000108", "Dover"),
        ("E07000109", "Gravesham"), ("E07000110", "Maidstone"), ("E07000111", "Sevenoaks"),
        ("E07000112", "Folkestone and Hythe"), ("E07000113", "Swale"), ("E07000114", "Thanet"),
        ("E07000115", "Tonbridge and Malling"), ("E07000116", "Tunbridge Wells"),
    ),
    organisations=(
        ("Kent County Council", "local_authority", PARTNER),
        ("NHS Kent and Medway Integrated Care Board", "icb", PARTNER),
        ("Kent Police", "police", PARTNER),
        (KENT_TEAM, "business_team", TEAM),
    ),
    homes={},
    is_made_up=False,
    contact="",
    contact_email="",
)  # fmt: skip
