"""Which tables a backup holds, and how a row becomes a line that is the same on every database."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

LEFT_OUT = {"contenttypes", "sessions", "auth", "admin", "running"}
"""Apps that are made anew by the migrations, or that say what runs on this machine now."""
READ_AT_A_TIME, WRITTEN_AT_A_TIME = 5_000, 500


def tables() -> list[type[models.Model]]:
    """Every table of the backup, by its label; the tables between many and many too."""
    found = [model for model in apps.get_models(include_auto_created=True) if _counts(model)]
    return sorted(found, key=lambda model: model._meta.label_lower)


def _counts(model: type[models.Model]) -> bool:
    meta = model._meta
    return meta.managed and not meta.proxy and meta.app_label not in LEFT_OUT


def columns(model: type[models.Model]) -> list[Any]:
    """The fields that the database stores of themselves."""
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def lines(model: type[models.Model]) -> Iterator[str]:
    """Each row as a line, in the order of its key."""
    names = [field.attname for field in columns(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=READ_AT_A_TIME):
        yield json.dumps(dict(zip(names, map(_portable, row), strict=True)), sort_keys=True, separators=(",", ":"))


def _portable(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value // timedelta(microseconds=1)
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
    return value


class Sum:
    """A hash of lines that is the same in whichever order they come."""

    def __init__(self) -> None:
        self.total, self.count = 0, 0

    def add(self, line: str) -> None:
        """Count one line in."""
        self.total = (self.total + int.from_bytes(hashlib.sha256(line.encode("utf-8")).digest(), "big")) % 2**256
        self.count += 1

    def __str__(self) -> str:
        return f"{self.total:064x}"


def write(model: type[models.Model], rows: Iterable[str]) -> Sum:
    """Put lines back into their table, exactly as they were; their sum."""
    fields, total, batch = columns(model), Sum(), []
    for line in rows:
        total.add(line)
        values = json.loads(line)
        batch.append([_stored(field, values[field.attname]) for field in fields])
        if len(batch) == WRITTEN_AT_A_TIME:
            _insert(model, fields, batch)
            batch = []
    _insert(model, fields, batch)
    return total


def _stored(field: Any, value: Any) -> Any:
    if value is not None and isinstance(field, models.DurationField):
        value = timedelta(microseconds=value)
    elif value is not None and isinstance(field, models.BinaryField):
        value = base64.b64decode(value)
    elif not isinstance(field, models.JSONField):
        value = field.to_python(value) if not field.is_relation else field.target_field.to_python(value)
    # Not `pre_save`, which would put today's moment into fields that note when a row was made.
    return field.get_db_prep_save(value, connection)


def _insert(model: type[models.Model], fields: list[Any], batch: list[list[Any]]) -> None:
    if not batch:
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        # The names come from our own tables, never from the backup.
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", batch)  # noqa: S608


def empty(models_: Iterable[type[models.Model]]) -> None:
    """Take every row out of the tables, also those that a migration put there."""
    with connection.cursor() as cursor:
        for model in models_:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def migrations() -> list[str]:
    """The migrations that shaped the tables, as "app name"."""
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app} {name}" for app, name in applied if app not in LEFT_OUT)
