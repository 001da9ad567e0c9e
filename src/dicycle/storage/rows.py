"""Rows of the table `event`, which is the same in both stores."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.ledger.entry import Entry, stored_entry
from dicycle.ledger.integrity.entries import entry_digest
from dicycle.ledger.store import Sealed
from dicycle.ledger.stored import head

Row = tuple[Any, ...]
Numbered = tuple[int, Entry]
_ADVICE: Final = "Move the ledger with `dicycle migrate`, which goes on where the target ends."


def check_follow(events: Sequence[Sealed], last: int) -> None:
    """Refuse events of another ledger that do not come right after event number `last`; raises StoreError."""
    for seq, one in enumerate(events, last + 1):
        if one.event.seq != seq:
            sentence = f"Event number {one.event.seq} does not follow number {seq - 1} of this ledger."
            raise StoreError(Finding("store.not-next", sentence, one.event.event_id, advice=_ADVICE))


class Rows(NamedTuple):
    """Makes rows out of entries; `word` and `context` give the numbers that a store has for texts and contexts."""

    word: Callable[[str | None], int | None]
    context: Callable[[bytes], int | None]

    def of_new(self, new: Sequence[Numbered], record_time: int, reporter: str) -> list[Row]:
        """Return the rows of events that are recorded now; the last of each is its entry in the log."""
        heads: dict[bytes, bytes] = {}
        rows = []
        for seq, one in new:
            if one.context not in heads:
                heads[one.context] = head(record_time, one.context)
            entry = entry_digest(heads[one.context] + one.body[1:], reporter)
            rows.append(self._row(seq, one, record_time, reporter, entry))
        return rows

    def of_sealed(self, events: Sequence[Sealed]) -> tuple[list[Numbered], list[Row]]:
        """Return entries and rows of events as another ledger kept them."""
        new = [(one.event.seq, stored_entry(one.event)) for one in events]
        rows = [
            self._row(seq, entry, one.event.record_time, one.reporter, one.entry)
            for (seq, entry), one in zip(new, events, strict=True)
        ]
        return new, rows

    def _row(self, seq: int, one: Entry, record_time: int, reporter: str, entry: bytes) -> Row:
        word = self.word
        return (
            seq,
            one.key,
            one.time,
            record_time,
            word(one.type),
            word(one.action),
            word(one.biz_step),
            word(one.disposition),
            one.declares_error,
            self.context(one.context),
            one.body,
            one.sieve,
            word(reporter or None),
            entry,
        )
