"""Differences between versions in words."""

from dataclasses import replace

from lineofsight.foundation.handbook.differing import Change, changes_between, counted
from tests import making


def test_same_version_has_no_changes() -> None:
    framework = making.framework_named("kscmp-2024")
    assert changes_between(framework, framework) == []


def test_changes_are_told_in_the_words_of_the_framework() -> None:
    old = making.framework_named("kscmp-2024")
    audit = replace(old.tools[6], cycle="Yearly", route=("executive", "lsp"))
    tools = (*old.tools[:6], audit, *old.tools[7:14])
    new = replace(old, tools=tools, document=old.document.replace("December 2024", "May 2027", 1))
    changes = changes_between(old, new)
    assert changes == [
        Change("The document’s text", old.name, "changed", "Wording", "December 2024", "May 2027"),
        Change("Tools", "Section 11 Audit", "changed", "Route", "SAA Sub-group, Executive, LSPs", "Executive, LSPs"),
        Change("Tools", "Section 11 Audit", "changed", "Cycle", "Every two years", "Yearly"),
        Change("Tools", "Peer review", "removed", "Removed", "Peer review", ""),
    ]
    assert counted(changes) == [("The document’s text", 1), ("Tools", 3)]


def test_every_difference_of_two_frameworks_has_words() -> None:
    old, new = making.framework_named("kscmp-2024"), making.framework_named("harbour-2025")
    changes = changes_between(old, new)
    assert len(changes) > 100
    assert [one for one in changes if not one.section or not one.what or not one.entry] == []
