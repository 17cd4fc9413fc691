"""List the shipped recipes, check one, or suggest a first draft for a publisher's file."""

import argparse
import json
import sys
from collections import Counter

from lineofsight.engine import tables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`recipe suggest FILE`, `recipe check RECIPE [FILE]`, `recipe list`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    draft = verbs.add_parser("suggest", help="print a draft recipe for a file")
    draft.add_argument("file")
    draft.add_argument("--sheet", default="", help="the sheet to draft for; without it, the one with the most figures")
    check = verbs.add_parser("check", help="say whether a recipe is right, and what it makes of a file")
    check.add_argument("recipe", help="a shipped recipe's name, or the path of a recipe file")
    check.add_argument("file", nargs="?")
    verbs.add_parser("list", help="print the recipes that are shipped")


def run(arguments: argparse.Namespace) -> int:
    """0 when all is well, 1 when a file was read with refusals, 2 when the file or the recipe is refused whole."""
    try:
        return {"suggest": _suggest, "check": _check, "list": _list}[arguments.verb](arguments)
    except tables.TableError as error:
        sys.stderr.write(json.dumps({"reason": str(error)}, ensure_ascii=False) + "\n")
        return 2


def _suggest(arguments: argparse.Namespace) -> int:
    print(tables.suggest(arguments.file, sheet=arguments.sheet), end="")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    recipe = tables.load_recipe(arguments.recipe)
    measures = sum(len(table.measures) for table in recipe.tables)
    print(f"{recipe.title}: {len(recipe.tables)} table(s), {measures} measure(s). The recipe is right in itself.")
    if not arguments.file:
        return 0
    reading = tables.read(arguments.file, recipe)
    print(
        f"{reading.rows_read:,} rows gave {len(reading):,} observations; {len(reading.refusals):,} cells were refused."
    )
    for state, count in Counter(reading.columns["state"].tolist()).most_common():
        print(f"  {state:<16} {count:>10,}")
    for refusal in reading.refusals[:20]:
        print(f"  {refusal.sheet} {refusal.column}{refusal.row}: {refusal.reason}")
    return 1 if reading.refusals else 0


def _list(arguments: argparse.Namespace) -> int:
    for name in tables.shipped_names():
        print(f"{name:<42} {tables.shipped_recipe(name).title}")
    return 0
