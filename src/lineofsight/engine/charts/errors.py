"""What makes a chart impossible to draw, with the reason a person can be shown."""


class ChartError(ValueError):
    """The parts of a chart do not fit together, or cannot be drawn here."""
