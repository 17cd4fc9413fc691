"""Drafts a recipe for a table that none fits. The draft often works as it is; what it guessed stands in its comments."""

import json
import re
from collections import Counter

from lineofsight.engine.tables.cells import Figures
from lineofsight.engine.tables.columns import letters
from lineofsight.engine.tables.errors import FileRefused
from lineofsight.engine.tables.headings import BETWEEN, Heading, find
from lineofsight.engine.tables.limits import Limits
from lineofsight.engine.tables.lookups import slug
from lineofsight.engine.tables.periods import PeriodRule, whole_period
from lineofsight.engine.tables.profile import (
    Profile,
    area_columns,
    breakdown_columns,
    figure_columns,
    period_columns,
    profile,
    start_and_end,
)
from lineofsight.engine.tables.reader import Source, open_table
from lineofsight.engine.tables.recipe import parse_recipe

_TOTALS = {"total", "all", "persons", "none", "all pupils", "total children", "all children"}
_SAYS_WHAT = re.compile(r"^(?:measure|indicator)(?:[_ ]?(?:id|code|name))?$", re.IGNORECASE)
_FIGURES = Figures({})
_YEAR_AT_END = re.compile(r"(.+)_((?:19|20)\d\d(?:_?\d\d)?)")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d\d)?")


