"""Folders to run commands in."""

import json
import os
from pathlib import Path

import pytest
from cli.commands import assembly, event, run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with no settings from outside."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DICYCLE_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def filled(here: Path) -> Path:
    """Work in a folder whose ledger has two events."""
    (here / "two.ndjson").write_text(f"{json.dumps(event())}\n{json.dumps(assembly())}\n", encoding="utf-8")
    assert run("capture", "two.ndjson").exit_code == 0
    return here
