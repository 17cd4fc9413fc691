"""Words that could identify a child are found; ordinary sentences of the trade are let through."""

from datetime import date

import pytest

from lineofsight.engine.disclosure import identifying as rules
from lineofsight.engine.disclosure import pupils

TODAY = date(2026, 10, 21)
KNOWN = ["Westmarch Council", "Thornley", "Early Help Group"]
SURE = rules.Known(
    bodies=tuple(KNOWN),
    people=("Ada Okafor", "Mary Jane Prosser-Webb"),
    addresses=("County Hall, 12 Station Road, Thornley WM4 1AA",),
)


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Her number is H801200001001.", [("pupil", "H801200001001")]),
        ("Her number is H 801 2000 01001.", [("pupil", "H 801 2000 01001")]),
        ("The order is J801200001001.", []),
        ("She lives at TN24 8AA now.", [("postcode", "TN24 8AA")]),
        ("She lives at tn248aa now.", [("postcode", "tn248aa")]),
        ("Module QZ3 4AB and room C2 3rd floor.", []),
        ("Write to us at WM4 1AA.", []),
        ("We met at County Hall, 12 Station Road.", []),
        ("The family of 14 Mill Lane moved.", [("street", "14 Mill Lane")]),
        ("The house in Orchard Avenue is empty.", [("street", "Orchard Avenue")]),
        ("The County Court and the High Street were closed.", []),
        ("Seen at 3 Fern Close again.", [("street", "3 Fern Close")]),
        ("J.S. (12/03/2015) was missed.", [("birthday", "12/03/2015"), ("initials", "J.S. (12/03/2015")]),
        ("KM, aged 9, was missed.", [("initials", "KM, aged 9")]),
        ("KM 03.09.26 was missed.", [("initials", "KM 03.09.26")]),
        ("WC 03.09.26 agreed, by 5 PM 4.9.26.", []),
        ("The girl was born on 3rd March 2015.", [("birthday", "3rd March 2015")]),
        ("The plan of 3 March 2015 is old.", []),
        ("Ada Okafor takes this to Dr Okafor’s team.", []),
        ("Ask Mary Prosser-Webb. Ada Okafor’s paper is late.", []),
        ("Ada Smithson was missed.", [("name", "Ada Smithson")]),
        ("We spoke to Zoë Ambrose about it.", [("name", "Zoë Ambrose")]),
        ("Grace Schools told us.", [("name", "Grace Schools")]),
    ],
)
def test_identifying_knows_the_partnerships_own_people_bodies_and_addresses(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert [(one.kind, one.words) for one in rules.identifying(text, known=SURE, today=TODAY)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Overview Of Neglect\nKey Lines Of Enquiry\nMedway Maritime", []),
        ("Key Lines: Jack Enquiry", ["Jack Enquiry"]),
        ("His mother, Wren Kestrel, rang Mrs Kestrel.", ["Wren Kestrel", "Mrs Kestrel"]),
    ],
)
def test_in_a_file_headings_are_no_names(text: str, found: list[str]) -> None:
    assert [one.words for one in rules.identifying(text, known=SURE, today=TODAY, in_file=True)] == found


def test_pupil_number_with_a_letter_at_its_end() -> None:
    """A temporary number: the last letter counts by its place in the list, times thirteen."""
    assert [one for one in "ABCDEFGHJKLMNPQRTUVWXYZ" if pupils.is_pupil_number(f"{one}80120000100A")] == ["U"]


def test_in_words_names_six_and_counts_the_rest() -> None:
    found = [rules.Found("postcode", f"TN24 {number}AA") for number in range(8)]
    assert "“TN24 5AA” looks like a postcode; and 2 more. Take out" in rules.in_words(found, may_stay=True)


def test_in_words_says_what_was_found_and_what_to_do() -> None:
    found = rules.identifying("Ask Jane Smithson, 943 476 5919", known=KNOWN, today=TODAY)
    assert rules.in_words(found, may_stay=True) == (
        "“943 476 5919” looks like an NHS number; “Ask Jane Smithson” looks like a person’s name. "
        "Take out whatever could identify a child. If it is nobody’s in a family, tick the box below."
    )
    assert rules.in_words(found[:1], may_stay=False) == (
        "“943 476 5919” looks like an NHS number. Take out whatever could identify a child."
    )
