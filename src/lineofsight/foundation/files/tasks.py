"""Asks the virus checker about files that came in before there was one."""

import logging

from django.conf import settings
from django.urls import reverse

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.files import changes, queries
from lineofsight.foundation.files.models import StoredFile
from lineofsight.foundation.files.scanning import ScannerSilent, scan
from lineofsight.foundation.notices.changes import tell
from lineofsight.foundation.partnership.guards import now, today
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer

MOST_AT_ONCE = 200
log = logging.getLogger(__name__)


def scan_waiting() -> int:
    """Scan files that were not, oldest first; whoever sets the partnership up is told of malware. The number scanned."""
    if not settings.VIRUS_SCANNER:
        return 0
    done = 0
    for stored in queries.waiting_for_scan(most=MOST_AT_ONCE):
        try:
            with stored.content.open("rb") as handle:
                scanned = scan(handle, clamd=settings.VIRUS_SCANNER)
        except ScannerSilent:
            log.warning("The virus checker does not answer; files wait.")
            break
        except FileNotFoundError:
            log.warning("The bytes of file %s are not there.", stored.pk)
            continue
        if changes.note_scan(stored, scanned, by=Doer.system(), now=now()):
            _warn(stored)
        done += 1
    return done


def _warn(stored: StoredFile) -> None:
    people = people_who_may(stored.partnership, "manage_setup", today=today())
    uploader = Person.objects.filter(actor=stored.uploaded_by_id, is_active=True)
    tell(
        [*people, *uploader],
        key=f"malware:{stored.pk}",
        text=f"The virus checker found malware in “{stored.name}”. It cannot be opened any more. Add a clean copy.",
        path=reverse("files:library", args=[stored.partnership.slug]),
        chain=stored.partnership.chain,
        subject=stored.subject,
    )
