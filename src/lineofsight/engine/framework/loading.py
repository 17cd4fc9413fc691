"""Reads a framework from a folder of TOML files or from its stored text, and refuses anything that is not whole.

A folder holds `document.txt` (the framework's own words) and any number of `.toml` files, in sub-folders too. How the
entries are spread over the files, and in which order they stand, makes no difference: `number` and `code` order them.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Any

from lineofsight.engine.framework.building import build
from lineofsight.engine.framework.checking import faults
from lineofsight.engine.framework.framework import FORMAT, Framework, sections
from lineofsight.engine.framework.lines import LineIndex, Path
from lineofsight.engine.framework.marks import fields_of, is_required, types_of
from lineofsight.engine.framework.problems import FrameworkError, Problem

DOCUMENT = "document.txt"
_STORED = "stored text"


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where an entry stands: its file, the file's lines, and the path of the entry in the file."""

    file: str
    lines: LineIndex
    path: Path

    def problem(self, inside: Path, value: object, message: str) -> Problem:
        """A fault at a path inside the entry, with the line."""
        path = (*self.path, *inside)
        return Problem(self.file, self.lines.line_of(path, value), _key(path), message)


def _key(path: Path) -> str:
    """A path as people write it: `tools[3].route`, counting from 1."""
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if words else ''}{part}"
    return words


def shipped() -> tuple[str, ...]:
    """Names of the frameworks that come with the package."""
    home = files("lineofsight") / "frameworks"
    return tuple(sorted(item.name for item in home.iterdir() if (item / DOCUMENT).is_file()))


def folder_of(name_or_path: str | FilePath) -> FilePath:
    """The folder of a shipped framework by name, else the folder at this path. FrameworkError if there is none."""
    if str(name_or_path) in shipped():
        return FilePath(str(files("lineofsight") / "frameworks" / str(name_or_path)))
    folder = FilePath(name_or_path)
    if folder.is_dir():
        return folder
    message = f"is not a folder, nor a framework that comes with the product ({', '.join(shipped())})"
    raise FrameworkError([Problem(str(name_or_path), 0, "", message)])


def load(name_or_path: str | FilePath) -> Framework:
    """The framework of a shipped name or of a folder. Raises FrameworkError with every fault found."""
    folder = folder_of(name_or_path)
    paths = sorted(folder.rglob("*.toml"))
    document, problems = _read_text(folder / DOCUMENT, DOCUMENT)
    if not paths:
        problems.append(Problem(str(folder), 0, "", "holds no .toml file"))
    entries: list[tuple[str, Any, _Origin]] = []
    for path in paths:
        found, faulty = _read_file(path, str(path.relative_to(folder)))
        entries += found
        problems += faulty
    if problems:
        raise FrameworkError(problems)
    return _assemble(document, entries, dates_as_text=False)


def from_json(text: str) -> Framework:
    """The framework that `Framework.to_json` wrote. Raises FrameworkError where the text is something else."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise FrameworkError([Problem(_STORED, error.lineno, "", f"is not JSON: {error.msg}")]) from error
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        raise FrameworkError([Problem(_STORED, 0, "format", f"should be {FORMAT}")])
    document = content.pop("document", "")
    entries = [(name, raw, _Origin(_STORED, LineIndex(""), path)) for name, raw, path in _split(content)]
    return _assemble(document, entries, dates_as_text=True)


def _read_text(path: FilePath, name: str) -> tuple[str, list[Problem]]:
    try:
        return path.read_text(encoding="utf-8"), []
    except FileNotFoundError:
        return "", [Problem(name, 0, "", "is missing: it holds the framework's own words")]
    except UnicodeDecodeError as error:
        return "", [Problem(name, 0, "", f"is not UTF-8 text (byte {error.start}): save it as UTF-8")]


def _read_file(path: FilePath, name: str) -> tuple[list[tuple[str, Any, _Origin]], list[Problem]]:
    text, problems = _read_text(path, name)
    if problems:
        return [], problems
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [_broken(name, text, str(error))]
    lines = LineIndex(text)
    return [(section, raw, _Origin(name, lines, at)) for section, raw, at in _split(content)], []


def _broken(name: str, text: str, reason: str) -> Problem:
    said, _, place = reason.partition(" (at ")
    digits = place.removeprefix("line ").split(",")[0]
    line = int(digits) if digits.isdigit() else len(text.splitlines())
    return Problem(name, line, "", f"cannot be read as TOML: {said}")


def _split(content: dict[str, Any]) -> Iterator[tuple[str, Any, Path]]:
    """Each entry of a file with its section and its path in the file."""
    for section, raw in content.items():
        if isinstance(raw, list):
            yield from ((section, item, (section, at)) for at, item in enumerate(raw))
        else:
            yield section, raw, (section,)


def _assemble(document: str, entries: list[tuple[str, Any, _Origin]], *, dates_as_text: bool) -> Framework:
    problems: list[Problem] = []
    built: dict[str, list[tuple[Any, _Origin]]] = {}
    for section, raw, origin in entries:
        kind = _entry_type(section, origin)
        if isinstance(kind, Problem):
            problems.append(kind)
            continue
        entry = build(kind, raw, dates_as_text=dates_as_text, report=_reporter(problems, origin))
        built.setdefault(section, []).append((entry, origin))
    problems += _missing_sections(built)
    if problems:
        raise FrameworkError(problems)
    return _checked(document, built)


def _entry_type(section: str, origin: _Origin) -> type | Problem:
    many = len(origin.path) == 2
    if section == "meta" and not many:
        return types_of(Framework)["meta"]  # type: ignore[no-any-return]
    if section in sections() and many:
        return types_of(Framework)[section].__args__[0]  # type: ignore[no-any-return]
    written = f"[[{section}]]" if section in sections() else f"[{section}]"
    known = f"known: [meta], {', '.join(f'[[{name}]]' for name in sections())}"
    wrong = f"should be written as {written}" if section in (*sections(), "meta") else f"is not a section; {known}"
    return origin.problem((), None, wrong)


def _reporter(problems: list[Problem], origin: _Origin) -> Any:
    def report(path: Path, value: object, message: str) -> None:
        problems.append(origin.problem(path, value, message))

    return report


def _missing_sections(built: dict[str, list[Any]]) -> Iterator[Problem]:
    needed = [name for name, item in fields_of(Framework).items() if is_required(item) and name != "document"]
    for name in needed:
        if name not in built:
            yield Problem("the folder", 0, name, "is missing: no file has this section")
    if len(built.get("meta", ())) > 1:
        yield built["meta"][1][1].problem((), None, "is there twice")


def _checked(document: str, built: dict[str, list[tuple[Any, _Origin]]]) -> Framework:
    meta, meta_origin = built["meta"][0]
    ordered = {
        name: sorted(built.get(name, ()), key=lambda pair: (pair[0].number, pair[0].code)) for name in sections()
    }
    values: dict[str, Any] = {name: tuple(entry for entry, _ in pairs) for name, pairs in ordered.items()}
    framework = Framework(document=document, meta=meta, **values)
    problems = []
    for fault in faults(framework):
        origin = meta_origin if fault.position is None else ordered[fault.section][fault.position][1]
        problems.append(origin.problem(fault.path, fault.value, fault.message))
    if problems:
        raise FrameworkError(problems)
    return framework
