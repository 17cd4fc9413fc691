"""Addresses of the dashboard, under `/p/<partnership>/data/`."""

from django.urls import path

from lineofsight.sources.dashboard.views import acts, comparing, definitions, figure, measure, publishing, summary

app_name = "dashboard"
urlpatterns = [
    path("", summary.summary, name="summary"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("definitions/add/", definitions.add_measure, name="add-measure"),
    path("neighbours/", comparing.neighbours, name="neighbours"),
    path("measures/<slug:code>/", measure.measure, name="measure"),
    path("measures/<slug:code>/chart.png", measure.picture, name="picture"),
    path("measures/<slug:code>/sentence.txt", measure.sentence, name="sentence"),
    path("measures/<slug:code>/annotate/", acts.annotate, name="annotate"),
    path("measures/<slug:code>/annotate/<int:annotation>/withdraw/", acts.withdraw, name="withdraw"),
    path("measures/<slug:code>/say/", acts.say, name="say"),
    path("measures/<slug:code>/quality/", acts.rate, name="rate"),
    path("measures/<slug:code>/definition/", definitions.change_definition, name="change-definition"),
    path("figures/<int:figure>/", figure.figure, name="figure"),
    path("publish/", publishing.publications, name="publications"),
    path("publish/<str:quarter>/", publishing.publish, name="publish"),
    path("publish/<str:quarter>/correct/", publishing.correct, name="correct"),
]
