"""What can be wrong with the figures given to a chart, each with a sentence that a person can be shown."""


class SpcError(ValueError):
    """Figures or settings that no chart can be drawn from. The message names the place."""
