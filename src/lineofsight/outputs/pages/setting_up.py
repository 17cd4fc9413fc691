"""What must be set up before a partnership can work, each with what the rows themselves say of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.urls import NoReverseMatch, reverse

from lineofsight.cycle.requests.models import Round
from lineofsight.cycle.warnings.models import TriageSetting
from lineofsight.foundation.handbook.queries import history
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership import queries
from lineofsight.foundation.partnership.models import Group, Organisation, Participation, RoleKind
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.words import counted, short_date
from lineofsight.outputs.pages.role_rules import differing_kinds
from lineofsight.sources.dashboard.models import Measure, Observation

PARTNER_KINDS = (Organisation.Kind.LOCAL_AUTHORITY, Organisation.Kind.ICB, Organisation.Kind.POLICE)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to set up: its page, what opening that needs, and a function that says how far it is."""

    label: str
    hint: str
    page: str
    needs: tuple[str, ...]
    say: Callable[[Here], tuple[bool, str]]


def tasks(here: Here) -> list[dict[str, str]]:
    """The list for the page: what has a page, what is done, what to do next; a fixed number of queries."""
    return [task for step in STEPS if (task := _task(here, step))]


def _task(here: Here, step: Step) -> dict[str, str] | None:
    try:
        url = reverse(step.page, args=[here.partnership.slug])
    except NoReverseMatch:
        return None
    done, words = step.say(here)
    opens = url if any(here.may(one) for one in step.needs) else ""
    return {"label": step.label, "hint": step.hint, "url": opens, "status": words, "tone": "" if done else "info"}


def _framework(here: Here) -> tuple[bool, str]:
    uses = history(here.partnership, on=here.today)
    now = next((use for use in uses if use.state == "now"), None)
    if now is None:
        return False, "Choose a framework"
    ahead = next((use for use in uses if use.state == "ahead"), None)
    later = f"; another from {short_date(ahead.adoption.counts_from)}" if ahead else ""
    return True, f"{now.framework.meta.short_name}, {now.framework.meta.edition}{later}"


def _contact(here: Here) -> tuple[bool, str]:
    name = here.partnership.contact_name
    return (True, name) if name else (False, "Nobody named yet")


def _organisations(here: Here) -> tuple[bool, str]:
    rows = (
        Participation.objects.for_partnership(here.partnership).on(here.today).values_list("part", "organisation__kind")
    )
    parts = list(rows)
    partners = {kind for part, kind in parts if part == Participation.Part.SAFEGUARDING_PARTNER}
    missing = [str(kind.label) for kind in PARTNER_KINDS if kind not in partners]
    agencies = sum(part in (Participation.Part.RELEVANT_AGENCY, Participation.Part.EDUCATION) for part, _ in parts)
    if missing:
        return False, f"Still to add: {', '.join(missing)}"
    return True, f"All safeguarding partners, and {counted(agencies, 'agency', 'agencies')}"


def _areas(here: Here) -> tuple[bool, str]:
    covered = list(queries.covered_on(here.partnership, here.today).values_list("is_whole", flat=True))
    if not any(covered):
        return False, "The whole area is not named yet"
    return True, f"The whole area and {counted(covered.count(False), 'part')}"


def _groups(here: Here) -> tuple[bool, str]:
    count = Group.objects.for_partnership(here.partnership).on(here.today).count()
    return bool(count), counted(count, "group") if count else "No group yet"


def _people(here: Here) -> tuple[bool, str]:
    rows = queries.serving(here.partnership, today=here.today)
    told = rows.aggregate(
        serving=Count("person", distinct=True, filter=Q(confirmed_at__isnull=False)),
        waiting=Count("pk", filter=Q(confirmed_at__isnull=True)),
    )
    if told["waiting"]:
        return False, f"{told['waiting']} waiting to be confirmed"
    alone = told["serving"] < 2
    return not alone, "Only you so far: invite others" if alone else counted(told["serving"], "person", "people")


