"""Every tool of the framework's own file, through the pages: log a product, rate it, send it along its own route, decide, act,
verify, check the impact, and follow it back. What is a tool, a route, a gate or a group is read from the framework alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation
from lineofsight.cycle.products import gates, rules
from lineofsight.cycle.products.models import Product, Relation, Stop
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.models import Membership, Partnership
from tests import making
from tests.cycle.products import walking

TODAY = date(2026, 10, 21)
DAY = "21/10/2026"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOOLS = [tool.code for tool in making.framework_named("kscmp-2024").tools]
pytestmark = [pytest.mark.journey, pytest.mark.django_db]


@dataclass
class People:
    """Everybody who has a part, each signed in."""

    partnership: Partnership
    members: dict[str, Membership] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def add(self, name: str, kind: str, **facts: Any) -> None:
        member = making.a_member(self.partnership, kind, name=name, **facts)
        self.members[name], self.clients[name] = member, Client()
        self.clients[name].force_login(member.person, backend=BACKEND)

    def send(self, name: str, address: str, *args: Any, query: str = "", **values: Any) -> str:
        """Open a page as the person, fill its form in and send it; the address where it leads."""
        url = reverse(address, args=[self.partnership.slug, *args]) + query
        page = self.clients[name].get(url)
        assert page.status_code == 200, f"{name} cannot open {url}: {page.status_code}"
        form = page.context["form"]
        data = {one.html_name: _plain(one.value()) for one in form if one.value() not in (None, "", [])}
        answer = self.clients[name].post(url, data | values | {"checked": "on"})
        assert answer.status_code == 302, (
            f"{url}: {answer.context['form'].errors if answer.context else answer.status_code}"
        )
        return answer["Location"]


def _plain(value: Any) -> Any:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


@pytest.fixture
def people(partnership: Partnership, settings: Any, tmp_path: Any) -> People:
    """The team, the scrutineer, members of each group, and the three chiefs."""
    settings.FIXED_TODAY, settings.MEDIA_ROOT = TODAY, tmp_path
    people = People(partnership)
    partners = walking.partners(partnership)
    team = making.an_organisation(partnership, "Partnership Team", kind="business_team", part="team")
    groups = {group.framework_code or group.code: group for group in partnership.groups.all()}
    people.add("manager", "business-manager", organisation=team)
    people.add("saa", "saa-chair", organisation=partners[1], group=groups.get("saa"))
    people.add("executive", "executive-member", organisation=partners[2], group=groups.get("executive"))
    people.add("scrutineer", "independent-scrutineer", organisation=team)
    people.add("reviewer", "review-group-member", organisation=partners[0])
    for number, partner in enumerate(partners):
        people.add(f"chief {number}", "lead-safeguarding-partner", organisation=partner, group=groups.get("lsp"))
    return people


def test_the_framework_has_fifteen_tools() -> None:
    assert len(TOOLS) == 15


@pytest.mark.parametrize("tool", TOOLS)
def test_journey_fifteen_tools(people: People, tool: str) -> None:
    product = logged(people, tool)
    author = "scrutineer" if product.is_private else "manager"
    finding = found(people, author, product)
    if product.is_private:
        # The scrutineer's own work is nobody else's to read before it is issued.
        walked(people, author, product, to="drafted")
    recommendation = recommended(people, finding)
    checker = "manager" if product.is_restricted else "saa"
    acted(people, recommendation, checker)
    walked(people, author, product, to="agreed")
    checked(people, recommendation, checker)
    walked(people, author, product, to="closed")
    followed_back(people, product, finding, recommendation)


def logged(people: People, tool: str) -> Product:
    """A product of the tool's first kind, on the plan, with its words and its paper."""
    framework = making.framework_named("kscmp-2024")
    kind = next(kind for kind in framework.kinds if kind.tool == tool)
    author = "scrutineer" if tool == "independent-scrutiny" else "manager"
    facts = {"title": f"{kind.name} of the autumn", "lead": str(people.members[author].role_id), "due_on": "30/11/2026",
             "period_start": "01/04/2026", "period_end": "30/09/2026"}  # fmt: skip
    if rules.is_of_one_agency(framework, kind):
        facts["organisation"] = str(making.an_organisation(people.partnership).pk)
    people.send(author, "assurance:new-product", kind.code, **facts)
    product = Product.objects.get(title=facts["title"])
    people.send(author, "assurance:words", product.pk, scope_text="Are plans in time?", what="Half of the plans are late.",
                so_what="Children wait.", what_next="Two more reviewers by March.")  # fmt: skip
    paper = SimpleUploadedFile("report.txt", b"Half of the plans are late.", content_type="text/plain")
    people.send(author, "assurance:evidence", product.pk, purpose="paper", uploads=paper, title="The report",
                evidence_date="30/09/2026")  # fmt: skip
    return product


