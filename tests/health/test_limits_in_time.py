"""Limits that begin to hold: certificates of before stay what they were, and inspections are judged by their day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from health.grading_cases import PACK, PACK_SAYS, TYPE, UNIT, answers, case, healthy
from health.inspecting_victim import ADA, BEGUN, ENDED, RECORD, Always
from msgspec.structs import replace

from dicycle.bootstrap import Loop
from dicycle.health.gates.limits import our_limits
from dicycle.health.gates.model import Bound, Limits
from dicycle.health.grading import Assessed, Rules, assess, certificate_id, conclude, read_certificate
from dicycle.health.grading.gathering import RawFile, with_files
from dicycle.health.grading.verifying import by, verify_certificate
from dicycle.health.inspecting import Files, Inspections

DAY = date(2031, 3, 20)
BEFORE = "2031-03-19"
SWOLLEN = 0.2
"""How much thicker the invented cell is, in mm."""


def version(issued: str, most: float) -> Limits:
    """Return a version of an operator's limits, which says how much thicker a cell may be."""
    bounds = {"swelling": Bound(value=most, unit="mm", source="sheet 12")}
    own = Limits(id="yard", version=issued, issued=issued, issuer="Example Yard", bounds=bounds, types=(TYPE.id,))
    return replace(own, hash=certificate_id(issued.encode()))


OLD, STRICT = version("2030-01-01", 1.0), version("2031-03-21", 0.1)


def graded(limits: Sequence[Limits], as_of: date = DAY) -> Assessed:
    """Return what the invented cell comes to on a day, by an operator's limits."""
    read = with_files(case(measured=BEFORE), [RawFile("c260801.csv", RECORD)])
    return assess(read, Rules(limits=tuple(limits), estimator=Always()), as_of)


def test_limits_of_tomorrow_do_not_decide_today() -> None:
    """A day before it is issued a stricter version says nothing; on its day the same cell fails."""
    today, tomorrow = graded((OLD, STRICT)), graded((OLD, STRICT), date(2031, 3, 21))
    assert (today.graded.grade, today.passage.limits.bounds["swelling"].value) == ("A", 1.0)
    assert (tomorrow.graded.grade, tomorrow.certificate.limits.version) == ("D", "2031-03-21")
    assert graded((STRICT,)).passage.limits.bounds["swelling"].source.startswith("default of Dicycle")


def test_a_certificate_of_before_is_verified_after() -> None:
    """Where both versions are kept in the file, it comes out by the one that held on its day, byte for byte."""
    data = graded((OLD,)).data
    assert verify_certificate(data, [RECORD], by(Rules(limits=(OLD, STRICT), estimator=Always()))).same
    only = verify_certificate(data, [RECORD], by(Rules(limits=(STRICT,), estimator=Always())))
    assert "/limits/id" in {one.where for one in only.differences}


@pytest.mark.parametrize(
    ("changed", "digest"),
    [({}, "f3732ec6906898fdbd169125ae5ef5161d72abd68723fb31d945d62ce14afe85"),
     ({"resistances": (0.001,) * 3 + (0.00101,)}, "fb7b35158221dfc1b5ffb4d1fcb26be4e793ba14388ae303a11edff1ae6572eb"),
     ({"resistances": (0.001,) * 3 + (0.003,)}, "c6d26a7b121a7660e9651eff9c50e94e4dafde548de94df5ab46ecf645e18f55"),
     ({"resistances": (0.001, 0.0013)}, "a11b61669bb5aac352269c31b9500108caba2108e71913b5a730600e2604dba6")],
    ids=["good", "a step of the meter", "a bad cell", "two cells"],
)  # fmt: skip
def test_packs_certified_by_earlier_limits_have_the_bytes_of_then(changed: dict[str, Any], digest: str) -> None:
    """These ids were kept when 2026-11.2 was in force, which did not say how far a meter's last digit counts."""
    told = case(type=PACK, kind="pack", readings=answers(PACK_SAYS, **changed))
    found = conclude(told, healthy(), DAY, limits=our_limits("2026-11.2"), model="cd" * 32)
    assert found.id == digest


class Yard:
    """Inspections by both versions of the limits, whose clock is set by hand."""

    def __init__(self, loop: Loop, ledger: Path) -> None:
        rules = Rules(limits=(OLD, STRICT), estimator=Always())
        self.found = Inspections(loop.store, Files(Path(f"{ledger}.files")), loop.intake.event, rules, self.clock)
        self.today = DAY

    def clock(self) -> int:
        """Return the end of the day that was set (microseconds)."""
        day = self.today
        return int(datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC).timestamp()) * 1_000_000

    def begin(self) -> str:
        """Begin, answer everything, and attach a record."""
        id = self.found.begin(UNIT, ADA, BEGUN, type=TYPE).id
        for one in answers():
            self.found.answer(id, one)
        self.found.attach(id, "c260801.csv", RECORD, ADA, BEGUN, measured=BEFORE)
        return id

    def swelling(self, id: str) -> tuple[str, str]:
        """Return what the question of swelling comes to, and its limit."""
        gates = self.found.passage(self.found.read(id)).gates
        return next((one.outcome, one.limit) for gate in gates for one in gate.checks if one.question == "swelling")


@pytest.fixture
def yard(loop: Loop, ledger_path: Path) -> Yard:
    """A yard with an empty ledger."""
    return Yard(loop, ledger_path)


def test_an_inspection_that_goes_on_is_judged_by_the_limits_of_today(yard: Yard) -> None:
    """What passed by the limits of yesterday is held against those of today as soon as they are in force."""
    id = yard.begin()
    assert yard.swelling(id) == ("pass", "at most 1 mm")
    yard.today = date(2031, 3, 21)
    assert yard.swelling(id) == ("fail", "at most 0.1 mm")


def test_an_inspection_that_ended_stays_judged_by_the_limits_of_its_day(yard: Yard) -> None:
    """Sent late, it ends on the day that it states; what its certificate says its page goes on to say."""
    id = yard.begin()
    yard.today = date(2031, 4, 1)
    assert yard.swelling(id)[0] == "fail"
    ended = yard.found.finish(id, ADA, ENDED)
    made = read_certificate(yard.found.certificate(ended.certificate))
    assert (made.graded.grade, made.limits.version) == ("A", "2030-01-01")
    assert yard.swelling(id) == ("pass", "at most 1 mm")


@pytest.mark.parametrize(
    ("at", "day"), [("2031-03-20t15:00:00z", "2031-03-20"), ("2031-03-20T23:59:60Z", "2031-03-21")]
)
def test_however_a_moment_is_written_it_has_a_day(yard: Yard, at: str, day: str) -> None:
    """Small letters and a leap second are times of RFC 3339: an inspection may end at them."""
    ended = yard.found.finish(yard.begin(), ADA, at)
    assert read_certificate(yard.found.certificate(ended.certificate)).as_of == day
