"""What goes out is complete, cannot run, and changes nothing when it comes in again."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lineofsight.cycle.findings import changes as finding_changes
from lineofsight.cycle.spreadsheets import complete, writing
from lineofsight.cycle.spreadsheets.columns import KINDS
from lineofsight.foundation.partnership import changes as people_changes
from lineofsight.foundation.partnership.models import Membership, Partnership
from tests import making
from tests.cycle.findings.world import BY, NOW, a_finding, a_recommendation, accepted, an_action, done
from tests.cycle.spreadsheets.sheets import cells_of, given, here_for, outcomes, signed, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(partnership: Partnership) -> Membership:
    team = making.an_organisation(partnership, "The Team", kind="business_team", part="team")
    return making.a_member(partnership, "business-manager", organisation=team, name="Mia Brand")


@pytest.fixture
def filled(partnership: Partnership, manager: Membership) -> None:
    """Rows in every state, with texts that a spreadsheet would run and roles that ended or share a name."""
    lead = making.a_member(partnership, "agency-lead", name="Olu Adeyemi")
    making.a_seat(partnership, "agency-lead")
    gone = making.a_member(
        partnership, "agency-lead", name="Ed Past", organisation=making.an_organisation(partnership, "Old Trust")
    )
    gap = a_finding(partnership, text="=cmd|' /C calc'!A0\nSecond line, “quoted”; and more", themes=["drift"])
    strength = a_finding(partnership, kind="strength", title="-Works well")
    finding_changes.adopt_strength(strength, organisation=lead.role.organisation, adopted_on=NOW.date(), by=BY, now=NOW)
    finding_changes.close_finding(strength, reason="@Shared", by=BY, version=strength.version)
    held = accepted(partnership, findings=[gap], owner=lead.role, expected_difference="+Fewer late plans")
    a_recommendation(partnership, wording="Another, for all")
    finding_changes.plan_impact_check(
        held, after_months=3, measure="Share", baseline="52%", baseline_on=NOW.date(), by=BY, now=NOW
    )
    an_action(partnership, text="+Call the\ttrust", owner=lead.role, recommendations=[held])
    done(an_action(partnership, text="Do it", owner=gone.role), by=BY)
    dropped = an_action(partnership, text="Drop it")
    finding_changes.drop(dropped, reason="Overtaken", by=BY, now=NOW, version=dropped.version)
    people_changes.end_membership(gone, last_day=timezone.localdate() - timedelta(days=30), by=BY)
    gone.role.ends_on = timezone.localdate() - timedelta(days=30)
    gone.role.save()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("kind", [*KINDS])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_goes_out_comes_in_again_and_changes_nothing(
    partnership: Partnership, manager: Membership, kind: str, ending: str
) -> None:
    client = signed(manager.person)
    content = client.get(reverse("spreadsheets:out", args=[partnership.slug, kind, ending])).content
    at = here_for(manager.person)
    found = outcomes(at, given(at, kind, content, f"all.{ending}"))
    assert len(found) > 1 and {outcome for _, outcome, _ in found} == {"skip"}
    page = client.post(
        reverse("spreadsheets:kind", args=[partnership.slug, kind]), {"file": upload(content, f"all.{ending}")}
    )
    assert "No row is new or changed" in client.get(page.url).content.decode()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("kind", [*KINDS])
def test_complaint_2_every_fact_of_every_table_goes_out(
    partnership: Partnership, manager: Membership, kind: str
) -> None:
    """Each column of each table of the kind stands in the file, save those that are left out by name with the reason."""
    content = signed(manager.person).get(reverse("spreadsheets:out", args=[partnership.slug, kind, "xlsx"])).content
    at = here_for(manager.person)
    pages = complete.pages(KINDS[kind], at)
    for page in pages:
        written = cells_of(content, page.name)
        assert [str(one) for one in written[0]] == list(page.headings)
        assert len(written) == len(page.rows) + 1
    models = dict(_models(kind))
    for name, model in models.items():
        headings = next(page.headings for page in pages if page.name == name)
        facts = {one.name for one in (*model._meta.concrete_fields, *model._meta.many_to_many)}
        read_again = {one.code for one in KINDS[kind].fields} if name == KINDS[kind].title else set()
        said = {complete.heading_of(one) for one in complete.facts_of(model) if one.name not in read_again}
        assert said <= {str(one).removesuffix(f" ({complete.READ_ONLY})") for one in headings}
        assert facts - complete.LEFT_OUT.keys() - read_again <= {one.name for one in complete.facts_of(model)}


def _models(kind: str):  # type: ignore[no-untyped-def]
    from lineofsight.foundation.partnership.models import Invitation, Role
    from lineofsight.foundation.partnership.models import Membership as Held

    if kind == "people":
        return [("Roles by person", Held), ("Roles", Role), ("Invitations", Invitation)]
    main = next((model, of) for model, of in complete.TABLES.items() if of.code == kind)
    return [(main[1].title, main[0]), *((name, model) for name, model, _ in complete._DETAILS[kind])]


@pytest.mark.usefixtures("filled")
def test_nothing_that_goes_out_can_run(partnership: Partnership, manager: Membership) -> None:
    client = signed(manager.person)
    text = client.get(reverse("spreadsheets:out", args=[partnership.slug, "findings", "csv"])).content.decode(
        "utf-8-sig"
    )
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'=cmd|' /C calc'!A0\nSecond line, “quoted”; and more" in cells
    workbook = client.get(reverse("spreadsheets:out", args=[partnership.slug, "findings", "xlsx"])).content
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_the_template_comes_back_filled(partnership: Partnership, manager: Membership) -> None:
    making.an_organisation(partnership, "Westmarch Police", kind="police")
    client = signed(manager.person)
    for kind in KINDS.values():
        content = client.get(reverse("spreadsheets:template", args=[partnership.slug, kind.code])).content
        assert cells_of(content)[0] == [one.heading for one in kind.fields]
        hints = cells_of(content, "What to write")
        assert not any("{" in str(cell) for row in hints for cell in row)
    at = here_for(manager.person)
    filled = writing.as_csv(complete.Page("", [one.heading for one in KINDS["actions"].fields],
                                          [["", "", "Write it", "Westmarch Police", "", "31/01/2027", "", "", ""]]))  # fmt: skip
    assert [one[1] for one in outcomes(at, given(at, "actions", filled, "a.csv"))] == ["create"]
