"""What goes wrong on this floor: one error that names the place."""


class WatchError(ValueError):
    """The figures or the options cannot be used; the message names the series and the period."""
