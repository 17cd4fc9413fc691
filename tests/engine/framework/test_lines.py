"""Lines of keys in a TOML text."""

import pytest

from lineofsight.engine.framework.lines import LineIndex

TEXT = '''# a comment
[meta]
code = "x"
notes = """
key = "not a key"
[[tools]]
"""

[[tools]]
code = "one"
route = [
  "saa",  # first
  "lsp",
]
gates = [
  { step = "a" },
  { step = "b" },
]

[[tools]]
code = "two"
[[tools.parts]]
code = "p"
'''


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("meta",), None, 2),
        (("meta", "code"), None, 3),
        (("meta", "missing"), None, 2),
        (("tools", 0), None, 9),
        (("tools", 0, "route", 1), "lsp", 13),
        (("tools", 0, "gates", 1, "step"), None, 17),
        (("tools", 1, "code"), None, 21),
        (("tools", 1, "parts", 0, "code"), None, 23),
        (("tools", 1, "route"), None, 20),
        (("nowhere",), None, 0),
    ],
)
def test_line_of_path_is_that_of_key_or_nearest_parent(path, value, line):
    assert LineIndex(TEXT).line_of(path, value) == line
