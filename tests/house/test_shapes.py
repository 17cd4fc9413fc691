"""Sizes and names that keep the house easy to read."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

from tests.house.floors import PACKAGE, ROOT

LONGEST_FILE, LONGEST_VIEW, LONGEST_TEMPLATE, LONGEST_FUNCTION = 400, 30, 150, 60
# In this trade some of these words mean something else; the others say nothing.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "core", "misc", "services",
               "signals", "actions", "policies"}  # fmt: skip


def sources() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]


@cache
def functions(path: Path) -> list[tuple[str, int]]:
    """Each function's name and its lines without the docstring."""
    return list(_functions(path))


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = ast.get_docstring(node, clean=False) is not None
            docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - docstring


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    everything = [*sources(), *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "script").rglob("*.py"))]
    assert {str(path.relative_to(ROOT)): lines(path) for path in everything if lines(path) > LONGEST_FILE} == {}


def test_no_view_is_longer_than_thirty_lines() -> None:
    views = [path for path in sources() if path.name == "views.py" or path.parent.name == "views"]
    long = {f"{path.relative_to(PACKAGE)}: {name}": size
            for path in views for name, size in functions(path) if size > LONGEST_VIEW}  # fmt: skip
    assert long == {}


def test_no_template_is_longer_than_a_hundred_and_fifty_lines() -> None:
    long = {str(path.relative_to(PACKAGE)): lines(path)
            for path in sorted(PACKAGE.rglob("*.html")) if lines(path) > LONGEST_TEMPLATE}  # fmt: skip
    assert long == {}


def test_functions_are_small() -> None:
    sizes = [size for path in sources() for _, size in functions(path)]
    assert median(sizes) <= 10
    assert quantiles(sizes, n=10)[-1] <= 25


def test_no_function_is_a_giant() -> None:
    giants = {f"{path.relative_to(PACKAGE)}: {name}": size
              for path in sources() for name, size in functions(path) if size > LONGEST_FUNCTION}  # fmt: skip
    assert giants == {}


def test_no_module_has_an_empty_name() -> None:
    named = [*sources(), *(path.parent for path in sources())]
    assert sorted({str(path.relative_to(PACKAGE)) for path in named if path.stem in EMPTY_NAMES}) == []


def test_views_reach_rows_through_their_partnership() -> None:
    views = [path for path in sources() if path.name == "views.py" or path.parent.name == "views"]
    bare = {
        str(path.relative_to(PACKAGE)): found
        for path in views
        if (found := re.findall(r"\w+\.objects\.(?!for_partnership|visible_to)\w+", path.read_text(encoding="utf-8")))
    }
    assert bare == {}


def test_no_script_or_style_stands_in_a_template() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "<script>" in text or " style=" in text or " onclick=" in text or " onchange=" in text:
            wrong.append(str(path.relative_to(PACKAGE)))
    assert wrong == []


def test_engine_needs_no_django() -> None:
    import subprocess
    import sys

    rooms = sorted(path.parent.name for path in (PACKAGE / "engine").glob("*/__init__.py"))
    words = "import importlib, sys\n"
    words += "".join(f"importlib.import_module('lineofsight.engine.{room}')\n" for room in rooms)
    words += "sys.exit(any(name.split('.')[0] in {'django', 'ninja'} for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0


def test_every_folder_of_tests_is_run() -> None:
    stages = (ROOT / "script" / "stages.py").read_text(encoding="utf-8")
    folders = sorted({path.relative_to(ROOT).parts[1] for path in (ROOT / "tests").rglob("test_*.py")})
    assert [folder for folder in folders if f'"tests/{folder}"' not in stages] == []
