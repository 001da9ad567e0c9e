"""The route of a battery carried out in a real Chromium: from its page to the line that says where it went."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.conftest import Watched
from browser.yard_serving import GOOD, NAME, a_yard

from dicycle.health.gates import Reading
from dicycle.server.health.doors import now_text

pytestmark = pytest.mark.browser

_PLACE = "https://id.gs1.org/414/9521111000013"


def _value(text: str) -> bool | float:
    return text == "yes" if text in ("yes", "no") else float(text.replace(",", "."))


def test_a_route_is_carried_out(watch: Callable[..., Watched], tmp_path: Path) -> None:
    """A damaged cell: its page leads to its route, "Carry out" tells the ledger, and the page says where it went."""
    with a_yard(tmp_path) as yard:
        cell = yard.cell().begun()
        inspections, id = yard.loop.inspections, cell.inspection.id
        for question, value in (GOOD | {"damaged": "yes"}).items():
            inspections.answer(id, Reading(question=question, value=_value(value), by=NAME, at=now_text()))
        inspections.finish(id, NAME, now_text())
        watched = watch()
        page = watched.page
        page.goto(cell.page)
        page.get_by_role("link", name="Carry out its route").click()
        assert "Quarantine, then recycling" in page.locator(".routeword").inner_text()
        page.get_by_label("Where (GLN").fill(_PLACE)
        page.get_by_role("button", name="Carry out").click()
        page.get_by_text(f"Carried out by {NAME}").wait_for()
        assert [one.route for one in inspections.read(id).carried] == ["quarantine"]
        assert watched.complaints == []
