"""What somebody of the outer circle sees of small numbers and of other agencies: on every page, and in every file."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from lineofsight.foundation.partnership.models import Area, Organisation, Partnership
from lineofsight.sources.dashboard.changes.figures import Figure
from lineofsight.sources.dashboard.models import Observation, Publication
from tests import making
from tests.sources.dashboard import county

pytestmark = pytest.mark.django_db
SUMMARY, MEASURE = "/p/westmarch/data/", "/p/westmarch/data/measures/notices/"
PUBLISHED = datetime(2026, 10, 20, 18, tzinfo=UTC)
MARK = 7_031
"""A number that stands nowhere else on a page."""
SignIn = Callable[..., Client]


@pytest.fixture
def council(partnership: Partnership) -> Organisation:
    return making.an_organisation(partnership)


@pytest.fixture
def police(partnership: Partnership) -> Organisation:
    return making.an_organisation(partnership, "Westmarch Police", kind="police")


def charity(partnership: Partnership) -> Organisation:
    """An agency that sent none of these figures."""
    return making.an_organisation(partnership, "A charity", kind="voluntary")


def published(
    partnership: Partnership, sent: dict[Organisation, list[tuple[Area, str, float]]], **facts: object
) -> None:
    """Notices of September as these organisations counted them, by area and breakdown, accepted and published."""
    base = {"roll_up": "sum", "unit": "count", "multiplier": 1, "denominator": "", "direction": "neutral"}
    county.a_measure(partnership, "notices", name="Notices", **(base | facts))
    for organisation, counted in sent.items():
        rows = [
            Figure("notices", area.pk, date(2026, 9, 1), count, count, breakdown=split)
            for area, split, count in counted
        ]
        county.accept(partnership, rows, organisation=organisation)
    Publication.objects.create(
        partnership=partnership, quarter_start=date(2026, 7, 1), known_at=PUBLISHED, published_at=PUBLISHED,
        published_by_id=making.SYSTEM.actor_id,
    )  # fmt: skip


def everything(client: Client, address: str, *, tables: tuple[str, ...] = ("",)) -> str:
    """The page and its files, as text."""
    join = "&" if "?" in address else "?"
    found = [client.get(address).content.decode()]
    for table in tables:
        name = f"{table}-export" if table else "export"
        found.append(body(client.get(f"{address}{join}{name}=csv")).decode())
        book = zipfile.ZipFile(io.BytesIO(body(client.get(f"{address}{join}{name}=xlsx"))))
        found += [book.read(part).decode(errors="replace") for part in book.namelist()]
    return "\n".join(found)


def body(answer: object) -> bytes:
    streaming = getattr(answer, "streaming_content", None)
    return b"".join(streaming) if streaming is not None else answer.content  # type: ignore[attr-defined]


def test_agency_sees_its_own_and_the_partnerships_and_nothing_of_another(
    partnership: Partnership, whole: Area, council: Organisation, police: Organisation, signed_in: SignIn
) -> None:
    published(partnership, {council: [(whole, "", 40.0)], police: [(whole, "", float(MARK))]})
    lead = signed_in("agency-lead", organisation=council)
    page = everything(lead, MEASURE)
    assert "7,071" in page and "Westmarch Council" in page
    for address in (MEASURE, f"{MEASURE}?agency={police.pk}", f"{MEASURE}?agency={police.pk}&area={whole.code}"):
        seen = lead.get(address).content.decode()
        assert "Westmarch Police" not in seen and "7,031" not in seen, address
    figure = Observation.objects.get(series__organisation=police, known_to=None)
    total = Observation.objects.get(series__organisation=None, series__area=whole, known_to=None)
    traced = [lead.get(f"/p/westmarch/data/figures/{one.pk}/").status_code for one in (figure, total)]
    assert traced == [403, 403]
    inner = everything(signed_in("analyst", name="Analyst"), MEASURE)
    assert "Westmarch Police" in inner and "7,031" in inner


def test_small_number_is_hidden_on_pages_and_in_files_and_shown_to_the_inner_circle(
    partnership: Partnership, whole: Area, council: Organisation, signed_in: SignIn
) -> None:
    published(partnership, {council: [(whole, "", 4.0)]})
    outer = signed_in("agency-lead", name="Outer", organisation=charity(partnership))
    for address in (SUMMARY, MEASURE):
        seen = everything(outer, address)
        assert "hidden, small number" in seen
        assert ">4<" not in seen and ",4," not in seen and "<v>4</v>" not in seen, address
    assert outer.get(f"{MEASURE}chart.png").status_code == 404
    assert "4" not in outer.get(f"{MEASURE}sentence.txt").content.decode().replace("2026", "")
    assert ">4<" in signed_in("analyst", name="Analyst").get(MEASURE).content.decode()


@pytest.mark.parametrize(("others", "total"), [(3.0, "43"), (6.0, "46")])
def test_total_minus_ones_own_gives_no_small_number_away(
    partnership: Partnership, whole: Area, council: Organisation, police: Organisation, signed_in: SignIn,
    others: float, total: str,
) -> None:  # fmt: skip
    published(partnership, {council: [(whole, "", 40.0)], police: [(whole, "", others)]})
    lead = signed_in("agency-lead", organisation=council)
    other = signed_in("agency-lead", name="Outer", organisation=charity(partnership))
    for address in (SUMMARY, MEASURE):
        assert (f">{total}<" in everything(lead, address)) is (others == 6.0), address
        assert f">{total}<" in everything(other, address), address


def test_district_and_breakdown_beside_their_total_give_no_small_number_away(
    partnership: Partnership, whole: Area, council: Organisation, signed_in: SignIn
) -> None:
    first, second, third, fourth = Area.objects.filter(parent=whole).order_by("name")
    counted = [(first, "", 3.0), (second, "", 17.0), (third, "", 31.0), (fourth, "", 57.0), (whole, "", 108.0)]
    counted += [(whole, "sex=girls", 4.0), (whole, "sex=boys", 104.0)]
    published(partnership, {council: counted}, breakdowns="district sex")
    outer = signed_in("agency-lead", name="Outer", organisation=charity(partnership))
    by_area = everything(outer, MEASURE, tables=("areas",))
    assert 'data-label="Figure">108' in by_area and ">57<" in by_area
    assert ">3<" not in by_area and ">17<" not in by_area
    for split in ("sex=girls", "sex=boys"):
        seen = outer.get(f"{MEASURE}?split={split}").content.decode()
        assert ">104<" not in seen and ">4<" not in seen, split
    inner = signed_in("analyst", name="Analyst").get(f"{MEASURE}?split=sex%3Dboys").content.decode()
    assert ">104<" in inner


def test_files_are_for_those_who_may_take_figures_away(
    partnership: Partnership, whole: Area, council: Organisation, signed_in: SignIn
) -> None:
    published(partnership, {council: [(whole, "", 40.0)]})
    for kind, may in (("agency-lead", True), ("agency-colleague", False)):
        client = signed_in(kind, organisation=charity(partnership))
        page = client.get(MEASURE).content.decode()
        assert ("export=csv" in page, "chart.png" in page, "40" in page) == (may, may, True)
        assert client.get(f"{MEASURE}chart.png").status_code == (200 if may else 403)
        assert ("attachment" in client.get(MEASURE, {"export": "csv"}).get("Content-Disposition", "")) is may
