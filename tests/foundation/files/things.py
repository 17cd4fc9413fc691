"""Files and things that the tests of this room begin with."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.foundation.files import changes
from lineofsight.foundation.files.changes import Facts
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import subject_for
from lineofsight.foundation.trail.models import Subject
from tests import making

NOW = datetime(2026, 10, 21, 9, tzinfo=UTC)
TODAY = date(2026, 10, 21)
BY = making.SYSTEM
PDF = b"%PDF-1.7\nA paper"
# The test file that every virus checker knows (eicar.org); in two halves, so that none finds it here.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def a_thing(partnership: Partnership, key: str = "1", **facts: Any) -> Subject:
    """Something that evidence can be about."""
    base = {"room": "products", "kind": "product", "title": f"Audit {key}", "may_read": "see_products"}
    return subject_for(partnership.chain, key=key, **(base | facts))  # type: ignore[arg-type]


def upload(name: str = "audit.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="text/html")


def packed(*names: str) -> bytes:
    """A packed file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def a_file(partnership: Partnership, subject: Subject, *, facts: Facts | None = None, **more: Any) -> Evidence:
    """A file as evidence of the thing."""
    given = {"upload": upload(), "by": BY, "now": NOW} | more
    return changes.attach_file(partnership, subject, facts=facts or Facts(), **given)  # type: ignore[arg-type]


def a_link(partnership: Partnership, subject: Subject, **facts: Any) -> Evidence:
    """A link as evidence of the thing."""
    url = facts.pop("url", "https://example.org/report")
    said = Facts(**({"title": "The report"} | facts))
    return changes.attach_link(partnership, subject, url=url, facts=said, by=BY, now=NOW)
