"""Makes `thresholds.npz`: the evidence that steady series reach by chance, by length of history.

Run `python -m lineofsight.engine.watch.calibrate [SERIES] [SEED]` (120,000 series take about five minutes on one core). The
detector itself is run on simulated steady series, so a change of its formulae needs a new table; the seed is stored.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lineofsight.engine.watch.contrast import Prior
from lineofsight.engine.watch.evidence import evidence
from lineofsight.engine.watch.panel import Numbers, Options, columns, read_panel
from lineofsight.engine.watch.thresholds import HORIZON, care

HISTORY = np.array([6, 8, 10, 12, 15, 18, 21, 24, 30, 36, 48, 60])
RATES = np.array([0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5])
CHANCES = np.array([0.9, 0.8, 0.65, 0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 5e-3, 3e-3, 2e-3, 1e-3, 5e-4, 3e-4])
PERIODS = np.array([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 30, 36, 48, 60])
BATCH = 8000
KINDS = ("gaussian", "count", "gaussian-known", "count-known")


def steady(kind: str, size: tuple[int, int], chance: np.random.Generator) -> tuple[Numbers, str]:
    """Steady series of one kind, and their family: counts are of 5, 20 and 100 a period in equal parts."""
    if kind.startswith("gaussian"):
        return chance.normal(size=size), "gaussian"
    means = np.array([5.0, 20.0, 100.0])[np.arange(size[0]) % 3]
    return chance.poisson(means[:, None], size).astype(float), "poisson"


def paths(values: Numbers, family: str, history: int, prior: Prior, *, last: int) -> tuple[Numbers, Numbers]:
    """Log evidence of a rise in each of the `last` periods, (series, last), and the same for ranking."""
    panel = read_panel(values, None, family)
    options = Options(family, history, 12, "up")
    found, ranked = (np.empty((len(values), last)) for _ in range(2))
    for chunk in columns(panel, history):
        for dropped in range(last):
            now = evidence(chunk.without_newest(dropped), options, prior)
            found[chunk.who, last - 1 - dropped] = now.log[: len(chunk.who)]
            ranked[chunk.who, last - 1 - dropped] = now.rank[: len(chunk.who)]
    return found, ranked


def calibrated(kind: str, history: int, series: int, chance: np.random.Generator) -> list[Numbers]:
    """Log evidence by 36-period rate; by period and single chance; and the latter of the evidence for ranking."""
    greatest, single, ranked = [], [], []
    for start in range(0, series, BATCH):
        size = min(BATCH, series - start)
        values, family = steady(kind, (size, history + int(PERIODS[-1])), chance)
        prior = Prior(dispersion=np.ones(size)) if kind.endswith("-known") else Prior()
        found, rank = (np.full((size, PERIODS[-1]), np.nan) for _ in range(2))
        here = paths(values[:, : history + HORIZON], family, history, prior, last=HORIZON)
        found[:, :HORIZON], rank[:, :HORIZON] = here
        for period in PERIODS[PERIODS > HORIZON]:
            later = paths(values[:, : history + period], family, history, prior, last=1)
            found[:, period - 1], rank[:, period - 1] = later[0][:, 0], later[1][:, 0]
        greatest.append((found[:, :HORIZON] - care(np.arange(1, HORIZON + 1))).max(axis=1))
        single.append(found[:, PERIODS - 1].astype(np.float32))
        ranked.append(rank[:, PERIODS - 1].astype(np.float32))
    by_period = [np.quantile(np.concatenate(part), 1 - CHANCES, axis=0).T for part in (single, ranked)]
    return [np.quantile(np.concatenate(greatest), 1 - RATES), *by_period]


def make(series: int, seed: int, say: Callable[[str], object]) -> dict[str, Numbers]:
    """Every array of `thresholds.npz`."""
    made: dict[str, Numbers] = {"history": HISTORY * 1.0, "rates": RATES, "chances": CHANCES, "periods": PERIODS * 1.0}
    for place, kind in enumerate(KINDS):
        rows = []
        for history in HISTORY:
            chance = np.random.default_rng([seed, place, int(history)])
            rows.append(calibrated(kind, int(history), series, chance))
            say(f"{kind} {history}: {np.round(np.interp([0.1, 0.3], RATES, rows[-1][0]), 3)}\n")
        for name, parts in zip(("level", "single", "ranked"), zip(*rows, strict=True), strict=True):
            made[f"{kind}/{name}"] = np.stack(parts)
    made["series_and_seed"] = np.array([series, seed], dtype=float)
    return made


if __name__ == "__main__":
    wanted = [int(word) for word in sys.argv[1:]]
    size, first_seed = (wanted + [120_000, 20261123][len(wanted) :])[:2]
    arrays = make(size, first_seed, sys.stdout.write)
    np.savez_compressed(Path(__file__).with_name("thresholds.npz"), allow_pickle=False, **arrays)
