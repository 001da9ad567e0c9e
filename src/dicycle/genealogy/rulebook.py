"""The rules of attribution of an installation, with what events allocate by themselves."""

from pathlib import Path
from threading import Lock

from dicycle.errors import InvalidInput, InvalidQuery
from dicycle.findings import Finding
from dicycle.genealogy.custody import Entry, Rules, allocations_of, read_rules
from dicycle.ledger.store import EventStore


class Rulebook:
    """Rules from files, with the allocations of a ledger, which are read once; for any thread."""

    def __init__(self, store: EventStore, file: Path | None) -> None:
        self._store, self._file, self._lock = store, file, Lock()
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._read = 0
        self.findings: list[Finding] = []
        """What events allocate and cannot be understood."""

    def rules(self, file: Path | None = None) -> Rules:
        """Return the rules in a file, by default in that of the settings; raises InvalidInput, InvalidQuery."""
        path = file or self._file
        if path is None:
            advice = "Name a file with rules: with --rules, or in the setting attribution_rules."
            raise InvalidQuery.because(
                "genealogy.no-rules", "This ledger has no rules of attribution.", "model", advice
            )
        return read_rules(_text(path), str(path))._replace(allocations=self._allocations())

    def _allocations(self) -> dict[str, tuple[Entry, ...]]:
        with self._lock:
            for one in self._store.sealed(self._read):
                found, wrong = allocations_of([one.event])
                self._entries |= found
                self.findings += wrong
                self._read = one.event.seq
            return dict(self._entries)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        why = "it is no text in UTF-8" if isinstance(wrong, UnicodeDecodeError) else wrong.strerror or str(wrong)
        sentence = f"These rules cannot be read: {why}."
        raise InvalidInput.because("genealogy.rules", sentence, str(path), "Name another file.") from None
