"""Put a backup into an empty installation: all of it, or nothing."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from lineofsight.config import django_setup, installation
from lineofsight.config.cli import BAD_INPUT, GOOD


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`restore FILE [--dry-run] [--redactions FOLDER] [--json]`."""
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--dry-run", action="store_true", help="do everything, check it, and leave nothing behind")
    parser.add_argument(
        "--redactions", type=Path, metavar="FOLDER", help="the register of redactions, if not in the state folder"
    )
    parser.add_argument("--json", action="store_true", help="print what was restored as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Restore; 2 when the backup does not fit or is damaged. The tables are made first where there are none."""
    installation.use_secret_key(installation.state_folder(), make=True)
    django_setup.ready()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from lineofsight.config.keeping.backup import CannotKeep
    from lineofsight.config.keeping.restore import restore
    from lineofsight.foundation.trail.register import Register

    Path(settings.STATE).mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    try:
        restored = restore(
            arguments.file,
            files=Path(settings.MEDIA_ROOT),
            register=Register(arguments.redactions or Path(settings.STATE) / "redactions"),
            now=timezone.now(),
            dry_run=arguments.dry_run,
        )
    except (CannotKeep, OSError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    _tell(restored, arguments)
    return GOOD


def _tell(restored: object, arguments: argparse.Namespace) -> None:
    manifest, redactions = restored.manifest, restored.redactions  # type: ignore[attr-defined]
    if arguments.json:
        facts = {**asdict(manifest), "rows": manifest.rows, "redactions": redactions, "dry_run": arguments.dry_run}
        print(json.dumps(facts))
        return
    verb = "would be" if arguments.dry_run else "were"
    print(f"{manifest.rows} rows of {len(manifest.tables)} tables and {manifest.files} files {verb} restored.")
    print(f"Content hash {manifest.content_hash}")
    for one, places in redactions.items():
        print(f"Redaction {one} {'would be' if arguments.dry_run else 'was'} done again in {places} places.")
