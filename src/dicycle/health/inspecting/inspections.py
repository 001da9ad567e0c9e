"""Inspections of a ledger: begun, answered one by one, released, finished once; taken up again after any stop."""

from collections.abc import Callable
from hashlib import sha256
from typing import IO

from dicycle.errors import InvalidInput, NotFound
from dicycle.findings import Finding
from dicycle.health.gates import QUESTION, Reading, judge, limits_for
from dicycle.health.gates.model import GateId
from dicycle.health.grading.assessing import Assessed, Rules, assess
from dicycle.health.grading.case import Case
from dicycle.health.grading.days import day
from dicycle.health.grading.factors import failing, two_persons
from dicycle.health.grading.gathering import RawFile, with_files
from dicycle.health.grading.model import Release
from dicycle.health.inspecting.files import Files
from dicycle.health.inspecting.model import (
    Answered,
    Attached,
    Begun,
    Cancelled,
    Finished,
    Inspection,
    Numbered,
    Purpose,
    Released,
    TakenBack,
)  # fmt: skip
from dicycle.health.inspecting.shelf import Cards, Shelf, key_of
from dicycle.health.inspecting.telling import event_id, event_of
from dicycle.health.model import CellType, Kind
from dicycle.identifiers import canonical
from dicycle.ledger.decode import decode_event
from dicycle.ledger.formats import is_uri, microseconds

_SALT = 10


