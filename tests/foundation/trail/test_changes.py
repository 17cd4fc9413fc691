"""The chain: what is written follows, and what was altered is found."""

from datetime import timedelta

import pytest
from django.db import transaction

from lineofsight.foundation.trail import queries
from lineofsight.foundation.trail.changes import Doer, installation_chain, record, record_look, subject_for
from lineofsight.foundation.trail.models import Chain, Entry, EntryContent

pytestmark = pytest.mark.django_db
BY = Doer.system("Tests")


@pytest.fixture
def chain() -> Chain:
    """A chain of five entries, one of them a look."""
    chain = installation_chain()
    thing = subject_for(chain, room="trail", kind="thing", key=1, title="A thing", may_read="see_trail")
    with transaction.atomic():
        for number in range(4):
            record(chain, by=BY, deed="tests.write", subject=thing, before={"n": number}, after={"n": number + 1})
    record_look(chain, by=BY, deed="tests.look", subject=thing)
    return Chain.objects.get(pk=chain.pk)


def rewrite(entry: Entry, **facts: object) -> None:
    """What somebody with access to the database could do."""
    names = ", ".join(f"{name} = %s" for name in facts)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE trail_entry SET {names} WHERE id = %s", [*facts.values(), entry.pk])


def test_verify_untouched_chain_finds_nothing(chain: Chain) -> None:
    assert queries.verify(chain) is None
    assert list(chain.entries.order_by("number").values_list("number", "is_look")) == [
        (1, False), (2, False), (3, False), (4, False), (5, True),
    ]  # fmt: skip


@pytest.mark.parametrize("facts", [{"deed": "tests.other"}, {"role": "Somebody else"}, {"rows": 9}])
def test_verify_altered_row_names_it(chain: Chain, facts: dict[str, object]) -> None:
    rewrite(chain.entries.get(number=3), **facts)
    fault = queries.verify(chain)
    assert fault is not None and (fault.number, fault.reason) == (3, "it was altered")


def test_verify_moved_moment_names_row(chain: Chain) -> None:
    entry = chain.entries.get(number=2)
    rewrite(entry, at=entry.at - timedelta(days=1))
    fault = queries.verify(chain)
    assert fault is not None and fault.number == 2


def test_verify_altered_content_names_row(chain: Chain) -> None:
    EntryContent.objects.filter(entry__number=2).update(text='{"after":{"n":7}}')
    fault = queries.verify(chain)
    assert fault is not None and (fault.number, fault.reason) == (2, "its content was altered")


def test_verify_missing_row_names_it(chain: Chain) -> None:
    entry = chain.entries.get(number=3)
    EntryContent.objects.filter(entry=entry)._raw_delete("default")
    Entry.objects.filter(pk=entry.pk)._raw_delete("default")
    fault = queries.verify(chain)
    assert fault is not None and (fault.number, fault.reason) == (3, "row 3 is missing")


def test_verify_deleted_last_rows_are_found(chain: Chain) -> None:
    entry = chain.entries.get(number=5)
    EntryContent.objects.filter(entry=entry)._raw_delete("default")
    Entry.objects.filter(pk=entry.pk)._raw_delete("default")
    fault = queries.verify(chain)
    assert fault is not None and fault.reason == "the last rows are missing or the head was changed"


def test_verify_reordered_rows_names_first(chain: Chain) -> None:
    second, third = chain.entries.get(number=2), chain.entries.get(number=3)
    rewrite(second, number=99)
    rewrite(third, number=2)
    rewrite(second, number=3)
    fault = queries.verify(chain)
    assert fault is not None and fault.number == 2


def test_record_rolled_back_leaves_no_row_and_no_gap(chain: Chain) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(chain, by=BY, deed="tests.lost")
        raise ZeroDivisionError
    with transaction.atomic():
        record(chain, by=BY, deed="tests.next")
    assert chain.entries.get(deed="tests.next").number == 6
    assert not chain.entries.filter(deed="tests.lost").exists()


def test_entry_changed_or_deleted_is_refused(chain: Chain) -> None:
    entry = chain.entries.get(number=1)
    for deed in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(rows=2)):
        with pytest.raises(TypeError):
            deed()
