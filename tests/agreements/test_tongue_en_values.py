"""The English tongue: what is read into a record, and what must never be."""

import pytest

from dicycle.agreements.languages.en import ner
from dicycle.agreements.model import Record
from dicycle.agreements.reader import read_agreements
from tests.agreements.developing.en_nothing import NO_VALUES, NONE, SIGNED
from tests.agreements.developing.en_values import VALUES


def _records(text: str) -> tuple[Record, ...]:
    return read_agreements(text.encode(), "passage.txt", language="en").release.records


def _values(record: Record) -> list[int]:
    money, capacity = (int(one.amount) for one in record.money), (int(one.amount) for one in record.capacity)
    return [*money, *capacity, *(one.value for one in record.jobs), *(one.value for one in record.counts)]


@pytest.mark.parametrize("text", [text for texts in NONE.values() for text in texts])
def test_what_nobody_agreed_on_is_no_record(text: str) -> None:
    """Rumours, denials, corrections, postponed signings, pay deals, promises and website terms make no record."""
    assert _records(text) == ()


@pytest.mark.parametrize("text", [text for texts in NO_VALUES.values() for text in texts])
def test_what_belongs_to_no_agreement_is_no_value_of_one(text: str) -> None:
    """Subsidies, markets, turnover, others' capacity, prices and hearsay behind an agreement are not its values."""
    (record,) = _records(SIGNED + text)
    assert _values(record) == []


@pytest.mark.parametrize(("before", "text", "values"), VALUES)
def test_what_goes_on_about_an_agreement_gives_it_values(before: str, text: str, values: tuple[int, ...]) -> None:
    """Investment, capacity and jobs told in the sentences behind an agreement are its own."""
    pytest.importorskip(ner.MODEL)
    (record,) = _records(before + text)
    assert set(values) <= set(_values(record))
