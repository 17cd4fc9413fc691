"""Addresses of what children and families told us, under `/p/<partnership>/voice/`."""

from django.urls import path

from lineofsight.sources.voice import views

app_name = "voice"
urlpatterns = [
    path("", views.voices, name="list"),
    path("new/", views.hear, name="hear"),
    path("<uuid:item>/", views.voice, name="item"),
    path("<uuid:item>/changed/", views.changed, name="changed"),
]
