"""Addresses of the line of sight, under `/p/<partnership>/sight/`."""

from django.urls import path

from lineofsight.outputs.pages.sight import views

app_name = "sight"
urlpatterns = [
    path("", views.beginnings, name="start"),
    path("file/<uuid:evidence>/", views.from_file, name="file"),
    path("figure/<int:figure>/", views.from_figure, name="figure"),
    path("<uuid:subject>/", views.from_subject, name="subject"),
]
