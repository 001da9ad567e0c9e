"""The yard's forms, as a browser without scripts sends them, on a ledger that knows one cell."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from health.grading_cases import healthy
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop, open_loop
from dicycle.health.grading import Case, Rules
from dicycle.health.grading.estimates import Found
from dicycle.vocabulary import CONTEXT

UNIT = "https://id.gs1.org/01/09521004000014/21/C260801"
PATH = "/yard/01/09521004000014/21/C260801"
LINK = "https://example.org/01/09521004000014/21/C260801?17=310101"
GOOD = {
    "identified": "yes", "damaged": "no", "leaking": "no", "smells": "no", "water": "no", "crashed": "no",
    "burnt": "no", "swelling": "0,2", "temperature": "24", "self-heating": "−0.1", "cell-voltages": "3.31",
    "voltage-loss": "0.001", "rested-voltage": "3.16",
}  # fmt: skip
BIRTH = {
    "@context": CONTEXT, "type": "ObjectEvent", "eventID": "urn:x:birth", "action": "ADD",
    "eventTime": "2026-01-05T10:00:00Z", "eventTimeZoneOffset": "+00:00", "bizStep": "commissioning", "epcList": [UNIT],
}  # fmt: skip

SHIPPED = BIRTH | {
    "eventID": "urn:x:shipped", "action": "OBSERVE", "eventTime": "2026-01-09T10:00:00Z", "bizStep": "shipping"
}  # fmt: skip


class Nothing:
    """An estimator that finds nothing."""

    def estimate(self, case: Case) -> Found:
        """Return no state of health."""
        return Found(healthy(None))


@contextmanager
def a_ledger(folder: Path) -> Iterator[Loop]:
    """Open a ledger that knows a cell, and whose estimator finds nothing."""
    with open_loop(folder / "yard.db", grading=lambda: Rules(estimator=Nothing())) as opened:
        opened.capture([BIRTH, SHIPPED])
        yield opened


def act(person: TestClient, act: str, files: dict[str, Any] | None = None, **fields: str) -> Any:
    """Send a form of the yard."""
    given = {"act": (None, act), **{name: (None, value) for name, value in fields.items()}, **(files or {})}
    return person.post("/yard/act", files=given, headers={"Origin": "http://testserver"})


def begun(person: TestClient, loop: Loop, **fields: str) -> str:
    """Begin an inspection; return its id."""
    said = {"unit": UNIT, "by": "Ada Beispiel", "chemistry": "LFP", "capacity": "50", "kind": "cell"} | fields
    assert act(person, "begin", **said).status_code == 200
    (one,) = loop.inspections.open()
    return one.id
