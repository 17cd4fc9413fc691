"""Do background tasks and the jobs of the clock, until stopped."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`work [--until-empty]`."""
    parser.add_argument("--until-empty", action="store_true", help="stop when no task is left to do")


def run(arguments: argparse.Namespace) -> int:
    """Work; a task in hand at Ctrl-C is finished first."""
    from lineofsight.config import django_setup

    django_setup.ready()
    from lineofsight.config.running.worker import work

    work(until_empty=arguments.until_empty)
    return 0
