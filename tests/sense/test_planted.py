"""What the simulator plants is found, all of it and nothing else; the loop itself makes sense."""

from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as parquet
import pytest
from sense.telling import LATER, serious

import dicycle
from dicycle.sense import RULES, Report, Scope, check_files, check_ledger
from dicycle.simulation import Scenario, write

Found = tuple[str, tuple[str, ...], str]


class Planted(NamedTuple):
    """A folder with a simulated loop, and what was found in its files."""

    folder: Path
    report: Report

    @property
    def truth(self) -> set[Found]:
        """What was planted."""
        rows: list[dict[str, Any]] = parquet.read_table(self.folder / "truth" / "flaws.parquet").to_pylist()
        return {(row["code"], tuple(row["event_ids"]), row["thing"]) for row in rows}


@pytest.fixture(scope="module", params=[(30, 5), pytest.param((600, 30), marks=pytest.mark.full)], ids=str)
def planted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Simulate a loop with flaws of every rule, and check its files."""
    packs, flaws = request.param
    folder = tmp_path_factory.mktemp("flawed")
    write(Scenario(packs=packs, years=8, seed=11, late=0.05, wrong=0.03, life_scale=5.0, flaws=flaws), folder)
    done = check_files([folder / "places.jsonld", folder / "events.ndjson"], moment=LATER)
    assert (done.form, done.refused) == ((), 0)
    return Planted(folder, done.sense)


def test_all_that_is_planted_is_found_and_nothing_else(planted: Planted) -> None:
    """Precision and recall are 1 under the default profile: rule, events and thing of every flaw."""
    wanted = planted.truth
    notes = {code for code, _, _ in wanted if RULES[code.removeprefix("sense.")].plant == "note"}
    found = {(one.finding.code, one.events, one.thing) for one in serious(planted.report)}
    found |= {(one.finding.code, one.events, one.thing) for one in planted.report.signs if one.finding.code in notes}
    assert found == wanted


def test_every_rule_is_broken_by_a_plot(planted: Planted) -> None:
    """A rule without a plot could not be measured; three are about the clock, the unknown, and a document's date."""
    left = set(RULES) - {code.removeprefix("sense.") for code, _, _ in planted.truth}
    assert left == {"event-in-future", "beginning-unknown", "event-after-document"}


def test_the_ledger_says_what_the_files_say(planted: Planted) -> None:
    """Captured and checked in the ledger, the same is found, but for what the ledger makes good or cannot see.

    It gives its own record time, and knows of documents neither their date nor, as findings, their master data.
    """
    with dicycle.open(planted.folder / "loop.db") as loop:
        loop.capture_file(planted.folder / "places.jsonld")
        loop.capture_file(planted.folder / "events.ndjson")
        report = check_ledger(loop.store)
    gone = {"sense.recorded-before-event"} | {one.code for one in RULES.values() if one.scope is Scope.DOCUMENT}
    found = {(one.finding.code, one.events, one.thing) for one in report.signs}
    found = {one for one in found if one[0] != "sense.event-in-future"}
    assert found == {one for one in planted.truth if one[0] not in gone}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_loop_without_flaws_makes_sense(seed: int, tmp_path: Path) -> None:
    """Late, doubled, corrected and withdrawn events are no nonsense."""
    write(Scenario(packs=80, years=14, seed=seed, late=0.1, duplicate=0.05, wrong=0.05, life_scale=5.0), tmp_path)
    done = check_files([tmp_path / "places.jsonld", tmp_path / "events.ndjson"], moment=LATER)
    assert done.sense.counts == {}


def test_flaws_leave_the_loop_around_them_as_it_is(tmp_path: Path) -> None:
    """The lines of the loop are the same, in the same order, whether flaws are planted or not."""
    for name, flaws in (("clean", 0), ("flawed", 2)):
        write(Scenario(packs=10, years=4, seed=5, flaws=flaws), tmp_path / name)
    clean, flawed = ((tmp_path / name / "events.ndjson").read_bytes().splitlines() for name in ("clean", "flawed"))
    own = set(clean)
    assert [line for line in flawed if line in own] == clean
    assert not (tmp_path / "clean" / "truth" / "flaws.parquet").exists()
