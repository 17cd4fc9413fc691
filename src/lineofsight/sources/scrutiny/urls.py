"""Addresses of independent scrutiny, under `/p/<partnership>/scrutiny/`."""

from django.urls import path

from lineofsight.sources.scrutiny.views import asking, papers, planning, viewing, workspace

app_name = "scrutiny"
urlpatterns = [
    path("", workspace.issued, name="issued"),
    path("workspace/", workspace.workspace, name="workspace"),
    path("workspace/days/", planning.days, name="days"),
    path("workspace/plan/", planning.new, name="plan"),
    path("plan/<uuid:activity>/", planning.activity, name="activity"),
    path("plan/<uuid:activity>/change/", planning.change, name="change"),
    path("asked/new/", asking.ask, name="ask"),
    path("asked/<uuid:asked>/", asking.asked, name="asked"),
    path("asked/<uuid:asked>/give/", asking.give, name="give"),
    path("papers/new/", papers.new, name="new-paper"),
    path("papers/<uuid:paper>/", papers.paper, name="paper"),
    path("papers/<uuid:paper>/edit/", papers.edit, name="edit-paper"),
    path("papers/<uuid:paper>/issue/", papers.issue, name="issue-paper"),
    path("views/<uuid:view>/", viewing.view, name="view"),
    path("views/<uuid:view>/issue/", viewing.issue, name="issue-view"),
    path("views/<uuid:view>/answer/", viewing.answer, name="answer-view"),
    path("views/write/overall/", viewing.write_overall, name="write-overall"),
    path("views/write/<slug:indicator>/<slug:question>/", viewing.write, name="write-view"),
]
