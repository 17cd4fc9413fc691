"""Addresses of the programming interface, under /api/v1/."""

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path, re_path, reverse
from ninja.responses import NinjaJSONEncoder

from lineofsight.foundation.accounts.guards import public_page
from lineofsight.outputs.api.api import api


@public_page
def description(request: HttpRequest) -> JsonResponse:
    """The interface as OpenAPI: for programs; there is no page of it."""
    root = reverse("api:openapi").removesuffix("openapi.json")
    return JsonResponse(api.get_openapi_schema(path_prefix=root), encoder=NinjaJSONEncoder)


@public_page
def nothing_here(request: HttpRequest) -> JsonResponse:
    """A program that asks for an address which is none gets JSON like every other answer."""
    return JsonResponse({"detail": "There is nothing here, or not for you."}, status=404)


app_name = "api"
# A call asks for its token itself, so no session opens any of these; what only lists the addresses is left out.
_calls = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
for _call in _calls:
    setattr(_call.callback, "guard", "public")  # noqa: B010 (a function that the type checker knows no such name of)
urlpatterns = [
    path("openapi.json", description, name="openapi"),
    *_calls,
    re_path("", nothing_here, name="nothing"),
]
