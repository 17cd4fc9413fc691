"""Addresses of early warnings, under `/p/<partnership>/warnings/`."""

from django.urls import path

from lineofsight.outputs.early_warning.views import concerns, deeds, listing, settings, warning

app_name = "early_warning"
urlpatterns = [
    path("", listing.warnings, name="list"),
    path("concern/", concerns.concern, name="concern"),
    path("concerns/", concerns.own_concerns, name="own"),
    path("proved/", listing.proved, name="proved"),
    path("settings/", settings.triage_settings, name="settings"),
    path("<uuid:warning>/", warning.warning, name="warning"),
    path("<uuid:warning>/raise/", deeds.raise_, name="raise"),
    path("<uuid:warning>/watch/", deeds.watch, name="watch"),
    path("<uuid:warning>/close/", deeds.close, name="close"),
    path("<uuid:warning>/join/", deeds.join, name="join"),
    path("<uuid:warning>/answer/", deeds.answer, name="answer"),
    path("<uuid:warning>/reply/", deeds.reply, name="reply"),
    path("<uuid:warning>/settle/", deeds.settle, name="settle"),
]
