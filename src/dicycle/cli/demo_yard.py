"""The yard of ``dicycle demo``: a model fitted on invented cells, one cell graded and one still on the table."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from dicycle.bootstrap import Loop

GRADED: Final = "https://id.gs1.org/01/09521099000104/21/C260801"
WAITING: Final = "https://id.gs1.org/01/09521099000104/21/C260802"
_PLACE: Final = "https://id.gs1.org/414/9521035000564"
_BY: Final = "Ada Beispiel"
_FIRST: Final = 4
"""How many questions are answered of the cell that waits."""


def model_in(folder: Path) -> Path:
    """Return the model that judges pulses in the demo, fitted on the first run from files that lie beside it."""
    from dicycle.files import replacing
    from dicycle.health.learning import fit, save
    from dicycle.health.model import HealthType
    from dicycle.health.pulses.sheets import read_sheets
    from dicycle.simulation.yard import write_yard

    model = folder / "model.json"
    if not model.exists():
        click.echo("Fitting a model of health on invented cells …")
        write_yard(folder)
        fitted = fit(read_sheets(folder / "pulses.csv").tests, of=HealthType(rate=1.0, temperature=25.0))
        with replacing(model) as part:
            part.write_bytes(save(fitted))
    return model


def fill(loop: "Loop", folder: Path) -> None:
    """Grade one cell and begin on another, once."""
    from dicycle.health.model import CellType
    from dicycle.server.health.doors import now_text
    from dicycle.simulation.yard.files import ANSWERS

    if loop.inspections.of_unit(GRADED):
        return
    kind = CellType(
        id="EC-LFP-20", chemistry="LFP", rated_capacity=20.0, rated_energy=64.0, voltage_min=2.5, voltage_max=3.65
    )
    loop.capture([event for unit in (GRADED, WAITING) for event in (_born(unit), _shipped(unit))])
    asked = {name: value for name, value in ANSWERS.items() if name != "lifetime-record"}
    graded, waiting = (
        loop.inspections.begin(unit, _BY, now_text(), type=kind, kind="cell", place=_PLACE).id
        for unit in (GRADED, WAITING)
    )
    _answer(loop, graded, asked)
    _answer(loop, waiting, dict(list(asked.items())[:_FIRST]))
    record = folder / "returned.csv"
    loop.inspections.attach(graded, record.name, record.read_bytes(), _BY, now_text(), measured=now_text()[:10])
    loop.inspections.finish(graded, _BY, now_text())


def _born(unit: str) -> dict[str, Any]:
    return _event(unit, "born", "2024-03-01") | {"action": "ADD", "bizStep": "commissioning"}


def _shipped(unit: str) -> dict[str, Any]:
    return _event(unit, "shipped", "2024-03-08") | {"action": "OBSERVE", "bizStep": "shipping"}


def _event(unit: str, what: str, day: str) -> dict[str, Any]:
    return {
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
        "type": "ObjectEvent", "epcList": [unit],
        "eventTime": f"{day}T09:00:00+08:00", "eventTimeZoneOffset": "+08:00", "readPoint": {"id": _PLACE},
        "eventID": f"urn:x-example:{what}:{unit.rpartition('/')[2]}",
    }  # fmt: skip


def _answer(loop: "Loop", inspection: str, answers: Mapping[str, Any]) -> None:
    from dicycle.health.gates import Reading
    from dicycle.server.health.doors import now_text

    for question, value in answers.items():
        given = tuple(value) if isinstance(value, list) else value
        loop.inspections.answer(inspection, Reading(question=question, value=given, by=_BY, at=now_text()))
