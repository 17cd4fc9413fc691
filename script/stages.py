"""Runs every check, two side by side: a line for each stage with its time, and the whole at the end."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from throwaway_postgresql import NoPostgresql, postgresql

ROOT = Path(__file__).resolve().parent.parent
BYTECODE = ROOT / ".state" / "bytecode"
PROGRAMS = ROOT / ".venv" / "bin"
EVERYDAY, BROWSER, LONG = "not browser and not journey and not long", "(browser or journey) and not long", "long"
KEPT = {"LINEOFSIGHT_GOLDEN", "LINEOFSIGHT_REAL_DATA", "LINEOFSIGHT_REQUIRE_DATA"}
CLOSING_LINES, LANES = 3, 2
ROOMS = (
    ("tests/foundation", "tests/cycle", "tests/operations", "tests/config"),
    ("tests/sources", "tests/governance", "tests/outputs", "tests/journeys"),
)
"""Two halves of the rooms' tests, about as long as each other; no folder of tests is in neither (tests/house/test_shapes.py)."""


@dataclass(frozen=True)
class Stage:
    """One check. `words` run in the project's folder; the end of what tests say is shown, the rest only when they fail."""

    name: str
    words: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=dict)
    is_tests: bool = False
    on_postgresql: bool = False


@dataclass(frozen=True)
class Result:
    """How one stage went."""

    name: str
    good: bool
    seconds: float


def checks() -> list[Stage]:
    """What reads the code without running the product."""
    django = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    frameworks = sorted(path.parent.name for path in (ROOT / "src/lineofsight/frameworks").glob("*/framework.toml"))
    return [
        Stage("Style", ("ruff", "check", "src", "tests", "script")),
        Stage("Format", ("ruff", "format", "--check", "src", "tests", "script")),
        Stage("Templates", ("djlint", "--lint", "--quiet", "src/lineofsight")),
        Stage("Types", ("mypy",), {"LINEOFSIGHT_SECRET_KEY": "only-for-checks"}),
        Stage("Arrows", ("lint-imports", "--no-cache")),
        Stage("Settings", ("python", "-m", "django", "check", "--fail-level", "WARNING"), django),
        Stage("Migrations", ("python", "-m", "django", "makemigrations", "--check", "--dry-run"), django),
        *(Stage(f"Framework {name}", ("lineofsight", "framework", "check", name)) for name in frameworks),
    ]


def stages(*, quick: bool, long: bool) -> list[Stage]:
    """Every stage, the longest first, so that both lanes end at about the same time.

    The engine has no database, so it is tested once. On PostgreSQL run the tests that ask a database (tests/conftest.py),
    and each page is opened by one person who may: who else may is a matter of the code, which is the same there.
    """
    every = {"LINEOFSIGHT_EVERY_ROLE": "on"} if long else {}
    low, high = ROOMS
    tests = [
        _tests("Tests on SQLite, rooms above", EVERYDAY, *high),
        _tests("Tests of the house", EVERYDAY, "tests/house", settings=every),
        _tests("Tests on SQLite, rooms below", EVERYDAY, *low),
        _tests("Tests of the engine", EVERYDAY, "tests/engine"),
    ]
    if not quick:
        houses = ("tests/house/test_who_may.py", "tests/house/test_query_counts.py")
        tests = [
            _tests("Tests on PostgreSQL, rooms above", EVERYDAY, *high, on_postgresql=True),
            _tests("Pages in Chromium", BROWSER, "tests/house"),
            _tests("Journeys in Chromium", BROWSER, "tests", "--ignore=tests/house"),
            _tests("Tests on PostgreSQL, rooms below", EVERYDAY, *low, *houses, on_postgresql=True),
            *tests,
        ]
    if long:
        tests = [_tests("Long tests", LONG, "tests", settings=every), *tests]
    return [*tests, *checks()]


def _tests(
    name: str, marks: str, *where: str, settings: dict[str, str] | None = None, on_postgresql: bool = False
) -> Stage:
    words = ("python", "-m", "pytest", "-m", marks, "-p", "no:cacheprovider", *where)
    return Stage(name, words, settings or {}, is_tests=True, on_postgresql=on_postgresql)


