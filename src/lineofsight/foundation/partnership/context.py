"""What every page's shell shows: the menu, where one is and as whom, and where help is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.partnership.queries import Here

WARNED_MINUTES_BEFORE = 5


def shell(request: HttpRequest) -> dict[str, Any]:
    """The shell's context; costs no query beyond those that the page's guard already made."""
    here: Here | None = getattr(request, "here", None)
    return {
        "here": here,
        "demo": settings.DEMO,
        "idle_limit_minutes": settings.IDLE_LIMIT_MINUTES,
        "signed_in": _is_signed_in(request),
        "session_idle": _session_idle() if _is_signed_in(request) else None,
        "today": today(),
        "navigation": _navigation(request, here) if here else [],
        "context_bar": _context_bar(here) if here else None,
        "made_up": bool(here and here.partnership.is_made_up),
        "header_links": _header_links(request, here),
        "footer_links": _footer_links(here),
        "contact": _contact(here),
    }


def _is_signed_in(request: HttpRequest) -> bool:
    return bool(getattr(request, "user", None) and request.user.is_authenticated)


def _session_idle() -> dict[str, Any]:
    """When an unused session ends, when its page warns, and the addresses that keep it or end it."""
    minutes = settings.IDLE_LIMIT_MINUTES
    return {
        "minutes": minutes,
        "warn_minutes": max(minutes - WARNED_MINUTES_BEFORE, 1),
        "keep_url": reverse("accounts:stay"),
        "sign_out_url": reverse("account_logout"),
    }


def _navigation(request: HttpRequest, here: Here) -> list[dict[str, Any]]:
    links = []
    for label, name, any_of in settings.NAVIGATION:
        if any_of and not any(here.may(capability) for capability in any_of):
            continue
        url = reverse(name, args=[here.partnership.slug])
        inside = [link["url"] for link in section_links(request.path, here, label)]
        current = any(_is_current(request.path, one, here) for one in [url, *inside])
        links.append({"label": label, "url": url, "current": current})
    return links


def section_links(path: str, here: Here, section: str) -> list[dict[str, Any]]:
    """The pages of a section of the menu that the person may open, for the links inside it. `path`: the page shown."""
    found = []
    for label, name, any_of in settings.SECTIONS.get(section, ()):
        if not any_of or any(here.may(capability) for capability in any_of):
            url = reverse(name, args=[here.partnership.slug])
            found.append({"label": label, "url": url, "current": path == url})
    return found


def _is_current(path: str, url: str, here: Here) -> bool:
    home = reverse("pages:home", args=[here.partnership.slug])
    return path == url if url == home else path.startswith(url)


def _context_bar(here: Here) -> dict[str, Any]:
    seat = here.holdings[0]
    return {
        "partnership": here.partnership.name,
        "home": reverse("pages:home", args=[here.partnership.slug]),
        "person": here.person.name,
        "role": seat.role_title,
        "organisation": seat.organisation_name,
        "more_roles": len(here.holdings) - 1,
        "switch": reverse("pages:partnerships"),
    }


def _header_links(request: HttpRequest, here: Here | None) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = []
    if here:
        links.append({"label": "Search", "url": reverse("pages:search", args=[here.partnership.slug])})
        if here.may("manage_setup") or here.may("manage_people"):
            links.append({"label": "Set up", "url": reverse("pages:setup", args=[here.partnership.slug])})
    links.append({"label": "Help", "url": reverse("pages:help")})
    if _is_signed_in(request) and request.user.is_administrator:  # type: ignore[union-attr]
        links.append({"label": "Installation", "url": reverse("pages:installation")})
    if _is_signed_in(request):
        links += [
            {"label": "Messages", "url": reverse("notices:messages")},
            {"label": "Your account", "url": reverse("accounts:account")},
            {"label": "Sign out", "url": reverse("account_logout"), "post": True},
        ]
    else:
        links.append({"label": "Sign in", "url": reverse("account_login")})
    return links


def _footer_links(here: Here | None) -> list[dict[str, Any]]:
    links = [
        {"label": label, "url": reverse(name)}
        for label, name in (
            ("Help", "pages:help"),
            ("Glossary", "pages:glossary"),
            ("Accessibility statement", "pages:accessibility"),
            ("Privacy", "pages:privacy"),
        )
    ]
    if here:
        links.insert(1, {"label": "Evidence", "url": reverse("files:library", args=[here.partnership.slug])})
    if here and here.may("see_framework"):
        links.insert(1, {"label": "Handbook", "url": reverse("handbook:overview", args=[here.partnership.slug])})
    return links


def _contact(here: Here | None) -> dict[str, str]:
    if here and here.partnership.contact_name:
        place = here.partnership
        return {"name": place.contact_name, "telephone": place.contact_telephone, "email": place.contact_email}
    return {"name": settings.HELP_CONTACT, "telephone": "", "email": ""}
