"""Who may see which figures: the inner circle sees them as accepted, everybody else as they were published."""

from lineofsight.foundation.partnership.queries import Here


def sees_working_figures(here: Here) -> bool:
    """True for those who work with the figures before they are published, by agency and without hiding."""
    return here.may("see_working_figures")


def may_trace(here: Here, organisation_id: object) -> bool:
    """Whether a person may follow a figure to its file: the inner circle every one, an organisation its own."""
    return sees_working_figures(here) or str(organisation_id) in here.organisation_ids
