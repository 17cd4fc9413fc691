"""Addresses of pages across rooms."""

from django.urls import path

from lineofsight.outputs.pages import views
from lineofsight.outputs.pages.views import help, home, installation, news, redaction, search, setup, trail

app_name = "pages"
urlpatterns = [
    path("", views.start, name="start"),
    path("partnerships/", views.partnerships, name="partnerships"),
    path("help/", help.help_page, name="help"),
    path("help/charts/", help.charts, name="help-charts"),
    path("help/components/", help.components, name="help-components"),
    path("help/<slug:guide>/", help.guide, name="help-guide"),
    path("glossary/", help.glossary, name="glossary"),
    path("accessibility/", help.accessibility, name="accessibility"),
    path("privacy/", help.privacy, name="privacy"),
    path("installation/", installation.installation, name="installation"),
    path("installation/partnerships/new/", installation.found, name="found"),
    path("installation/partnerships/<slug:partnership>/manager/", installation.invite_manager, name="invite-manager"),
    path("installation/accounts/", installation.all_accounts, name="accounts"),
    path("installation/accounts/<uuid:person>/", installation.account, name="account"),
    path("installation/accounts/<uuid:person>/<slug:deed>/", installation.change_account, name="change-account"),
    path("installation/trail/", installation.installation_trail, name="installation-trail"),
    path("p/<slug:partnership>/", home.home, name="home"),
    path("p/<slug:partnership>/search/", search.search, name="search"),
    path("p/<slug:partnership>/setup/", setup.setup, name="setup"),
    path("p/<slug:partnership>/setup/contact/", setup.details, name="setup-details"),
    path("p/<slug:partnership>/new/", news.new, name="new"),
    path("p/<slug:partnership>/setup/roles/", setup.roles, name="setup-roles"),
    path("p/<slug:partnership>/setup/roles/<slug:kind>/", setup.role, name="setup-role"),
    path("p/<slug:partnership>/trail/", trail.trail, name="trail"),
    path("p/<slug:partnership>/trail/removed/", redaction.redactions_page, name="redactions"),
    path("p/<slug:partnership>/trail/removed/ask/", redaction.ask, name="redaction-ask"),
    path("p/<slug:partnership>/trail/removed/<uuid:redaction>/", redaction.redaction, name="redaction"),
]
