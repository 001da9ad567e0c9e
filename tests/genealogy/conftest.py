"""Ledgers, and places for indexes, that several tests use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from genealogy.indexing import loop_in

from dicycle.bootstrap import Loop


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where an index may be made."""
    return tmp_path / "loop.db.genealogy"


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Loop]:
    """Open a ledger with the events of a simulated loop."""
    with loop_in(tmp_path) as loop:
        yield loop
