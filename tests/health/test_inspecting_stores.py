"""Inspections keep their promises on SQLite and on PostgreSQL, also when several processes write one ledger."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from typing import Any, NamedTuple

import pytest
from health.grading_cases import PACK, PACK_SAYS, UNIT, answers, healthy
from health.inspecting_victim import ADA, BEGUN, ENDED, RECORD, Always, begin
from postgres_server import Ledgers, running

from dicycle.bootstrap import Loop, open_loop
from dicycle.errors import InvalidInput, StoreError
from dicycle.health.gates import Reading
from dicycle.health.grading import Case, Rules, read_certificate
from dicycle.health.grading.estimates import Found
from dicycle.health.inspecting import Files, Inspections
from dicycle.health.inspecting.inspections import Started
from dicycle.health.inspecting.model import Finished
from dicycle.health.inspecting.releasing import Proved

BEN = "Ben Muster"
LATER = "2031-03-20T10:00:00+01:00"


class Process(NamedTuple):
    """A ledger as one process has it open, and its inspections."""

    loop: Loop
    found: Inspections

    def told(self) -> list[str]:
        """Return the ids of the events of the ledger."""
        return [one.event_id for one in self.loop.store.events()]


Open = Callable[..., Process]


@pytest.fixture(scope="module")
def ledgers() -> Iterator[Ledgers]:
    """Run a PostgreSQL server."""
    with running() as server:
        yield Ledgers(server)


@pytest.fixture(params=["sqlite", "postgres"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Open one and the same ledger as often as is asked, as so many processes would; files are in one folder."""
    ledgers = request.getfixturevalue("ledgers") if request.param == "postgres" else None
    address = ledgers.take() if ledgers else str(tmp_path / "loop.db")

    with ExitStack() as opened:

        def open_one(tell: Any = None, estimator: Any = None) -> Process:
            beside = {"key": tmp_path / "key", "index": tmp_path / "index"}
            loop = opened.enter_context(open_loop(address, **beside))
            rules = Rules(estimator=estimator or Always())
            return Process(loop, Inspections(loop.store, Files(tmp_path / "files"), tell or loop.intake.event, rules))

        yield open_one
    if ledgers:
        ledgers.give(address)


def test_what_one_process_kept_another_goes_on_with(opening: Open) -> None:
    """Begun and answered here, finished there: one certificate, one event, and the same again changes nothing."""
    here, there = opening(), opening()
    id = begin(here.found)
    entries = here.found.read(id).entries
    assert ([one.id for one in there.found.open()], there.found.read(id).entries) == ([id], entries)
    assert (begin(there.found), here.found.read(id).entries) == (id, entries)
    ended = there.found.finish(id, ADA, ENDED)
    assert here.found.finish(id, BEN, "2031-03-21T15:00:00Z") == ended
    made = read_certificate(here.found.certificate(ended.certificate))
    assert (made.graded.grade, [one.name for one in made.files]) == ("A", ["c260801.csv"])
    assert here.found.files.get(made.files[0].sha256) == RECORD
    assert (here.told(), here.found.open(), here.found.resume()) == ([ended.event_id], [], [])
    assert [one.status for one in here.found.of_unit(UNIT)] == ["finished"]


def test_an_answer_is_taken_back_once(opening: Open) -> None:
    """What one person takes back, another cannot take back again; the entry stays and the answer before it counts."""
    here, there = opening(), opening()
    id = begin(here.found)
    wrong = Reading(question="damaged", value=True, by=ADA, at=LATER)
    number = here.found.answer(id, wrong).number
    assert there.found.assess(id, ENDED).graded.grade == "D"
    there.found.take_back(id, number, ADA, LATER, "Wrong button.")
    with pytest.raises(InvalidInput, match="no entry"):
        here.found.take_back(id, number, ADA, ENDED)
    assert here.found.assess(id, ENDED).graded.grade == "A"
    assert here.found.read(id).entries[number].entry.reading == wrong  # type: ignore[union-attr]


def test_a_release_holds_until_the_gate_is_answered_anew(opening: Open) -> None:
    """One asks for it here, another confirms there; when other codes are read, both have to look again."""
    here, there = opening(), opening()
    id = here.found.begin(UNIT, ADA, BEGUN, type=PACK).id
    for one in answers(PACK_SAYS, trouble_codes=2):
        here.found.answer(id, one)
    asked = here.found.ask_release(id, "S6", Proved(ADA, "t1"), "Codes of the old vehicle, erased.", LATER)
    with pytest.raises(InvalidInput, match="by another person"):
        here.found.confirm_release(id, asked.number, Proved(ADA, "t1"), LATER)
    there.found.confirm_release(id, asked.number, Proved(BEN, "t2"), LATER)
    made = there.found.assess(id, ENDED).certificate
    assert (made.graded.grade, made.graded.safety, [one.gate for one in made.releases]) == ("A", "released", ["S6"])
    there.found.answer(id, Reading(question="trouble-codes", value=3, by=ADA, at=LATER))
    assert here.found.assess(id, ENDED).graded.grade == "D"