def found(people: People, author: str, product: Product) -> Finding:
    """A finding of the product."""
    people.send(author, "findings:new-finding", query=f"?product={product.pk}", kind="gap", title="Plans are late",
                text="Six of twelve plans were late.", product=str(product.pk), themes=["neglect"], found_on=DAY)  # fmt: skip
    return Finding.objects.get(product=product)


def recommended(people: People, finding: Finding) -> Recommendation:
    """What is recommended because of a finding, accepted by whoever answers for it."""
    owner = str(people.members["executive"].role_id)
    people.send("manager", "findings:new-recommendation", query=f"?finding={finding.pk}", wording="Add two reviewers.",
                owner=owner, due_on="31/03/2027", expected_difference="Nine of ten plans are in time.")  # fmt: skip
    recommendation = Recommendation.objects.get()
    people.send("executive", "findings:answer", recommendation.pk, answer="accepted", reason="We agree.")
    return recommendation


def acted(people: People, recommendation: Recommendation, checker: str) -> None:
    """An action: added, updated, done with proof, verified by somebody who does not own it."""
    owner = str(people.members["executive"].role_id)
    people.send("manager", "findings:new-action", query=f"?recommendation={recommendation.pk}", text="Hire two reviewers.",
                owner=owner, due_on="31/12/2026", recommendation=str(recommendation.pk))  # fmt: skip
    action = Action.objects.get()
    people.send("executive", "findings:update", action.pk, text="The posts are out.", state="under_way")
    people.send("executive", "findings:done", action.pk, words="Both began on Monday.", link="https://example.org/posts",
                link_title="Staff list")  # fmt: skip
    people.send(checker, "findings:verify", action.pk, words="I saw the list.")
    action.refresh_from_db()
    assert (action.state, action.updates.count()) == ("verified", 3)


def checked(people: People, recommendation: Recommendation, checker: str) -> None:
    """The impact check: planned against a baseline, passed by somebody else, and only then embedded."""
    people.send("manager", "findings:plan-impact", recommendation.pk, after_months="6", measure="Plans in time",
                baseline="Six of twelve", baseline_on=DAY, target="Nine of ten")  # fmt: skip
    check = ImpactCheck.objects.get()
    ImpactCheck.objects.filter(pk=check.pk).update(due_on=TODAY)
    people.send(checker, "findings:check", check.pk, found="Eleven of twelve are in time.", result="passed", checked_on=DAY,
                link="https://example.org/figures", link_title="The figures")  # fmt: skip
    people.send(checker, "findings:embed", recommendation.pk, words="It holds.")
    recommendation.refresh_from_db()
    assert recommendation.state == "embedded"


def walked(people: People, author: str, product: Product, *, to: str) -> None:
    """Step by step, each gate opened on its own page, each group of its own route asked."""
    framework = framework_of(product.framework)
    product.refresh_from_db()
    while product.state != to:
        step = next(one for one in rules.steps_from(framework, product.state) if rules.REASON_GATE not in one.gates)
        for gate in gates.shut(gates.states_of(walking.fresh(product), step, today=TODAY)):
            opened(people, author, product, gate)
        people.send(author, "assurance:step", product.pk, step.code)
        product.refresh_from_db()


