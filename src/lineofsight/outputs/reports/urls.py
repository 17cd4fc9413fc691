"""Addresses of reports, under `/p/<partnership>/reports/`."""

from django.urls import path

from lineofsight.outputs.reports.views import both, building, files, library, look, publishing, report

app_name = "reports"
urlpatterns = [
    path("", library.reports, name="list"),
    path("new/", library.new, name="new"),
    path("new/<slug:template>/", library.make, name="make"),
    path("together/", both.both, name="together"),
    path("look/", look.look, name="look"),
    path("look/sample.docx", look.sample_file, name="sample"),
    path("look/forget/", look.forget, name="forget-look"),
    path("<uuid:report>/", report.report, name="report"),
    path("<uuid:report>/public/", report.public, name="public"),
    path("<uuid:report>/comment/", report.comment, name="comment"),
    path("<uuid:report>/comments/<uuid:comment>/settle/", report.settle, name="settle"),
    path("<uuid:report>/build/", building.build, name="build"),
    path("<uuid:report>/details/", building.details, name="details"),
    path("<uuid:report>/refresh/", building.refresh, name="refresh"),
    path("<uuid:report>/template/", building.keep, name="keep"),
    path("<uuid:report>/blocks/add/", building.add, name="add"),
    path("<uuid:report>/blocks/<uuid:block>/", building.block, name="block"),
    path("<uuid:report>/blocks/<uuid:block>/move/<slug:way>/", building.move, name="move"),
    path("<uuid:report>/blocks/<uuid:block>/freeze/", building.freeze, name="freeze"),
    path("<uuid:report>/blocks/<uuid:block>/read/", building.read, name="read"),
    path("<uuid:report>/blocks/<uuid:block>/remove/", building.remove, name="remove"),
    path("<uuid:report>/check/", publishing.check, name="check"),
    path("<uuid:report>/product/", publishing.as_product, name="as-product"),
    path("<uuid:report>/reopen/", publishing.reopen, name="reopen"),
    path("<uuid:report>/withdraw/", publishing.withdraw, name="withdraw"),
    path("<uuid:report>/file/", files.ask, name="ask-file"),
    path("<uuid:report>/files/<uuid:file>/", files.file, name="file"),
    path("<uuid:report>/files/<uuid:file>/open/", files.download, name="open-file"),
]
