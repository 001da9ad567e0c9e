"""What many tests share: how Hypothesis runs, what is done once for all processes, and a loop on a file of its own."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from strategies import examples

from dicycle.bootstrap import Loop, open_loop

settings.register_profile("dicycle", examples(50), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dicycle")


def pytest_configure(config: pytest.Config) -> None:
    """Keep compiled modules where they may not lie beside their sources: tests start many processes of Python."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", "") and config.cache is not None:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(config.cache.mkdir("bytecode"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Leave what collecting the tests makes, which stays for good, out of every collection of garbage."""
    gc.disable()
    found = yield
    gc.collect()
    gc.freeze()
    gc.enable()
    return found


def pytest_unconfigure() -> None:
    """Have everything taken apart as if it had never been left out."""
    gc.unfreeze()


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    """Return a path where a ledger may be made."""
    return tmp_path / "loop.db"


@pytest.fixture
def loop(ledger_path: Path) -> Iterator[Loop]:
    """Open an empty ledger for one test."""
    with open_loop(ledger_path) as opened:
        yield opened
