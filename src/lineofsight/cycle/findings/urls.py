"""Addresses from finding to impact, under `/p/<partnership>/`."""

from django.urls import path

from lineofsight.cycle.findings.views import findings, impact, judging, recommendations, together, tracker

app_name = "findings"
urlpatterns = [
    path("actions/", tracker.actions, name="actions"),
    path("actions/new/", tracker.new_action, name="new-action"),
    path("actions/bulk/", together.bulk, name="bulk"),
    path("actions/bulk/<uuid:bulk>/", together.bulk_done, name="bulk-done"),
    path("actions/bulk/<uuid:bulk>/undo/", together.undo, name="undo"),
    path("actions/<uuid:action>/", tracker.action, name="action"),
    path("actions/<uuid:action>/update/", tracker.update, name="update"),
    path("actions/<uuid:action>/quick/", tracker.quick, name="quick"),
    path("actions/<uuid:action>/done/", judging.done, name="done"),
    path("actions/<uuid:action>/verify/", judging.verify, name="verify"),
    path("actions/<uuid:action>/send-back/", judging.send_back, name="send-back"),
    path("actions/<uuid:action>/drop/", judging.drop, name="drop"),
    path("findings/", findings.findings, name="findings"),
    path("findings/new/", findings.new_finding, name="new-finding"),
    path("findings/<uuid:finding>/", findings.finding, name="finding"),
    path("findings/<uuid:finding>/edit/", findings.edit_finding, name="edit-finding"),
    path("findings/<uuid:finding>/issue/", findings.issue_finding, name="issue-finding"),
    path("findings/<uuid:finding>/close/", findings.close_finding, name="close-finding"),
    path("findings/<uuid:finding>/open/", findings.open_finding_again, name="open-finding-again"),
    path("findings/<uuid:finding>/share/", findings.share, name="share"),
    path("findings/<uuid:finding>/adopt/", findings.adopt, name="adopt"),
    path("findings/<uuid:finding>/adopt/<int:adoption>/", findings.effect, name="effect"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/new/", recommendations.new_recommendation, name="new-recommendation"),
    path("recommendations/alike/", recommendations.alike, name="alike"),
    path("recommendations/<uuid:recommendation>/", recommendations.recommendation, name="recommendation"),
    path("recommendations/<uuid:recommendation>/answer/", recommendations.answer, name="answer"),
    path("recommendations/<uuid:recommendation>/plan/", recommendations.plan, name="plan"),
    path("recommendations/<uuid:recommendation>/issue/", recommendations.issue_recommendation,
         name="issue-recommendation"),
    path("recommendations/<uuid:recommendation>/source/", recommendations.add_source, name="add-source"),
    path("recommendations/<uuid:recommendation>/merge/", recommendations.merge, name="merge"),
    path("recommendations/<uuid:recommendation>/impact/", impact.plan_impact, name="plan-impact"),
    path("recommendations/<uuid:recommendation>/embed/", impact.embed, name="embed"),
    path("recommendations/<uuid:recommendation>/reopen/", impact.reopen, name="reopen"),
    path("recommendations/<uuid:recommendation>/satisfied/", impact.satisfied, name="satisfied"),
    path("impact/", impact.checks, name="checks"),
    path("impact/<uuid:check>/", impact.check, name="check"),
]  # fmt: skip
