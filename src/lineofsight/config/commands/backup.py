"""Write the whole installation, database and files, into one archive."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from lineofsight.config import django_setup
from lineofsight.config.cli import BAD_INPUT, GOOD


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`backup FILE [--json]`."""
    parser.add_argument("file", type=Path, help="where to write it; there must be no such file yet")
    parser.add_argument("--json", action="store_true", help="print what it holds as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Write the backup; 2 when it cannot be written."""
    django_setup.ready()
    from django.conf import settings
    from django.utils import timezone

    from lineofsight.config.keeping.backup import CannotKeep, make

    try:
        manifest = make(arguments.file, files=Path(settings.MEDIA_ROOT), now=timezone.now())
    except (CannotKeep, OSError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    if arguments.json:
        print(json.dumps({**asdict(manifest), "rows": manifest.rows}))
        return GOOD
    print(f"{manifest.rows} rows of {len(manifest.tables)} tables and {manifest.files} files are in {arguments.file}.")
    print(f"Content hash {manifest.content_hash}")
    return GOOD
