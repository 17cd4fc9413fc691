"""Addresses of spreadsheets, under `/p/<partnership>/spreadsheets/`."""

from django.urls import path

from lineofsight.cycle.spreadsheets.views import giving, looking

app_name = "spreadsheets"
urlpatterns = [
    path("<slug:kind>/", giving.kind, name="kind"),
    path("<slug:kind>/template/", giving.template, name="template"),
    path("<slug:kind>/all.<slug:ending>", giving.out, name="out"),
    path("<slug:kind>/<uuid:sheet>/", looking.preview, name="preview"),
    path("<slug:kind>/<uuid:sheet>/columns/", looking.columns, name="columns"),
    path("<slug:kind>/<uuid:sheet>/marked/", giving.marked, name="marked"),
    path("<slug:kind>/<uuid:sheet>/give-up/", giving.give_up, name="give-up"),
]
