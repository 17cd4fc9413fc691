"""English areas by any of their names: the nine-character code, the department's three-figure number, or the name.

Where a number or a name has passed from an old council to a new one, the newest council of that name is meant; write
the code itself in a recipe's `[area.codes]` to mean the old one. The table beside this module holds facts from the
Department for Education's children in need statistics, Open Government Licence v3.0.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lineofsight.engine.tables.cells import text_of

SCHEMES = ("ons", "england", "as_written")

_CODE = re.compile(r"[EWSNK]\d{8}", re.ASCII)
_NOT_A_LETTER = re.compile(r"[^a-z ]")
_FILLER = re.compile(r"\b(?:and|of|the|county|borough|council|royal|ua)\b")


def plain_name(name: str) -> str:
    """A place's name without case, accents of style, little words and footnote figures, for comparing."""
    letters_only = _NOT_A_LETTER.sub(" ", name.casefold().replace("'", "").replace("’", "").replace("&", " and "))
    if "london" not in letters_only:
        # The City of London is not London.
        letters_only = letters_only.replace("city", " ")
    short = " ".join(_FILLER.sub(" ", letters_only).split())
    return short or " ".join(letters_only.split())


_ALSO = {
    "yorks humber": "E12000003",
    "yorkshire humberside": "E12000003",
    "east": "E12000006",
    "london inner": "E13000001",
    "london outer": "E13000002",
    "isles scilly": "E06000053",
    "kingston upon hull": "E06000010",
    "hull": "E06000010",
    "hull kingston upon": "E06000010",
    "bristol": "E06000023",
    "herefordshire": "E06000019",
    "bournemouth christchurch poole": "E06000058",
    "durham": "E06000047",
    "bedford": "E06000055",
    "southend on sea": "E06000033",
    "telford wrekin": "E06000020",
    "st helens": "E08000013",
    "richmond thames": "E09000027",
    "southend": "E06000033",
    "blackburn darwin": "E06000008",
    "stoke": "E06000021",
    "bath ne somerset": "E06000022",
    "south gloucs": "E06000025",
    "medway towns": "E06000035",
    "bath n e somerset": "E06000022",
    "blackburn with darwin": "E06000008",
    "total england": "E92000001",
}


@cache
def known_areas() -> dict[str, str]:
    """Code, number or plain name → nine-character code."""
    table = files("lineofsight.engine.tables").joinpath("areas.csv").read_text("utf-8").splitlines()
    known: dict[str, str] = {}
    for row in csv.DictReader(table):
        for key in (row["code"], row["number"], plain_name(row["name"])):
            if key:
                known.setdefault(key, row["code"])
    return {**_ALSO, **known}


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRule:
    """Where a table names its areas. `columns`: the first that is not blank counts. `value`: one area for all rows."""

    columns: tuple[str, ...] = ()
    scheme: str = "ons"
    value: str = ""
    codes: Mapping[str, str]

    def resolve(self, cell: object) -> str:
        """The area's code, or "" when the scheme does not know it."""
        text = text_of(cell)
        if text in self.codes:
            return self.codes[text]
        if self.scheme == "as_written" or _CODE.fullmatch(text):
            return text
        if self.scheme == "england" and text:
            return known_areas().get(text) or known_areas().get(plain_name(text) or text, "")
        return ""


@cache
def _names() -> dict[str, str]:
    table = files("lineofsight.engine.tables").joinpath("areas.csv").read_text("utf-8").splitlines()
    return {row["code"]: row["name"] for row in csv.DictReader(table)}


def area_name(code: str) -> str:
    """The name of the area with this nine-character code; empty for one that the table does not hold."""
    return _names().get(code, "")
