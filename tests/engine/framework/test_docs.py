"""The docs name every section, every key and every capability that a framework file may use."""

from dataclasses import fields
from pathlib import Path

from lineofsight.engine.framework import CAPABILITIES, Framework, sections
from lineofsight.engine.framework.marks import types_of

PAGE = (Path(__file__).parents[3] / "docs" / "framework-files.md").read_text(encoding="utf-8")


def test_docs_have_a_heading_for_each_section_in_order():
    headings = [line.removeprefix("### ") for line in PAGE.splitlines() if line.startswith("### ")]
    assert headings == ["meta", *sections()]


def test_docs_name_each_key_of_each_section():
    parts = dict(part.split("\n", 1) for part in PAGE.split("\n### ")[1:])
    general = PAGE.split("\n### ")[0]
    entries = {section: types_of(Framework)[section].__args__[0] for section in sections()}
    missing = [
        (section, item.name)
        for section, entry in {"meta": types_of(Framework)["meta"], **entries}.items()
        for item in fields(entry)
        if f"`{item.name}`" not in parts[section] + general
    ]
    assert missing == []


def test_docs_explain_each_capability():
    missing = [capability for capability in CAPABILITIES if f"| `{capability}` |" not in PAGE]
    assert missing == []
