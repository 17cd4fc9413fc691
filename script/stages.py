"""Runs every check, one stage after another: a line for each with its time, and the whole at the end."""

import argparse
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from throwaway_postgresql import NoPostgresql, postgresql

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / ".venv" / "bin"
EVERYDAY, BROWSER, LONG = "not browser and not journey and not long", "(browser or journey) and not long", "long"


@dataclass(frozen=True)
class Stage:
    """One check. `words` run in the project's folder; pytest speaks as it goes, others only when they fail."""

    name: str
    words: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=dict)
    speaks: bool = False
    on_postgresql: bool = False


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


def tests(*, quick: bool, long: bool) -> list[Stage]:
    """What runs it."""
    stages = [_pytest("Tests on SQLite", EVERYDAY)]
    if not quick:
        stages.append(_pytest("Tests on PostgreSQL", EVERYDAY, on_postgresql=True))
        stages.append(_pytest("Tests in Chromium", BROWSER))
    if long:
        stages.append(_pytest("Long tests", LONG))
    return stages


def _pytest(name: str, marks: str, *, on_postgresql: bool = False) -> Stage:
    words = ("python", "-m", "pytest", "-m", marks, "-p", "no:cacheprovider")
    return Stage(name, words, speaks=True, on_postgresql=on_postgresql)


def run(stage: Stage) -> bool:
    """Do one stage; True when it is good."""
    if not stage.on_postgresql:
        return _call(stage, stage.settings)
    try:
        with postgresql() as address:
            return _call(stage, {**stage.settings, "LINEOFSIGHT_TEST_DATABASE": address})
    except NoPostgresql as why:
        print(why, flush=True)
        return False


def _call(stage: Stage, settings: dict[str, str]) -> bool:
    path = f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**_without_ours(), **settings, "PATH": path}
    output = None if stage.speaks else subprocess.PIPE
    done = subprocess.run(
        [str(PROGRAMS / stage.words[0]), *stage.words[1:]],
        cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT if output else None, text=True, check=False,
    )  # fmt: skip
    if done.returncode and output:
        print(done.stdout, flush=True)
    return done.returncode == 0


def _without_ours() -> dict[str, str]:
    """The environment without the settings of an installation that may run in the same shell."""
    keep = {"LINEOFSIGHT_GOLDEN", "LINEOFSIGHT_REAL_DATA", "LINEOFSIGHT_REQUIRE_DATA"}
    return {name: value for name, value in os.environ.items() if not name.startswith("LINEOFSIGHT_") or name in keep}


def run_all(stages: list[Stage]) -> list[tuple[str, bool, float]]:
    """Every stage in turn, also after one has failed: name, whether it was good, seconds."""
    results = []
    for number, stage in enumerate(stages, start=1):
        print(f"[{number:>2}/{len(stages)}] {stage.name} …", flush=True, end="\n" if stage.speaks else " ")
        began = time.monotonic()
        good = run(stage)
        results.append((stage.name, good, time.monotonic() - began))
        print(f"{'good' if good else 'FAILED'}, {results[-1][2]:.1f} s", flush=True)
    return results


def summary(results: list[tuple[str, bool, float]], *, set_up: float) -> int:
    """Print each stage's time; 0 when all were good."""
    print("\nStage                          Seconds")
    for name, good, seconds in [("Set-up", True, set_up), *results]:
        print(f"{name:<30} {seconds:>7.1f}{'' if good else '  FAILED'}")
    print(f"{'All':<30} {set_up + sum(seconds for _, _, seconds in results):>7.1f}")
    failed = [name for name, good, _ in results if not good]
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
    stages: list[Stage] = [*checks(), *tests(quick=asked.quick, long=asked.long)]
    if asked.only:
        stages = [stage for stage in stages if stage.name.lower().startswith(asked.only.lower())]
    signal.signal(signal.SIGTERM, _stopped)
    try:
        return summary(run_all(stages), set_up=asked.set_up_took)
    except KeyboardInterrupt:
        print("\nStopped. Run it again when you like; nothing was left behind.")
        return 130


def _stopped(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
