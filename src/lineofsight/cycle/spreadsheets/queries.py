"""What rows of a spreadsheet are compared with, read at once; and the spreadsheets that were given."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from lineofsight.cycle.findings.models import Action, Finding, Recommendation
from lineofsight.cycle.findings.queries import visible
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.products.queries import visible as visible_products
from lineofsight.cycle.spreadsheets import rules
from lineofsight.cycle.spreadsheets.columns import KINDS, Kind
from lineofsight.cycle.spreadsheets.models import OwnReference, SheetImport, SheetMapping
from lineofsight.cycle.spreadsheets.wording import Wording
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.models import Group, Organisation, Participation, Partnership, Role
from lineofsight.foundation.partnership.queries import Here

REFERRING = ("reference", "own_reference", "recommendations", "findings", "products", "product")
"""The columns in which references stand."""


class Lookups:
    """What the rows of a file can mean in a partnership, as far as somebody may read it; each is read once, when asked."""

    def __init__(self, here: Here, kind: Kind, rows: Sequence[Mapping[str, str]]) -> None:
        self.here, self.kind = here, kind
        self.said = {one for row in rows for code in REFERRING for one in rules.parts(row.get(code, ""))}
        self.words = {rules.plain(row.get(kind.words, "")) for row in rows if not row.get("reference")}

    def _asked_for(self, rows: QuerySet[Any], kind: str, words: str) -> QuerySet[Any]:
        """The rows that a reference of ours, one of the partnership's own, or the same words in the file can mean."""
        own = OwnReference.objects.for_partnership(self.here.partnership).filter(kind=kind, reference__in=self.said)
        named = Q(reference__in=self.said) | Q(subject__in=own.values("subject"))
        same: list[UUID] = []
        if kind == self.kind.code and self.words:
            pairs = rows.order_by().values_list("pk", words)
            same = [pk for pk, text in pairs.iterator() if rules.plain(text) in self.words]
        return rows.filter(named | Q(pk__in=same))

    @cached_property
    def bodies(self) -> dict[str, Organisation]:
        """The agencies that take part today, by their names and short names."""
        rows = Participation.objects.for_partnership(self.here.partnership).on(self.here.today)
        found = [one.organisation for one in rows.select_related("organisation")]
        short = {rules.plain(one.short_name): one for one in found if one.short_name}
        return short | {rules.plain(one.name): one for one in found}

    @cached_property
    def seats(self) -> list[Role]:
        """The seats of today."""
        rows = Role.objects.for_partnership(self.here.partnership).on(self.here.today)
        return list(rows.select_related("organisation", "group", "kind", "partnership__chain").order_by("title", "pk"))

    @cached_property
    def _seats_by_name(self) -> dict[str, list[Role]]:
        found: dict[str, list[Role]] = defaultdict(list)
        for one in self.seats:
            for name in {rules.plain(one.title), rules.plain(f"{one.title}, {one.organisation.name}")}:
                found[name].append(one)
        return found

    def seats_called(self, said: str, body: Organisation | None) -> list[Role]:
        """The seats of a name; of one agency when that is known."""
        found = self._seats_by_name.get(rules.plain(said), [])
        return [one for one in found if body is None or one.organisation_id == body.pk]

    @cached_property
    def actions(self) -> dict[str, Action]:
        """Actions by reference, with what a row can say about them."""
        rows = visible.actions(self.here).select_related("owner", "organisation", "subject", "partnership__chain")
        readable = Prefetch("recommendations", visible.recommendations(self.here))
        found = self._asked_for(rows, "actions", "text").prefetch_related("updates", readable)
        return {one.reference: one for one in found}

    @cached_property
    def recommendations(self) -> dict[str, Recommendation]:
        """Recommendations by reference, with their sources."""
        rows = visible.recommendations(self.here).select_related(
            "owner", "organisation", "subject", "partnership__chain"
        )
        found = self._asked_for(rows, "recommendations", "wording")
        found = found.prefetch_related("sources__finding", "sources__product")
        return {one.reference: one for one in found}

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """Findings by reference, with their themes."""
        rows = visible.findings(self.here).select_related("product", "organisation", "subject", "partnership__chain")
        found = self._asked_for(rows, "findings", "title").prefetch_related("themes")
        return {one.reference: one for one in found}

    @cached_property
    def products(self) -> dict[str, Product]:
        """Products by reference."""
        rows = visible_products(self.here).filter(reference__in=self.said)
        rows = rows.select_related("subject", "partnership__chain")
        return {one.reference: one for one in rows}

    @cached_property
    def framework(self) -> Framework | None:
        """The framework that counts today; None before one is adopted."""
        try:
            return framework_in_use(self.here.partnership, on=self.here.today)
        except NoFramework:
            return None

    @cached_property
    def _own(self) -> dict[tuple[str, str], UUID]:
        rows = OwnReference.objects.for_partnership(self.here.partnership)
        return {(kind, text): subject for kind, text, subject in rows.values_list("kind", "reference", "subject")}

    def own_reference(self, kind: str, text: str, rows: Iterable[Any]) -> Any:
        """What the partnership's own reference stands for, among some rows; None when it stands for nothing there."""
        subject = self._own.get((kind, text))
        return next((one for one in rows if one.subject_id == subject), None) if subject else None

    @cached_property
    def wording(self) -> Wording:
        """How things here are said in a spreadsheet."""
        return Wording(self.framework, self.own_references(self.kind.code))

    def own_references(self, kind: str) -> dict[UUID, str]:
        """The partnership's own references by what they stand for."""
        return {subject: text for (of, text), subject in self._own.items() if of == kind}


def given(partnership: Partnership, kind: str) -> QuerySet[SheetImport]:
    """Spreadsheets that were given, newest first, without their text."""
    rows = SheetImport.objects.for_partnership(partnership).filter(kind=kind)
    return rows.defer("sheets").select_related("given_by")


def remembered(partnership: Partnership, kind: str) -> Mapping[str, str]:
    """What the partnership's own headings mean, as was said before."""
    row = SheetMapping.objects.for_partnership(partnership).filter(kind=kind).first()
    return row.headings if row else {}


def choices(here: Here, kind: str) -> dict[str, list[str]]:
    """The names that can stand in the columns of a template."""
    known = Lookups(here, KINDS[kind], [])
    framework = known.framework
    bodies = sorted({one.name for one in known.bodies.values()})
    if kind == "people":
        kinds = sorted(here.partnership.role_kinds.values_list("name", flat=True))
        groups = sorted(Group.objects.for_partnership(here.partnership).on(here.today).values_list("name", flat=True))
        return {"organisation": bodies, "role_kind": kinds, "group": groups, "is_deputy": ["Yes", "No"]}
    found = {"organisation": bodies, "owner": sorted({one.title for one in known.seats}),
             "state": ["Not started", "Under way", "Done", "Not needed any more"],
             "answer": ["Accepted", "Partly accepted", "Rejected"]}  # fmt: skip
    if kind == "findings" and framework is not None:
        themes = [one.name for one in (*framework.themes, *framework.priorities)]
        kinds = [one.name for one in framework.finding_kinds]
        found |= {"kind": kinds, "themes": themes, "state": ["Open", "Closed"]}
    return found
