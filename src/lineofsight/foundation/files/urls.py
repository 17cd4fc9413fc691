"""Addresses of evidence (`files:`)."""

from django.urls import path

from lineofsight.foundation.files.views import adding, keeping, looking

app_name = "files"
urlpatterns = [
    path("", looking.library, name="library"),
    path("add/<uuid:subject>/", adding.add, name="add"),
    path("<uuid:evidence>/", looking.one, name="one"),
    path("<uuid:evidence>/download/", looking.download, name="download"),
    path("<uuid:evidence>/change/", keeping.correct, name="correct"),
    path("<uuid:evidence>/replace/", keeping.replace, name="replace"),
    path("<uuid:evidence>/put-away/", keeping.archive, name="archive"),
]
