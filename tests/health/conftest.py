"""What tests of inspections share: their invented days lie before now."""

from collections.abc import Iterator

import pytest
from health.inspecting_victim import clock


@pytest.fixture(scope="module", autouse=True)
def _in_2032() -> Iterator[None]:
    """Let inspections think that it is 2032, for the invented ones are of 2031."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dicycle.health.inspecting.inspections.now", clock)
        yield
