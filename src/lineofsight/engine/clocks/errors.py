"""What can go wrong with a date, each with a sentence that a person can be shown."""


class ClockError(ValueError):
    """A date or a length that a clock cannot use."""


class NotADate(ClockError, TypeError):
    """Something other than a plain date, or a length that is not a whole number."""


class BeyondTheTable(ClockError):
    """The answer lies outside the years whose bank holidays are known."""
