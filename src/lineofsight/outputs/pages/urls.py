"""Addresses of pages across rooms."""

from django.urls import path

from lineofsight.outputs.pages import views
from lineofsight.outputs.pages.views import home, redaction, trail

app_name = "pages"
urlpatterns = [
    path("", views.start, name="start"),
    path("partnerships/", views.partnerships, name="partnerships"),
    path("help/", views.help_page, name="help"),
    path("glossary/", views.glossary, name="glossary"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("p/<slug:partnership>/", home.home, name="home"),
    path("p/<slug:partnership>/search/", views.search, name="search"),
    path("p/<slug:partnership>/setup/", views.setup, name="setup"),
    path("p/<slug:partnership>/trail/", trail.trail, name="trail"),
    path("p/<slug:partnership>/trail/removed/", redaction.redactions_page, name="redactions"),
    path("p/<slug:partnership>/trail/removed/ask/", redaction.ask, name="redaction-ask"),
    path("p/<slug:partnership>/trail/removed/<uuid:redaction>/", redaction.redaction, name="redaction"),
]
