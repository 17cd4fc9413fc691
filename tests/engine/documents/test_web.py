"""HTML: semantic, escaped, at the level that a page asks for."""

import re
from html.parser import HTMLParser

import pytest

from lineofsight.engine.documents import Paragraph, Section, Table, pack, to_html, to_page
from tests.engine.documents.papers import ALT, HOSTILE, chart, paper


class Reading(HTMLParser):
    """The text and the headings of a page, as a browser would have them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags, self.text = list[tuple[str, dict[str, str | None]]](), ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    return reading


@pytest.mark.parametrize(("offset", "levels"), [(0, "1 2 3 4 1"), (1, "2 3 4 5 2"), (4, "5 6 6 6 5")])
def test_headings_stand_at_the_level_that_the_page_asks_for(offset: int, levels: str) -> None:
    found = [tag[1] for tag, _ in read(to_html(paper(), heading_offset=offset)).tags if re.fullmatch(r"h\d", tag)]
    assert " ".join(found) == levels


def test_hostile_text_is_text_and_makes_no_element() -> None:
    plain = read(to_html(paper(Section("S", (Paragraph("x"), Table("T", ("h",), (("x",),)))))))
    reading = read(to_html(paper(Section(HOSTILE, (Paragraph(HOSTILE), Table(HOSTILE, (HOSTILE,), ((HOSTILE,),)))))))
    assert [tag for tag, _ in reading.tags] == [tag for tag, _ in plain.tags]
    assert reading.text.count(HOSTILE) == 5


def test_tables_and_pictures_say_what_they_are() -> None:
    tags = read(to_html(paper())).tags
    assert [a["scope"] for tag, a in tags if tag == "th"] == ["col"] * 4 + ["row"] * 3
    pictures = [a for tag, a in tags if tag == "img"]
    assert [(a["alt"], str(a["src"])[:26]) for a in pictures] == [(ALT, "data:image/svg+xml;base64,")]
    assert [a["href"] for tag, a in tags if tag == "a"] == ["/p/westmarch/audits/7/", "https://example.org/returns/12"]


def test_a_page_stands_alone() -> None:
    page = to_page(
        pack([paper(), paper()], title="Papers", partnership="Westmarch", site="https://a.example"), logo=chart()
    )
    reading = read(page)
    ids = [a["id"] for _, a in reading.tags if "id" in a]
    assert ids == ["part-1", "part-2"]
    assert [a["href"] for tag, a in reading.tags if tag == "a"][:3] == [
        "#part-1",
        "#part-2",
        "https://a.example/p/westmarch/audits/7/",
    ]
    assert not [a for tag, a in reading.tags if tag in ("script", "link")]
    assert dict(reading.tags)["html"] == {"lang": "en-GB"}
    assert "<title>Papers</title>" in page


def test_a_page_without_a_site_leaves_out_links_into_the_product() -> None:
    tags = read(to_page(paper(site=""))).tags
    assert [a["href"] for tag, a in tags if tag == "a"] == ["#part-1", "#part-2", "https://example.org/returns/12"]
