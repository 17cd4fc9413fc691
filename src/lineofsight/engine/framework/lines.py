"""Where in a TOML file a key stands: the standard reader gives values without line numbers."""

import re

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-\s]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_ITEM = re.compile(r"^\s*\{")
_FENCES = ('"""', "'''")


class LineIndex:
    """Line numbers (from 1) of the headers, keys and one-line inline tables of a TOML text, by path.

    A path is such as ("tools", 2, "route") for the key `route` of the third `[[tools]]`.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._found: dict[Path, int] = {}
        self._seen: dict[Path, int] = {}
        self._scan()

    def line_of(self, path: Path, value: object = None) -> int:
        """The line of the path, else of its nearest parent; 0 when nothing of it is found. With a text `value`, the
        line after that on which the value stands, as in a list written over several lines."""
        known = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in self._found), None)
        if known is None:
            return 0
        start = self._found[known]
        return self._line_with(value, start) if isinstance(value, str) else start

    def _line_with(self, value: str, start: int) -> int:
        for number in range(start, len(self._lines) + 1):
            line = self._lines[number - 1]
            if number > start and (_KEY.match(line) or _HEADER.match(line)):
                break
            if f'"{value}"' in line or f"'{value}'" in line:
                return number
        return start

    def _scan(self) -> None:
        table: Path = ()
        key: Path = ()
        fence = ""
        for number, line in enumerate(self._lines, start=1):
            inside, fence = bool(fence), _fence_after(line, fence)
            if inside:
                continue
            if header := _HEADER.match(line):
                table = key = self._open_table(header[2], many=header[1] == "[[")
                self._found.setdefault(table, number)
            elif found := _KEY.match(line):
                key = (*table, found[1])
                self._found.setdefault(key, number)
            elif _ITEM.match(line):
                self._found.setdefault(self._next_item(key), number)

    def _open_table(self, name: str, *, many: bool) -> Path:
        *parents, last = (part.strip() for part in name.split("."))
        path: Path = ()
        for part in parents:
            path = (*path, part)
            path = (*path, self._seen[path] - 1) if path in self._seen else path
        path = (*path, last)
        return self._next_item(path) if many else path

    def _next_item(self, path: Path) -> Path:
        self._seen[path] = self._seen.get(path, 0) + 1
        return (*path, self._seen[path] - 1)


def _fence_after(line: str, fence: str) -> str:
    """The fence of a text over several lines that is still open at the end of this line."""
    if fence:
        return "" if fence in line else fence
    return next((mark for mark in _FENCES if line.count(mark) % 2), "")
