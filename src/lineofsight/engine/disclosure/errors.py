"""What stops disclosure control, with the reason a person can be shown."""


class DisclosureError(ValueError):
    """Figures or a rule that cannot be used: nothing is shown rather than too much."""
