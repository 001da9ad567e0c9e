"""What many tests share: how Hypothesis runs, and a loop on a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from strategies import examples

from dicycle.bootstrap import Loop, open_loop

settings.register_profile("dicycle", examples(50), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dicycle")


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    """Return a path where a ledger may be made."""
    return tmp_path / "loop.db"


@pytest.fixture
def loop(ledger_path: Path) -> Iterator[Loop]:
    """Open an empty ledger for one test."""
    with open_loop(ledger_path) as opened:
        yield opened
