"""What can be said of something that was heard, and when. Pure."""

from datetime import date


def why_not_hear(*, heard: date, today: date) -> str | None:
    """The reason why something cannot be written down as heard on a day, or None."""
    return "Choose a day that is not still to come." if heard > today else None


def why_not_change(*, heard: date, changed: date, told_back: date | None, today: date) -> str | None:
    """The reason why these days cannot be right, or None: heard, then changed, then told back."""
    if changed < heard:
        return "Something can only change after it was heard."
    if changed > today or (told_back is not None and told_back > today):
        return "Choose a day that is not still to come."
    return "Those who said it are told after it changed." if told_back is not None and told_back < changed else None


def where(*, changed: str, told_back: date | None) -> str:
    """Where an item is, in a few words."""
    if told_back is not None:
        return "Changed, and told back"
    return "Changed, not told back yet" if changed else "Nothing changed yet"
