"""Opens the handbook at a version: what every page of it does first."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.foundation.handbook.book import Book, book_of
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.ui.tables import Table

Page = Callable[..., HttpResponseBase]


def handbook_page(view: Page) -> Page:
    """The view gets the version to read as `book`; where none was adopted, the page says what to do instead."""

    @partnership_page("see_framework")
    @require_safe
    @wraps(view)
    def page(request: PartnershipRequest, **named: Any) -> HttpResponseBase:
        book = book_of(request.here, asked=request.GET.get("version", ""))
        if book is None:
            return render(request, "handbook/none.html", {"may_adopt": request.here.may("manage_setup")})
        return view(request, book, **named)

    return page


def shown(
    request: PartnershipRequest, book: Book, name: str, *, tables: dict[str, Table] | None = None, **facts: Any
) -> HttpResponseBase:
    """The page `handbook/<name>.html` with its tables, or the file of the table that was asked for."""
    for table in (tables or {}).values():
        if table.wants_export:
            return table.export_response()
    context = {"book": book, "framework": book.framework, "sub_navigation": book.links(name), "tables": tables, **facts}
    return render(request, f"handbook/{name.replace('-', '_')}.html", context)
