"""Check that nobody altered, removed or reordered the trail, or print its newest entries."""

import argparse
import json
import sys

from lineofsight.config import django_setup
from lineofsight.config.cli import CHECK_FAILED, GOOD


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`trail verify [--head HASH] | trail head`."""
    parts = parser.add_subparsers(dest="deed", required=True, metavar="verify|head")
    verify = parts.add_parser("verify", help="check every chain; 1 when a row is not as it was written")
    verify.add_argument("--head", metavar="HASH", help="also check that the entry with this hash is still there")
    verify.add_argument("--json", action="store_true", help="print JSON")
    verify.set_defaults(do=_verify)
    head = parts.add_parser("head", help="print the newest entry of each chain: chain, number, hash")
    head.set_defaults(do=_head)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    django_setup.ready()
    return int(arguments.do(arguments))


def _verify(arguments: argparse.Namespace) -> int:
    from lineofsight.foundation.trail.models import Chain
    from lineofsight.foundation.trail.queries import verify

    chains = list(Chain.objects.order_by("code"))
    faults = [f"{fault.chain}, row {fault.number}: {fault.reason}" for fault in map(verify, chains) if fault]
    faults += _heads_that_went(arguments.head)
    if arguments.json:
        print(json.dumps({"chains": len(chains), "rows": sum(c.last_number for c in chains), "faults": faults}))
    for fault in [] if arguments.json else faults:
        print(fault, file=sys.stderr)
    if not faults and not arguments.json:
        print(f"{len(chains)} chains, {sum(chain.last_number for chain in chains)} rows: all as they were written.")
    return CHECK_FAILED if faults else GOOD


def _heads_that_went(hash_: str | None) -> list[str]:
    from lineofsight.config import trail_heads
    from lineofsight.foundation.trail import queries

    gone = [
        f"{head.chain}, row {head.number}: {file} knows this row, and it is gone or another"
        for file, head in trail_heads.written()
        if not queries.holds(head)
    ]
    if hash_ and queries.chain_with(hash_) is None:
        gone.append(f"No row has the hash {hash_}: rows were deleted, or it is from elsewhere")
    return gone


def _head(arguments: argparse.Namespace) -> int:
    from lineofsight.foundation.trail.queries import heads

    for head in heads():
        print(head)
    return GOOD
