"""An inspection: what was done to a returned unit, one entry after another; nothing is ever written over."""

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from dicycle.health.gates.model import GateId, Reading
from dicycle.health.grading.model import Release
from dicycle.health.model import CellType, Kind
from dicycle.ledger.formats import microseconds

BOX: Final = "inspection"
"""The box of the cards that begin inspections; the entries of each have a box of its own."""

LEDGER: Final = "the ledger"
"""Who answers what the ledger itself knows."""

Status = Literal["open", "finished", "cancelled"]
Purpose = Literal["test record", "photograph", "other"]


class Begun(Struct, frozen=True, kw_only=True, tag_field="act", tag="begun"):
    """An inspection begins: of which unit (canonical id), of which type, by whom, when (RFC 3339), where (a URI).

    `after` are the inspections of the unit that were cancelled since one came to a certificate, in the order of their
    beginning, whatever time they state; None was written before that was kept.
    """

    unit: str
    by: str
    at: str
    type: CellType | None = None
    kind: Kind | None = None
    place: str | None = None
    after: tuple[str, ...] | None = None


class Answered(Struct, frozen=True, kw_only=True, tag_field="act", tag="answered"):
    """A question of a gate was answered; `token` is the id of the token that proves who did, if one does."""

    reading: Reading
    token: str = ""


class Attached(Struct, frozen=True, kw_only=True, tag_field="act", tag="attached"):
    """A file was attached, which is kept under its SHA-256; `measured` is when, as who attached it says.

    `named` is what the file calls the unit, where it holds several; `ambient` is the temperature of the surroundings
    (degC) in which it was tested, where the file has none.
    """

    sha256: str
    name: str
    size: int
    by: str
    at: str
    purpose: Purpose = "test record"
    measured: str | None = None
    named: str | None = None
    ambient: float | None = None


class Discarded(Struct, frozen=True, kw_only=True, tag_field="act", tag="discarded"):
    """A live test was ended without being used: the SHA-256 and size of what had come of it, which is kept, and why."""

    sha256: str
    name: str
    size: int
    by: str
    at: str
    why: str


class ReleaseAsked(Struct, frozen=True, kw_only=True, tag_field="act", tag="release-asked"):
    """A person, proved by a token, asks to release a gate that failed at these readings; a second has to confirm."""

    gate: GateId
    by: str
    token: str
    reason: str
    at: str
    failed: tuple[str, ...]


class Released(Struct, frozen=True, kw_only=True, tag_field="act", tag="released"):
    """Two persons released a failed gate.

    `asked` is the number of the entry in which the first did, `tokens` the ids of the tokens that proved both; without
    them both names are as somebody stated them.
    """

    release: Release
    asked: int | None = None
    tokens: tuple[str, ...] = ()

    @property
    def told(self) -> Release:
        """The release as a certificate tells it: beside each name how it is known."""
        known = [f"token {one}" for one in self.tokens] or ["as stated"] * 2
        one = self.release
        return replace(one, by=f"{one.by} ({known[0]})", second=f"{one.second} ({known[1]})")


class TakenBack(Struct, frozen=True, kw_only=True, tag_field="act", tag="taken-back"):
    """An entry was taken back, and why: its number stays, and it counts no more."""

    number: int
    by: str
    at: str
    why: str = ""


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


class Carried(Struct, frozen=True, kw_only=True, tag_field="act", tag="carried-out"):
    """A route was carried out after the certificate: which, by whom, where (a URI), when (RFC 3339), and its events.

    `best` is what was reckoned to be best and `reason` why another was taken; `decision` is the SHA-256 of the decision
    that was shown, `ids` are those of the events.
    """

    route: str
    best: str
    reason: str
    decision: str
    by: str
    place: str
    when: str
    events: tuple[str, ...]
    ids: tuple[str, ...]


Entry = Begun | Answered | Attached | Discarded | ReleaseAsked | Released | TakenBack | Cancelled | Finished | Carried


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
        """The answers that were not taken back, in the order in which they were read; see `settling` for which hold."""
        return tuple(one.reading for one in self.answers)

    @property
    def answers(self) -> tuple[Answered, ...]:
        """The same with what proves who gave them.

        A device without a network sends late: what was read earlier comes before what was read later. What the ledger
        itself answers comes first, whenever it was asked.
        """
        read = [one.entry for one in self.counting if isinstance(one.entry, Answered)]
        return tuple(sorted(read, key=when_read))

    @property
    def taken_back(self) -> tuple[tuple[Answered, TakenBack], ...]:
        """The answers that were taken back, with what says why."""
        back = [one.entry for one in self.entries if isinstance(one.entry, TakenBack)]
        taken = {one.number: one for one in back}
        return tuple((one.entry, taken[one.number]) for one in self.entries
                     if one.number in taken and isinstance(one.entry, Answered))  # fmt: skip

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases that count."""
        return tuple(one.entry.told for one in self.counting if isinstance(one.entry, Released))

    @property
    def asks(self) -> tuple[Numbered, ...]:
        """The entries that ask for a release which nobody confirmed yet."""
        done = {one.entry.asked for one in self.counting if isinstance(one.entry, Released)}
        return tuple(o for o in self.counting if isinstance(o.entry, ReleaseAsked) and o.number not in done)

    @property
    def files(self) -> tuple[Attached, ...]:
        """The files that count; of the same bytes attached again, what was said last."""
        last = {(one.entry.sha256, one.entry.purpose): one.entry for one in self.counting
                if isinstance(one.entry, Attached)}  # fmt: skip
        return tuple(last.values())

    @property
    def finished(self) -> Finished | None:
        """How it ended, if it came to a certificate."""
        return next((one.entry for one in self.entries if isinstance(one.entry, Finished)), None)

    @property
    def carried(self) -> tuple[Carried, ...]:
        """The routes that were carried out, the oldest first."""
        return tuple(one.entry for one in self.entries if isinstance(one.entry, Carried))

    @property
    def cancelled(self) -> Cancelled | None:
        """How it ended, if it came to nothing."""
        return next((one.entry for one in self.entries if isinstance(one.entry, Cancelled)), None)

    @property
    def status(self) -> Status:
        """Whether it goes on."""
        return "finished" if self.finished else "cancelled" if self.cancelled else "open"


def when_read(one: Answered) -> int:
    """Return when an answer was read, in microseconds; 0 for what the ledger itself answers."""
    return 0 if one.reading.by == LEDGER else microseconds(one.reading.at or "") or 0


def one_ambient(files: Iterable[Attached]) -> float | None:
    """Return the temperature (degC) in which all files were tested as said; None where they differ or nobody says."""
    said = {one.ambient for one in files if one.ambient is not None}
    return said.pop() if len(said) == 1 else None
