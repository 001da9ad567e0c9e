"""Inspections of a ledger: begun, answered one by one, released, finished once; taken up again after any stop."""

from collections.abc import Callable, Collection
from functools import partial
from hashlib import sha256
from typing import IO, NamedTuple

from dicycle.health.gates import Reading
from dicycle.health.gates.model import GateId
from dicycle.health.grading.assessing import Rules
from dicycle.health.inspecting.checking import (
    file_name,
    free,
    goes_on,
    last_word,
    of_its_kind,
    past,
    person,
    reason,
    refused,
    tested,
)
from dicycle.health.inspecting.files import Files
from dicycle.health.inspecting.lifetime import lifetime_reading
from dicycle.health.inspecting.live import Live
from dicycle.health.inspecting.model import (
    LEDGER,
    Answered,
    Attached,
    Begun,
    Cancelled,
    Carried,
    Discarded,
    Finished,
    Inspection,
    Numbered,
    Purpose,
    Released,
    TakenBack,
)  # fmt: skip
from dicycle.health.inspecting.releasing import Proved, asked, confirmed, pending, stated
from dicycle.health.inspecting.settling import check_again, check_taking_back
from dicycle.health.inspecting.shelf import Store, key_of
from dicycle.health.inspecting.standing import Standing
from dicycle.health.inspecting.telling import event_id, event_of
from dicycle.health.inspecting.withdrawing import RECORD
from dicycle.health.model import CellType, Kind
from dicycle.health.nameplate import checked
from dicycle.identifiers import canonical
from dicycle.ledger.clock import now
from dicycle.ledger.decode import decode_event
from dicycle.ledger.formats import is_uri

_SALT = 10


class Started(NamedTuple):
    """An inspection that goes on, what was asked to begin, and whether that began it."""

    inspection: Inspection
    asked: Begun
    new: bool

    @property
    def differing(self) -> tuple[str, ...]:
        """The facts that were given and are other ones in the inspection that goes on; who and when are no facts."""
        given, there = self.asked, self.inspection.begun
        pairs = (
            ("type", given.type, there.type),
            ("kind", given.kind, there.kind),
            ("place", given.place, there.place),
        )
        return tuple(name for name, one, other in pairs if one is not None and one != other)


