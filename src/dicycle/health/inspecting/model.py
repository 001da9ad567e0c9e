"""An inspection: what was done to a returned unit, one entry after another; nothing is ever written over."""

from typing import Final, Literal

from msgspec import Struct

from dicycle.health.gates.model import Reading
from dicycle.health.grading.model import Release
from dicycle.health.model import CellType, Kind
from dicycle.ledger.formats import microseconds

BOX: Final = "inspection"
"""The box of the cards that begin inspections; the entries of each have a box of its own."""

Status = Literal["open", "finished", "cancelled"]
Purpose = Literal["test record", "photograph", "other"]


class Begun(Struct, frozen=True, kw_only=True, tag_field="act", tag="begun"):
    """An inspection begins: of which unit (canonical id), of which type, by whom, when (RFC 3339), where (a URI)."""

    unit: str
    by: str
    at: str
    type: CellType | None = None
    kind: Kind | None = None
    place: str | None = None


class Answered(Struct, frozen=True, kw_only=True, tag_field="act", tag="answered"):
    """A question of a gate was answered."""

    reading: Reading


class Attached(Struct, frozen=True, kw_only=True, tag_field="act", tag="attached"):
    """A file was attached, which is kept under its SHA-256; `measured` is when, as who attached it says.

    `named` is what the file calls the unit, where it holds several.
    """

    sha256: str
    name: str
    size: int
    by: str
    at: str
    purpose: Purpose = "test record"
    measured: str | None = None
    named: str | None = None


class Released(Struct, frozen=True, kw_only=True, tag_field="act", tag="released"):
    """Two persons released a failed gate."""

    release: Release


class TakenBack(Struct, frozen=True, kw_only=True, tag_field="act", tag="taken-back"):
    """An entry was taken back: its number stays, and it counts no more."""

    number: int
    by: str
    at: str


class Cancelled(Struct, frozen=True, kw_only=True, tag_field="act", tag="cancelled"):
    """The inspection came to nothing."""

    by: str
    at: str
    why: str


class Finished(Struct, frozen=True, kw_only=True, tag_field="act", tag="finished"):
    """The inspection came to a certificate, and to an event that tells the ledger; both are kept as their bytes."""

    by: str
    at: str
    certificate: str
    event: str
    event_id: str


Entry = Begun | Answered | Attached | Released | TakenBack | Cancelled | Finished


class Numbered(Struct, frozen=True):
    """An entry with its number, from 0 in the order of keeping."""

    number: int
    entry: Entry


class Inspection(Struct, frozen=True, kw_only=True):
    """An inspection as it stands: what began it, all entries, and those that count."""

    id: str
    begun: Begun
    entries: tuple[Numbered, ...] = ()

    @property
    def counting(self) -> tuple[Numbered, ...]:
        """The entries that were not taken back."""
        back = {one.entry.number for one in self.entries if isinstance(one.entry, TakenBack)}
        return tuple(one for one in self.entries if one.number not in back and not isinstance(one.entry, TakenBack))

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The answers that count, in the order in which they were read; of one question the last one holds.

        A device without a network sends late: what was read earlier does not replace what was read later.
        """
        read = [one.entry.reading for one in self.counting if isinstance(one.entry, Answered)]
        return tuple(sorted(read, key=lambda one: microseconds(one.at or "") or 0))

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases that count."""
        return tuple(one.entry.release for one in self.counting if isinstance(one.entry, Released))

    @property
    def files(self) -> tuple[Attached, ...]:
        """The files that count."""
        return tuple(one.entry for one in self.counting if isinstance(one.entry, Attached))

    @property
    def finished(self) -> Finished | None:
        """How it ended, if it came to a certificate."""
        return next((one.entry for one in self.entries if isinstance(one.entry, Finished)), None)

    @property
    def cancelled(self) -> Cancelled | None:
        """How it ended, if it came to nothing."""
        return next((one.entry for one in self.entries if isinstance(one.entry, Cancelled)), None)

    @property
    def status(self) -> Status:
        """Whether it goes on."""
        return "finished" if self.finished else "cancelled" if self.cancelled else "open"
