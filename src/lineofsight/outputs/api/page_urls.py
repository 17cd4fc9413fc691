"""Addresses of the pages of tokens, under `/p/<partnership>/tokens/`."""

from django.urls import path

from lineofsight.outputs.api import views

app_name = "tokens"
urlpatterns = [
    path("", views.tokens, name="list"),
    path("make/", views.make, name="make"),
    path("<uuid:token>/stop/", views.stop, name="stop"),
]
