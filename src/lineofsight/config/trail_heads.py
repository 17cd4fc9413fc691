"""The head of each chain of the trail, kept outside the database: a file a day, and an e-mail to the administrators.

Whoever deletes the newest rows in the database can make the chain look whole; a head that was written down elsewhere shows it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.changes import queue_email
from lineofsight.foundation.partnership.guards import today
from lineofsight.foundation.trail import queries
from lineofsight.foundation.trail.queries import Head


def folder() -> Path:
    """Where the heads lie."""
    return Path(settings.STATE) / "heads"


def write_and_send() -> Path:
    """Write today's heads, once more if they were written today, and e-mail them to each administrator once a day."""
    heads = queries.heads()
    file = folder() / f"{today().isoformat()}.txt"
    is_first = not file.exists()
    write(heads, file)
    if is_first:
        send(heads, day=today())
    return file


def write(heads: Iterable[Head], file: Path) -> None:
    """Put the heads into the file, whole or not at all."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text("".join(f"{head}\n" for head in heads), encoding="utf-8")
    draft.replace(file)


@transaction.atomic
def send(heads: Iterable[Head], *, day: date) -> int:
    """Put one message for each administrator in the queue; the number of them."""
    lines = "\n".join(str(head) for head in heads)
    body = (
        f"These are the newest entries of each chain of the trail on {day:%-d %B %Y}: the chain, the number, the hash.\n\n"
        f"{lines}\n\nKeep this message. “lineofsight trail verify --head HASH” says whether the entry is still there.\n"
    )
    administrators = Person.objects.filter(is_administrator=True, is_active=True)
    for person in administrators:
        title = f"The trail on {day:%-d %B %Y}"
        queue_email(to=person.email, kind="trail", title=title, body=body, person=person)
    return len(administrators)


def written() -> Iterator[tuple[str, Head]]:
    """Every head that was written down, with the name of its file, oldest first."""
    for file in sorted(folder().glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            chain, number, hash_ = line.rsplit(" ", 2)
            yield file.name, Head(chain, int(number), hash_)
