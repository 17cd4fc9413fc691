"""Every address of the product. A house test holds this table against the table of who may."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("account/", include("lineofsight.foundation.accounts.urls")),
    path("messages/", include("lineofsight.foundation.notices.urls")),
    path("", include("lineofsight.outputs.pages.urls")),
]
