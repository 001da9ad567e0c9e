"""A live test on the unit's page: its curves grow while somebody watches, what is typed stays, a button ends it."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest
from browser.conftest import LOOKS
from browser.test_pages import OPEN, overflow, violations
from browser.yard_serving import Yard, a_yard
from health.inspecting_victim import RECORD

pytestmark = pytest.mark.browser

HALF = RECORD.index(b"\n30,") + 1


@pytest.fixture
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    """A yard that is served."""
    with a_yard(tmp_path_factory.mktemp("yard")) as served:
        yield served


def send(address: str, start: int, end: int | None = None) -> int:
    """Send a piece of the tester's file; return how much is there."""
    asked = Request(
        f"{address}/live?name=cell.csv&offset={start}", RECORD[start:end], {"Content-Type": "application/octet-stream"}
    )
    with urlopen(asked) as answer:
        size: int = json.load(answer)["size"]
        return size


def points(page: Any) -> int:
    """Return how many points the curve of the voltage has."""
    return len(page.locator("#live .curve.voltage polyline").get_attribute("points").split())


def test_curves_grow_while_somebody_watches(yard: Yard, watch: OPEN) -> None:
    """At 390 px: a command to copy, a curve with the first piece, more of it with the second, a button to end it."""
    watched = watch(LOOKS[0])
    page = watched.page
    cell = yard.cell().begun()
    page.goto(cell.page)
    page.get_by_text("Watch a live test").click()
    command = page.locator("details.watch code").inner_text()
    assert command == f"dicycle health live FILE --to {yard.address}/inspections/{cell.inspection.id}"
    address = command.rpartition(" ")[2]
    assert send(address, 0, HALF) == HALF
    page.get_by_text("a live test, sent by Ada Beispiel: 30 rows").wait_for()
    assert points(page) == 30
    page.locator("#live-ambient").fill("23")
    send(address, HALF)
    page.get_by_text("a live test, sent by Ada Beispiel: 60 rows").wait_for()
    assert points(page) == 60
    assert page.locator("#live-ambient").input_value() == "23"
    assert violations(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name="The test has ended: use it").click()
    page.locator(".file", has_text="cell.csv").get_by_text("60 rows, at 23 °C").wait_for()
    assert page.locator("#live").count() == 0
    assert [(one.name, one.ambient) for one in cell.inspection.files] == [("cell.csv", 23.0)]
    assert watched.complaints == []
