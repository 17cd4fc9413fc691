"""Settings of the tests: the product's own, with fixed secrets, and the database that LINEOFSIGHT_TEST_DATABASE names."""

import os
import tempfile

_state = os.environ.setdefault("LINEOFSIGHT_STATE", tempfile.mkdtemp(prefix="lineofsight-tests-"))
os.environ.setdefault("LINEOFSIGHT_SECRET_KEY", "only-for-tests")
os.environ.setdefault(
    "LINEOFSIGHT_DATABASE", os.environ.get("LINEOFSIGHT_TEST_DATABASE", f"sqlite:///{_state}/lineofsight.sqlite3")
)
os.environ.setdefault("LINEOFSIGHT_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
os.environ.setdefault("LINEOFSIGHT_TASKS", "django_tasks.backends.immediate.ImmediateBackend")
# Its own tests turn it on; everywhere else a test signs somebody in without a second step.
os.environ.setdefault("LINEOFSIGHT_SECOND_FACTOR", "off")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from lineofsight.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
