"""Words that could identify a child are found; ordinary sentences of the trade are let through."""

from datetime import date

import pytest

from lineofsight.engine.disclosure import identifying as rules

TODAY = date(2026, 10, 21)
KNOWN = ["Westmarch Council", "Thornley", "Early Help Group"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Waits for therapy doubled in Thornley.", []),
        ("Westmarch Council says that staff leave.", []),
        ("The Early Help Group met on 12/09/2026.", []),
        ("Children Looked After wait. Police say so too.", []),
        ("In March the School Nurses told us.", []),
        ("Yesterday Police Officers met.", []),
        ("Her mother, Jane Smithson, told us.", [("name", "Jane Smithson")]),
        ("Tyler-Jay Brown was missed.", [("name", "Tyler-Jay Brown")]),
        ("NHS number 943 476 5919 was refused.", [("number", "943 476 5919")]),
        ("Telephone 01622 694000.", []),
        ("NHS number 943 476 5918 has a wrong last digit.", []),
        ("The girl born on 3/2/2019 waits.", [("birthday", "3/2/2019")]),
        ("A child (dob 01.09.26) waits.", [("birthday", "01.09.26")]),
        ("The policy of 04/05/2004 is old.", []),
        ("The boy of 04/05/2012 waits.", [("birthday", "04/05/2012")]),
    ],
)
def test_identifying_finds_what_names_a_child_and_lets_the_rest_through(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert [(one.kind, one.words) for one in rules.identifying(text, known=KNOWN, today=TODAY)] == found


def test_in_words_says_what_was_found_and_what_to_do() -> None:
    found = rules.identifying("Ask Jane Smithson, 943 476 5919", known=KNOWN, today=TODAY)
    assert rules.in_words(found, may_stay=True) == (
        "“943 476 5919” looks like an NHS number; “Ask Jane Smithson” looks like a person’s name. "
        "Take out whatever could identify a child. If it is nobody’s in a family, tick the box below."
    )
    assert rules.in_words(found[:1], may_stay=False) == (
        "“943 476 5919” looks like an NHS number. Take out whatever could identify a child."
    )
