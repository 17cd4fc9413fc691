"""Bullets and numbers of Word papers. Each numbered list begins at 1, which Word's styles alone do not do."""

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from lineofsight.engine.documents.word_xml import element


class Lists:
    """The numberings of one Word document."""

    def __init__(self, document: Any) -> None:
        self._numbering = _numbering(document)
        self._bullets, self._numbers = self._kind("bullet", "•"), self._kind("decimal", "%1.")
        self._one_bullets = self._begin(self._bullets)

    def _kind(self, form: str, text: str) -> int:
        """A new abstract numbering of one level; its number."""
        number = 1 + max(_numbers(self._numbering, "w:abstractNum", "w:abstractNumId"), default=0)
        level = element(
            "w:lvl",
            element("w:start", val="1"),
            element("w:numFmt", val=form),
            element("w:lvlText", val=text),
            element("w:lvlJc", val="left"),
            element("w:pPr", element("w:ind", left="454", hanging="340")),
            ilvl="0",
        )
        made = element(
            "w:abstractNum", element("w:multiLevelType", val="singleLevel"), level, abstractNumId=str(number)
        )
        first = self._numbering.find(qn("w:num"))
        if first is None:
            self._numbering.append(made)
        else:
            first.addprevious(made)
        return number

    def _begin(self, kind: int) -> int:
        """A list of the kind that begins anew; its number."""
        number = 1 + max(_numbers(self._numbering, "w:num", "w:numId"), default=0)
        again = element("w:lvlOverride", element("w:startOverride", val="1"), ilvl="0")
        self._numbering.append(element("w:num", element("w:abstractNumId", val=str(kind)), again, numId=str(number)))
        return number

    def new(self, *, numbered: bool) -> int:
        """The numbering that the paragraphs of one list share."""
        return self._begin(self._numbers) if numbered else self._one_bullets


def _numbers(numbering: Any, tag: str, attribute: str) -> list[int]:
    return [int(found.get(qn(attribute))) for found in numbering.findall(qn(tag))]


def _numbering(document: Any) -> Any:
    """The document's numberings; made when its template has none."""
    part = document.part
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    blob = f"<w:numbering {nsdecls('w')}/>".encode()
    made = NumberingPart.load(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, blob, part.package)
    part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return made.element


def put_in_list(paragraph: Any, number: int) -> None:
    """Make the paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number
