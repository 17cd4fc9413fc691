"""How-tos by role: one Markdown file a role beside this one. Its first line is the title, its second says for whom."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString

from lineofsight.outputs.pages.markdown import rendered

ORDER = ("agencies", "business-team", "scrutiny-group", "executive", "sub-groups", "scrutineer", "guests", "set-up")


@dataclass(frozen=True, slots=True)
class Guide:
    """One role's how-tos."""

    code: str
    title: str
    for_whom: str
    body: SafeString


@cache
def guides() -> tuple[Guide, ...]:
    """Every guide, in the order of the list."""
    return tuple(_read(code) for code in ORDER)


def _read(code: str) -> Guide:
    text = (Path(__file__).parent / f"{code}.md").read_text(encoding="utf-8")
    title, for_whom, body = text.split("\n", 2)
    return Guide(code, title.removeprefix("# "), for_whom, rendered(body))
