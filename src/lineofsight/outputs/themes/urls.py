"""Addresses of themes, under `/p/<partnership>/themes/`."""

from django.urls import path

from lineofsight.outputs.themes import views

app_name = "themes"
urlpatterns = [
    path("", views.themes, name="list"),
    path("rule/", views.rule, name="rule"),
    path("<slug:theme>/", views.theme, name="theme"),
]
