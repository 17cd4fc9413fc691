"""Every setting, read once from the environment. docs/settings.md has a heading for each."""

import os
import sys
from datetime import date
from pathlib import Path

from csp.constants import NONE, SELF

from lineofsight.config import database, env
from lineofsight.engine.clocks import LONDON

PACKAGE = Path(__file__).resolve().parent.parent
STATE = Path(env.text("LINEOFSIGHT_STATE", str(Path.cwd() / ".state" / "server")))
DEMO = env.flag("LINEOFSIGHT_DEMO")
DEBUG = False
SECRET_KEY = env.text("LINEOFSIGHT_SECRET_KEY")
ALLOWED_HOSTS = env.words("LINEOFSIGHT_HOSTS", "localhost,127.0.0.1,[::1]")
ADDRESS = env.text("LINEOFSIGHT_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
SECURE = ADDRESS.startswith("https://")
CSRF_TRUSTED_ORIGINS = [ADDRESS] if SECURE else []

# The demo stands still on one day, so that its stories do not age.
_FIXED_TODAY = env.text("LINEOFSIGHT_TODAY", "")
FIXED_TODAY = date.fromisoformat(_FIXED_TODAY) if _FIXED_TODAY else None

INSTALLED_APPS = [
    "lineofsight.foundation.ui",
    "lineofsight.foundation.trail",
    "lineofsight.foundation.accounts",
    "lineofsight.foundation.notices",
    "lineofsight.foundation.partnership",
    "lineofsight.foundation.handbook",
    "lineofsight.foundation.files",
    "lineofsight.cycle.requests",
    "lineofsight.cycle.warnings",
    "lineofsight.cycle.products",
    "lineofsight.cycle.findings",
    "lineofsight.cycle.spreadsheets",
    "lineofsight.sources.dashboard",
    "lineofsight.sources.audits",
    "lineofsight.sources.reviews",
    "lineofsight.sources.scrutiny",
    "lineofsight.sources.voice",
    "lineofsight.governance.updates",
    "lineofsight.governance.challenges",
    "lineofsight.governance.meetings",
    "lineofsight.outputs.assurance",
    "lineofsight.outputs.early_warning",
    "lineofsight.outputs.leadership",
    "lineofsight.outputs.themes",
    "lineofsight.outputs.reports",
    "lineofsight.outputs.api",
    "lineofsight.outputs.pages",
    "lineofsight.config.running",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lineofsight.foundation.accounts.middleware.idle_limit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lineofsight.foundation.accounts.middleware.second_factor",
    "lineofsight.foundation.accounts.middleware.unreachable_provider",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "lineofsight.config.urls"
WSGI_APPLICATION = "lineofsight.config.wsgi.application"
FORM_RENDERER = "lineofsight.foundation.ui.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lineofsight.foundation.partnership.context.shell",
            ],
        },
    },
]

