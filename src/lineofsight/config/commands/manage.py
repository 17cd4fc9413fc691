"""Django's own commands (migrate, makemigrations, shell, collectstatic …)."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after `manage` goes to Django."""
    parser.add_argument("words", nargs=argparse.REMAINDER)


def run(arguments: argparse.Namespace) -> int:
    """Run one of Django's commands."""
    from lineofsight.config.django_setup import ready

    ready()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["lineofsight manage", *arguments.words])
    return 0
