"""A yard that is served: a ledger with new cells in it, a fitted model in the settings, and hands that answer gates."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from browser.line import Line, line_to
from browser.yard_cells import KIND, model_file
from serving import serving

from dicycle.bootstrap import Loop, loop_of
from dicycle.health.gates import Reading
from dicycle.health.inspecting import Inspection
from dicycle.server.health.doors import now_text
from dicycle.settings import Settings
from dicycle.vocabulary import CONTEXT

CLASS = "https://id.gs1.org/01/09521004000014"
GOOD = {
    "identified": "yes", "damaged": "no", "leaking": "no", "smells": "no", "water": "no", "crashed": "no",
    "burnt": "no", "swelling": "0,2", "temperature": "24", "self-heating": "0.1", "cell-voltages": "3.81",
    "voltage-loss": "0.001",
}  # fmt: skip
"""What a yard answers of a good cell; one number with a decimal comma."""
NAME = "Ada Beispiel"
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
_CELLS = 40


def _birth(number: int) -> dict[str, Any]:
    return {
        "@context": CONTEXT, "type": "ObjectEvent", "eventID": f"urn:x:{number}", "action": "ADD",
        "eventTime": "2025-01-05T10:00:00Z", "eventTimeZoneOffset": "+00:00", "bizStep": "commissioning",
        "disposition": "active", "epcList": [f"{CLASS}/21/{serial(number)}"],
    }  # fmt: skip


def _shipping() -> dict[str, Any]:
    """Return that all cells were shipped: without any life since its birth a cell has no record of one."""
    return {
        "@context": CONTEXT, "type": "ObjectEvent", "eventID": "urn:x:shipping", "action": "OBSERVE",
        "eventTime": "2025-01-09T10:00:00Z", "eventTimeZoneOffset": "+00:00", "bizStep": "shipping",
        "epcList": [f"{CLASS}/21/{serial(number)}" for number in range(_CELLS)],
    }  # fmt: skip


def serial(number: int) -> str:
    """Return the serial number of a cell."""
    return f"C26{number:04}"


MASTER = {
    "@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2025-01-01T00:00:00Z",
    "epcisHeader": {"epcisMasterData": {"vocabularyList": [{
        "type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": [{"id": CLASS, "attributes": [
            {"id": "dcy:name", "attribute": "Example Cell 50"}, {"id": "dcy:category", "attribute": "cell"},
            {"id": "dcy:chemistry", "attribute": "NMC"}, {"id": "dcy:ratedCapacity", "attribute": "50"},
            {"id": "dcy:ratedEnergy", "attribute": "0.18"}]}]}]}},
    "epcisBody": {"eventList": [*(_birth(number) for number in range(_CELLS)), _shipping()]},
}  # fmt: skip


class Cell:
    """A cell of the yard that no other test touches."""

    def __init__(self, yard: "Yard", number: int) -> None:
        self.yard, self.serial = yard, serial(number)
        self.unit = f"{CLASS}/21/{self.serial}"
        self.path = f"/yard/01/09521004000014/21/{self.serial}"
        self.page = yard.address + self.path

    def begun(self) -> "Cell":
        """Begin its inspection; what the door says of the ledger is said."""
        self.yard.loop.inspections.begin(self.unit, NAME, now_text(), type=KIND.type, kind="cell")
        return self

    @property
    def inspection(self) -> Inspection:
        """Its inspection as the yard has it."""
        (one,) = self.yard.loop.inspections.of_unit(self.unit)
        return one

    @property
    def readings(self) -> list[Reading]:
        """What was answered, without what the ledger itself said."""
        return [one for one in self.inspection.readings if one.question != "lifetime-record"]


class Yard:
    """A yard at an address; every test takes a new cell."""

    def __init__(self, address: str, loop: Loop, line: Line) -> None:
        self.address, self.loop, self._line, self._numbers = address, loop, line, count()

    def cell(self) -> Cell:
        """Return the next cell."""
        return Cell(self, next(self._numbers))

    def is_out_of_reach(self, page: Any) -> None:
        """Take the network from a page and its worker."""
        self._line.cut()
        page.context.set_offline(True)

    def is_back(self, page: Any) -> None:
        """Give the network back."""
        self._line.mend()
        page.context.set_offline(False)


@contextmanager
def a_yard(folder: Path) -> Iterator[Yard]:
    """Serve a yard that grades by a model fitted on invented cells."""
    with loop_of(Settings(ledger=str(folder / "yard.db"), health_model=model_file(folder))) as loop:
        loop.capture(MASTER)
        with serving(loop) as server, line_to(server) as (line, address):
            yield Yard(address, loop, line)


def answer(page: Any, question: str, value: str) -> None:
    """Answer the question of a card."""
    card = page.locator(f"[data-question='{question}']")
    if not card.evaluate("node => node.open"):
        card.locator("summary").click()
    if value in ("yes", "no"):
        card.locator(f"button[value={value}]").click()
    else:
        card.locator("input[name=value]").fill(value)
        card.locator(".row button").click()


def settled(page: Any, question: str, sign: str) -> None:
    """Wait until a card shows a sign."""
    page.locator(f"[data-question='{question}'] .s-{sign}").wait_for()
