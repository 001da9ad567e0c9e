"""Long texts: read in windows, with quotes that hold in the whole, and ids of their own."""

import pytest

from dicycle.agreements.extracting import windows as room
from dicycle.agreements.extracting.windows import WINDOW, windows
from dicycle.agreements.model import Release
from dicycle.agreements.reader import read_agreements

PARAGRAPH = (
    "On May {day}, 2026, Example Motors {number} Co., Ltd. signed a supply contract with Norden {number} Recycling "
    "Co., Ltd. on black mass. The two companies will work together for five years.\n\n"
)


def text_of(count: int) -> str:
    """Return a text with so many contracts."""
    return "".join(PARAGRAPH.format(day=1 + number % 28, number=chr(65 + number % 26)) for number in range(count))


def released(text: str) -> Release:
    """Return what a text says."""
    return read_agreements(text.encode(), "long.txt").release


def test_quotes_of_a_long_text_are_exact() -> None:
    """Far behind the first window each quote is still where it says, and each record has an id of its own."""
    text = text_of(260)
    assert len(text) > 2 * WINDOW
    release = released(text)
    assert len(release.records) > 100
    quotes = [quote for record in release.records for quote in record.kind.evidence]
    assert all(text[quote.start : quote.end] == quote.text for quote in quotes)
    assert max(quote.start for quote in quotes) > 2 * WINDOW
    assert len({record.id for record in release.records}) == len(release.records)
    known = {entity.id for entity in release.entities}
    assert {party.entity for record in release.records for party in record.parties} <= known


def test_windows_take_in_every_sentence_once() -> None:
    """All sentences are in exactly one window, in their order, with their own characters."""
    document = read_agreements(text_of(200).encode(), "long.txt").document
    found = [part.text[sentence.start : sentence.end] for _, part in windows(document) for sentence in part.sentences]
    assert found == [document.text[one.start : one.end] for one in document.sentences]


def test_a_short_text_is_one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fits into a window is read as it is; cut small, the same parties come out, window by window."""
    text = text_of(4)
    whole = released(text)
    monkeypatch.setattr(room, "WINDOW", 300)
    parts = released(text)
    names = [sorted(party.name for record in one.records for party in record.parties) for one in (whole, parts)]
    assert names[0] == names[1]
    assert {record.id for record in whole.records} != {record.id for record in parts.records}
