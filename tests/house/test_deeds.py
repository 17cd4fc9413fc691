"""Every deed that the code writes into the trail has words on the trail's page."""

import ast
import re
from collections.abc import Iterator

from lineofsight.outputs.pages.deeds import DEEDS
from tests.house.floors import PACKAGE


def deeds_used() -> Iterator[tuple[str, str]]:
    """(file, pattern) of each `deed=` or `look=` in the code; what is put together at run time becomes a wild card."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            values = []
            if isinstance(node, ast.keyword) and node.arg in {"deed", "look"}:
                values = [node.value]
            elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "deed" for t in node.targets):
                values = [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
            for value in values:
                pattern = _pattern(value)
                if pattern:
                    yield str(path.relative_to(PACKAGE)), pattern


def _pattern(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        return re.escape(str(value.value))
    if isinstance(value, ast.JoinedStr):
        return "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in value.values)
    return ""


def test_every_deed_has_words() -> None:
    without = [(file, deed) for file, deed in deeds_used() if not any(re.fullmatch(deed, known) for known in DEEDS)]
    assert without == [], "add them to outputs/pages/deeds.py"


def test_every_deed_is_of_the_form_room_dot_deed() -> None:
    assert [deed for deed in DEEDS if not re.fullmatch(r"[a-z_]+\.[a-z_]+", deed)] == []
