"""An audit on paper: an agency's own return, the blank form for those who must use Word, and the report of a round."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lineofsight.engine.documents import (
    Block,
    Document,
    Facts,
    Field,
    Paragraph,
    Section,
    Table,
    paragraphs_of,
)
from lineofsight.engine.standards import StandardSet
from lineofsight.sources.audits.models import Assessment, Audit
from lineofsight.sources.audits.queries.overview import Overview, Row
from lineofsight.sources.audits.queries.pages import Asking

MARKING = "OFFICIAL-SENSITIVE"
BOXES = (
    ("grade", "How far do you meet this?"),
    ("shows", "What shows this?"),
    ("difference", "What difference does it make for children?"),
    ("reason", "If it does not apply: why?"),
)
LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Part:
    """A standard with the questions that one organisation is asked, and the names of the grades."""

    set_: StandardSet
    name: str
    text: str
    askings: Sequence[Asking]
    grades: Mapping[str, str]


def return_of(one: Assessment, parts: Sequence[Part], *, site: str, today: date) -> Document:
    """An agency's own answers, and the panel's grades once they are agreed, for its board."""
    return Document(
        title=f"{one.audit.round.title}: {one.organisation.name}",
        partnership=one.partnership.name,
        blocks=tuple(_standard(one, part) for part in parts),
        marking=MARKING,
        draft=one.declared_at is None,
        lines=(_status(one),),
        contents=True,
        site=site,
        made_on=today,
    )


def _status(one: Assessment) -> str:
    if one.declared_at is None or one.declared_by is None:
        return "Not declared yet"
    day = one.declared_at
    return f"Declared on {day.day} {day:%B %Y} by {one.declared_by.name}, {one.declared_role}"


def _standard(one: Assessment, part: Part) -> Section:
    lead = Paragraph(part.text, tone="lead")
    return Section(part.name, (lead, *(_answer(one, asking, part.grades) for asking in part.askings)))


def _answer(one: Assessment, asking: Asking, grades: Mapping[str, str]) -> Section:
    answer = asking.answer
    facts = [("Our grade", grades.get(answer.grade, "Not answered yet"))]
    if asking.moderated and one.state == Assessment.State.AGREED:
        facts.append(("Agreed grade", grades.get(asking.moderated.grade, "")))
    said = (
        ("What shows this", answer.what_shows_it),
        ("The difference for children", answer.difference),
        ("Why it does not apply", answer.not_applicable_reason),
    )
    facts += [(label, text) for label, text in said if text]
    facts += [("Action", f"{planned.text}, by {planned.due_on:%d/%m/%Y}") for planned in asking.planned]
    return Section(asking.question.text, (Facts(tuple(facts)),))


def blank_form(one: Assessment, parts: Sequence[Part], *, today: date) -> Document:
    """The questions with places to write on. The keys find each answer again when the form comes back."""
    how = Paragraph("Write in the boxes. Nothing about a child or a family that could tell who they are.", tone="lead")
    return Document(
        title=f"{one.audit.round.title}: form for {one.organisation.name}",
        partnership=one.partnership.name,
        blocks=(how, *(Section(part.name, (*paragraphs_of(part.text), *_fields(part))) for part in parts)),
        marking=MARKING,
        made_on=today,
    )


def _fields(part: Part) -> Iterator[Block]:
    choices = "One of: " + ", ".join(part.grades.values())
    for asking in part.askings:
        boxes = tuple(
            Field(label, hint=choices if box == "grade" else "", lines=1 if box == "grade" else 3,
                  key=key_of(asking, box))
            for box, label in BOXES
        )  # fmt: skip
        yield Section(asking.question.text, boxes)


def key_of(asking: Asking, box: str) -> str:
    """What a place of the form is called: the answer's own number, so that it fits whatever a question is called."""
    return f"{asking.answer.pk}.{box}"[:LONGEST_KEY]


def read_back(
    filled: Mapping[str, str], askings: Sequence[Asking], grades: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """What a filled form says, by question and box; a grade by its code, "" where the words are no grade."""
    codes = {name.casefold(): code for code, name in grades.items()}
    found = {}
    for asking in askings:
        said = {box: filled.get(key_of(asking, box), "").strip() for box, _ in BOXES}
        said["grade"] = codes.get(said["grade"].casefold().rstrip("."), "")
        if any(said.values()):
            found[asking.question.code] = said
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What else a report says: reminders of what is open, actions by agency, and the survey in words."""

    not_declared: Sequence[str] = ()
    actions: Sequence[tuple[str, str, str]] = ()
    survey: Sequence[tuple[str, str]] = ()


def report_of(audit: Audit, found: Overview, told: Told, *, asked: int, site: str, today: date) -> Document:
    """The report of a round, filled from what is there today: nothing in it is typed a second time."""
    return Document(
        title=f"{audit.round.title}: report",
        partnership=audit.partnership.name,
        blocks=tuple(_report(audit, found, told, asked)),
        marking=MARKING,
        draft=audit.closed_at is None,
        lines=(f"As things stood on {today.day} {today:%B %Y}",),
        contents=True,
        page="a4",
        site=site,
        made_on=today,
    )


def _report(audit: Audit, found: Overview, told: Told, asked: int) -> Iterator[Block]:
    agreed = sum(one.state == Assessment.State.AGREED for one in found.assessments)
    yield Section("Where the audit is", (Facts((
        ("Standards", str(audit.core)),
        ("Agencies asked", str(asked)),
        ("Declared", str(len(found.assessments))),
        ("Agreed after moderation and reply", str(agreed)),
        ("Not declared yet", ", ".join(told.not_declared) or "None"),
    )),))  # fmt: skip
    if found.rows:
        yield Section("How many agencies meet each standard", tuple(_spreads(found)))
        yield Section("Agency by agency", tuple(_by_agency(found)))
    if told.survey:
        header = ("Question", "Reply of all agencies together")
        yield Section("What practitioners say", (Table("Practitioner survey", header, tuple(told.survey)),))
    if told.actions:
        rows = tuple(told.actions)
        yield Section("What agencies will do", (Table("Actions", ("Agency", "Action", "By"), rows),))


def _spreads(found: Overview) -> Iterator[Block]:
    yield Paragraph("The grade of a standard is that of its weakest answer. Nothing is averaged.", tone="quiet")
    first = found.rows[0]
    header = ("Standard", *(first.names[code] for code in first.order), "Since last round")
    rows = tuple(
        (row.standard.name, *(str(number) for _, number in row.spread("moderated")), _change(row))
        for row in found.rows
        if len(row.order) == len(first.order)
    )
    yield Table("Agencies by moderated grade", header, rows)


def _change(row: Row) -> str:
    better, worse = row.moves()
    return f"{better} better, {worse} worse"


def _by_agency(found: Overview) -> Iterator[Block]:
    """A section an agency: a table of all agencies would be too wide for paper."""
    for one in found.assessments:
        rows = tuple(
            (row.standard.name, row.names.get(cell.own, ""), row.names.get(cell.moderated, "Not yet"))
            for row in found.rows
            if (cell := row.cells.get(one.organisation_id))
        )
        if rows:
            name = one.organisation.name
            yield Section(name, (Table(f"Grades of {name}", ("Standard", "Its own", "Moderated"), rows),))
