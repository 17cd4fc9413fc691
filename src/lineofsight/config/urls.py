"""Every address of the product. A house test holds this table against the table of who may."""

from django.urls import include, path

from lineofsight.config.health import health
from lineofsight.foundation.partnership.urls import entry_patterns
from lineofsight.governance.meetings.urls import decision_patterns, group_patterns
from lineofsight.sources.audits.urls import survey_patterns

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("account/", include("lineofsight.foundation.accounts.urls")),
    path("health/", health, name="health"),
    path("messages/", include("lineofsight.foundation.notices.urls")),
    path("", include((entry_patterns, "entry"))),
    path("s/", include((survey_patterns, "survey"))),
    path("p/<slug:partnership>/people/", include("lineofsight.foundation.partnership.urls")),
    path("p/<slug:partnership>/evidence/", include("lineofsight.foundation.files.urls")),
    path("p/<slug:partnership>/handbook/", include("lineofsight.foundation.handbook.urls")),
    path("p/<slug:partnership>/data/", include("lineofsight.sources.dashboard.urls")),
    path("p/<slug:partnership>/data/returns/", include("lineofsight.sources.dashboard.returns.urls")),
    path("p/<slug:partnership>/assurance/", include("lineofsight.outputs.assurance.urls")),
    path("p/<slug:partnership>/assurance/", include("lineofsight.outputs.leadership.urls")),
    path("p/<slug:partnership>/reviews/", include("lineofsight.outputs.assurance.review_urls")),
    path("p/<slug:partnership>/reviews/", include("lineofsight.sources.reviews.urls")),
    path("p/<slug:partnership>/reviews/section-11/", include("lineofsight.sources.audits.urls")),
    path("p/<slug:partnership>/scrutiny/", include("lineofsight.sources.scrutiny.urls")),
    path("p/<slug:partnership>/warnings/", include("lineofsight.outputs.early_warning.urls")),
    path("p/<slug:partnership>/sight/", include("lineofsight.outputs.pages.sight.urls")),
    path("p/<slug:partnership>/voice/", include("lineofsight.sources.voice.urls")),
    path("p/<slug:partnership>/updates/", include("lineofsight.governance.updates.urls")),
    path("p/<slug:partnership>/challenges/", include("lineofsight.governance.challenges.urls")),
    path("p/<slug:partnership>/", include("lineofsight.cycle.findings.urls")),
    path("p/<slug:partnership>/themes/", include("lineofsight.outputs.themes.urls")),
    path("p/<slug:partnership>/reports/", include("lineofsight.outputs.reports.urls")),
    path("p/<slug:partnership>/spreadsheets/", include("lineofsight.cycle.spreadsheets.urls")),
    path("p/<slug:partnership>/meetings/", include("lineofsight.governance.meetings.urls")),
    path("p/<slug:partnership>/decisions/", include((decision_patterns, "decisions"))),
    path("p/<slug:partnership>/groups/", include((group_patterns, "groups"))),
    path("p/<slug:partnership>/tokens/", include("lineofsight.outputs.api.page_urls")),
    path("api/v1/", include("lineofsight.outputs.api.urls")),
    path("", include("lineofsight.outputs.pages.urls")),
]
