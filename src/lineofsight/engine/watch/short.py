"""Series too short to be watched in full: what can be said, and only provisionally."""

from dataclasses import replace

import numpy as np

from lineofsight.engine.watch.panel import LEAST_BASELINE, Columns

LEAST_FIGURES = 4
HALVED_FROM = 12


def shortened(chunk: Columns) -> tuple[np.ndarray, Columns]:
    """Which series have nothing monitored yet, and the chunk with a shorter baseline for those.

    From 12 figures on the first half (six at least) is the baseline; from 4 to 11 all but the newest, so that the only
    comparison left is the exact test of the newest figure; with fewer nothing is compared.
    """
    provisional = chunk.points <= chunk.baseline
    if not provisional.any():
        return provisional, chunk
    half = np.maximum(chunk.points // 2, LEAST_BASELINE)
    newest = np.where(chunk.points >= LEAST_FIGURES, chunk.points - 1, chunk.points)
    baseline = np.where(chunk.points >= HALVED_FROM, half, newest)
    return provisional, replace(chunk, baseline=np.where(provisional, baseline, chunk.baseline))
