"""`{% load subjects %}{% subject_links warning.subject_id %}`: what one can do from anything that has a subject."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def subject_links(context: Context, subject: Any) -> SafeString:
    """Links that lead from the thing to rooms above it, those that the person may open; nothing without a subject."""
    here = context.get("here")
    # A template gives "" for the subject of nothing.
    if here is None or not subject:
        return SafeString("")
    links = [
        (reverse(name, args=[here.partnership.slug]) + query.format(subject), label)
        for label, name, query, any_of in settings.SUBJECT_LINKS
        if not any_of or any(here.may(capability) for capability in any_of)
    ]
    if not links:
        return SafeString("")
    items = format_html_join("", '<li><a class="govuk-link" href="{}">{}</a></li>', links)
    return format_html('<ul class="govuk-list los-no-print">{}</ul>', items)


@register.simple_tag(takes_context=True)
def list_links(context: Context, page: str) -> SafeString:
    """Links that lead from a list (by the name of its address) to rooms above it, those that the person may open."""
    here = context.get("here")
    if here is None:
        return SafeString("")
    links = [
        (reverse(name, args=[here.partnership.slug, *more]), label)
        for label, name, more, any_of in settings.LIST_LINKS.get(page, ())
        if any(here.may(capability) for capability in any_of)
    ]
    items = format_html_join(" ", '<a class="govuk-link" href="{}">{}</a>', links)
    return format_html('<p class="govuk-body los-no-print">{}</p>', items) if links else SafeString("")


@register.simple_tag(takes_context=True)
def line_of_sight(context: Context, name: str, key: Any) -> SafeString:
    """The link to the line of sight of what has no subject of its own: `file` or `figure`, by its key."""
    here, address = context.get("here"), settings.SIGHT_ADDRESSES.get(name, "")
    if here is None or not address:
        return SafeString("")
    url = reverse(address, args=[here.partnership.slug, key])
    return format_html('<p class="govuk-body los-no-print"><a class="govuk-link" href="{}">Line of sight</a></p>', url)
