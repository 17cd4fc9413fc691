"""From raw dictionaries to frozen entries: every key known, every type right, and each fault told with its place."""

import types
from collections.abc import Callable
from datetime import date
from typing import Any, Union, get_args, get_origin

from lineofsight.engine.framework.lines import Path
from lineofsight.engine.framework.marks import fields_of, is_required, types_of

Report = Callable[[Path, object, str], None]
"""Told of a fault: the path from the entry, the value at fault (None for the whole), the message."""

_WORDS = {str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false", date: "a date"}


class _Fault(Exception):
    """The entry could not be built; the reason has been reported."""


def build(entry: type, raw: Any, *, report: Report, dates_as_text: bool = False) -> Any:
    """An instance of `entry`, or None when a fault was reported. `dates_as_text`: read YYYY-MM-DD as a date."""
    try:
        return _entry(entry, raw, (), report, dates_as_text)
    except _Fault:
        return None


def _entry(entry: type, raw: Any, path: Path, report: Report, dates_as_text: bool) -> Any:
    if not isinstance(raw, dict):
        report(path, None, "should be a table with keys of its own")
        raise _Fault
    good = _keys_are_known(entry, raw, path, report)
    values = {}
    for name, kind in types_of(entry).items():
        if name not in raw:
            continue
        try:
            values[name] = _value(kind, raw[name], (*path, name), report, dates_as_text)
        except _Fault:
            good = False
    if not good:
        raise _Fault
    return entry(**values)


def _keys_are_known(entry: type, raw: dict[str, Any], path: Path, report: Report) -> bool:
    known = fields_of(entry)
    missing = [name for name, item in known.items() if name not in raw and not _may_be_left_out(entry, name)]
    unknown = [name for name in raw if name not in known]
    for name in missing:
        report((*path, name), None, "is missing")
    for name in unknown:
        report((*path, name), None, f"is not a key of this table; known keys: {', '.join(known)}")
    return not missing and not unknown


def _may_be_left_out(entry: type, name: str) -> bool:
    return not is_required(fields_of(entry)[name])


def _value(kind: Any, raw: Any, path: Path, report: Report, dates_as_text: bool) -> Any:
    if get_origin(kind) in {Union, types.UnionType}:
        inner = next(item for item in get_args(kind) if item is not type(None))
        return None if raw is None else _value(inner, raw, path, report, dates_as_text)
    if get_origin(kind) is tuple:
        return _list(get_args(kind)[0], raw, path, report, dates_as_text)
    if hasattr(kind, "__dataclass_fields__"):
        return _entry(kind, raw, path, report, dates_as_text)
    return _scalar(kind, raw, path, report, dates_as_text)


def _list(kind: Any, raw: Any, path: Path, report: Report, dates_as_text: bool) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        report(path, None, f"should be a list, not {_said(raw)}")
        raise _Fault
    return tuple(_value(kind, item, (*path, at), report, dates_as_text) for at, item in enumerate(raw))


def _scalar(kind: type, raw: Any, path: Path, report: Report, dates_as_text: bool) -> Any:
    if kind is date and dates_as_text and isinstance(raw, str):
        raw = _date(raw)
    if kind is float and type(raw) is int:
        return float(raw)
    # type() and not isinstance: True is an int and a datetime is a date, and both would be wrong here.
    if type(raw) is not kind:
        report(path, raw, f"should be {_WORDS[kind]}, not {_said(raw)}")
        raise _Fault
    return raw


def _date(text: str) -> date | str:
    """The date, or the text as it was when it is none, for the caller to report."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _said(raw: Any) -> str:
    names = {**_WORDS, list: "a list", dict: "a table"}
    return names.get(type(raw), type(raw).__name__)
