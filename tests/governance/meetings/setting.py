"""A partnership whose groups have members, and what a meeting needs: products on their route, warnings, challenges."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from lineofsight.cycle.products import changes as products
from lineofsight.cycle.products.models import Product, Stop
from lineofsight.cycle.warnings import changes as warnings
from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.models import Group, Membership, Organisation, Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.governance.meetings.changes import agenda, planning
from lineofsight.governance.meetings.models import AgendaItem, Meeting
from tests import making
from tests.cycle.products import walking

TODAY = walking.TODAY
NOW = walking.NOW
DAY = date(2026, 11, 3)
PARTNERS = walking.PARTNERS


class Setting:
    """Three safeguarding partners, a business manager, and a member of each partner in each of three groups."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.council, self.icb, self.police = walking.partners(partnership)
        self.groups = {group.code: group for group in Group.objects.for_partnership(partnership)}
        self.manager = making.a_member(partnership, "business-manager", group=self.groups["business-team"])
        self.saa = [self.member("saa-chair", self.police, "saa"), self.member("saa-member", self.council, "saa")]
        self.executive = [
            self.member("executive-member", body, "executive") for body in (self.council, self.icb, self.police)
        ]
        self.leads = [
            self.member("lead-safeguarding-partner", body, "lsp") for body in (self.council, self.icb, self.police)
        ]
        self.officer = self.member("staff-officer", self.police, "lsp")
        self.by = doer(self.manager)

    def member(self, kind: str, body: Organisation, group: str) -> Membership:
        """Somebody of the organisation in the group."""
        name = f"{kind.replace('-', ' ').title()} {body.name.split()[-1]}"
        return making.a_member(self.partnership, kind, name=name, organisation=body, group=self.groups[group])

    def meeting(self, group: str = "saa", day: date = DAY, **facts: Any) -> Meeting:
        """A planned meeting of the group, its papers due a week before."""
        sitting = planning.Sitting(day, time(10), 120, day - timedelta(days=7), "Room 1")
        return planning.plan(self.partnership, group=self.groups[group], sitting=sitting, by=self.by, **facts)

    def with_item(self, group: str = "saa", day: date = DAY, **facts: Any) -> tuple[Meeting, AgendaItem]:
        """A meeting with one item, its agenda out."""
        meeting = self.meeting(group, day)
        known = {"title": "Waiting times for therapy", "purpose": "assure", "minutes_needed": 15, **facts}
        item = agenda.add_item(meeting, by=self.by, now=NOW, **known)
        self.send(meeting)
        return fresh(meeting), fresh_item(item)

    def send(self, meeting: Meeting) -> int:
        """The agenda out."""
        return agenda.send_agenda(meeting, by=self.by, now=NOW, today=TODAY, version=fresh(meeting).version)

    def product_at(self, group: str, kind: str = "dashboard-quarter") -> tuple[Product, Stop]:
        """A product that waits at the group."""
        by = walking.officer()
        product = walking.walk(walking.a_product(self.partnership, kind, by=by), by=by, to="drafted")
        while (stop := Stop.objects.get(product=product, state="here")).group_code != group:
            products.consider(stop, outcome="agreed", words="Go on.", by=by, now=NOW, today=TODAY)
        stop.product = product
        return product, stop

    def warning(self, key: str = "signal:m03", *, raised: bool = True) -> Warning:
        """A warning, raised to the Executive."""
        found = warnings.Detection(
            kind="signal", key=key, title=f"Repeat plans rising {key}", sentence="Higher since March 2026."
        )
        made = warnings.detect(self.partnership, found, by=making.SYSTEM, now=NOW, today=TODAY)[0]
        if raised:
            facts: dict[str, Any] = {"next_step": "The council reports", "today": TODAY, "version": made.version}
            made = warnings.raise_to_executive(made, by=making.SYSTEM, now=NOW, **facts)
        return made


def doer(member: Membership) -> Doer:
    """The member as the trail names them."""
    return Doer(member.person.actor_id, f"{member.role.title} ({member.role.organisation.name})")


def at(day: date, hour: int = 12) -> datetime:
    """A moment of the day."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def fresh(meeting: Meeting) -> Meeting:
    """The meeting as it is now."""
    return Meeting.objects.select_related("partnership__chain", "group", "subject").get(pk=meeting.pk)


def fresh_item(item: AgendaItem) -> AgendaItem:
    """The item as it is now."""
    rows = AgendaItem.objects.select_related(
        "meeting__partnership__chain", "meeting__group", "meeting__subject", "stop__product__partnership",
        "stop__product__subject", "about",
    )  # fmt: skip
    return rows.get(pk=item.pk)
