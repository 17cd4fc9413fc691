"""Addresses of pages across rooms."""

from django.urls import path

from lineofsight.outputs.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.start, name="start"),
    path("partnerships/", views.partnerships, name="partnerships"),
    path("help/", views.help_page, name="help"),
    path("glossary/", views.glossary, name="glossary"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("p/<slug:partnership>/", views.home, name="home"),
    path("p/<slug:partnership>/search/", views.search, name="search"),
    path("p/<slug:partnership>/setup/", views.setup, name="setup"),
]
