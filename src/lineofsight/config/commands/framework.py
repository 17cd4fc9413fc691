"""Check, show, compare, draw or load a scrutiny and assurance framework."""

import argparse
import json
import sys
from datetime import date
from typing import Any

from lineofsight.config.cli import BAD_INPUT, GOOD
from lineofsight.engine import framework as frameworks
from lineofsight.engine.framework import drawing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`framework check|show|diff|draw|load NAME_OR_PATH`."""
    parts = parser.add_subparsers(dest="deed", required=True, metavar="check|show|diff|draw|load")
    check = parts.add_parser("check", help="say whether a framework is whole, and how many of each it has")
    _add_folder(check)
    check.set_defaults(do=_check)
    show = parts.add_parser("show", help="list what a framework holds, or one section of it, such as measures")
    _add_folder(show)
    show.add_argument("--section", metavar="NAME", help="one section: tools, roles, clocks, measures …")
    show.set_defaults(do=_show)
    compare = parts.add_parser("diff", help="say what changed from one framework to another")
    _add_folder(compare, name="old")
    _add_folder(compare, name="new", json_too=False)
    compare.set_defaults(do=_diff)
    draw = parts.add_parser("draw", help="draw the life cycle of its products: a page, or with --svg a picture")
    _add_folder(draw, json_too=False)
    draw.add_argument("--svg", action="store_true", help="print the picture")
    draw.set_defaults(do=_draw)
    _add_load(parts.add_parser("load", help="load a framework as an immutable version that counts from a date"))


def _add_folder(parser: argparse.ArgumentParser, *, name: str = "name_or_path", json_too: bool = True) -> None:
    parser.add_argument(name, metavar=name.upper(), help="the name of a framework that comes along, or a folder")
    if json_too:
        parser.add_argument("--json", action="store_true", help="print JSON")


def _add_load(parser: argparse.ArgumentParser) -> None:
    _add_folder(parser)
    parser.add_argument("--partnership", metavar="SLUG", help="the partnership that it counts in")
    parser.add_argument("--counts-from", type=date.fromisoformat, metavar="DATE", help="YYYY-MM-DD; with --partnership")
    parser.add_argument("--by", metavar="EMAIL", help="who loads it; left out: the product itself")
    parser.set_defaults(do=_load)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; 2 with each fault on standard error when the framework, or the request, is wrong."""
    try:
        return int(arguments.do(arguments))
    except frameworks.FrameworkError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} to put right.", file=sys.stderr)
        return BAD_INPUT


def _check(arguments: argparse.Namespace) -> int:
    framework = frameworks.load(arguments.name_or_path)
    if arguments.json:
        print(json.dumps(_summary(framework), ensure_ascii=False, indent=2))
        return GOOD
    print(f"{framework.name}, {framework.meta.edition}: whole.")
    for section, count in {**framework.counts(), "measures": len(framework.measures)}.items():
        print(f"{count:>4} {section.replace('_', ' ')}")
    print(f"Content hash {framework.content_hash}")
    return GOOD


def _summary(framework: frameworks.Framework) -> dict[str, Any]:
    keys = ("code", "name", "tier")
    tools = [{**{key: getattr(tool, key) for key in keys}, "route": list(tool.route)} for tool in framework.tools]
    return {"counts": framework.counts(), "tools": tools}


def _show(arguments: argparse.Namespace) -> int:
    framework = frameworks.load(arguments.name_or_path)
    if arguments.section and arguments.section not in frameworks.sections():
        print(
            f"There is no section “{arguments.section}”. Sections: {', '.join(frameworks.sections())}", file=sys.stderr
        )
        return BAD_INPUT
    names = [arguments.section] if arguments.section else list(frameworks.sections())
    if arguments.json:
        held = {name: frameworks.plain(getattr(framework, name)) for name in names}
        print(json.dumps(held[names[0]] if arguments.section else held, ensure_ascii=False, indent=2))
        return GOOD
    for name in names:
        _print_section(name, getattr(framework, name))
    return GOOD


def _print_section(name: str, entries: tuple[Any, ...]) -> None:
    print(f"{name.replace('_', ' ')} ({len(entries)})")
    for entry in entries:
        mark = " (suggested)" if getattr(entry, "suggested", False) else ""
        print(f"  {entry.code:<36} {getattr(entry, 'name', None) or entry.text}{mark}")


def _diff(arguments: argparse.Namespace) -> int:
    found = frameworks.diff(frameworks.load(arguments.old), frameworks.load(arguments.new))
    if arguments.json:
        print(json.dumps([frameworks.plain(one) for one in found], ensure_ascii=False, indent=2))
        return GOOD
    for one in found:
        print(one)
    print(f"{len(found)} differences." if found else "No difference.")
    return GOOD


def _draw(arguments: argparse.Namespace) -> int:
    framework = frameworks.load(arguments.name_or_path)
    picture = "pictures/states.svg"
    print(
        drawing.states_picture(framework) if arguments.svg else drawing.states_page(framework, picture=picture), end=""
    )
    return GOOD


def _load(arguments: argparse.Namespace) -> int:
    content = frameworks.load(arguments.name_or_path)
    if bool(arguments.partnership) != bool(arguments.counts_from):
        print("Give --partnership and --counts-from together, or neither.", file=sys.stderr)
        return BAD_INPUT
    from lineofsight.config import django_setup

    django_setup.ready()
    return _load_for(arguments, content)


def _load_for(arguments: argparse.Namespace, content: frameworks.Framework) -> int:
    # Django is set up by now; none of this may be imported before.
    from lineofsight.foundation.handbook.changes import load_framework
    from lineofsight.foundation.partnership.models import Partnership

    partnership = Partnership.objects.filter(slug=arguments.partnership).first() if arguments.partnership else None
    if arguments.partnership and partnership is None:
        print(f"There is no partnership “{arguments.partnership}”.", file=sys.stderr)
        return BAD_INPUT
    doer = _doer(arguments.by)
    if doer is None:
        print(f"Nobody here has the e-mail address {arguments.by}.", file=sys.stderr)
        return BAD_INPUT
    version = load_framework(content, by=doer, counts_from=arguments.counts_from, partnership=partnership)
    print(f"{content.name} is here as version {version.content_hash[:12]}.")
    if partnership:
        print(f"It counts in {partnership} from {arguments.counts_from:%-d %B %Y}.")
    return GOOD


def _doer(email: str | None) -> Any:
    from lineofsight.foundation.accounts.models import Person
    from lineofsight.foundation.trail.changes import Doer

    if email is None:
        return Doer.system()
    person = Person.objects.filter(email__iexact=email).first()
    return person and Doer(actor_id=person.actor_id, role="Command line")
