"""What is wrong with a framework folder, said so that the person who wrote the file can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: the file, the line (from 1; 0 when there is none to point at), the key and what to do about it."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file} line {self.line}" if self.line else self.file
        return f"{place}, {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class FrameworkError(Exception):
    """The folder or stored text is not a framework; `problems` lists every fault found, in file and line order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
