"""What blocks read from the record, a module for each part of the house."""

from lineofsight.outputs.reports.reading import acting, figures, governing, judging, saying, warned


def register_all() -> None:
    """Add every kind that is built here, in the order in which the builder offers them."""
    for module in (saying, warned, figures, judging, acting, governing):
        module.register()
