"""Addresses of incidents and reviews from outside, under `/p/<partnership>/reviews/`."""

from django.urls import path

from lineofsight.sources.reviews.views import agencies, deeds, listing, national, papers, record, recording, summaries

app_name = "incidents"
urlpatterns = [
    path("incidents/", listing.register, name="list"),
    path("incidents/record/", recording.record, name="record"),
    path("incidents/<uuid:incident>/", record.incident, name="incident"),
    path("incidents/<uuid:incident>/do/<slug:what>/", deeds.do, name="do"),
    path("incidents/<uuid:incident>/covers/<slug:item>/", deeds.cover, name="cover"),
    path("incidents/<uuid:incident>/report/<slug:kind>/", papers.report, name="report"),
    path("incidents/<uuid:incident>/timetable.ics", papers.timetable, name="timetable"),
    path("summaries/<uuid:summary>/", summaries.summary, name="summary"),
    path("clocks/", listing.clocks, name="clocks"),
    path("national/", national.national_reviews, name="nationals"),
    path("national/add/", national.add, name="add-national"),
    path("national/<uuid:national>/", national.national, name="national"),
    path("national/<uuid:national>/<int:number>/answer/", national.respond, name="respond"),
    path("national/<uuid:national>/<int:number>/take-up/", national.take_up, name="take-up"),
    path("agencies/", agencies.agency_reviews, name="agencies"),
    path("agencies/report/", agencies.report, name="report-agency"),
]
