"""Addresses of incidents and reviews from outside, under `/p/<partnership>/reviews/`."""

from django.urls import path

from lineofsight.sources.reviews.views import deeds, listing, record, recording, summaries

app_name = "incidents"
urlpatterns = [
    path("incidents/", listing.register, name="list"),
    path("incidents/record/", recording.record, name="record"),
    path("incidents/<uuid:incident>/", record.incident, name="incident"),
    path("incidents/<uuid:incident>/do/<slug:what>/", deeds.do, name="do"),
    path("incidents/<uuid:incident>/covers/<slug:item>/", deeds.cover, name="cover"),
    path("summaries/<uuid:summary>/", summaries.summary, name="summary"),
    path("clocks/", listing.clocks, name="clocks"),
]
