"""Addresses of Section 11 audits, under `/p/<partnership>/reviews/section-11/`, and the survey's public one."""

from django.urls import path

from lineofsight.sources.audits.views import (
    agency,
    answering,
    declaring,
    exchanging,
    grades,
    moderating,
    overview,
    papers,
    rounds,
    standards,
    survey,
)

app_name = "audits"
ASKED = "<uuid:asked>/"
ROUND = "rounds/<uuid:round_key>/"
urlpatterns = [
    path("", agency.start, name="list"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new, name="new-round"),
    path(ROUND, rounds.page, name="round"),
    path(f"{ROUND}remind/", rounds.remind, name="remind"),
    path(f"{ROUND}close/", rounds.close, name="close"),
    path(f"{ROUND}overview/", overview.page, name="overview"),
    path(f"{ROUND}survey/", survey.results, name="survey"),
    path(f"{ROUND}survey/days/", survey.dates, name="survey-dates"),
    path(f"{ROUND}report.<slug:kind>", papers.report, name="report"),
    path("standards/", standards.listing, name="standards"),
    path("standards/upload/", standards.upload, name="upload-standards"),
    path("standards/suggested/<slug:name>/", standards.take_up, name="take-up"),
    path("standards/<int:version>/", standards.one, name="standard-set"),
    path("standards/<int:version>/book.xlsx", standards.book, name="standards-book"),
    path("moderate/", moderating.to_moderate, name="to-moderate"),
    path(ASKED, agency.assessment, name="assessment"),
    path(f"{ASKED}bring-forward/", agency.bring_forward, name="bring-forward"),
    path(f"{ASKED}standard/<slug:standard>/", answering.standard, name="standard"),
    path(f"{ASKED}standard/<slug:standard>/assign/", agency.assign, name="assign"),
    path(f"{ASKED}question/<str:question>/evidence/", answering.evidence, name="evidence"),
    path(f"{ASKED}question/<str:question>/action/", answering.action, name="action"),
    path(f"{ASKED}question/<str:question>/reply/", grades.reply, name="reply"),
    path(f"{ASKED}action/<int:planned>/remove/", answering.remove_action, name="remove-action"),
    path(f"{ASKED}check/", declaring.check, name="check"),
    path(f"{ASKED}declared/", declaring.declared, name="declared"),
    path(f"{ASKED}take-back/", declaring.take_back, name="take-back"),
    path(f"{ASKED}open-again/", declaring.open_again, name="open-again"),
    path(f"{ASKED}grades/", grades.grades, name="grades"),
    path(f"{ASKED}accept/", grades.accept, name="accept"),
    path(f"{ASKED}asked/<int:query>/", grades.answer_query, name="answer-query"),
    path(f"{ASKED}return.<slug:kind>", papers.own_return, name="own-return"),
    path(f"{ASKED}form.docx", papers.blank_form, name="blank-form"),
    path(f"{ASKED}form/", papers.form_back, name="form-back"),
    path(f"{ASKED}core/", exchanging.page, name="core-return"),
    path(f"{ASKED}core/take-out/", exchanging.take_out, name="take-out"),
    path(f"{ASKED}core/bring-in/", exchanging.bring_in, name="bring-in"),
    path(f"{ASKED}core/<uuid:key>/file.json", exchanging.file, name="core-file"),
    path(f"{ASKED}core/<uuid:key>/accept/", exchanging.accept, name="accept-return"),
    path(f"{ASKED}moderate/", moderating.moderate, name="moderate"),
    path(f"{ASKED}moderate/send-queries/", moderating.send_queries, name="send-queries"),
    path(f"{ASKED}moderate/send-grades/", moderating.send_grades, name="send-grades"),
    path(f"{ASKED}moderate/agree/", moderating.agree, name="agree"),
    path(f"{ASKED}moderate/<slug:standard>/", moderating.standard, name="moderate-standard"),
]
# Outside of a partnership's own addresses: practitioners have no account.
survey_patterns = [
    path("<slug:secret>/", survey.reply, name="reply"),
    path("<slug:secret>/thanks/", survey.thanks, name="thanks"),
]
