"""Addresses of what leaders see, under `/p/<partnership>/assurance/`."""

from django.urls import path

from lineofsight.outputs.leadership.views import briefing, indicators, judging, mapping

app_name = "leadership"
ONE = "indicators/<slug:indicator>/"
urlpatterns = [
    path("briefing/", briefing.read, name="briefing"),
    path("briefing/briefing.pdf", briefing.pdf, name="briefing-pdf"),
    path("briefing/ask/", briefing.ask, name="ask"),
    path("map/", mapping.assurance_map, name="map"),
    path("map/<slug:section>/<slug:code>/", mapping.row, name="row"),
    path("indicators/", indicators.indicators, name="indicators"),
    path(ONE, indicators.indicator, name="indicator"),
    path(f"{ONE}evidence/<slug:query>/", indicators.evidence, name="evidence"),
    path(f"{ONE}evidence/<slug:query>/write/", judging.write_figure, name="write-figure"),
    path(f"{ONE}propose/<slug:question>/", judging.propose, name="propose"),
    path(f"{ONE}agree/<slug:question>/", judging.agree, name="agree"),
]
