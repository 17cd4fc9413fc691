"""Read a publisher's file by a recipe and print its figures as tidy CSV; refused cells go to standard error."""

import argparse
import json
import sys

from lineofsight.engine import tables


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`read FILE --recipe R`."""
    parser.add_argument("file", help="a CSV, XLSX, XLS or ODS file")
    parser.add_argument("--recipe", required=True, help="a shipped recipe's name, or the path of a recipe file")


def run(arguments: argparse.Namespace) -> int:
    """Print the observations; 2 when the file, or the recipe, is refused whole."""
    try:
        reading = tables.read(arguments.file, tables.load_recipe(arguments.recipe))
    except tables.FileRefused as refused:
        place = {"sheet": refused.sheet, "row": refused.row, "column": refused.column, "value": refused.value}
        _say({**place, "reason": refused.reason})
        return 2
    except tables.RecipeError as wrong:
        _say({"sheet": "", "row": 0, "column": "", "value": "", "reason": str(wrong)})
        return 2
    for refusal in reading.refusals:
        _say(refusal.as_dict())
    reading.write_csv(sys.stdout)
    return 0


def _say(refusal: dict[str, object]) -> None:
    sys.stderr.write(json.dumps(refusal, ensure_ascii=False) + "\n")
