"""Doors to public reference material beside the repository; tests that need it skip visibly where it is absent."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "shared" / "reference"


def reference(*parts: str) -> Path:
    """Return a path of the reference material, or skip the test that asks for it."""
    path = ROOT.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"reference material {'/'.join(parts)} is not on this machine")
    return path


def reference_files(*parts: str, pattern: str) -> list[Path]:
    """Return the matching files for parametrising; an empty list where the material is absent."""
    return sorted(ROOT.joinpath(*parts).glob(pattern))
