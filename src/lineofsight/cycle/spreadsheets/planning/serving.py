"""Rows of people: who is invited to which role. A row without a person makes the role alone."""

from collections import defaultdict
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lineofsight.cycle.spreadsheets import rules
from lineofsight.cycle.spreadsheets.columns import PEOPLE, Kind
from lineofsight.cycle.spreadsheets.people import people_out
from lineofsight.cycle.spreadsheets.planning.planner import Planner
from lineofsight.cycle.spreadsheets.planning.rows import Planned, Row
from lineofsight.foundation.partnership import changes, inviting, queries
from lineofsight.foundation.partnership.models import Group, Invitation, Membership, Organisation, Role, RoleKind
from lineofsight.foundation.partnership.permissions import Refused


class People(Planner):
    """Who takes which role in which agency. Nobody gets rights by a spreadsheet: each is invited, and takes the role."""

    kind: ClassVar[Kind] = PEOPLE

    def key_of(self, row: Row) -> tuple[Any, ...]:
        """The address and the role."""
        return tuple(rules.plain(row.text(code)) for code in ("email", "role", "organisation", "group", "ends_on"))

    def target(self, row: Row) -> Any:
        """People and roles are compared as a whole; see `look`."""

    def look(self, row: Row, target: Any) -> Planned:
        """A person to invite, a role to make, or as it is."""
        if self._cells(row) in self._here_already:
            return Planned(row, rules.SKIP, row.written("role"), why="This is here already, and nothing changed.")
        if (row.day("ends_on") or self.here.today) < self.here.today:
            return Planned(row, rules.SKIP, row.written("role"), why="Their last day has passed, so nobody is invited.")
        body, group = self.body(row), self._group(row)
        seat = self._seat(row, body, group)
        email = row.text("email").lower()
        facts: dict[str, Any] = {"body": body, "group": group, "seat": seat, "email": email,
                                 "is_deputy": self._is_deputy(row), "ends_on": row.day("ends_on")}  # fmt: skip
        said = ", ".join(filter(None, [row.text("name") or email, row.text("role"), body.name if body else ""]))
        planned = Planned(row, rules.CREATE, said, target=seat, facts=facts)
        if seat is None and body is not None:
            facts["kind"] = self._role_kind(row)
        if email:
            return self._person(planned)
        if row.text("name"):
            row.error("email", "There is no e-mail address.", "Write the person’s own address at work.")
        elif seat is not None:
            planned.outcome, planned.why = rules.SKIP, "This role is here already."
        return planned

    def _cells(self, row: Row) -> tuple[Any, ...]:
        cells = (rules.squeezed(row.written(one.code)) for one in self.kind.fields if not one.is_day)
        return (*cells, row.day("ends_on"))

    @cached_property
    def _here_already(self) -> set[tuple[Any, ...]]:
        """Every row that goes out, as it would come in again."""
        codes = [one.code for one in self.kind.fields if not one.is_day]
        held = people_out(self.here)
        return {(*(rules.squeezed(str(one[code])) for code in codes), one["ends_on"]) for one in held}

    @cached_property
    def _groups(self) -> dict[str, Group]:
        return {rules.plain(one.name): one for one in queries.groups(self.here.partnership)}

    @cached_property
    def _role_kinds(self) -> dict[str, RoleKind]:
        kinds = self.here.partnership.role_kinds.all()
        return {rules.plain(name): one for one in kinds for name in (one.code, one.name)}

    @cached_property
    def _held(self) -> dict[tuple[str, Any], list[Membership]]:
        found: dict[tuple[str, Any], list[Membership]] = defaultdict(list)
        rows = Membership.objects.for_partnership(self.here.partnership).select_related("person").order_by("starts_on")
        for one in rows:
            found[(one.person.email.lower(), one.role_id)].append(one)
        return found

    @cached_property
    def _invited(self) -> dict[tuple[str, Any], Invitation]:
        rows = Invitation.objects.filter(
            partnership=self.here.partnership, accepted_at__isnull=True, withdrawn_at__isnull=True
        )
        return {(one.email.lower(), one.role_id): one for one in rows}

    def _group(self, row: Row) -> Group | None:
        said = row.text("group")
        found = self._groups.get(rules.plain(said)) if said else None
        if said and found is None:
            row.error("group", f"No group here is called “{said[:80]}”.", "Write it as on the page Groups.")
        return found

    def _seat(self, row: Row, body: Organisation | None, group: Group | None) -> Role | None:
        found = self.known.seats_called(row.text("role"), body) if body else []
        if row.text("group"):
            found = [one for one in found if group is not None and one.group_id == group.pk]
        if len(found) > 1:
            exact = [one for one in found if one.group_id is None]
            if len(exact) == 1:
                return exact[0]
            row.error("role", f"{body} has several roles of this name.", "Write the group of the one that you mean.")
        return found[0] if found else None

    def _role_kind(self, row: Row) -> RoleKind | None:
        said = row.text("role_kind")
        found = self._role_kinds.get(rules.plain(said)) if said else None
        if found is None:
            names = "; ".join(sorted(one.name for one in set(self._role_kinds.values())))
            why = f"We do not know the kind of role “{said[:60]}”." if said else "This role is not here yet."
            row.error("role_kind", why, f"Put the role’s name right, or write its kind. The kinds are: {names}.")
        return found

    def _is_deputy(self, row: Row) -> bool:
        found = rules.yes_or_no(row.text("is_deputy"))
        if found is None:
            row.error("is_deputy", f"We do not know “{row.text('is_deputy')[:40]}”.", "Write Yes or No.")
        return bool(found)

    def _person(self, planned: Planned) -> Planned:
        row, facts = planned.row, planned.facts
        try:
            validate_email(facts["email"])
        except ValidationError:
            row.error("email", f"“{facts['email'][:80]}” is not an e-mail address.", "Write it like name@example.org.")
        if not row.text("name"):
            row.error("name", "There is no name.", "Write the person’s name.")
        why = self._why_nothing(planned)
        if why:
            planned.outcome, planned.why = rules.SKIP, why
        elif facts["seat"] is not None and facts["ends_on"] is None and self._is_guest(facts["seat"]):
            row.error("ends_on", "A guest needs a last day of access.", "Write it, such as 31/10/2026.")
        return planned

    def _why_nothing(self, planned: Planned) -> str:
        row, facts = planned.row, planned.facts
        key = (facts["email"], facts["seat"].pk if facts["seat"] else None)
        held = self._held.get(key, [])
        if any(one.stopped_at for one in held):
            return "This role was refused or ended at once. Invite them again on the page Invitations."
        serving = [one for one in held if one.ends_on is None or one.ends_on >= self.here.today]
        if serving:
            if serving[-1].is_deputy != facts["is_deputy"] and row.text("is_deputy"):
                row.remark(
                    "is_deputy", "Who holds and who deputises stays as it is.", "Change it on the person’s page."
                )
            return "They have this role already."
        invited = self._invited.get(key)
        return f"They were invited on {invited.sent_at.day} {invited.sent_at:%B %Y}." if invited else ""

    def _is_guest(self, seat: Role) -> bool:
        return seat.organisation_id in self._guests

    @cached_property
    def _guests(self) -> set[Any]:
        rows = queries.organisations(self.here.partnership).on(self.here.today).filter(part="guest")  # type: ignore[attr-defined]
        return {one.organisation_id for one in rows}

    def write(self, planned: Planned, *, now: datetime, address: str) -> Role:
        """Make the role where it is new, and invite the person."""
        row, facts, here = planned.row, planned.facts, self.here
        seat = facts["seat"] or self._made(planned)
        if facts["email"]:
            inviting.invite(
                seat, email=facts["email"], name=row.text("name"), inviter=here.person, address=address,
                today=here.today, now=now, by=here.doer, is_deputy=facts["is_deputy"], access_ends_on=facts["ends_on"],
            )  # fmt: skip
        return seat  # type: ignore[no-any-return]

    def _made(self, planned: Planned) -> Role:
        """The new role, made once for all rows of the file that name it."""
        row, facts, here = planned.row, planned.facts, self.here
        key = (rules.plain(row.text("role")), facts["body"].pk, facts["group"].pk if facts["group"] else None)
        made: dict[Any, Role] = self.__dict__.setdefault("_new_seats", {})
        if key not in made:
            if facts["kind"] is None:
                raise Refused("This role has no kind.")
            made[key] = changes.add_role(
                here.partnership, kind=facts["kind"], organisation=facts["body"], title=row.text("role"),
                starts_on=here.today, group=facts["group"], by=here.doer,
            )  # fmt: skip
        return made[key]
