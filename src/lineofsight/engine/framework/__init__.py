"""A scrutiny and assurance framework as data: read from a folder, checked, stored as text, compared.

`load(name_or_path)` gives a `Framework` whose sections are tuples of frozen entries (`framework.tools`,
`framework.roles`, …). `Framework.to_json` and `Framework.from_json` carry a version into and out of a database
unchanged, `content_hash` names it, `diff` tells two versions apart. Docs: `docs/framework-files.md`.
"""

from lineofsight.engine.framework.differences import Difference, diff
from lineofsight.engine.framework.framework import COUNTED, Framework, plain, sections
from lineofsight.engine.framework.loading import from_json, load, shipped
from lineofsight.engine.framework.people import CAPABILITIES, HOMES
from lineofsight.engine.framework.problems import FrameworkError, Problem

__all__ = [
    "CAPABILITIES",
    "COUNTED",
    "HOMES",
    "Difference",
    "Framework",
    "FrameworkError",
    "Problem",
    "diff",
    "from_json",
    "load",
    "plain",
    "sections",
    "shipped",
]