def _redaction(here: Here) -> tuple[bool, str]:
    count = len(queries.people_who_may(here.partnership, "redact", today=here.today))
    if count < 2:
        return False, "One person asks and another agrees: give a second person the role, as deputy for instance"
    return True, f"{counted(count, 'person', 'people')} may"


def _roles(here: Here) -> tuple[bool, str]:
    changed = len(differing_kinds(here))
    return True, f"{counted(changed, 'role')} changed" if changed else "As the framework says"


def _measures(here: Here) -> tuple[bool, str]:
    count = Measure.objects.for_partnership(here.partnership).filter(is_active=True).count()
    return bool(count), counted(count, "measure") if count else "The catalogue is not taken over yet"


def _history(here: Here) -> tuple[bool, str]:
    rows = Observation.objects.filter(series__partnership=here.partnership, known_to__isnull=True)
    first = rows.aggregate(first=Min("period"))["first"]
    if first is None:
        return False, "No figures yet: three years make the limits of a chart firm"
    months = (here.today.year - first.year) * 12 + here.today.month - first.month
    return months >= 36, f"Figures since {short_date(first)}"


def _calendar(here: Here) -> tuple[bool, str]:
    count = Round.objects.filter(partnership=here.partnership).count()
    return bool(count), counted(count, "round") if count else "No round of returns yet"


def _triage(here: Here) -> tuple[bool, str]:
    setting = TriageSetting.objects.filter(partnership=here.partnership).select_related("group").first()
    if setting is None:
        return False, "Nobody has looked at it: the framework’s days apply"
    by = setting.group.name if setting.group else "the group of the framework"
    return True, f"By {by}, within {counted(setting.working_days, 'working day')}"


def _emails(here: Here) -> tuple[bool, str]:
    rows = Email.objects.filter(chain=here.partnership.chain_id)
    told = rows.aggregate(sent=Count("pk", filter=Q(state="sent")), failed=Count("pk", filter=Q(state="failed")))
    if told["failed"]:
        return False, f"{told['failed']} failed"
    return bool(told["sent"]), f"{told['sent']} sent" if told["sent"] else "None sent yet"


STEPS = (
    Step("Contact", "Who helps: shown at the foot of every page", "pages:setup-details", ("manage_setup",), _contact),
    Step("Framework", "What the partnership works by", "handbook:versions", ("see_framework",), _framework),
    Step("Organisations", "Partners and agencies", "people:organisations", ("see_people",), _organisations),
    Step("Areas", "What the partnership covers", "people:areas", ("see_people",), _areas),
    Step("Groups", "Who meets", "people:groups", ("see_people",), _groups),
    Step("People", "Who serves, and in which role", "people:list", ("see_people",), _people),
    Step("What each role may do", "What people in a role see and do", "pages:setup-roles", ("manage_setup",), _roles),
    Step("Removing a child’s name", "Two people must be able to", "pages:redactions", ("redact",), _redaction),
    Step("Measures", "What agencies are asked for", "dashboard:definitions", ("edit_measures",), _measures),
    Step("Earlier figures", "At least three years back", "returns:rounds", ("manage_rounds",), _history),
    Step("Rounds", "Which returns are due when", "returns:rounds", ("manage_rounds",), _calendar),
    Step("Triage", "Who looks at early warnings, and how fast", "early_warning:settings",
         ("triage_warnings", "manage_setup"), _triage),
    Step("E-mail", "Whether messages arrive", "people:emails", ("see_mail_queue",), _emails),
)  # fmt: skip


def people_in(kind: RoleKind, here: Here) -> list[tuple[str, str]]:
    """Who serves in a kind of role today: name, and the page that says what they see."""
    rows = queries.serving(here.partnership, today=here.today).filter(role__kind=kind).order_by("person__name")
    slug = here.partnership.slug
    return [(one.person.name, reverse("people:person", args=[slug, one.person_id]) + "#sees") for one in rows]
