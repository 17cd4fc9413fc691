"""What the rooms below supply for the indicators, query by query of the frameworks that ship with the product."""

from lineofsight.foundation.handbook.evidence import calculation_of, register
from lineofsight.outputs.leadership.evidence import findings, products, returns, voice, warnings

CALCULATIONS = {
    **findings.CALCULATIONS,
    **products.CALCULATIONS,
    **warnings.CALCULATIONS,
    **returns.CALCULATIONS,
    **voice.CALCULATIONS,
}


def register_all() -> None:
    """Every calculation of these rooms; one that its own room registered before keeps its place."""
    for code, calculation in CALCULATIONS.items():
        if calculation_of(code) is None:
            register(code, calculation)
