"""One's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lineofsight.foundation.accounts.guards import signed_in_page


@signed_in_page
def account(request: HttpRequest) -> HttpResponse:
    """Name, address, how the person signs in."""
    return render(request, "accounts/account.html", {})
