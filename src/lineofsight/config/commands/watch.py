"""Judge every series of a panel file on its newest period, here or on a cluster.

PANEL is a Parquet file with the columns series, period, value, exposure, family; OUT gets one row a series.
"""

import argparse
import sys
from pathlib import Path

from lineofsight.engine.watch import WatchError
from lineofsight.engine.watch.cluster import run_here, run_on_cluster, workers
from lineofsight.engine.watch.partitions import Plan, plan

GOOD, BAD_INPUT = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`watch PANEL.parquet OUT.parquet [--on local|cluster]` and how the series are judged."""
    parser.add_argument("panel", type=Path, metavar="PANEL.parquet")
    parser.add_argument("out", type=Path, metavar="OUT.parquet")
    parser.add_argument("--on", choices=("local", "cluster"), default="local", help="this process, or dask workers")
    parser.add_argument("--scheduler", help="address of a running cluster; without it workers are started here")
    parser.add_argument("--workers", type=int, default=2, help="how many workers to start here (2)")
    parser.add_argument("--partition", type=int, default=5000, help="series in one partition (5000)")
    parser.add_argument("--history", type=int, default=24, help="periods that make the baseline, 12 to 60 (24)")
    parser.add_argument("--period", type=int, default=12, help="periods in a year (12)")
    parser.add_argument("--concern", choices=("up", "down", "both"), default="up")
    parser.add_argument(
        "--false-alarm-36", type=float, default=0.10, help="chance of a false alarm in 36 periods (0.1)"
    )
    parser.add_argument("--season", type=int, choices=(1, 2), help="harmonics of a yearly season to take out")
    parser.add_argument("--autocorrelation", action="store_true", help="allow for carry-over between periods")


def run(arguments: argparse.Namespace) -> int:
    """Write OUT; 2 when the panel cannot be used, with the place."""
    try:
        whole = _plan(arguments)
        if arguments.on == "local":
            run_here(whole, arguments.out, _say)
        else:
            with workers(scheduler=arguments.scheduler, count=arguments.workers) as client:
                run_on_cluster(whole, arguments.out, _say, client=client)
    except WatchError as error:
        sys.stderr.write(f"lineofsight watch: {error}\n")
        return BAD_INPUT
    print(f"{len(whole.series):,} series over {len(whole.periods)} periods judged: {arguments.out}")
    return GOOD


def _plan(arguments: argparse.Namespace) -> Plan:
    names = ("history", "period", "concern", "false_alarm_36", "season", "autocorrelation")
    options = {name: getattr(arguments, name) for name in names}
    return plan(arguments.panel, partition=max(arguments.partition, 1), **options)


def _say(done: int, of: int) -> None:
    sys.stderr.write(f"{done} of {of} partitions done\n")
