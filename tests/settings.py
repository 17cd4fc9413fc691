"""Settings of the tests: the product's own, with fixed secrets, and the database that LINEOFSIGHT_TEST_DATABASE names."""

import atexit
import os
import shutil
import tempfile

if "LINEOFSIGHT_STATE" not in os.environ:
    os.environ["LINEOFSIGHT_STATE"] = tempfile.mkdtemp(prefix="lineofsight-tests-")
    atexit.register(shutil.rmtree, os.environ["LINEOFSIGHT_STATE"], ignore_errors=True)
_state = os.environ["LINEOFSIGHT_STATE"]
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

_database = DATABASES["default"]  # noqa: F405
if _database["ENGINE"].endswith("sqlite3"):
    # A file, as in the product: in memory, a reader of another thread is told at once that a table is locked.
    _database["TEST"] = {"NAME": f"{_state}/tests.sqlite3"}
    # The data is thrown away, so nothing need survive a loss of power.
    _commands = _database["OPTIONS"]["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")
    _database["OPTIONS"] = {**_database["OPTIONS"], "init_command": _commands}
