"""What needs a person: every kind of card in one list. A new room adds a function in `finding` and a line here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.pages.finding import (
    audits,
    figures,
    house,
    impact,
    incidents,
    leading,
    meetings,
    products,
    questions,
    returns,
    updates,
    warnings,
)
from lineofsight.outputs.pages.finding.card import Card, Deadline


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of card: its code, the capabilities of which one is enough (none: everybody), and what finds it, with its days."""

    code: str
    any_of: tuple[str, ...]
    find: Callable[[Here], Iterable[Card | Deadline]]


PROVIDERS: Final = (
    Provider("clocks of incidents", ("read_incidents", "see_incidents"), incidents.clocks),
    Provider("summaries to write", ("log_products",), incidents.to_summarise),
    Provider("warnings", ("triage_warnings", "see_warnings"), warnings.standing),
    Provider("questions of the executive", ("triage_warnings",), warnings.asked_by_executive),
    Provider("challenges", (), questions.cards),
    Provider("updates to give", ("give_update", "manage_rounds"), updates.cards),
    Provider("meetings", ("see_meetings", "edit_meetings"), meetings.cards),
    Provider("actions", ("see_findings", "update_own_actions"), impact.actions),
    Provider("unanswered", ("see_findings",), impact.waiting),
    Provider("late agencies", ("manage_rounds",), returns.late_agencies),
    Provider("to check", ("accept_returns",), returns.to_check),
    Provider("to explain", ("annotate_measures",), figures.to_explain),
    Provider("more time", ("manage_rounds",), returns.more_time),
    Provider("returns to send", ("make_returns",), returns.to_send),
    Provider("questions to answer", ("make_returns",), returns.to_answer),
    Provider("section 11", ("make_returns", "approve_returns"), audits.own),
    Provider("to moderate", ("moderate",), audits.to_moderate),
    Provider("to sign off", ("sign_off",), products.to_sign),
    Provider("to decide", ("decide",), products.to_decide),
    Provider("to rate or advise", ("rate_products",), products.to_advise),
    Provider("judgements to agree", ("decide",), leading.judgements_to_agree),
    Provider("evidence to give", (), leading.evidence_to_give),
    Provider("evidence asked for", ("write_scrutiny",), leading.evidence_asked_for),
    Provider("without an answer", ("write_scrutiny",), leading.without_an_answer),
    Provider("without a view", ("write_scrutiny",), leading.without_a_view),
    Provider("products waiting", ("edit_products",), products.waiting_long),
    Provider("products led", ("edit_products", "log_products", "write_scrutiny"), products.led),
    Provider("to publish", ("publish_quarter",), figures.to_publish),
    Provider("people waiting", ("manage_people",), house.people_waiting),
    Provider("failed e-mails", ("see_mail_queue", "redact", "raise_concern"), house.counted_only),
    Provider("national recommendations", ("log_products",), incidents.national),
    Provider("coming up", ("make_returns",), returns.coming_up),
    Provider("up to date", ("make_returns",), returns.up_to_date),
)

# What comes first on each home; what is not named follows in the order above.
ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "business-team": (
        "late agencies", "to check", "to explain", "more time", "warnings", "actions", "products waiting", "meetings",
        "to publish",
    ),
    "agency": ("section 11", "returns to send", "actions", "questions to answer", "coming up", "up to date"),
    "saa": (
        "warnings", "questions of the executive", "to moderate", "to rate or advise", "to settle", "looked at", "to explain",
        "challenges",
    ),
    "executive": ("to decide", "judgements to agree", "meetings", "returns to send"),
    "lsp": ("to sign off", "to decide", "meetings", "returns to send"),
    "scrutineer": (
        "without an answer", "unanswered", "evidence asked for", "without a view", "products led", "warnings",
    ),
    "sub-group": ("updates to give", "returns to send"),
    "administrator": ("people waiting", "failed e-mails"),
    "guest": (),
}  # fmt: skip

DEADLINES: Final = (
    (("make_returns",), returns.own_deadlines),
    (("manage_rounds",), returns.round_deadlines),
    (("see_warnings",), warnings.deadlines),
    (("write_scrutiny",), leading.deadlines),
    (("log_products",), incidents.own_deadlines),
    (("see_findings", "update_own_actions"), impact.deadlines),
)
MOST_DEADLINES = 8


def needs_of(here: Here, home: str) -> tuple[list[Card], list[Deadline]]:
    """The person's cards in the order of their home, urgent ones first, and the nearest days that concern them; nothing empty.

    Together, because several of what is read gives both: the number of queries stays small.
    """
    first = ORDER[home]
    able = [one for one in PROVIDERS if not one.any_of or any(here.may(capability) for capability in one.any_of)]
    able.sort(key=lambda one: first.index(one.code) if one.code in first else len(first))
    found = [one for provider in able for one in provider.find(here)]
    cards = [one for one in found if isinstance(one, Card)]
    days = [*(one for one in found if isinstance(one, Deadline)), *_deadlines(here)]
    return sorted(cards, key=lambda card: not card.is_urgent), sorted(days)[:MOST_DEADLINES]


def cards_for(here: Here, home: str) -> list[Card]:
    """The person's cards alone."""
    return needs_of(here, home)[0]


def deadlines_for(here: Here) -> list[Deadline]:
    """The nearest days that concern the person, late ones first."""
    return needs_of(here, "guest")[1]


def _deadlines(here: Here) -> Iterator[Deadline]:
    for any_of, find in DEADLINES:
        if any(here.may(capability) for capability in any_of):
            yield from find(here)
