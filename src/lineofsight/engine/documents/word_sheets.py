"""Pages of a Word paper: size, and the marking, the draft and the page number on each."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from lineofsight.engine.documents.blocks import Document, Page
from lineofsight.engine.documents.web import DRAFT
from lineofsight.engine.documents.word_look import AMBER, INK
from lineofsight.engine.documents.word_xml import add_field

# Width and height in centimetres.
PAPERS: dict[Page, tuple[float, float]] = {
    "a4": (21.0, 29.7),
    "a4-landscape": (29.7, 21.0),
    "a3-landscape": (42.0, 29.7),
}
_LINKED = (qn("r:embed"), qn("r:id"), qn("r:link"), qn("r:pict"))


class Sheets:
    """The sections of one Word document, each with its page and its marking."""

    def __init__(self, made: Any, paper: Document, *, own_look: bool, logo: bytes | None) -> None:
        self.made, self.paper, self.own_look, self.logo = made, paper, own_look, logo
        first = made.sections[0]
        self._kept = {} if own_look else {place: _content(getattr(first, place)) for place in _places(made, first)}
        self.now = (paper.page, paper.marking)
        self._dress(first, paper.page, paper.marking)

    def turn_to(self, page: Page, marking: str) -> bool:
        """Begin a new section where the page or the marking changes; False when both stay."""
        if (page, marking) == self.now:
            return False
        self.now = (page, marking)
        self._dress(self.made.add_section(WD_SECTION.NEW_PAGE), page, marking)
        return True

    @property
    def text_width(self) -> Any:
        """Width of the text on the page, in Word's unit."""
        section = self.made.sections[-1]
        return section.page_width - section.left_margin - section.right_margin

    @property
    def text_height(self) -> Any:
        """Height of the text on the page, in Word's unit."""
        section = self.made.sections[-1]
        return section.page_height - section.top_margin - section.bottom_margin

    def _dress(self, section: Any, page: Page, marking: str) -> None:
        width, height = PAPERS[page]
        section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(width), Cm(height)
        if self.own_look:
            section.left_margin = section.right_margin = Cm(2.1)
            section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
        for place in _places(self.made, section):
            self._fill(getattr(section, place), place, marking)

    def _fill(self, part: Any, place: str, marking: str) -> None:
        is_first_section = len(self.made.sections) == 1
        if not is_first_section or part.is_linked_to_previous:
            part.is_linked_to_previous = False
            if place in self._kept:
                _put_back(part, self._kept[place])
        write = self._header if "header" in place else self._footer
        write(part, marking)

    def _header(self, part: Any, marking: str) -> None:
        words = self.paper.partnership if self.own_look else ""
        self._line(part, (words, marking, DRAFT if self.paper.draft else ""))

    def _footer(self, part: Any, marking: str) -> None:
        numbered = any("PAGE" in (code.text or "") for code in part._element.iter(qn("w:instrText"))) or any(
            "PAGE" in (field.get(qn("w:instr")) or "") for field in part._element.iter(qn("w:fldSimple"))
        )
        paragraph = self._line(part, (self.paper.title[:70] if self.own_look else "", marking, ""))
        if not numbered:
            paragraph.add_run("Page ")
            add_field(paragraph, "PAGE")
            paragraph.add_run(" of ")
            add_field(paragraph, "NUMPAGES")

    def _line(self, part: Any, words: tuple[str, str, str]) -> Any:
        """One line with something on the left, in the middle and on the right."""
        paragraph = part.paragraphs[0] if self.own_look and part.paragraphs else part.add_paragraph()
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(int(self.text_width / 2), _alignment("CENTER"))
        stops.add_tab_stop(int(self.text_width), _alignment("RIGHT"))
        left, middle, right = words
        paragraph.add_run(f"{left}\t")
        run = paragraph.add_run(middle)
        run.font.bold, run.font.color.rgb = True, RGBColor.from_string(INK)
        paragraph.add_run("\t")
        if right:
            run = paragraph.add_run(right)
            run.font.bold, run.font.color.rgb = True, RGBColor.from_string(AMBER)
        for run in paragraph.runs:
            run.font.size = Pt(9)
        return paragraph


def _alignment(name: str) -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT

    return WD_TAB_ALIGNMENT[name]


def _places(made: Any, section: Any) -> Iterable[str]:
    """The headers and footers that the section shows somewhere."""
    kinds = ["", *(["first_page_"] if section.different_first_page_header_footer else [])]
    kinds += ["even_page_"] if made.settings.odd_and_even_pages_header_footer else []
    return [f"{kind}{place}" for kind in kinds for place in ("header", "footer")]


def _content(part: Any) -> tuple[Any, list[Any]]:
    """The template's own header before anything is added: its part, for the pictures in it, and its elements."""
    if part.is_linked_to_previous:
        return None, []
    return part.part, [deepcopy(child) for child in part._element]


def _put_back(part: Any, kept: tuple[Any, list[Any]]) -> None:
    """Fill a new section's header as the template's was, its pictures too."""
    source, children = kept
    if source is None:
        return
    for child in list(part._element):
        part._element.remove(child)
    for child in children:
        again = deepcopy(child)
        for node in again.iter():
            for name in _LINKED:
                if (relation := source.rels.get(node.get(name))) is not None:
                    node.set(name, _related(part.part, relation))
        part._element.append(again)


def _related(part: Any, relation: Any) -> str:
    if relation.is_external:
        return str(part.relate_to(relation.target_ref, relation.reltype, is_external=True))
    return str(part.relate_to(relation.target_part, relation.reltype))
