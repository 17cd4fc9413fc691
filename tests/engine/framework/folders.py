"""A shipped framework copied to a folder in which a test may break one thing."""

import shutil
from functools import cache
from pathlib import Path

from lineofsight.engine.framework import Framework, FrameworkError, Problem, load
from lineofsight.engine.framework.loading import folder_of

SHIPPED = ("kscmp-2024", "harbour-2025")


@cache
def loaded(name: str) -> Framework:
    """A shipped framework, read once for all tests."""
    return load(name)


def copy_of(name: str, to: Path) -> Path:
    """A copy of a shipped framework's folder."""
    folder = to / name
    shutil.copytree(folder_of(name), folder)
    return folder


def change(file: Path, old: str, new: str) -> int:
    """Replace the first `old` in the file and give the line on which it stood."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """The faults that stop the folder from loading."""
    try:
        load(folder)
    except FrameworkError as error:
        return error.problems
    return ()
