"""Addresses of challenges and escalations, under `/p/<partnership>/challenges/`."""

from django.urls import path

from lineofsight.governance.challenges.views import asking, challenge, deeds, escalations, listing

app_name = "challenges"
urlpatterns = [
    path("", listing.log, name="log"),
    path("yours/", listing.yours, name="yours"),
    path("ask/", asking.ask, name="ask"),
    path("escalations/", escalations.escalations, name="escalations"),
    path("escalations/add/", escalations.add, name="escalation-add"),
    path("escalations/<uuid:escalation>/", escalations.escalation, name="escalation"),
    path("escalations/<uuid:escalation>/next/", escalations.next_stage, name="escalation-next"),
    path("escalations/<uuid:escalation>/end/", escalations.end, name="escalation-end"),
    path("<uuid:challenge>/", challenge.challenge, name="challenge"),
    path("<uuid:challenge>/answer/", deeds.answer, name="answer"),
    path("<uuid:challenge>/settle/", deeds.settle, name="settle"),
    path("<uuid:challenge>/effect/", deeds.effect, name="effect"),
]
