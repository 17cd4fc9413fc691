"""Addresses of the handbook, under `/p/<partnership>/handbook/`."""

from django.urls import path

from lineofsight.foundation.handbook.views import adopting, reading, versions

app_name = "handbook"
urlpatterns = [
    path("", reading.overview, name="overview"),
    path("tools/", reading.tools, name="tools"),
    path("tools/<slug:tool>/", reading.tool, name="tool"),
    path("groups/", reading.groups, name="groups"),
    path("indicators/", reading.indicators, name="indicators"),
    path("scales/", reading.scales, name="scales"),
    path("life-cycle/", reading.life_cycle, name="life-cycle"),
    path("clocks/", reading.clocks, name="clocks"),
    path("clocks/<slug:clock>/", reading.clock, name="clock"),
    path("roles/", reading.roles, name="roles"),
    path("roles/<slug:role>/", reading.role, name="role"),
    path("measures/", reading.measures, name="measures"),
    path("records/", reading.records, name="records"),
    path("document/", reading.document, name="document"),
    path("versions/", versions.versions, name="versions"),
    path("versions/compare/", versions.compare, name="compare"),
    path("adopt/", adopting.choose, name="choose"),
    path("adopt/confirm/", adopting.adopt, name="adopt"),
]