DATABASES = {
    "default": database.from_address(env.text("LINEOFSIGHT_DATABASE", f"sqlite:///{STATE}/lineofsight.sqlite3"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = STATE / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
LARGEST_UPLOAD_MEGABYTES = env.whole("LINEOFSIGHT_LARGEST_UPLOAD_MEGABYTES", 50)
FILE_UPLOAD_HANDLERS = [
    "lineofsight.foundation.files.uploads.LimitedUpload",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = LONDON.key
USE_I18N = False
USE_TZ = True

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "entry:demo" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none" if DEMO else "mandatory"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Line of Sight: "
ACCOUNT_ADAPTER = "lineofsight.foundation.notices.adapters.QueueingAccountAdapter"
_ACCOUNT_FORMS = "lineofsight.foundation.accounts.forms."
ACCOUNT_FORMS = {
    "login": _ACCOUNT_FORMS + "LoginForm",
    "reset_password": _ACCOUNT_FORMS + "ResetPasswordForm",
    "reset_password_from_key": _ACCOUNT_FORMS + "ResetPasswordKeyForm",
    "change_password": _ACCOUNT_FORMS + "ChangePasswordForm",
    "set_password": _ACCOUNT_FORMS + "SetPasswordForm",
    "add_email": _ACCOUNT_FORMS + "AddEmailForm",
    "reauthenticate": _ACCOUNT_FORMS + "ReauthenticateForm",
}
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# How often a wrong password was tried is kept in the database, so that several server processes count together.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}
SOCIALACCOUNT_ADAPTER = "lineofsight.foundation.accounts.adapters.OrganisationAccountAdapter"
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "organisation"
# A provider that has checked the address is trusted for it; the account still has no rights until somebody confirms them.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": database.organisation_accounts()}}
SOCIALACCOUNT_FORMS = {"disconnect": _ACCOUNT_FORMS + "DisconnectForm"}
MFA_ADAPTER = "lineofsight.foundation.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": _ACCOUNT_FORMS + "SecondStepForm",
    "reauthenticate": _ACCOUNT_FORMS + "SecondStepAgainForm",
    "activate_totp": _ACCOUNT_FORMS + "ActivateAppForm",
    "deactivate_totp": _ACCOUNT_FORMS + "DeactivateAppForm",
    "generate_recovery_codes": _ACCOUNT_FORMS + "RecoveryCodesForm",
    "add_webauthn": _ACCOUNT_FORMS + "AddPasskeyForm",
    "edit_webauthn": _ACCOUNT_FORMS + "EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Line of Sight"
SECOND_FACTOR_REQUIRED = env.flag("LINEOFSIGHT_SECOND_FACTOR", default=not DEMO)
IDLE_LIMIT_MINUTES = env.whole("LINEOFSIGHT_IDLE_LIMIT_MINUTES", 60)

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_FAILURE_VIEW = "lineofsight.foundation.ui.views.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("LINEOFSIGHT_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A provider's origin must be named, or the browser blocks the redirect to it after our form is sent.
        "form-action": [SELF, *database.organisation_account_origins()],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

EMAIL_FROM = DEFAULT_FROM_EMAIL = env.text("LINEOFSIGHT_EMAIL_FROM", "Line of Sight <lineofsight@localhost>")
EMAIL_BACKEND = env.text(
    "LINEOFSIGHT_EMAIL_BACKEND",
    "django.core.mail.backends.locmem.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = env.text("LINEOFSIGHT_EMAIL_HOST", "localhost")
EMAIL_PORT = env.whole("LINEOFSIGHT_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("LINEOFSIGHT_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("LINEOFSIGHT_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("LINEOFSIGHT_EMAIL_TLS")
EMAIL_TIMEOUT = 20
# The day's one message to each person goes out from this hour on.
EMAIL_DAILY_FROM_HOUR = env.whole("LINEOFSIGHT_EMAIL_DAILY_FROM_HOUR", 7)

TASKS = {"default": {"BACKEND": env.text("LINEOFSIGHT_TASKS", "django_tasks_db.DatabaseBackend")}}
VIRUS_SCANNER = env.text("LINEOFSIGHT_CLAMD", "")

# Sections of the menu, in order: a section is shown when its room is built and the person may use it.
NAVIGATION = [
    # label, name of the address, capabilities of which one is enough (none: every member)
    ("Home", "pages:home", ()),
    ("Assurance", "assurance:tools", ("see_assurance",)),
    ("Data", "dashboard:summary", ("see_measures", "see_working_figures")),
    ("Reviews", "reviews:list", ("see_products",)),
    ("Section 11", "audits:list", ("make_returns", "approve_returns")),
    ("Risks and warnings", "early_warning:list", ("see_warnings",)),
    ("Plan and actions", "findings:actions", ("see_findings", "update_own_actions")),
    ("Meetings and reports", "meetings:list", ("see_meetings",)),
]
# The pages of a section that has several rooms, under the label of its entry in the menu; shown inside the section.
SECTIONS = {
    "Reviews": [
        ("All reviews", "reviews:list", ("see_products",)),
        (
            "Section 11",
            "audits:list",
            ("make_returns", "approve_returns", "manage_rounds", "moderate", "see_working_figures"),
        ),
        ("Serious incidents", "incidents:list", ("read_incidents",)),
        ("Clocks", "incidents:clocks", ("see_incidents", "read_incidents")),
        ("National reviews", "incidents:nationals", ("see_findings",)),
        ("Single agencies’ reviews", "incidents:agencies", ("log_products", "read_incidents", "see_incidents")),
        ("Independent scrutiny", "scrutiny:issued", ("see_scrutiny", "write_scrutiny")),
        ("Your workspace", "scrutiny:workspace", ("write_scrutiny",)),
    ],
    "Plan and actions": [
        ("Actions", "findings:actions", ("see_findings", "update_own_actions")),
        ("Recommendations", "findings:recommendations", ("see_findings",)),
        ("Findings", "findings:findings", ("see_findings",)),
        ("Impact checks", "findings:checks", ("see_findings",)),
        ("Themes", "themes:list", ("see_findings",)),
        ("What children told us", "voice:list", ("see_findings",)),
        ("Line of sight", "sight:start", ("see_findings", "see_meetings")),
    ],
    "Meetings and reports": [
        ("Meetings", "meetings:list", ("see_meetings",)),
        ("Forward plan", "meetings:forward", ("see_meetings",)),
        ("Decisions", "decisions:log", ("see_meetings",)),
        ("Challenges", "challenges:log", ("challenge",)),
        ("Questions to you", "challenges:yours", ()),
        ("Updates of sub-groups", "updates:list", ("see_meetings", "give_update")),
        ("Escalations", "challenges:escalations", ("challenge", "edit_meetings")),
        ("Attendance", "meetings:attendance", ("see_meetings",)),
        ("Reports", "reports:list", ("see_reports",)),
        ("Groups", "groups:list", ("see_meetings",)),
        ("Your calendar", "meetings:calendar", ("see_meetings",)),
    ],
}
# What one can do from anything that has a subject: label, address, what follows it ("{}" is the subject), who may.
SUBJECT_LINKS = [
    ("Line of sight", "sight:start", "{}/", ()),
    ("Challenge this", "challenges:ask", "?about={}", ("challenge",)),
    (
        "Raise a finding",
        "findings:new-finding",
        "?source={}",
        ("edit_actions", "edit_products", "rate_products", "write_scrutiny", "moderate", "edit_incidents"),
    ),
    ("Add an action", "findings:new-action", "?source={}", ("edit_actions",)),
]
# What one can do from a list: name of its page, label, address and what follows the partnership in it, who may.
LIST_LINKS = {
    "findings:actions": [("Bring in or take out a spreadsheet", "spreadsheets:kind", ("actions",), ("edit_actions",))],
    "findings:recommendations": [
        ("Bring in or take out a spreadsheet", "spreadsheets:kind", ("recommendations",), ("edit_actions",))
    ],
    "findings:findings": [
        ("Bring in or take out a spreadsheet", "spreadsheets:kind", ("findings",), ("edit_actions",))
    ],
    "people:list": [("Bring in or take out a spreadsheet", "spreadsheets:kind", ("people",), ("manage_people",))],
}
SIGHT_ADDRESSES = {"file": "sight:file", "figure": "sight:figure"}
HELP_CONTACT = env.text("LINEOFSIGHT_HELP_CONTACT", "the partnership's Business Team")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": env.text("LINEOFSIGHT_LOG_LEVEL", "WARNING")},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
os.umask(0o077)
