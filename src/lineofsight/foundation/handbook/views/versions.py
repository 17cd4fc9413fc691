"""Which version counted when, and what changed from one to another."""

from django.http import HttpResponseBase
from django.urls import reverse

from lineofsight.foundation.handbook import differing
from lineofsight.foundation.handbook.book import Book
from lineofsight.foundation.handbook.queries import Use, history
from lineofsight.foundation.handbook.views.opening import handbook_page, shown
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.ui.tables import Column, Filter, Table

STATES = {"now": ("Counts now", "good"), "past": ("Counted before", "neutral"), "ahead": ("Will count", "info")}


@handbook_page
def versions(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """The history of versions, and the form that compares two."""
    uses = history(book.here.partnership, on=book.here.today)
    slug = book.here.partnership.slug
    table = Table(
        request,
        name="versions",
        rows=uses,
        noun=("version", "versions"),
        exports=book.here.may("export"),
        columns=[
            Column("name", "Framework", value="framework.name", url=lambda use: _read_url(slug, use)),
            Column("edition", "Edition", value="framework.meta.edition"),
            Column("counts_from", "Counts from", value="adoption.counts_from"),
            Column("counts_to", "Until"),
            Column("state", "State", value=lambda use: STATES[use.state][0], tone=lambda use: STATES[use.state][1]),
            Column("adopted_at", "Adopted", value="adoption.adopted_at"),
            Column("version", "Version", value=lambda use: use.adoption.version.content_hash[:12]),
        ],
    )
    facts = {
        "choices": [(str(use.adoption.pk), _label(use)) for use in uses],
        "may_adopt": book.here.may("manage_setup"),
    }
    return shown(request, book, "versions", tables={"versions": table}, **facts)


def _read_url(slug: str, use: Use) -> str:
    return f"{reverse('handbook:overview', args=[slug])}?version={use.adoption.pk}"


def _label(use: Use) -> str:
    day = use.adoption.counts_from
    return f"{use.framework.meta.short_name}, {use.framework.meta.edition}, from {day.day} {day:%B %Y}"


@handbook_page
def compare(request: PartnershipRequest, book: Book) -> HttpResponseBase:
    """What changed from one version to another, line by line, in words."""
    uses = {str(use.adoption.pk): use for use in history(book.here.partnership, on=book.here.today)}
    old, new = (uses.get(request.GET.get(name, "")) for name in ("old", "new"))
    if old is None or new is None:
        return shown(request, book, "compare", chosen=False)
    changes = differing.changes_between(old.framework, new.framework)
    table = differences_table(request, changes, exports=book.here.may("export"))
    facts = {
        "chosen": True,
        "names": [("From", _label(old)), ("To", _label(new))],
        "counted": differing.counted(changes),
    }
    return shown(request, book, "compare", tables={"differences": table}, **facts)


def differences_table(request: PartnershipRequest, changes: list[differing.Change], *, exports: bool) -> Table:
    """One row a change."""
    sections = [(section, section) for section, _ in differing.counted(changes)]
    tones = {"added": "good", "removed": "weak", "changed": "info"}
    return Table(
        request,
        name="differences",
        rows=changes,
        noun=("difference", "differences"),
        exports=exports,
        columns=[
            Column("entry", "What", filter="text"),
            Column("section", "Part"),
            Column("kind", "Change", value=lambda one: one.kind.capitalize(), tone=lambda one: tones[one.kind]),
            Column("field", "Where", value=lambda one: one.what if one.kind == "changed" else ""),
            Column(
                "before", "Before", value=lambda one: differing.shortened(one.before), export=lambda one: one.before
            ),
            Column("after", "After", value=lambda one: differing.shortened(one.after), export=lambda one: one.after),
        ],
        filters=[Filter("part", "Part", "choice", sections, value="section")],
        empty=("No difference", "The two versions say the same.", "", ""),
    )
