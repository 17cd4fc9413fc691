"""What series show: incremental equals rebuilt; warnings raised once, grouped, limited, corrected."""

from datetime import UTC, date, datetime

import pytest
from django.forms.models import model_to_dict

from lineofsight.cycle.warnings import changes as warnings
from lineofsight.cycle.warnings.models import TriageSetting, Warning, WatchRun
from lineofsight.cycle.warnings.rules import sure_words
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Area, Partnership
from lineofsight.foundation.trail.models import Entry
from lineofsight.sources.dashboard.changes.figures import Figure
from lineofsight.sources.dashboard.changes.raising import raise_warnings
from lineofsight.sources.dashboard.changes.states import prioritise, rebuild
from lineofsight.sources.dashboard.changes.watching import expected_false, watch_run
from lineofsight.sources.dashboard.models import SeriesState, WarningSeries
from lineofsight.sources.dashboard.queries.standing import not_listed_yet
from lineofsight.sources.dashboard.rules.detecting import FIRST_SIGN
from tests import making
from tests.sources.dashboard import county

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 10, 21, 9, tzinfo=UTC)


def states() -> list[dict[str, object]]:
    """Every state, apart from its row and the moment it was worked out."""
    rows = SeriesState.objects.order_by("series_id", "period")
    return [model_to_dict(row, exclude=["id", "computed_at"]) for row in rows]


def falling(partnership: Partnership, whole: Area, code: str = "visits", *, drop: float = 15.0, count: int = 36) -> int:
    """Visits in time by district, falling in the last eight months; the number of warnings raised."""
    county.a_measure(partnership, code, name=code.title())
    rows = [
        figure
        for district in Area.objects.filter(parent=whole)
        for figure in county.percentages(
            code, district, lambda n: (45 + county.wave(n) / 3 - (drop if n > 27 else 0), 50), count=count
        )
    ]
    return county.accept(partnership, rows, organisation=making.an_organisation(partnership))


def test_states_kept_step_by_step_equal_states_rebuilt(partnership: Partnership, whole: Area) -> None:
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    for code, family in (("visits", "binomial"), ("waits", "gaussian")):
        county.a_measure(partnership, code, name=code.title(), family=family, target=80.0)
        for count in (24, 30, 36):
            for organisation in (making.an_organisation(partnership), police):
                rows = [
                    figure
                    for place, district in enumerate(Area.objects.filter(parent=whole).order_by("name"))
                    for figure in county.percentages(
                        code,
                        district,
                        lambda n, p=place: (40 + county.wave(n + p) - (p if n > 28 else 0), 50),
                        count=count,
                    )
                    if (figure.period.month + place) % 11
                ]
                county.accept(partnership, rows, organisation=organisation)
    kept = states()
    SeriesState.objects.all().delete()
    rebuild(partnership, now=LATER)
    prioritise(partnership)
    assert len(kept) == 2 * (3 * 4 + 3)
    assert states() == kept


def test_one_cause_in_county_districts_and_agency_makes_one_warning(partnership: Partnership, whole: Area) -> None:
    raised = falling(partnership, whole)
    warning = Warning.objects.get()
    assert (raised, warning.key, warning.kind, warning.state) == (1, "signal:visits", "signal", "new")
    assert warning.title == "Visits: worse since about Feb 2026"
    assert warning.organisation == making.an_organisation(partnership)
    assert (warning.happened_on, warning.about.title) == (date(2026, 2, 1), "Visits")  # type: ignore[union-attr]
    assert WarningSeries.objects.filter(warning=warning).count() == 10


def test_no_second_warning_while_one_is_open_and_none_for_the_same_change_once_closed(
    partnership: Partnership, whole: Area
) -> None:
    falling(partnership, whole)
    again = watch_run(partnership, by=making.SYSTEM, now=LATER, today=county.TODAY)
    assert (again.warnings_raised, Warning.objects.count()) == (0, 1)
    warning = Warning.objects.get()
    warnings.close(
        warning, reason="Known", own_organisations=frozenset(), by=making.SYSTEM, now=LATER, version=warning.version
    )
    assert watch_run(partnership, by=making.SYSTEM, now=LATER, today=county.TODAY).warnings_raised == 0


def test_full_list_keeps_the_rest_ranked_and_lists_them_when_there_is_room(
    partnership: Partnership, whole: Area
) -> None:
    TriageSetting.objects.create(partnership=partnership, longest_list=1)
    assert falling(partnership, whole, "visits", drop=20) == 1
    assert falling(partnership, whole, "waits", drop=15) == 0
    assert [group.lead.name for group in not_listed_yet(partnership)] == ["Waits"]
    TriageSetting.objects.update(longest_list=5)
    assert watch_run(partnership, by=making.SYSTEM, now=LATER, today=county.TODAY).warnings_raised == 1
    assert not_listed_yet(partnership) == []


def test_restated_figure_behind_a_warning_tells_those_who_were_told(partnership: Partnership, whole: Area) -> None:
    executive = making.a_member(partnership, "executive-member")
    falling(partnership, whole)
    warning = Warning.objects.get()
    warnings.raise_to_executive(warning, by=making.SYSTEM, now=county.NOW, today=county.TODAY, version=warning.version)
    district = Area.objects.filter(parent=whole).order_by("name").first()
    assert district is not None
    rows = county.percentages("visits", district, lambda n: (49 if n == 35 else 30, 50))
    county.accept(partnership, rows[-1:], organisation=making.an_organisation(partnership), at=LATER)
    warning.refresh_from_db()
    assert "Visits, Sep 2026" in warning.withdrawn_note and "was restated as" in warning.withdrawn_note
    assert [step.kind for step in warning.steps.all()][-1] == "corrected"
    assert [told.actor for told in warning.told.all()] == [executive.person.actor]


