"""The yard of the demo: a model that was really fitted, a cell that was graded by it, and one on the table."""

from functools import partial
from pathlib import Path

from dicycle.bootstrap import open_loop
from dicycle.cli.demo import _rules
from dicycle.cli.demo_yard import GRADED, WAITING, fill, model_in
from dicycle.health.grading import read_certificate
from dicycle.health.learning import load


def test_one_cell_is_graded_and_one_waits(tmp_path: Path) -> None:
    """The certificate names the fitted model; starting the demo again adds nothing."""
    yard = tmp_path / "yard"
    with open_loop(tmp_path / "loop.db", grading=partial(_rules, yard)) as loop:
        fill(loop, yard)
        fill(loop, yard)
        (graded,), (waiting,) = (loop.inspections.of_unit(unit) for unit in (GRADED, WAITING))
        assert graded.finished is not None
        made = read_certificate(loop.inspections.certificate(graded.finished.certificate))
        assert (made.graded.grade, made.state.level) == ("B", "E2")
        assert made.model == load(model_in(yard).read_bytes()).id
        assert waiting.status == "open"
        steps = [event.value["bizStep"] for event in loop.life(GRADED).events]
        assert steps == ["commissioning", "shipping", "inspecting"]
