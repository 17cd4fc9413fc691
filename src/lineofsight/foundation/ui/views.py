"""Pages of the pages themselves: the gallery of components, and what is shown when a form is refused."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from lineofsight.foundation.ui import gallery as examples


@require_http_methods(["GET", "HEAD", "POST"])
def gallery(request: HttpRequest) -> HttpResponseBase:
    """Every component with example data. Sending its form saves nothing: it shows the errors."""
    table = examples.actions_table(request)
    if table.wants_export:
        return table.export_response()
    form = examples.ExampleForm(request.POST if request.method == "POST" else None)
    return render(request, "ui/gallery/gallery.html", {**examples.everything(), "table": table, "form": form})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, in plain words; the reason is for programmers and stays out of the page."""
    return HttpResponse(render_to_string("403_csrf.html", {}, request=None), status=403)