def test_a_cancelled_inspection_takes_nothing_more(opening: Open) -> None:
    """Cancelled here, it refuses answers there, is open nowhere, and tells the ledger nothing."""
    here, there = opening(), opening()
    id = begin(here.found)
    here.found.cancel(id, ADA, LATER, "The unit went back.")
    with pytest.raises(InvalidInput, match="This inspection is"):
        there.found.answer(id, Reading(question="damaged", value=False, by=BEN, at=ENDED))
    assert (there.found.open(), there.found.resume(), there.told()) == ([], [], [])


def test_what_the_ledger_could_not_be_told_it_is_told_later(opening: Open) -> None:
    """The certificate is kept before the ledger is told; who opens it next tells it, once."""

    def down(_: bytes) -> None:
        raise StoreError.because("store.away", "The ledger does not answer.")

    here = opening(down)
    id = begin(here.found)
    with pytest.raises(StoreError, match="does not answer"):
        here.found.finish(id, ADA, ENDED)
    there = opening()
    assert (there.found.read(id).status, there.told()) == ("finished", [])
    (ended,) = there.found.resume()
    assert (there.told(), there.found.resume(), opening().found.resume()) == ([ended.event_id], [], [])
    assert read_certificate(there.found.certificate(ended.certificate)).graded.grade == "A"


def test_processes_that_answer_at_once_number_without_a_hole(opening: Open) -> None:
    """Answers that arrive together by two processes are all kept, each once."""
    processes = [opening(), opening()]
    id = processes[0].found.begin(UNIT, ADA, BEGUN, type=PACK).id
    said = answers(PACK_SAYS)
    with ThreadPoolExecutor(4) as pool:
        sent = [(one, each) for each in said for one in processes]
        kept = list(pool.map(lambda pair: pair[0].found.answer(id, pair[1]), sent))
    for one in processes:
        assert [each.number for each in one.found.read(id).entries] == list(range(len(said)))
    assert {one.number for one in kept} == set(range(len(said)))


def test_processes_that_finish_at_once_end_it_once(opening: Open) -> None:
    """Two who press the button together get one certificate and one event."""
    processes = [opening(), opening()]
    id = begin(processes[0].found)
    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(lambda one: one.found.finish(id, ADA, ENDED), processes))
    assert ended[0] == ended[1]
    assert processes[0].told() == [ended[0].event_id]
    assert [one.entry for one in processes[1].found.read(id).entries if isinstance(one.entry, Finished)] == ended[:1]


def test_an_end_that_somebody_overtook_is_none(opening: Open) -> None:
    """An answer that comes in while the certificate is made is not passed over: who finishes has to look again."""
    there = opening()

    class Slow:
        """An estimator during whose work somebody else answers."""

        def estimate(self, case: Case) -> Found:
            """Return the invented state of health."""
            there.found.answer(id, Reading(question="damaged", value=True, by=BEN, at=LATER))
            return Found(healthy(), model="cd" * 32)

    here = opening(estimator=Slow())
    id = begin(here.found)
    with pytest.raises(InvalidInput, match="Somebody added"):
        here.found.finish(id, ADA, ENDED)
    assert (there.found.read(id).status, here.told()) == ("open", [])
    assert read_certificate(here.found.certificate(there.found.finish(id, BEN, ENDED).certificate)).graded.grade == "D"


def test_processes_that_begin_at_once_begin_it_once(opening: Open) -> None:
    """Many who scan one unit together, by two processes at once: one inspection, which all go on with."""
    processes = [opening(), opening()]
    people = [(one, f"Person {number}") for number in range(4) for one in processes]
    gate = Barrier(len(people))

    def scan(pair: tuple[Process, str]) -> Started:
        gate.wait(timeout=30)
        return pair[0].found.start(UNIT, pair[1], BEGUN, type=PACK)

    for again in range(3):
        with ThreadPoolExecutor(len(people)) as pool:
            started = list(pool.map(scan, people))
        assert len({one.inspection.id for one in started}) == 1
        assert sum(one.new for one in started) == 1
        for one in processes:
            assert [each.id for each in one.found.open()] == [started[0].inspection.id]
            assert len(one.found.of_unit(UNIT)) == again + 1
        assert all(one.inspection.begun == started[0].inspection.begun for one in started)
        processes[0].found.cancel(started[0].inspection.id, ADA, LATER, "Once more.")
        people = [(one, f"{name} again") for one, name in people]


def test_what_was_cancelled_here_stands_there(opening: Open) -> None:
    """A leak that was found by one process and cancelled stands in the inspection that another begins."""
    here, there = opening(), opening()
    id = here.found.begin(UNIT, ADA, BEGUN, type=PACK).id
    here.found.answer(id, Reading(question="leaking", value=True, by=BEN, at=LATER))
    here.found.cancel(id, ADA, LATER, "Wrong shelf.")
    again = there.found.begin(UNIT, ADA, LATER, type=PACK)
    assert again.begun.after == (id,)
    assert there.found.passage(again).quarantine
    assert [one.reading.by for one in here.found.failed_before(again)] == [BEN]