def opened(people: People, author: str, product: Product, gate: gates.GateState) -> None:
    """What a gate asks for, on the page where it is given."""
    if gate.code == "rating":
        rated(people, product)
    elif gate.code == rules.ROUTE_GATE:
        travelled(people, author, product)
    elif gate.stated:
        people.send(author, "assurance:gate", product.pk, gate.code, on=DAY, note="Seen and noted by the team.")


def rated(people: People, product: Product) -> None:
    facts = {"grade": "moderate", "evidence_strength": "fair", "coverage": "most", "confidence": "medium",
             "direction": "better"}  # fmt: skip
    people.send("saa" if not product.is_restricted else "manager", "assurance:rate", product.pk, **facts,
                reason="Both audits agree.", rated_on=DAY, next_review_on="30/04/2027")  # fmt: skip


def travelled(people: People, author: str, product: Product) -> None:
    """Each group in turn; the chiefs sign for their partner; what goes into another product travels with that."""
    framework = framework_of(product.framework)
    if not framework.route_of(rules.kind_of(framework, product.kind)):
        into = logged(people, framework.get("tools", product.tool).feeds[0])
        people.send("manager", "assurance:words", into.pk, no_findings="Nothing new.")
        people.send("manager", "assurance:relate", product.pk, to=str(into.pk), kind=Relation.Kind.FEEDS)
        walked(people, "manager", into, to="agreed")
        return
    for stop in _stops(product):
        people.clients["manager"].get(reverse("assurance:product", args=[people.partnership.slug, product.pk]))
        if stop.part == Stop.Part.SIGN_OFF:
            for number, partner in enumerate(walking.partners(people.partnership)):
                people.send(
                    f"chief {number}", "assurance:sign-off", product.pk, organisation=str(partner.pk), read="on"
                )
        else:
            people.send("manager", "assurance:consider", product.pk, outcome="agreed", words="Go on.")


def _stops(product: Product) -> Iterator[Stop]:
    while waiting := Stop.objects.filter(product=product, state="here").first():
        yield waiting


def followed_back(people: People, product: Product, finding: Finding, recommendation: Recommendation) -> None:
    """Each page of the chain opens and names the next one, both ways."""
    client, slug = people.clients["manager"], people.partnership.slug
    action = recommendation.actions.get()
    pages = {
        reverse("assurance:product", args=[slug, product.pk]): [finding.title],
        reverse("findings:finding", args=[slug, finding.pk]): [product.title, recommendation.reference],
        reverse("findings:recommendation", args=[slug, recommendation.pk]): [
            finding.reference,
            action.reference,
            "Embedded",
        ],
        reverse("findings:action", args=[slug, action.pk]): [recommendation.reference, "Verified"],
    }
    for url, words in pages.items():
        page = client.get(url)
        assert page.status_code == 200, url
        missing = [word for word in words if word not in page.content.decode()]
        assert missing == [], f"{url} does not name {missing}"
    seen_both_ways(client, slug, product, finding, recommendation)


def seen_both_ways(
    client: Client, slug: str, product: Product, finding: Finding, recommendation: Recommendation
) -> None:
    """The line of sight: from the impact check back to the report behind the product, and from the product to the check."""
    action, check = recommendation.actions.get(), recommendation.impact_checks.get()
    chain = [finding.reference, recommendation.reference, action.reference]
    for start, words in {
        check: [*chain, product.reference, "Staff list", "The figures", "The report"],
        product: [*chain, f"Impact of {recommendation.reference}", "It made the difference"],
    }.items():
        page = client.get(reverse("sight:subject", args=[slug, start.subject_id]))
        text = page.content.decode().split("As a table")[0]
        assert [word for word in words if word not in text] == []
