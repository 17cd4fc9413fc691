"""Markdown of our own pages as safe markup with the classes of the components."""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_CLASSES = {
    "<p>": '<p class="govuk-body">',
    "<ul>": '<ul class="govuk-list govuk-list--bullet">',
    "<ol>": '<ol class="govuk-list govuk-list--number">',
    "<h1>": '<h1 class="govuk-heading-l">',
    "<h2>": '<h2 class="govuk-heading-m">',
    "<h3>": '<h3 class="govuk-heading-s">',
    "<a ": '<a class="govuk-link" ',
}
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h1", "h2", "h3", "code"}
_ANY = re.compile("|".join(re.escape(tag) for tag in _CLASSES))


def rendered(text: str) -> SafeString:
    """The text as markup; nothing that could run or load anything gets through."""
    cleaned = nh3.clean(
        MarkdownIt("commonmark").render(text), tags=_TAGS, attributes={"a": {"href"}}, link_rel=None,
        url_schemes={"https", "mailto"},
    )  # fmt: skip
    return mark_safe(_ANY.sub(lambda found: _CLASSES[found[0]], cleaned))  # noqa: S308 (cleaned above)
