"""``dicycle health lasting``: groups of cells that live alike, from a folder."""

import json
from pathlib import Path

from cli.commands import run
from reference import reference


def test_a_folder_without_features_is_told_what_it_needs(tmp_path: Path) -> None:
    """A folder that lacks the two kinds of files is refused with their names."""
    result = run("health", "lasting", str(tmp_path))
    assert result.exit_code != 0
    assert "features.csv" in result.output + result.stderr


def test_groups_by_curves_stand_beside_random_ones() -> None:
    """The table of public second-life cells has a line for each way to group; no cell is in two groups."""
    result = run("health", "lasting", str(reference("health", "deep_sorting")), "--json")
    found = json.loads(result.stdout)
    cells = [cell for group in found["groups"] for cell in group]
    assert len(cells) == len(set(cells)) == 86
    assert len(found["rows"]) > 3
