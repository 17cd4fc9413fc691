"""Registers the room, and the checks that it makes."""

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    """Pages of assurance."""

    name = "lineofsight.outputs.assurance"
    label = "assurance"

    def ready(self) -> None:
        """The checks that products and actions have of themselves."""
        from lineofsight.cycle.products.checks import add_check
        from lineofsight.outputs.assurance.queries.adding_up import CHECKS

        for check in CHECKS:
            add_check(check)