def suggest(source: Source, *, name: str = "", sheet: str = "", limits: Limits | None = None) -> str:
    """The TOML of a draft recipe for one sheet (without `sheet`: the one with the most figures).

    Raises `FileRefused` as reading does, and when the table holds no figures.
    """
    workbook = open_table(source, name=name, limits=limits)
    draft = "\n".join(_Draft(profile(workbook, sheet=sheet)).lines()) + "\n"
    parse_recipe(draft, name="draft")
    return draft


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class _Draft:
    """Writes the parts of one draft."""

    def __init__(self, found: Profile) -> None:
        self.found = found
        self.figures = figure_columns(found)
        self.level = self._period_level()

    def lines(self) -> list[str]:
        title = (self.found.titles or (self.found.sheet or "Draft recipe",))[0]
        parts = (self._area, self._period, self._breakdown, self._table, self._measures)
        head = [
            f"title = {_quoted(title[:120])}",
            'notes = "A draft: check areas, periods and what each column means."',
        ]
        written = [lines for part in parts if (lines := part())]
        return [*head, *(line for lines in written for line in ("", *lines))]

    def _name(self, at: int, headings: list[Heading] | None = None) -> str:
        """A name that finds exactly this column: its heading, or its letter."""
        among = headings or list(self.found.headings)
        text = next((heading.text for heading in among if heading.position == at), "")
        try:
            found = find(among, (text,)) if text and not set(text) & set("*?") else None
        except FileRefused:
            found = None
        return _quoted(text if found and found.position == at else f"={letters(at)}")

    def _area(self) -> list[str]:
        columns, scheme = area_columns(self.found)
        if not columns:
            return ["[area]", 'value = "E92000001"  # no column of areas was found: write the code of the area here']
        names = [self._name(at) for at in columns]
        lines = ["[area]", f"column = {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}"]
        return lines if scheme == "ons" else [*lines, f'scheme = "{scheme}"']

    def _period_level(self) -> int | None:
        """The heading row (from 0) that says years over groups of columns."""
        if period_columns(self.found)[0] or start_and_end(self.found):
            return None
        levels = range(len(self.found.heading_rows))
        return next((at for at in levels if self._years(at) and len(self.found.heading_rows) > 1), None)

    def _years(self, level: int) -> bool:
        texts = {heading.parts[level] for heading in self.found.headings if heading.position in self.figures}
        return len(texts) > 1 and all(_YEAR.match(text) for text in texts)

    def _in_heading(self) -> bool:
        named = [_YEAR_AT_END.fullmatch(self.found.headings[at].text) for at in self.figures]
        return len(self.found.heading_rows) == 1 and sum(bool(name) for name in named) > 0.6 * len(named)

    def _period(self) -> list[str]:
        columns, kind = period_columns(self.found)
        if pair := start_and_end(self.found):
            start, end = (self._name(at) for at in pair)
            lengths = 'by_months = { 1 = "month", 3 = "quarter", 12 = "financial_year" }'
            return ["[period]", 'type = "rolling"', f"start = {start}", f"end = {end}", lengths]
        if columns:
            names = ", ".join(self._name(at) for at in columns)
            return ["[period]", f'type = "{kind}"', f"column = [{names}]"]
        if self.level is not None:
            row = self.found.heading_rows[self.level]
            return ["[period]", 'type = "financial_year"  # or academic_year, calendar_year', f"heading_row = {row}"]
        if self._in_heading():
            kind = 'type = "financial_year"  # or academic_year, calendar_year'
            return ["[period]", kind, 'in_heading = "{measure}_{period}"']
        return self._period_of_title()

    def _period_of_title(self) -> list[str]:
        rule = PeriodRule(type="financial_year", value="x")
        for title in self.found.titles:
            years = _YEAR.findall(title)
            if len(years) == 1 and not whole_period([years[0]], rule).problem:
                return [
                    "[period]",
                    'type = "financial_year"  # or academic_year, calendar_year',
                    f'value = "{years[0]}"',
                ]
        return ["[period]", 'type = "financial_year"', 'value = "1900"  # no period was found: write it here']

    def _breakdown(self) -> list[str]:
        columns = [at for at in breakdown_columns(self.found) if at != self._what()]
        if not columns:
            return []
        seen = {text for at in columns for text in self.found.distinct(at) if text.casefold() in _TOTALS}
        lines = ["[breakdown]", f"columns = [{', '.join(self._name(at) for at in columns)}]"]
        return [*lines, f"totals = [{', '.join(map(_quoted, sorted(seen)))}]"] if seen else lines

    def _table(self) -> list[str]:
        sheet = [f"sheet = {_quoted(self.found.sheet)}"] if self.found.sheet else []
        return ["[table]", *sheet, f"heading_rows = {list(self.found.heading_rows)}"]

    def _what(self) -> int | None:
        """The column that says what is measured, where one column holds the figures of several measures."""
        said = [at for at, heading in enumerate(self.found.headings) if _SAYS_WHAT.match(heading.text)]
        several = [at for at in said if len(self.found.distinct(at)) > 1]
        return several[0] if several and len(self.figures) == 1 else None

    def _measures(self) -> list[str]:
        what = self._what()
        if what is not None:
            return ["[[measure]]", f"code_column = {self._name(what)}", f"value = {self._name(self.figures[0])}"]
        named = dict.fromkeys(entry for at in self.figures if (entry := self._measure(at)))
        codes = Counter[str]()
        lines: list[str] = []
        for text, column, negative in named:
            code = slug(text)[:60].strip("-") or "figure"
            codes[code] += 1
            unique = code if codes[code] == 1 else f"{code}-{codes[code]}"
            lines += [
                "",
                "[[measure]]",
                f'code = "{unique}"',
                f"value = {column}",
                *(["negative = true"] if negative else []),
            ]
        return lines[1:]

    def _measure(self, at: int) -> tuple[str, str, bool] | None:
        """The heading that names a column's measure, the name by which a recipe finds it, and whether it goes below 0."""
        negative = any(_FIGURES.understand(text).number < 0 for text in self.found.texts(at))
        heading = self.found.headings[at]
        if self.level is not None:
            group = [
                each.without(self.level)
                for each in self.found.headings
                if each.parts[self.level] == heading.parts[self.level]
            ]
            return heading.without(self.level).text, self._name(at, group), negative
        if self._in_heading():
            found = _YEAR_AT_END.fullmatch(heading.text)
            return (found[1], _quoted(found[1]), negative) if found else None
        return heading.text.split(BETWEEN)[-1] if len(heading.parts) == 1 else heading.text, self._name(at), negative
