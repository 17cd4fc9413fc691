"""One's own messages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lineofsight.foundation.accounts.guards import signed_in_page


@signed_in_page
def messages(request: HttpRequest) -> HttpResponse:
    """Everything that the person was told in twelve months."""
    return render(request, "notices/messages.html", {})
