"""Addresses of data returns, under /p/<partnership>/data/returns/."""

from django.urls import path

from lineofsight.sources.dashboard.returns.views import agency, making, manage, recipes, review, rounds

app_name = "returns"
REQUEST = "request/<uuid:request_key>/"
ROUND = "rounds/<uuid:round_key>/"
urlpatterns = [
    path("", agency.start, name="start"),
    path(REQUEST, agency.page, name="request"),
    path(f"{REQUEST}template.<slug:kind>", agency.blank_template, name="template"),
    path(f"{REQUEST}upload/", making.upload, name="upload"),
    path(f"{REQUEST}type/", making.typing, name="typing"),
    path(f"{REQUEST}results/", making.results, name="results"),
    path(f"{REQUEST}with-errors.xlsx", making.annotated, name="annotated"),
    path(f"{REQUEST}leave-out/", making.leave_out, name="leave-out"),
    path(f"{REQUEST}check/", making.check, name="check"),
    path(f"{REQUEST}nil/", agency.nil, name="nil"),
    path(f"{REQUEST}more-time/", agency.more_time, name="more-time"),
    path(f"{REQUEST}pass-on/", agency.pass_on, name="pass-on"),
    path(f"{REQUEST}take-back/", agency.take_back, name="take-back"),
    path(f"{REQUEST}question/<int:question>/", agency.answer, name="answer"),
    path(f"{REQUEST}manage/", manage.page, name="manage"),
    path(f"{REQUEST}excuse/", manage.excuse, name="excuse"),
    path(f"{REQUEST}ask-again/", manage.ask_again, name="ask-again"),
    path(f"{REQUEST}measures/", manage.measures, name="measures"),
    path(f"{REQUEST}more-time/<int:extension>/", manage.answer_time, name="answer-time"),
    path("sent/<uuid:source>/", making.sent, name="sent"),
    path("sent/<uuid:source>/file/", review.file, name="file"),
    path("to-check/", review.to_check, name="to-check"),
    path("to-check/<uuid:source>/", review.page, name="review"),
    path("to-check/<uuid:source>/accept/", review.accept, name="accept"),
    path("to-check/<uuid:source>/send-back/", review.send_back, name="send-back"),
    path("to-check/<uuid:source>/ask/", review.ask, name="ask"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new, name="new-round"),
    path(ROUND, rounds.page, name="round"),
    path(f"{ROUND}remind/", rounds.remind, name="remind"),
    path(f"{ROUND}extend/", rounds.extend, name="extend"),
    path(f"{ROUND}extend/<uuid:together_key>/undo/", rounds.undo_extend, name="undo-extend"),
    path(f"{ROUND}close/", rounds.close, name="close"),
    path("recipes/", recipes.recipes, name="recipes"),
    path("recipes/new/", recipes.new, name="new-recipe"),
    path("recipes/from/<uuid:file>/", recipes.columns, name="recipe-columns"),
    path("recipes/<int:recipe>/retire/", recipes.retire, name="retire-recipe"),
]
