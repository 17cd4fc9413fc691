"""Where a series stands among comparable areas."""

from typing import Any

import numpy as np

from lineofsight.engine.watch.errors import WatchError
from lineofsight.engine.watch.panel import Numbers


def read_peers(peers: Any, series: int) -> Numbers | None:
    """Peers' figures as (series, peers), or None. Raises WatchError when the shape does not fit."""
    if peers is None:
        return None
    try:
        array = np.asarray(peers, dtype=np.float64)
        return np.broadcast_to(array, (series, array.shape[-1]))
    except (TypeError, ValueError, IndexError) as error:
        raise WatchError(f"peers: give (peers,) or ({series}, peers) numbers") from error


def peer_share(peers: Numbers | None, level: Numbers, *, concern: str, rising: np.ndarray) -> Numbers:
    """The share of peers that look less worrying than this level, 0 to 1; an equal one counts half. NaN without peers."""
    if peers is None:
        return np.full(len(level), np.nan)
    high = rising if concern == "both" else np.full(len(level), concern == "up")
    way = np.where(high, 1.0, -1.0)[:, None]
    ahead = way * level[:, None] - way * peers
    known = ~np.isnan(ahead)
    milder = ((ahead > 0) & known).sum(axis=1) + 0.5 * ((ahead == 0) & known).sum(axis=1)
    return np.where(known.any(axis=1), milder / np.maximum(known.sum(axis=1), 1), np.nan)
