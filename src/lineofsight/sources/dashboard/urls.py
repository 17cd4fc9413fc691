"""Addresses of the dashboard, under `/p/<partnership>/data/`."""

from django.urls import path

from lineofsight.sources.dashboard.views import figure, measure, summary

app_name = "dashboard"
urlpatterns = [
    path("", summary.summary, name="summary"),
    path("measures/<slug:code>/", measure.measure, name="measure"),
    path("measures/<slug:code>/chart.png", measure.picture, name="picture"),
    path("figures/<int:figure>/", figure.figure, name="figure"),
]
