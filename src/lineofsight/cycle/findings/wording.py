"""How from-finding-to-impact is said on every page: where an action comes from, how late it is, what difference it made."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from lineofsight.cycle.findings import permissions, rules
from lineofsight.cycle.findings.models import Action, Finding, ImpactCheck, Recommendation, RecommendationSource
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.trail.models import Subject
from lineofsight.foundation.ui.words import counted, due_words, short_date

RESTRICTED: Final = "A restricted review"
HIDDEN: Final = "Something that you cannot open"
RESTRICTED_READING: Final = "see_incidents"
ACTION_TONES: Final = {
    rules.OPEN: "quiet", rules.UNDER_WAY: "info", rules.DONE: "fair", rules.VERIFIED: "good", rules.DROPPED: "neutral",
}  # fmt: skip
TONES: Final = {
    rules.PROPOSED: "fair", rules.ACCEPTED: "info", rules.PARTLY: "info", rules.REJECTED: "neutral",
    rules.DELIVERED: "info", rules.EMBEDDED: "good", rules.REOPENED: "weak", rules.MERGED: "neutral",
}  # fmt: skip
RESULT_TONES: Final = {"": "quiet", rules.PASSED: "good", rules.PARTLY_PASSED: "fair", rules.NOT_PASSED: "weak"}


def due_text(day: date | None, *, today: date, live: bool) -> str:
    """ "31 Oct 2026, overdue 12 days"; only the day once it is done; "No date" without one."""
    if day is None:
        return "No date"
    return f"{short_date(day)}, {due_words(day, today=today).lower()}" if live else short_date(day)


def due_of(action: Action, *, today: date) -> str:
    """An action's day with what it means today."""
    return due_text(action.due_on, today=today, live=action.state in rules.LIVE)


def source_words(source: RecommendationSource, here: Here) -> str:
    """What a recommendation came from, as far as the person may know it."""
    if source.finding is not None:
        if not permissions.may_read_finding(here, source.finding):
            return _hidden(restricted=source.finding.may_read == RESTRICTED_READING)
        product = source.finding.product
        return f"{product.title} ({source.finding.reference})" if product else _finding(source.finding)
    if source.product is not None:
        if permissions.may_read_product(here, source.product):
            return source.product.title
        return _hidden(restricted=source.product.is_restricted)
    return subject_words(source.subject, here)


def _hidden(*, restricted: bool) -> str:
    return RESTRICTED if restricted else HIDDEN


def _finding(finding: Finding) -> str:
    return f"{finding.reference} {finding.title}"


def subject_words(subject: Subject | None, here: Here) -> str:
    """A source that is no finding and no product, as far as the person may know it."""
    if subject is None:
        return ""
    return subject.title if permissions.may_read_subject(here, subject) else HIDDEN


def from_words(action: Action, here: Here) -> str:
    """Where an action comes from: its recommendation with that one's source, else what it comes from itself."""
    held = list(action.recommendations.all())
    if not held:
        return subject_words(action.source, here) or "Added by itself"
    first, more = held[0], len(held) - 1
    if not here.may(first.may_read):
        return _hidden(restricted=first.may_read == RESTRICTED_READING)
    sources = [source_words(source, here) for source in first.sources.all()]
    said = f"{first.reference}, {sources[0]}" if sources else first.reference
    return f"{said}, and {counted(more, 'more recommendation')}" if more else said


def difference_words(checks: Iterable[ImpactCheck], *, has_recommendation: bool = True) -> str:
    """What difference was made: the newest result, else when it will be looked at, else that nobody planned to look."""
    held = list(checks)
    done = [check for check in held if check.result]
    if done:
        newest = max(done, key=lambda check: (check.checked_on or check.due_on, str(check.pk)))
        return str(newest.get_result_display())
    if held:
        return f"To be checked {short_date(min(check.due_on for check in held))}"
    return "No check planned" if has_recommendation else ""


def difference_of(action: Action) -> str:
    """What difference the recommendations of an action made."""
    held = list(action.recommendations.all())
    checks = [check for one in held for check in one.impact_checks.all()]
    return difference_words(checks, has_recommendation=bool(held))


def state_words(recommendation: Recommendation) -> str:
    """A recommendation's state, with its answer where the state alone does not say it."""
    said = str(recommendation.get_state_display())
    partly = recommendation.answer == rules.PARTLY and recommendation.state != rules.PARTLY
    return f"{said} (partly accepted)" if partly and recommendation.state != rules.MERGED else said


def owner_words(row: Action | Recommendation) -> str:
    """Who answers for it: the role and its agency, the agency alone, or nobody yet."""
    body = row.organisation.name if row.organisation else ""
    if row.owner is not None:
        return f"{row.owner.title}, {body}" if body else row.owner.title
    return body or "Nobody yet"