class Inspections(Standing):
    """The inspections of a ledger; safe to use from several threads and processes.

    `tell` captures an event in the ledger: the same bytes twice are harmless. `rules` say by what is graded, `clock`
    what time it is (microseconds since 1970 UTC): nothing is done later than that.
    """

    def __init__(
        self, store: Store, files: Files, tell: Callable[[bytes], object], rules: Rules | None = None,
        clock: Callable[[], int] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(store, files, clock or now, rules)
        self._tell = tell

    # doing

    def begin(
        self, unit: str, by: str, at: str, *, type: CellType | None = None, kind: Kind | None = None,
        place: str | None = None,
    ) -> Inspection:  # fmt: skip
        """Begin the inspection of a unit, as `start` does, and return it."""
        return self.start(unit, by, at, type=type, kind=kind, place=place).inspection

    def start(
        self, unit: str, by: str, at: str, *, type: CellType | None = None, kind: Kind | None = None,
        place: str | None = None,
    ) -> Started:  # fmt: skip
        """Begin the inspection of a unit, named by any code of it; the same again is the same inspection.

        One that goes on of this unit, whoever began it, is returned as it stands: two at a time could come to two
        certificates. Whether the unit's life is recorded the ledger answers at once, if it ever met the unit.
        """
        if type is not None:
            checked(type)
        begins, unit = past(at, self._now()), canonical(unit.strip())
        for one in (unit, *([place] if place else [])):
            if not is_uri(one):
                raise refused("no-uri", f"{one[:80]!r} is no URI.", "Give the unit's GS1 Digital Link or another URI.")
        begun = Begun(unit=unit, by=person(by), at=at, type=type, kind=kind, place=place)
        id = key_of(begins, sha256(f"{begun.unit}\n{begun.by}\n{at}".encode()).hexdigest()[:_SALT])
        kept, new = self._shelf.begin(begun, id)
        return Started(self._looked_up(self.read(kept)), begun, new)

    def _looked_up(self, there: Inspection) -> Inspection:
        """Have the ledger answer whether the life of a unit is recorded, once."""
        if there.status != "open" or any(one.by == LEDGER for one in there.readings):
            return there
        unit = there.begun.unit
        known = lifetime_reading(unit, self._store.events_of(unit), there.begun.at)
        if known is None:
            return there
        self._shelf.add(there.id, Answered(reading=known), goes_on)
        return self.read(there.id)

    def answer(self, id: str, reading: Reading, token: str = "") -> Numbered:
        """Keep an answer to a question of a gate, durably; sending it again is harmless.

        `token` is the id of the token that proves who answers. Raises InvalidInput, also for a good answer that could
        not stand against a failed one (see `dicycle.health.inspecting.settling`).
        """
        past(reading.at or "", self._now())
        if person(reading.by or "").casefold() == LEDGER:
            raise refused("nobody", "Nobody answers in the name of the ledger.", "Give the name of a person.")
        of_its_kind(reading)
        if lacking := [one for one in reading.evidence if one not in self.files]:
            raise refused("evidence-lacking", f"The evidence {lacking[0]} is not here.", "Attach it first.")
        entry = Answered(reading=reading, token=token)

        def check(there: Inspection) -> None:
            goes_on(there)
            check_again(there, entry, partial(self.fails, there), self._carried(there))

        return self._shelf.add(id, entry, check)

    def attach(
        self, id: str, name: str, data: bytes | IO[bytes], by: str, at: str, *, purpose: Purpose = "test record",
        measured: str | None = None, named: str | None = None, ambient: float | None = None,
    ) -> Attached:  # fmt: skip
        """Attach a file; its bytes are durable before its entry is. Raises TooLarge over the limit.

        `measured` is the day or time of the test as who attaches it says, for records that carry none;
        `named` is what the file calls the unit, where it holds several; `ambient` the temperature of the surroundings
        (degC), where it has none. An empty file is refused.
        """
        past(at, self._now())
        tested(measured, ambient, self._now())
        goes_on(self.read(id))
        digest, size = self.files.put(data)
        if not size:
            raise refused("file-empty", f"{file_name(name, purpose)} is empty.", "Write or fetch it again.")
        entry = Attached(
            sha256=digest, name=file_name(name, purpose), size=size, by=person(by), at=at, purpose=purpose,
            measured=measured, named=named, ambient=ambient,
        )  # fmt: skip
        self._shelf.add(id, entry, goes_on)
        return entry

    def release(self, id: str, gate: GateId, by: str, second: str, reason: str, at: str) -> Numbered:
        """Let two persons, as somebody states them, release a failed gate as its readings are now.

        Whether a release counts the scheme says.
        """
        past(at, self._now())
        return self._shelf.add(id, stated(gate, by, second, reason, at, self._failing(id, gate)), goes_on)

    def ask_release(self, id: str, gate: GateId, by: Proved, reason: str, at: str) -> Numbered:
        """Keep that a person asks to release a failed gate; it counts when a second one confirms."""
        past(at, self._now())
        return self._shelf.add(id, asked(gate, by, reason, at, self._failing(id, gate)), goes_on)

    def confirm_release(self, id: str, number: int, second: Proved, at: str) -> Numbered:
        """Let a second person confirm what entry `number` asks for; the same again is harmless."""
        past(at, self._now())
        there = self.read(id)
        for one in there.counting:
            if isinstance(one.entry, Released) and (one.entry.asked, one.entry.tokens[1:]) == (number, second[1:]):
                return one
        first = pending(there, number)
        entry = confirmed(first, number, second, at, self._failing(id, first.gate))

        def check(now: Inspection) -> None:
            goes_on(now)
            pending(now, number)

        return self._shelf.add(id, entry, check)

    def take_back(self, id: str, number: int, by: str, at: str, why: str = "", token: str = "") -> Numbered:
        """Take an entry back; it stays where it is, and counts no more.

        An answer that failed is taken back by who gave it, as `token` proves where one was shown, with a reason.
        """
        past(at, self._now())
        entry = TakenBack(number=number, by=person(by), at=at, why=why.strip())

        def check(there: Inspection) -> None:
            goes_on(there)
            check_taking_back(there, entry, token, partial(self.fails, there))

        return self._shelf.add(id, entry, check)

    def discard(self, id: str, by: str, at: str, why: str) -> None:
        """End a live test without using it; what had come of it is kept and told. Where none comes, nothing is done."""
        past(at, self._now())
        why = reason(why, "Discarding a live test", "Write what is wrong with it: the certificate names it.")
        live = Live(self.files)
        found = live.draft(self.read(id).id)
        if found is None:
            return
        with found.path.open("rb") as file:
            digest, size = self.files.put(file)
        name = file_name(found.about.name, RECORD)
        entry = Discarded(sha256=digest, name=name, size=size, by=person(by), at=at, why=why)
        self._shelf.add(id, entry, goes_on)
        live.drop(id)

    def cancel(self, id: str, by: str, at: str, why: str) -> Numbered:
        """End an inspection without a certificate, and the live test that comes to it."""
        past(at, self._now(), self.read(id).begun.at)
        entry = Cancelled(by=person(by), at=at, why=why)
        self.discard(id, by, at, f"the inspection was cancelled: {why}")
        return self._shelf.add(id, entry, goes_on)

    # coming to an end

    def finish(self, id: str, by: str, at: str) -> Finished:
        """End an inspection with a certificate, and tell the ledger, once; the same again is harmless.

        `at` is the time of the event and the day of the certificate.
        """
        there = self.read(id)
        if there.finished is None:
            past(at, self._now(), there.begun.at)
            self._conclude(there, person(by), at)
        return self._told_to_ledger(id)

    def _conclude(self, there: Inspection, by: str, at: str) -> None:
        assessed = self.assess(there.id, at)
        event = event_of(there, assessed, at)
        entry = Finished(
            by=by, at=at, certificate=assessed.id, event=event.decode(), event_id=event_id(there.id, assessed.id)
        )

        decode_event(entry.event.encode())  # what the ledger would refuse is refused before anything is kept

        def check(now: Inspection) -> None:
            goes_on(now)
            if now != there:
                raise refused("changed", "Somebody added to the inspection meanwhile.", "Look at it, then finish.")

        self._shelf.finish(there.id, entry, assessed.data, check)

    def carry_out(self, id: str, entry: Carried, wrong: Collection[str] = ()) -> Carried:
        """Keep that the route of a certificate was carried out, and tell the ledger; the same again is harmless.

        `wrong` are ids of events that were declared wrong: a route of theirs does not stand any more. Raises
        InvalidInput for another route while one stands, and for a certificate that is not the unit's last word.
        """
        past(entry.when, self._now())
        for event in entry.events:
            decode_event(event.encode())

        def check(there: Inspection) -> None:
            last_word(there, self.of_unit(there.begun.unit))
            free(there, wrong)

        kept = self._shelf.add(id, entry, check).entry
        self._told_to_ledger(id)
        assert isinstance(kept, Carried), "it was kept as it was given"
        return kept

    def _told_to_ledger(self, id: str) -> Finished:
        there = self.read(id)
        assert there.finished is not None, "it was finished"
        for event in (there.finished.event, *(event for one in there.carried for event in one.events)):
            self._tell(event.encode())
        self._shelf.told(there)
        return there.finished

    def resume(self) -> list[Finished]:
        """Tell the ledger of inspections that ended when it could not be told; to be called at the start."""
        return [self._told_to_ledger(id) for id in self._shelf.untold()]
