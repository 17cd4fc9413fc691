"""Addresses of reviews, under `/p/<partnership>/reviews/`."""

from django.urls import path

from lineofsight.outputs.assurance.views import registers

app_name = "reviews"
urlpatterns = [path("", registers.reviews, name="list")]
