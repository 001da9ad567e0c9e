"""The lines are valid, in order, deterministic; what goes wrong in them is planted, and known."""

import json
import tracemalloc
from collections import Counter
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import reference

from dicycle.errors import InvalidInput
from dicycle.simulation import Progress, Scenario, simulate, write


def test_every_line_is_an_event_by_the_standards_schema(run: Any) -> None:
    """Each line stands alone as a valid EPCIS 2.0 event, and the places are a valid document."""
    schema = json.loads(reference("epcis", "gs1", "EPCIS-JSON-Schema.json").read_text())
    check = jsonschema_rs.validator_for(schema, validate_formats=True)
    documents = [*run.lines, (run.directory / "places.jsonld").read_bytes()]
    assert [str(error) for line in documents for error in check.iter_errors(json.loads(line))] == []


def test_the_same_scenario_gives_the_same_files(run: Any, tmp_path: Path) -> None:
    """Nothing but the scenario decides what is written, to the last byte."""
    write(run.scenario, tmp_path)
    files = [path.relative_to(run.directory) for path in sorted(run.directory.rglob("*")) if path.is_file()]
    assert len(files) == 10
    assert all((run.directory / path).read_bytes() == (tmp_path / path).read_bytes() for path in files)


def test_the_stream_is_what_is_written(run: Any) -> None:
    """Who only wants the events gets the same lines without any file."""
    assert list(simulate(run.scenario)) == run.lines


def test_another_seed_is_another_world() -> None:
    """Two seeds share no event."""
    one, other = ({json.loads(line)["eventID"] for line in simulate(Scenario(5, 3, seed))} for seed in (1, 2))
    assert not one & other


def test_memory_follows_what_is_alive_and_not_what_has_happened() -> None:
    """Four times the years at the same pace, with short lives: what is over is not remembered."""

    def measured(packs: int, years: int) -> tuple[int, int]:
        tracemalloc.start()
        size = sum(map(len, simulate(Scenario(packs, years, life_scale=0.6))))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size, peak

    (few, small), (many, big) = measured(30, 3), measured(120, 12)
    assert many > 3 * few
    assert big - small < (many - few) / 3


def test_what_is_planted_is_in_the_lines(run: Any) -> None:
    """Late, doubled, corrected and withdrawn events are where the truth says they are."""
    rows = {row["event_id"]: row for row in run.table("events")}
    assert sorted(chain.from_iterable(row["lines"] for row in rows.values())) == list(range(1, len(run.lines) + 1))
    for row in rows.values():
        said = [run.records[line - 1] for line in row["lines"]]
        kinds = set(row["planted"].split("+"))
        assert {record["eventID"] for record in said} == {row["event_id"]}
        if kinds & {"corrected", "retracted"}:
            assert ["errorDeclaration" in record for record in said] == [False, True]
        else:
            assert said == [said[0]] * (2 if "duplicate" in kinds else 1)
    kinds = Counter(chain.from_iterable(row["planted"].split("+") for row in rows.values()))
    assert kinds["corrective"] == kinds["corrected"] == run.totals["corrections"]
    assert min(kinds[kind] for kind in ("late", "duplicate", "corrective", "retracted")) > 0


def test_a_corrected_event_says_which_event_corrects_it(run: Any) -> None:
    """The correcting event tells of the same instant and things, but not the same data."""
    declarations = [record for record in run.records if record.get("errorDeclaration", {}).get("correctiveEventIDs")]
    assert declarations
    for declared in declarations:
        (right,) = (run.events[link] for link in declared["errorDeclaration"]["correctiveEventIDs"])
        wrong = run.events[declared["eventID"]]
        assert {**wrong, "errorDeclaration": declared["errorDeclaration"]} == declared
        same = ("eventTime", "type", "bizStep", "epcList", "inputEPCList", "inputQuantityList")
        assert all(wrong.get(key) == right.get(key) for key in same)
        assert {**wrong, "eventID": right["eventID"]} != right


def test_only_late_and_corrected_records_are_out_of_order(run: Any) -> None:
    """Lines stand in the order in which they were recorded: at once, unless the truth says otherwise."""
    rows = {row["event_id"]: row for row in run.table("events")}
    times = [
        datetime.fromisoformat(record["eventTime"])
        for number, record in enumerate(run.records, 1)
        if not set(rows[record["eventID"]]["planted"].split("+")) & {"late", "corrective"}
        and rows[record["eventID"]]["lines"][0] == number
    ]
    assert times == sorted(times)
    assert len(times) < len(run.lines)


def counted(run: Any) -> Counter[str]:
    """Count everything anew, from the lines and the master data alone."""
    totals: Counter[str] = Counter(lines=len(run.lines), events=len(run.events))
    totals["declarations"] = sum("errorDeclaration" in record for record in run.records)
    totals["corrections"] = sum("correctiveEventIDs" in record.get("errorDeclaration", {}) for record in run.records)
    totals["duplicates"] = len(run.lines) - len(set(run.lines))
    for event in run.events.values():
        totals[f"events.type.{event['type']}"] += 1
        totals[f"events.bizStep.{event['bizStep']}"] += 1
    known: dict[str, tuple[str, int]] = {}
    for event in run.valid:
        for link, mass in run.quantities(event, "inputQuantityList"):
            totals[f"mg.input.{known[link][0]}"] += mass
        for link in event.get("inputEPCList", ()):
            totals[f"mg.input.{known[link][0]}"] += known[link][1]
        made = run.contents(event)
        role = "output" if event["type"] == "TransformationEvent" else "commissioned"
        for link in run.born(event):
            category, mass = run.category(link, event), made.get(link, (0, {}))[0]
            known[link] = category, mass
            totals.update({"things": 1, f"born.{category}": 1, f"mg.{role}.{category}": mass})
    return +totals


def test_the_totals_of_the_truth_are_those_of_the_lines(run: Any) -> None:
    """Somebody who only has the events and the master data counts the same."""
    truth = {row["name"]: row["value"] for row in run.table("totals")}
    assert truth == counted(run)
    assert truth == run.totals == json.loads((run.directory / "scenario.json").read_text())["totals"]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs=st.integers(1, 30), years=st.integers(1, 6), seed=st.integers(0, 2**40))
def test_any_scenario_builds_all_its_packs(packs: int, years: int, seed: int) -> None:
    """Whatever the size and the seed, as many new packs are assembled from cells as were asked for."""
    built = {
        event["parentID"]
        for event in map(json.loads, simulate(Scenario(packs, years, seed)))
        if event["bizStep"] == "assembling" and "/21/P" in event["parentID"]
    }
    assert len(built) >= packs


def test_progress_runs_from_nothing_to_all(tmp_path: Path) -> None:
    """Who waits sees how far it is: never back, and at last the whole."""
    seen: list[Progress] = []
    totals = write(Scenario(packs=5, years=2), tmp_path, seen.append)
    assert [step.fraction for step in seen] == sorted(step.fraction for step in seen)
    assert seen[-1] == Progress(1.0, totals["lines"])


@pytest.mark.parametrize("wrong", [{"packs": 0}, {"years": 0}, {"years": 41}, {"late": 0.9}, {"wrong": -0.1}])
def test_an_impossible_scenario_is_refused(wrong: dict[str, Any]) -> None:
    """A fleet without packs, or more late events than events, is answered with a sentence."""
    with pytest.raises(InvalidInput, match=r"\w+ .*\."):
        Scenario(**{"packs": 1, "years": 1, **wrong})
