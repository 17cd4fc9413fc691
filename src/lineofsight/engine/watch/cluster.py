"""Judges the partitions of a panel here, or on a cluster of worker processes that may die on the way."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lineofsight.engine.watch.errors import WatchError
from lineofsight.engine.watch.partitions import Plan, judged, together

RETRIES = 3
Say = Callable[[int, int], object]


def run_here(whole: Plan, out: Path, say: Say) -> None:
    """Judge every partition in this process and write the findings; `say(done, all)` after each."""
    parts = []
    for part in range(len(whole)):
        parts.append(judged(whole, part))
        say(len(parts), len(whole))
    _write(whole, parts, out)


def run_on_cluster(whole: Plan, out: Path, say: Say, *, client: Any) -> None:
    """The same on a dask client's workers, which must see the panel file under the same path.

    A partition whose worker dies is judged again by another. Raises WatchError when one fails on its own account.
    """
    from distributed import as_completed

    shared = client.scatter(whole, broadcast=True)
    futures = [client.submit(judged, shared, part, retries=RETRIES, pure=False) for part in range(len(whole))]
    place = {future.key: number for number, future in enumerate(futures)}
    parts: dict[int, Any] = {}
    for future in as_completed(futures):
        error = future.exception()
        if error is not None:
            client.cancel(futures)
            raise error if isinstance(error, WatchError) else WatchError(f"partition {place[future.key]}: {error}")
        parts[place[future.key]] = future.result()
        # An answer that is here must not be worked out again when the worker that held it dies.
        future.release()
        say(len(parts), len(whole))
    _write(whole, [parts[number] for number in range(len(whole))], out)


@contextmanager
def workers(*, scheduler: str | None, count: int) -> Iterator[Any]:
    """A client of the cluster at this address, or of `count` worker processes started here for the time being."""
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise WatchError("a cluster needs dask.distributed: install lineofsight[scale]") from error
    if scheduler is not None:
        with Client(scheduler) as client:
            yield client
        return
    with (
        LocalCluster(n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client


def _write(whole: Plan, parts: list[Any], out: Path) -> None:
    import pyarrow.parquet as parquet

    # A half-written file never stands under the name that was asked for.
    unfinished = out.with_name(out.name + ".part")
    parquet.write_table(together(whole, parts), unfinished)
    os.replace(unfinished, out)
