"""The open format of a core return: an organisation's own answers to a core set, as JSON that anybody can read and check.

Described in docs/core-return.md. `content_hash` is of the canonical text without itself, so a changed file is told.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

FORMAT: Final = "lineofsight.core-return"
VERSION: Final = 1
_ANSWER_KEYS = ("question", "grade", "what_shows_it", "difference", "not_applicable_reason")


class NotACoreReturn(ValueError):
    """The text is no core return, or was changed since it was made; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a core return says."""

    organisation: str
    organisation_code: str
    standards_code: str
    standards_edition: str
    standards_hash: str
    made_for: str
    declared_on: str
    answers: tuple[Mapping[str, str], ...]


def written(content: Content) -> str:
    """The canonical text, with its hash."""
    body = _body(content)
    return json.dumps({**body, "content_hash": _hash(body)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _body(content: Content) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "organisation": {"name": content.organisation, "official_code": content.organisation_code},
        "standards": {
            "code": content.standards_code, "edition": content.standards_edition, "content_hash": content.standards_hash,
        },
        "made_for": content.made_for,
        "declared_on": content.declared_on,
        "answers": [{key: one.get(key, "") for key in _ANSWER_KEYS} for one in content.answers],
    }  # fmt: skip


def _hash(body: Mapping[str, Any]) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Content:
    """What the text says. NotACoreReturn names what is missing or was changed."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as fault:
        raise NotACoreReturn(f"It is not JSON: line {fault.lineno}, {fault.msg}.") from fault
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotACoreReturn(f"It is not a core return: “format” must be “{FORMAT}”.")
    if found.get("format_version") != VERSION:
        raise NotACoreReturn(f"It is of format version {found.get('format_version')}; this program reads {VERSION}.")
    claimed = found.pop("content_hash", "")
    if _hash(found) != claimed:
        raise NotACoreReturn("It was changed since it was made: “content_hash” does not fit the rest.")
    return _content(found)


def _content(found: Mapping[str, Any]) -> Content:
    organisation, standards = _table(found, "organisation"), _table(found, "standards")
    return Content(
        organisation=_text(organisation, "organisation.name"),
        organisation_code=str(organisation.get("official_code", "")),
        standards_code=_text(standards, "standards.code"),
        standards_edition=_text(standards, "standards.edition"),
        standards_hash=_text(standards, "standards.content_hash"),
        made_for=str(found.get("made_for", "")),
        declared_on=_text(found, "declared_on"),
        answers=tuple(_answers(found.get("answers"))),
    )


def _table(found: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = found.get(key)
    if not isinstance(value, dict):
        raise NotACoreReturn(f"“{key}” is missing.")
    return value


def _text(found: Mapping[str, Any], place: str) -> str:
    value = found.get(place.rsplit(".", 1)[-1])
    if not isinstance(value, str) or not value:
        raise NotACoreReturn(f"“{place}” is missing.")
    return value


def _answers(found: Any) -> Iterable[Mapping[str, str]]:
    if not isinstance(found, list) or not found:
        raise NotACoreReturn("“answers” is missing or empty.")
    for number, one in enumerate(found, start=1):
        if not isinstance(one, dict) or not all(isinstance(one.get(key, ""), str) for key in _ANSWER_KEYS):
            raise NotACoreReturn(f"“answers[{number}]” must be a table of texts.")
        if not one.get("question") or not one.get("grade"):
            raise NotACoreReturn(f"“answers[{number}]” needs a question and a grade.")
        yield {key: one.get(key, "") for key in _ANSWER_KEYS}
