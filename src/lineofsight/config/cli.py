"""The `lineofsight` command line. Each command is one module of `config/commands`, imported only when it is asked for."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

from lineofsight import __version__

GOOD, CHECK_FAILED, BAD_INPUT = 0, 1, 2
# Named, not imported: each command imports the codes above from here.
COMMANDS = "lineofsight.config.commands"


def command_names() -> dict[str, str]:
    """Each command's name on the command line, with the module that carries it."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent / "commands")]))
    return {name.removesuffix("_").replace("_", "-"): f"{COMMANDS}.{name}" for name in sorted(found)}


def _first_line(module: str) -> str:
    return (importlib.import_module(module).__doc__ or "").strip().split("\n")[0]


def _overview() -> str:
    lines = [f"  {name:<12} {_first_line(module)}" for name, module in command_names().items()]
    return "commands:\n" + "\n".join(lines) + "\n\nlineofsight COMMAND --help says more of one."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 good, 1 a check failed, 2 bad input."""
    words = list(sys.argv[1:] if argv is None else argv)
    names = command_names()
    if not words or words[0] in {"-h", "--help"}:
        sys.stdout.write(f"usage: lineofsight COMMAND …\n\n{_overview()}\n")
        return GOOD
    if words[0] == "--version":
        sys.stdout.write(f"lineofsight {__version__}\n")
        return GOOD
    if words[0] not in names:
        sys.stderr.write(f"lineofsight: there is no command “{words[0]}”.\n\n{_overview()}\n")
        return BAD_INPUT
    module = importlib.import_module(names[words[0]])
    parser = argparse.ArgumentParser(prog=f"lineofsight {words[0]}", description=module.__doc__)
    module.add_arguments(parser)
    try:
        code = int(module.run(parser.parse_args(words[1:])))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has stopped, as `head` does: nobody is left to tell. The rest goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CHECK_FAILED
    return code


if __name__ == "__main__":
    raise SystemExit(main())
