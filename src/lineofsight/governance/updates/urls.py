"""Addresses of sub-groups' updates, under `/p/<partnership>/updates/`."""

from django.urls import path

from lineofsight.governance.updates.views import listing, update

app_name = "updates"
urlpatterns = [
    path("", listing.updates, name="list"),
    path("<uuid:update>/", update.update, name="update"),
    path("<uuid:update>/send/", update.send, name="send"),
    path("<uuid:update>/take-back/", update.take_back, name="take-back"),
]
