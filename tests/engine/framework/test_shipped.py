"""What the shipped frameworks hold, and what any framework must hold together."""

import re
from collections import Counter

import pytest

from lineofsight.engine.framework import CAPABILITIES, plain, sections
from tests.engine.framework.folders import SHIPPED, loaded

KENT_ROUTES = {
    "Single agency data": (),
    "Single agency audits": ("saa",),
    "Single agency serious safeguarding incident reviews": ("saa",),
    "Partnership Data Dashboard": ("saa", "executive", "lsp"),
    "National and Local Child Safeguarding Practice Reviews": ("executive", "lsp"),
    "Partnership Strategic Plan": ("saa", "executive"),
    "Section 11 Audit": ("saa", "executive", "lsp"),
    "Multi-agency audits": ("saa",),
    "Partnership Risk Register": ("executive", "lsp"),
    "KSCMP Annual Report": ("executive", "lsp"),
    "Independent Scrutiny": ("executive", "lsp"),
    "Scrutiny, Assurance and Audit Report (yearly)": ("executive",),
    "Single agency inspections": ("saa", "executive"),
    "Joint Targeted Area Inspections": ("executive", "lsp"),
    "Peer review": ("saa", "executive"),
}


def test_kent_tools_stand_in_the_documents_order_with_their_routes():
    tools = loaded("kscmp-2024").tools
    assert {tool.name: tool.route for tool in tools} == KENT_ROUTES
    assert [tool.name for tool in tools] == list(KENT_ROUTES)
    assert Counter(tool.tier for tool in tools) == {"operational": 3, "strategic": 7, "independent": 5}


def test_kent_single_agency_data_feeds_the_dashboard():
    assert loaded("kscmp-2024").get("tools", "single-agency-data").feeds == ("partnership-data-dashboard",)


def test_kent_indicators_by_tier_and_ratings():
    indicators = loaded("kscmp-2024").indicators
    assert [one.tier for one in indicators] == ["independent"] * 4 + ["strategic"] * 6 + ["operational"] * 3
    assert [one.number for one in indicators if len(one.ratings) > 1] == [2]
    assert all(one.text.startswith("Extent to which ") for one in indicators)


def test_kent_scales_are_those_agreed():
    framework = loaded("kscmp-2024")
    names = {code: [grade.name for grade in framework.get("scales", code).grades] for code in ("rating", "extent")}
    assert names == {
        "rating": ["Substantial", "Moderate", "Limited", "Unsatisfactory", "Not yet assured"],
        "extent": ["Fully", "Mostly", "Partly", "Not yet", "Not judged"],
    }


def test_kent_reminders_and_limits_are_those_agreed():
    framework = loaded("kscmp-2024")
    assert [reminder.days for reminder in framework.reminders] == [-30, -7, -1, 1, 7]
    assert framework.get("limits", "trial-points").value == 13
    assert framework.get("periods", "triage").length == 5


def test_kent_codes_of_groups_are_those_that_other_parts_rely_on():
    expected = ("lsp", "executive", "saa", "sub-group", "business-team", "scrutineer")
    assert loaded("kscmp-2024").codes("groups") == expected


def test_kent_clocks_equal_those_the_clock_engine_ships():
    from lineofsight.engine.clocks.statutory import statutory_rules

    ours = {clock.code: (clock.length or 0, clock.unit, clock.duty) for clock in loaded("kscmp-2024").clocks}
    theirs = {rule.code: (rule.length, rule.unit, rule.duty) for rule in statutory_rules()}
    assert ours == theirs


def test_catalogue_has_every_number_from_1_to_75_and_marks_what_was_added():
    measures = loaded("kscmp-2024").measures
    assert {measure.number for measure in measures if not measure.added} == set(range(1, 76))
    assert {measure.number for measure in measures if measure.added} == set(range(76, 86))


def test_catalogue_code_says_its_number():
    for measure in loaded("kscmp-2024").measures:
        if not measure.added:
            assert re.fullmatch(rf"m{measure.number:02}[a-g]?", measure.code)


