"""Statistical neighbours as people write them, a line each: a code, the department's number, or the name. Pure."""

from collections.abc import Callable, Sequence

from lineofsight.engine.tables import area_name

MOST = 20


def read_lines(text: str, *, resolve: Callable[[str], str]) -> tuple[list[str], list[str]]:
    """Codes in the order written, each once, and the lines that name no area that we know. `resolve` gives "" for those."""
    codes, unknown = [], []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        first, _, rest = line.partition(" ")
        code = resolve(first) if rest else ""
        code = code or resolve(line)
        if not code:
            unknown.append(line)
        elif code not in codes:
            codes.append(code)
    return codes, unknown


def as_lines(codes: Sequence[str]) -> str:
    """Codes as the form shows them: each with its name."""
    return "\n".join(f"{code} {area_name(code)}".strip() for code in codes)