class Inspections:
    """The inspections of a ledger; safe to use from several threads and processes.

    `tell` captures an event in the ledger: the same bytes twice are harmless. `rules` say by what is graded.
    """

    def __init__(self, cards: Cards, files: Files, tell: Callable[[bytes], object], rules: Rules | None = None) -> None:
        self._shelf, self.files, self._tell = Shelf(cards), files, tell
        self.rules = rules or Rules()

    # looking

    def read(self, id: str) -> Inspection:
        """Return an inspection as it stands; raises NotFound."""
        return self._shelf.read(id)

    def open(self) -> list[Inspection]:
        """Return the inspections that go on, the oldest first."""
        return [self._shelf.read(id) for id in self._shelf.open()]

    def of_unit(self, unit: str) -> list[Inspection]:
        """Return all inspections of a unit, the oldest first."""
        return [self._shelf.read(id) for id in self._shelf.of_unit(canonical(unit))]

    def certificate(self, digest: str) -> bytes:
        """Return the bytes of a certificate by its id; raises NotFound."""
        found = self._shelf.certificate(digest)
        if found is None:
            raise NotFound(Finding("inspection.no-such-certificate", f"There is no certificate {digest[:80]!r}."))
        return found

    # doing

    def begin(
        self, unit: str, by: str, at: str, *, type: CellType | None = None, kind: Kind | None = None,
        place: str | None = None,
    ) -> Inspection:  # fmt: skip
        """Begin the inspection of a unit, named by any code of it; the same again is the same inspection."""
        moment, unit = _moment(at), canonical(unit.strip())
        for one in (unit, *([place] if place else [])):
            if not is_uri(one):
                raise _refused("no-uri", f"{one[:80]!r} is no URI.", "Give the unit's GS1 Digital Link or another URI.")
        begun = Begun(unit=unit, by=_person(by), at=at, type=type, kind=kind, place=place)
        id = key_of(moment, sha256(f"{begun.unit}\n{begun.by}\n{at}".encode()).hexdigest()[:_SALT])
        self._shelf.begin(begun, id)
        return self.read(id)

    def answer(self, id: str, reading: Reading) -> Numbered:
        """Keep an answer to a question of a gate, durably; sending it again is harmless."""
        _moment(reading.at or "")
        _person(reading.by or "")
        _of_its_kind(reading)
        if lacking := [one for one in reading.evidence if one not in self.files]:
            raise _refused("evidence-lacking", f"The evidence {lacking[0]} is not here.", "Attach it first.")
        return self._shelf.add(id, Answered(reading=reading), _goes_on)

    def attach(
        self, id: str, name: str, data: bytes | IO[bytes], by: str, at: str, *, purpose: Purpose = "test record",
        measured: str | None = None, named: str | None = None,
    ) -> Attached:  # fmt: skip
        """Attach a file; its bytes are durable before its entry is. Raises TooLarge over the limit.

        `measured` is the day or time of the test as who attaches it says, for records that carry none;
        `named` is what the file calls the unit, where it holds several.
        """
        _moment(at)
        if measured is not None and day(measured) is None:
            raise _refused("time", f"{measured!r} is no day.", "Write it as in 2031-03-20.")
        _goes_on(self.read(id))
        digest, size = self.files.put(data)
        entry = Attached(
            sha256=digest,
            name=name,
            size=size,
            by=_person(by),
            at=at,
            purpose=purpose,
            measured=measured,
            named=named,
        )
        self._shelf.add(id, entry, _goes_on)
        return entry

    def release(self, id: str, gate: GateId, by: str, second: str, reason: str, at: str) -> Numbered:
        """Let two persons release a failed gate, as its readings are now; whether it counts the scheme says."""
        _moment(at)
        if not two_persons(by, second):
            raise _refused("one-person", "A failed gate is released by two persons.", "Have a colleague agree.")
        if not reason.strip():
            raise _refused("no-reason", "A release needs a reason.", "Write why it may pass.")
        failed = self._failing(id, gate)
        release = Release(gate=gate, by=_person(by), second=_person(second), reason=reason, at=at, failed=failed)
        return self._shelf.add(id, Released(release=release), _goes_on)

    def _failing(self, id: str, gate: GateId) -> tuple[str, ...]:
        case = self._told(self.read(id))
        passage = judge(case.readings, limits_for(case.type, self.rules.limits), case.sort)
        found = next((one for one in passage.failed if one.id == gate), None)
        if found is None:
            raise _refused("not-failed", f"{gate} has not failed, so there is nothing to release.", "Measure it.")
        return failing(found)

    def take_back(self, id: str, number: int, by: str, at: str) -> Numbered:
        """Take an entry back; it stays where it is, and counts no more."""
        _moment(at)

        def check(there: Inspection) -> None:
            _goes_on(there)
            if number not in {one.number for one in there.counting}:
                raise _refused("nothing-to-take-back", f"There is no entry {number} that counts.", "Look again.")

        return self._shelf.add(id, TakenBack(number=number, by=_person(by), at=at), check)

    def cancel(self, id: str, by: str, at: str, why: str) -> Numbered:
        """End an inspection without a certificate."""
        _moment(at)
        return self._shelf.add(id, Cancelled(by=_person(by), at=at, why=why), _goes_on)

    # coming to an end

    def case(self, id: str) -> Case:
        """Return what an inspection knows of its unit, with its test records read."""
        there = self.read(id)
        tests = [one for one in there.files if one.purpose == "test record"]
        case = self._told(there)._replace(
            measured=min((one.measured for one in tests if one.measured), default=None),
            named=next((one.named for one in reversed(tests) if one.named), None),
        )  # fmt: skip
        return with_files(case, [RawFile(one.name, self.files.get(one.sha256)) for one in tests])

    def _told(self, there: Inspection) -> Case:
        return Case(
            unit=there.begun.unit, type=there.begun.type, kind=there.begun.kind, readings=there.readings,
            releases=there.releases, by=there.begun.by,
        )  # fmt: skip

    def assess(self, id: str, at: str) -> Assessed:
        """Return what an inspection comes to as it stands, on the day of `at`; nothing is kept."""
        as_of = day(at)
        assert as_of is not None, "a moment has a day"
        return assess(self.case(id), self.rules, as_of)

    def finish(self, id: str, by: str, at: str) -> Finished:
        """End an inspection with a certificate, and tell the ledger, once; the same again is harmless.

        `at` is the time of the event and the day of the certificate.
        """
        _moment(at)
        there = self.read(id)
        if there.finished is None:
            self._conclude(there, _person(by), at)
        return self._told_to_ledger(id)

    def _conclude(self, there: Inspection, by: str, at: str) -> None:
        assessed = self.assess(there.id, at)
        event = event_of(there, assessed, at)
        entry = Finished(
            by=by, at=at, certificate=assessed.id, event=event.decode(), event_id=event_id(there.id, assessed.id)
        )

        decode_event(entry.event.encode())  # what the ledger would refuse is refused before anything is kept

        def check(now: Inspection) -> None:
            _goes_on(now)
            if now != there:
                raise _refused("changed", "Somebody added to the inspection meanwhile.", "Look at it, then finish.")

        self._shelf.finish(there.id, entry, assessed.data, check)

    def _told_to_ledger(self, id: str) -> Finished:
        finished = self.read(id).finished
        assert finished is not None, "it was finished"
        self._tell(finished.event.encode())
        self._shelf.told(id)
        return finished

    def resume(self) -> list[Finished]:
        """Tell the ledger of inspections that ended when it could not be told; to be called at the start."""
        return [self._told_to_ledger(id) for id in self._shelf.untold()]


def _goes_on(there: Inspection) -> None:
    if there.status != "open":
        raise _refused("ended", f"This inspection is {there.status}.", "Begin another one.")


def _moment(at: str) -> int:
    found = microseconds(at)
    if found is None:
        raise _refused("time", f"{at!r} is no time.", "Write it as in 2031-03-20T15:00:00+01:00.")
    return found


def _person(name: str) -> str:
    if not name.strip():
        raise _refused("nobody", "It is not said who did this.", "Give a name.")
    return " ".join(name.split())


def _of_its_kind(reading: Reading) -> None:
    question = QUESTION.get(reading.question)
    if question is None:
        sentence = f"No gate asks for {reading.question!r}."
        raise _refused("question", sentence, f"These are asked: {', '.join(QUESTION)}.")
    if isinstance(reading.value, bool) != (question.rule in ("yes", "no")):
        wanted = "yes or no" if question.rule in ("yes", "no") else "a number, or a list of numbers"
        raise _refused("answer", f"{question.text} The answer is {wanted}.", question.hint)


def _refused(code: str, sentence: str, advice: str) -> InvalidInput:
    return InvalidInput.because(f"inspection.{code}", sentence, advice=advice)