class Runner:
    """Runs two lanes at once and says how each stage went, one whole piece at a time."""

    def __init__(self, count: int) -> None:
        self.count, self.results = count, list[Result]()
        self.speaking, self.children = threading.Lock(), list["subprocess.Popen[str]"]()
        self.taking, self.stopped = threading.Lock(), threading.Event()

    def run(self, stages: list[Stage]) -> None:
        """All stages to their end, also after one has failed: each lane takes the next that nobody has begun."""
        waiting = iter(stages)
        threads = [threading.Thread(target=self._lane, args=(waiting,), daemon=True) for _ in range(LANES)]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(timeout=0.3)

    def _lane(self, waiting: Iterator[Stage]) -> None:
        while not self.stopped.is_set():
            with self.taking:
                stage = next(waiting, None)
            if stage is None:
                return
            self._stage(stage)

    def _stage(self, stage: Stage) -> None:
        if stage.is_tests:
            self._say(f"{stage.name} …")
        began = time.monotonic()
        code, said = self._on_its_database(stage)
        self.results.append(Result(stage.name, code == 0, time.monotonic() - began))
        shown = (
            said.strip() if code else "\n".join(said.strip().splitlines()[-CLOSING_LINES:]) if stage.is_tests else ""
        )
        line = f"[{len(self.results):>2}/{self.count}] {stage.name}: {'FAILED' if code else 'good'}"
        self._say("\n".join(filter(None, [shown, f"{line}, {self.results[-1].seconds:.1f} s"])))

    def _say(self, text: str) -> None:
        with self.speaking:
            print(text, flush=True)

    def _on_its_database(self, stage: Stage) -> tuple[int, str]:
        if not stage.on_postgresql:
            return self._call(stage, {})
        try:
            with postgresql() as address:
                return self._call(stage, {"LINEOFSIGHT_TEST_DATABASE": address})
        except NoPostgresql as why:
            return 1, str(why)

    def _call(self, stage: Stage, more: dict[str, str]) -> tuple[int, str]:
        environment = {name: value for name, value in os.environ.items() if _may_pass(name)}
        # Each stage is a program of its own: compiled once for all of them, wherever the machine keeps compiled code.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(BYTECODE)
        environment |= {**stage.settings, **more, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', '')}"}
        child = subprocess.Popen(
            [str(PROGRAMS / stage.words[0]), *stage.words[1:]],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.children.append(child)
        said = child.communicate()[0]
        return child.returncode, said

    def stop(self) -> None:
        """Ask what runs to stop, and wait until the throw-away database is gone too."""
        self.stopped.set()
        for child in self.children:
            if child.poll() is None:
                child.terminate()
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join(timeout=30)


def _may_pass(name: str) -> bool:
    """False for settings of an installation that may run in the same shell."""
    return not name.startswith("LINEOFSIGHT_") or name in KEPT


def summary(results: list[Result], *, took: float) -> int:
    """Print each stage's time; 0 when all were good."""
    print("\nStage                            Seconds")
    for result in results:
        print(f"{result.name:<32} {result.seconds:>7.1f}{'' if result.good else '  FAILED'}")
    print(f"{'All, two side by side':<32} {took:>7.1f}")
    failed = [result.name for result in results if not result.good]
    print(f"Failed: {', '.join(failed)}." if failed else "Everything is good.")
    return 1 if failed else 0


def main() -> int:
    """`script/test [--quick | --long] [--only NAME]`."""
    parser = argparse.ArgumentParser(prog="script/test", description="Run every check of the project.")
    parser.add_argument("--quick", action="store_true", help="only what needs neither browser nor PostgreSQL")
    parser.add_argument("--long", action="store_true", help="also statistics bars, large data, kills and fuzzing")
    parser.add_argument("--only", metavar="NAME", help="only stages whose name begins so, such as “Tests on Post”")
    parser.add_argument("--set-up-took", type=float, default=0.0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    chosen = [
        stage
        for stage in stages(quick=asked.quick, long=asked.long)
        if not asked.only or stage.name.lower().startswith(asked.only.lower())
    ]
    runner, began = Runner(len(chosen)), time.monotonic()
    signal.signal(signal.SIGTERM, _stopped)
    try:
        runner.run(chosen)
    except KeyboardInterrupt:
        runner.stop()
        print("\nStopped. Run it again when you like; nothing was left behind.")
        return 130
    set_up = Result("Set-up", True, asked.set_up_took)
    return summary([set_up, *runner.results], took=set_up.seconds + time.monotonic() - began)


def _stopped(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