def test_restated_figure_behind_a_joined_part_tells_whoever_was_told_of_the_group(
    partnership: Partnership, whole: Area
) -> None:
    executive = making.a_member(partnership, "executive-member")
    falling(partnership, whole)
    part = Warning.objects.get()
    found = warnings.Detection(kind="signal", key="signal:other", title="One cause", sentence="Several fell.")
    head = warnings.detect(partnership, found, by=making.SYSTEM, now=county.NOW, today=county.TODAY)[0]
    warnings.join(part, head, by=making.SYSTEM, now=county.NOW)
    warnings.raise_to_executive(head, by=making.SYSTEM, now=county.NOW, today=county.TODAY, version=head.version)
    Notice.objects.update(read_at=LATER)
    district = Area.objects.filter(parent=whole).order_by("name")[0]
    rows = county.percentages("visits", district, lambda n: (49 if n == 35 else 30, 50))
    county.accept(partnership, rows[-1:], organisation=making.an_organisation(partnership), at=LATER)
    for one in (head, part):
        one.refresh_from_db()
        assert "Visits, Sep 2026" in one.withdrawn_note
    assert [step.kind for step in part.steps.all()][-1] == "corrected"
    told = Notice.objects.get(person=executive.person, read_at=None)
    assert (told.text, told.subject) == (
        "A figure behind an early warning that you were told of has changed.",
        head.subject,
    )


def test_level_that_comes_back_is_said_to_be_back_and_warns_of_nothing(partnership: Partnership, whole: Area) -> None:
    county.a_measure(partnership, "visits", name="Visits")
    rows = county.percentages(
        "visits", whole, lambda n: (160 + county.wave(n) - (30 if 26 <= n < 32 else 0), 200), count=38
    )
    assert county.accept(partnership, rows, organisation=making.an_organisation(partnership)) == 0
    state = SeriesState.objects.get(series__organisation=None)
    assert (state.tier, state.back_since) == ("", date(2026, 6, 1))
    assert "back at about the level before since Jun 2026" in state.sentence


def test_target_about_to_be_missed_is_warned_of_once(partnership: Partnership, whole: Area) -> None:
    county.a_measure(partnership, "visits", name="Visits", target=80.0)
    rows = county.percentages("visits", whole, lambda n: (90 + county.wave(n), 100))
    assert county.accept(partnership, rows, organisation=making.an_organisation(partnership)) == 0
    SeriesState.objects.update(p_miss_target=0.01, months_to_target=4.2)
    raised = [raise_warnings(partnership, by=making.SYSTEM, now=LATER, today=county.TODAY) for _ in range(2)]
    warning = Warning.objects.get()
    assert (raised, warning.kind, warning.key) == ([1, 0], "target", "target:visits")
    assert (
        warning.sentence
        == "Visits meets its target of 80.0% now. On its present path it will miss it in about 4 months."
    )


def test_run_says_how_many_chance_alone_would_list(partnership: Partnership, whole: Area) -> None:
    falling(partnership, whole)
    seen: list[tuple[int, int]] = []
    run = watch_run(
        partnership,
        by=making.SYSTEM,
        now=LATER,
        today=county.TODAY,
        tell=lambda done, total: seen.append((done, total)),
    )
    assert (run.series_looked_at, WatchRun.objects.get().finished_at is not None, seen[-1]) == (10, True, (10, 10))
    assert 0.0 < run.expected_false < 0.3
    assert Entry.objects.filter(deed="dashboard.watch").count() == 1


def by_quarter(partnership: Partnership, whole: Area, shares: list[int], *, last_state: int = 0) -> int:
    """So many visits in time of 200 in each quarter, sent by the council; the number of warnings raised."""
    county.a_measure(partnership, "visits", name="Visits", period_type="quarter", frequency="quarterly")
    quarters = county.months(3 * len(shares))[::3]
    rows = [
        Figure("visits", whole.pk, day, share / 2, share, 200.0, last_state if day == quarters[-1] else 0)
        for day, share in zip(quarters, shares, strict=True)
    ]
    return county.accept(partnership, rows, organisation=making.an_organisation(partnership))


def test_few_quarters_raise_a_first_sign_and_say_so(partnership: Partnership, whole: Area) -> None:
    raised = by_quarter(partnership, whole, [160, 164, 158, 162, 161, 159, 163, 110])
    warning = Warning.objects.get()
    assert (raised, warning.kind, warning.tier) == (1, "signal", "watch")
    assert warning.title == "Visits: perhaps worse in Jul to Sep 2025"
    assert "There are only 8 figures so far, so this is provisional." in warning.sentence
    assert words_of(warning) == "Less sure"


def words_of(warning: Warning) -> str:
    return sure_words(kind=warning.kind, tier=warning.tier)


@pytest.mark.parametrize(
    ("shares", "last_state"),
    [
        ([160, 164, 158, 162, 161, 159, 163, 157], 0),
        ([160, 164, 110], 0),
        ([160, 164, 158, 162, 161, 159, 163, 110], 5),
        ([160, 164, 158, 162, 161, 159, 163, 190], 0),
    ],
    ids=["steady", "three-figures", "newest-is-provisional", "for-the-better"],
)
def test_few_quarters_raise_nothing(partnership: Partnership, whole: Area, shares: list[int], last_state: int) -> None:
    assert by_quarter(partnership, whole, shares, last_state=last_state) == 0
    assert Warning.objects.count() == 0


def test_first_signs_count_among_what_chance_would_list(partnership: Partnership, whole: Area) -> None:
    by_quarter(partnership, whole, [160, 164, 158, 162, 161, 159, 163, 157])
    assert expected_false(partnership) == pytest.approx(FIRST_SIGN)