# Directions of the catalogue of 75, by number; parts of one entry may differ.
UP = {3, 8, 11, 14, 15, 16, 21, 22, 31, 32, 38, 40, 42, 45, 53, 55, 56, 57, 58, 59, 61, 69, 71, 73}
DOWN = {5, 19, 20, 27, 28, 33, 34, 49, 50, 51, 52, 60, 65, 66, 70, 72}
MIXED = {35, 36, 46, 63, 64, 68, 74, 75}


def test_catalogue_directions_are_those_of_the_source():
    found: dict[int, set[str]] = {}
    for measure in loaded("kscmp-2024").measures:
        found.setdefault(measure.number, set()).add(measure.direction)
    for number in range(1, 76):
        if number not in MIXED:
            expected = "up" if number in UP else "down" if number in DOWN else "neutral"
            assert found[number] == {expected}, number


def test_neutral_volume_rates_are_never_good_or_bad():
    rates = ("m04", "m12", "m17", "m23", "m26a")
    framework = loaded("kscmp-2024")
    assert {framework.get("measures", code).direction for code in rates} == {"neutral"}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_objective_has_a_measure_and_an_indicator(name):
    framework = loaded(name)
    for entries in (framework.measures, framework.indicators):
        assert {code for entry in entries for code in entry.objectives} == set(framework.codes("objectives"))


@pytest.mark.parametrize("name", SHIPPED)
def test_what_the_document_does_not_say_is_marked_as_suggested(name):
    framework = loaded(name)
    for section in sections():
        for entry in getattr(framework, section):
            if getattr(entry, "source", "framework") != "framework" and section != "names":
                assert entry.suggested, (section, entry.code)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_tool_has_a_kind_and_every_scale_has_definitions(name):
    framework = loaded(name)
    assert {kind.tool for kind in framework.kinds if kind.tool} == set(framework.codes("tools"))
    for scale in framework.scales:
        assert all(grade.definition for grade in scale.grades)
        ranks = [grade.rank for grade in scale.grades if grade.rank]
        assert ranks == (list(range(1, len(ranks) + 1)) if scale.ordered else [])


@pytest.mark.parametrize("name", SHIPPED)
def test_every_role_sees_the_framework_and_nothing_unknown(name):
    for role in loaded(name).roles:
        assert "see_framework" in role.may
        assert set(role.may) <= set(CAPABILITIES)


def test_kent_roles_that_hold_little_hold_exactly_that():
    framework = loaded("kscmp-2024")
    held = {code: set(framework.get("roles", code).may) for code in ("young-adviser", "inspector", "peer-reviewer")}
    assert held == {
        "young-adviser": {"see_framework"},
        "inspector": {"see_framework", "see_reports"},
        "peer-reviewer": {"see_framework", "see_reports"},
    }
    administrator = {"manage_setup", "manage_people", "see_mail_queue", "see_framework", "see_people"}
    assert set(framework.get("roles", "system-administrator").may) == administrator


def test_kent_concern_may_be_raised_by_everybody_but_guests_young_advisers_and_the_administrator():
    without = {role.code for role in loaded("kscmp-2024").roles if "raise_concern" not in role.may}
    assert without == {"young-adviser", "inspector", "peer-reviewer", "system-administrator"}


def test_kent_agency_roles_see_no_warnings_ratings_or_others_figures():
    hidden = {"see_warnings", "see_working_figures", "see_assurance", "see_risks", "see_incidents", "see_trail"}
    for role in loaded("kscmp-2024").roles:
        if role.own_organisation_only:
            assert not hidden & set(role.may), role.code


def test_kent_respondent_and_approver_are_different_people():
    framework = loaded("kscmp-2024")
    assert framework.get("roles", "section-11-respondent").not_with == ("section-11-approver",)
    assert "make_returns" not in framework.get("roles", "section-11-approver").may


@pytest.mark.parametrize("name", SHIPPED)
def test_plain_holds_only_plain_values(name):
    def check(value: object) -> None:
        assert isinstance(value, str | int | float | bool | list | dict | None)
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(part)

    check(plain(loaded(name)))
