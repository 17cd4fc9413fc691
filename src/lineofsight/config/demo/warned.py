"""What people did with what the watch found. The warnings are the engine's own; here they are triaged, raised and answered."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import EAST_HOSPITALS, County
from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.changes.triage import set_triage, triage_setting
from lineofsight.cycle.warnings.models import Warning
from lineofsight.cycle.warnings.rules import RANK_OF_CONCERN
from lineofsight.sources.dashboard.changes.measures import change_definition

INTERVIEWS, SCHOOLS, NOTICES = "signal:m31b", "signal:m42", "signal:m40a"
DECISIONS, EPISODES = "signal:m03", "signal:m46a"
TOLD_ELSEWHERE = frozenset({INTERVIEWS, SCHOOLS, NOTICES, DECISIONS, EPISODES})
NOBODYS_OWN = frozenset[str]()


def happenings(county: County) -> Iterator[Happening]:
    """Every deed at its moment, story by story."""
    yield Happening(moment(date(2025, 8, 4), 9), partial(_agree_how_to_triage, county))
    for story in (
        _first_signs, _slow_decline, _definition_change, _late_agency, _proved_right, _came_back, _told_by_the_clock,
        _chance, _concern,
    ):  # fmt: skip
        yield from story(county)


def _first_signs(county: County) -> Iterator[Happening]:
    """What few figures say is looked at within the days allowed, and waits for the next figure."""
    for day in (date(2025, 9, 26), date(2025, 11, 5), date(2026, 2, 6), date(2026, 4, 24)):
        yield Happening(moment(day, 15), partial(_wait_for_the_next_figure, county))


def _slow_decline(county: County) -> Iterator[Happening]:
    """Found while the decline is weeks old; with the Executive since, which has not answered yet."""
    yield Happening(moment(date(2026, 9, 23), 15), partial(_look_into, county, INTERVIEWS, note=(
        "We asked the council and the police what changed. The team that makes the interviews lost two of six workers in "
        "June, and three districts are hit hardest."
    )))  # fmt: skip
    yield Happening(moment(date(2026, 9, 28), 11), partial(_raise, county, INTERVIEWS, "executive-member", {
        "note": "The sub-group cannot settle this: it needs money for two posts, or another way to do the interviews.",
        "next_step": "The council says by when the two posts are filled, and who does the interviews until then.",
        "next_step_by": date(2026, 10, 30),
    }))  # fmt: skip


def _definition_change(county: County) -> Iterator[Happening]:
    """A visit counts from April only if the child was seen alone: a new version, a marked break, and no warning."""
    yield Happening(moment(date(2026, 3, 16), 10), partial(_change_what_a_visit_is, county))


def _late_agency(county: County) -> Iterator[Happening]:
    """Late since July; the lead and the sub-group know, and no figure is made up for it."""
    yield Happening(moment(date(2026, 8, 14), 10), partial(_look_into_late, county))


def _proved_right(county: County) -> Iterator[Happening]:
    """Found in September 2025, answered in October, settled in March when the figures had come back."""
    yield Happening(moment(date(2025, 9, 25), 10), partial(_raise, county, SCHOOLS, "staff-officer", {
        "note": "Schools say that they hear of a bad night only after the child is back in class.",
        "next_step": "The police say how a notice reaches the school when the one officer is away.",
        "next_step_by": date(2025, 10, 31),
    }))  # fmt: skip
    yield Happening(moment(date(2025, 10, 9), 16), partial(_answer, county, SCHOOLS, words=(
        "Agreed. From January a second officer sends the notices, and the control room does it at weekends."
    )))  # fmt: skip
    yield Happening(moment(date(2026, 3, 26), 10), partial(_settle, county, SCHOOLS, note=(
        "Three months in a row are back at the old level. The warning was right: one officer had been on long leave."
    )))  # fmt: skip


def _came_back(county: County) -> Iterator[Happening]:
    """Closed with a reason in February; the figures fell again in July, and it is new on the list."""
    yield Happening(moment(date(2026, 2, 12), 14), partial(_close, county, DECISIONS, reason=(
        "The new recording screen saved decisions a day late. It was put right on 2 February."
    )))  # fmt: skip


def _told_by_the_clock(county: County) -> Iterator[Happening]:
    """Found in the holidays, when nobody triaged: the Executive was told by itself, and has answered."""
    yield Happening(moment(date(2026, 8, 28), 7), partial(_let_the_clock_tell, county))
    yield Happening(moment(date(2026, 9, 3), 12), partial(_answer, county, NOTICES, words=(
        "The police put the night shift’s notices on the day team from 1 November. We look at the October figures."
    )))  # fmt: skip


def _chance(county: County) -> Iterator[Happening]:
    """A change in one district that had a plain reason."""
    yield Happening(moment(date(2026, 4, 27), 10), partial(_close, county, EPISODES, reason=(
        "A children’s home in Fenwick closed in autumn 2025, so fewer children go missing from there."
    )))  # fmt: skip


def _concern(county: County) -> Iterator[Happening]:
    """What no figure shows yet: the chair of a sub-group says it, and it waits for triage."""
    yield Happening(moment(date(2026, 10, 19), 13), partial(_raise_concern, county))


def _agree_how_to_triage(county: County, now: datetime) -> None:
    setting = triage_setting(county.partnership)
    deputy = county.demo.members["business-manager"].role
    set_triage(
        county.partnership, longest_list=20, working_days=5, deputy_role=deputy, version=setting.version,
        by=county.doer("business-manager"),
    )  # fmt: skip


def _open(county: County, key: str) -> Warning:
    """The open warning about a thing. LookupError names it when the watch has not found it: then the story is not true."""
    found = Warning.objects.for_partnership(county.partnership).open().filter(key=key)
    warning = found.select_related("partnership__chain", "subject").first()
    if warning is None:
        raise LookupError(f"The watch has found nothing about {key} by now.")
    return warning


def _wait_for_the_next_figure(county: County, now: datetime) -> None:
    rows = Warning.objects.for_partnership(county.partnership).filter(kind=Warning.Kind.SIGNAL, state=Warning.State.NEW)
    note = "One figure may be a one-off. We asked the agency what it sees, and look again when its next figure is in."
    for warning in rows.exclude(key__in=TOLD_ELSEWHERE).select_related("partnership__chain", "subject"):
        changes.watch(warning, by=county.doer("saa-chair"), now=now, version=warning.version, note=note)


def _look_into(county: County, key: str, now: datetime, *, note: str) -> None:
    warning = _open(county, key)
    changes.watch(warning, by=county.doer("saa-chair"), now=now, version=warning.version, note=note)


def _look_into_late(county: County, now: datetime) -> None:
    rows = Warning.objects.for_partnership(county.partnership).open().filter(kind=Warning.Kind.LATE)
    key = rows.get(organisation__name=EAST_HOSPITALS).key
    _look_into(county, key, now, note=(
        "The trust’s lead says that its data team is two people short. They hope to send both quarters together in "
        "November. We ring them every Friday."
    ))  # fmt: skip


def _raise(county: County, key: str, of: str, facts: dict[str, Any], now: datetime) -> None:
    """Send it up; `of`: the role that the next step is asked of."""
    warning = _open(county, key)
    seat = county.demo.members[of].role
    changes.raise_to_executive(
        warning,
        by=county.doer("saa-chair"),
        now=now,
        today=now.date(),
        version=warning.version,
        next_step_role=seat,
        **facts,
    )


def _answer(county: County, key: str, now: datetime, *, words: str) -> None:
    warning = _open(county, key)
    changes.answer(warning, words=words, by=county.doer("executive-member"), now=now, version=warning.version)


def _settle(county: County, key: str, now: datetime, *, note: str) -> None:
    warning = _open(county, key)
    changes.settle(
        warning, note=note, proved=Warning.Proved.RIGHT, by=county.doer("business-manager"), now=now,
        version=warning.version, own_organisations=NOBODYS_OWN,
    )  # fmt: skip


def _close(county: County, key: str, now: datetime, *, reason: str) -> None:
    warning = _open(county, key)
    changes.close(
        warning, reason=reason, own_organisations=NOBODYS_OWN, by=county.doer("business-manager"), now=now,
        version=warning.version, proved=Warning.Proved.WRONG,
    )  # fmt: skip


def _let_the_clock_tell(county: County, now: datetime) -> None:
    changes.tell_by_clock(county.partnership, now=now, today=now.date())


def _raise_concern(county: County, now: datetime) -> None:
    found = changes.Detection(
        kind=Warning.Kind.CONCERN,
        key="concern:demo-lifts",
        title="Older pupils are offered lifts outside two schools in Greyport",
        sentence=(
            "Three schools in Greyport say that adults in cars offer lifts to pupils at the end of the day. "
            "Each school told somebody else, and nobody has put it together."
        ),
        known="Heads talked about it at the Schools Forum on 15 October. No child is known to have come to harm.",
        not_known="Whether the police and the district council know, and who should look at it together.",
        rank=RANK_OF_CONCERN,
    )
    changes.detect(county.partnership, found, by=county.doer("sub-group-chair"), now=now, today=now.date())


def _change_what_a_visit_is(county: County, now: datetime) -> None:
    change_definition(
        county.measure("m22"),
        effective_from=date(2026, 4, 1),
        reason="A visit counts only if the worker saw the child alone. Before, any visit to the home counted.",
        by=county.doer("analyst"),
        numerator="Visits made in time at which the child was seen alone",
        known_limits="Figures before April 2026 count every visit to the home, so the two are not compared.",
    )
