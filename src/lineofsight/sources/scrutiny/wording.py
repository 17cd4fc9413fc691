"""A view in words, by the framework under which it was written."""

from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.sources.scrutiny.models import ScrutineerView

OVERALL_WORDS = "Overall effectiveness of the arrangements"


def grade_name(view: ScrutineerView) -> str:
    """The grade in the words of its own framework."""
    framework = framework_of(view.framework)
    names = {one.code: one.name for one in framework.get("scales", framework.meta.extent_scale).grades}
    return names.get(view.grade, view.grade)


def about(view: ScrutineerView) -> str:
    """What the view is of."""
    known = next((one for one in framework_of(view.framework).indicators if one.code == view.indicator), None)
    if known is None:
        return OVERALL_WORDS
    more = next((one.name.lower() for one in known.ratings if one.code == view.question), "")
    return f"{known.short_name}: {more}" if len(known.ratings) > 1 else known.short_name
