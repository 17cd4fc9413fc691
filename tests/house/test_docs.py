"""The papers keep up with the product: settings, commands, links between pages."""

import re
from pathlib import Path

from lineofsight.config.cli import command_names
from lineofsight.engine import framework as frameworks
from lineofsight.engine.framework import drawing
from tests.house.floors import PACKAGE, ROOT

DOCS = ROOT / "docs"


def headings(name: str) -> set[str]:
    return set(re.findall(r"^## (.+)$", (DOCS / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_has_a_heading() -> None:
    sources = " ".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "config").glob("*.py"))
    settings = set(re.findall(r"env\.\w+\(\s*\"(LINEOFSIGHT_\w+)\"", sources))
    assert len(settings) > 20
    assert settings == headings("settings.md")


def test_every_command_has_a_heading() -> None:
    assert {f"lineofsight {name}" for name in command_names()} == headings("command-line.md")


def test_no_link_between_papers_is_dead() -> None:
    papers = [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
    dead = [
        f"{paper.relative_to(ROOT)}: {link}"
        for paper in papers
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", paper.read_text(encoding="utf-8"))
        if not (paper.parent / link).exists()
    ]
    assert dead == []


def test_nothing_tells_of_the_machine_it_was_written_on() -> None:
    kept = [p for p in ROOT.rglob("*") if p.suffix in {".py", ".md", ".toml", ".html", ".txt", ".yml"} and _is_ours(p)]
    wrong = [
        str(p.relative_to(ROOT)) for p in kept if re.search(r"/(work|root|home/\w+)/", p.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_page_of_states_is_drawn_from_the_framework() -> None:
    """When it is out of date: `lineofsight framework draw kscmp-2024 > docs/states.md`, and the picture with `--svg`."""
    framework = frameworks.load("kscmp-2024")
    page, picture = (DOCS / "states.md").read_text(encoding="utf-8"), DOCS / "pictures" / "states.svg"
    assert page == drawing.states_page(framework, picture="pictures/states.svg")
    assert picture.read_text(encoding="utf-8") == drawing.states_picture(framework)


def _is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return (
        path.is_file()
        and path != Path(__file__)
        and not any(part.startswith(".") or part == "node_modules" for part in parts)
    )
