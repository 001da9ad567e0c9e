"""Types of units as people write them: cells in series and in parallel, voltages of a cell or of the whole unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import examples

from dicycle.cli.health.reading import cell_type
from dicycle.errors import InvalidInput
from dicycle.health.model import CellType
from dicycle.health.nameplate import arranged, checked


@pytest.mark.parametrize(
    ("words", "series", "parallel"),
    [
        ("LMO 10Ah 96S", 96, 1), ("LMO 10 Ah 96s1p", 96, 1), ("13S4P NMC 10 Ah", 13, 4), ("10 Ah, 13S 4P", 13, 4),
        ("LFP 50 Ah 16S2P 2.5-3.65 V", 16, 2), ("LFP 50 Ah 2.5-3.65 V 16S2P", 16, 2), ("LFP 50 Ah", 1, 1),
    ],
)  # fmt: skip
def test_cells_in_series_are_said_in_words(words: str, series: int, parallel: int) -> None:
    """The field's own notation, wherever it stands in the words, in capitals or not."""
    found = cell_type(words)
    assert found is not None
    assert (found.series, found.parallel) == (series, parallel)
    assert found.voltage_max in (None, 3.65)


def test_voltages_of_a_pack_are_read_per_cell() -> None:
    """Limits that no cell has are those of the whole unit; limits that a cell may have stay."""
    of_pack, of_cell = cell_type("NMC 120 Ah 96S2P 288-403.2 V"), cell_type("NMC 120 Ah 96S2P 3.0-4.2 V")
    assert of_pack == of_cell
    assert of_pack is not None
    assert (of_pack.voltage_min, of_pack.voltage_max) == (3.0, 4.2)
    assert of_pack.id == "NMC 120 Ah 96S2P"


@given(st.integers(1, 999), st.integers(1, 999))
@examples(50)
def test_what_is_written_is_read(series: int, parallel: int) -> None:
    """Any arrangement comes back as it was written, and leaves the other words."""
    found = arranged(f"NMC 5 Ah {series}S{parallel}P 3.0-4.2 V")
    assert (found.series, found.parallel, found.name) == (series, parallel, f"{series}S{parallel}P")
    assert found.rest == "NMC 5 Ah 3.0-4.2 V"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("NMC 5 Ah 0S", "0 cells in series"), ("NMC 5 Ah 13S0P", "0 in parallel"), ("NMC 5 Ah 13S 4S", "said 2 times"),
        ("NMC 5 Ah 4S 3-400 V", "none has 100 V"), ("NMC 5 Ah S4", "is no type of cell"),
    ],
)  # fmt: skip
def test_what_no_battery_has_is_refused(words: str, said: str) -> None:
    """No cells, two arrangements, and more volts than a cell has: refused in a sentence."""
    with pytest.raises(InvalidInput) as wrong:
        cell_type(words)
    assert said in str(wrong.value.findings[0])


def test_voltages_of_a_pack_in_a_file_are_refused() -> None:
    """A type with cells in series whose limit no cell has was meant for the whole unit."""
    with pytest.raises(InvalidInput, match="none has 403"):
        checked(CellType(id="P", rated_capacity=5, voltage_min=288, voltage_max=403.2, series=96))


def test_a_cell_has_no_millivolts() -> None:
    """Limits that no cell has are refused with what they may have been; those of a module may be of the whole."""
    cell = CellType(id="LFP 50 Ah", chemistry="LFP", rated_capacity=50, kind="cell", voltage_min=2500, voltage_max=3650)
    with pytest.raises(InvalidInput, match="not in mV"):
        checked(cell)
    with pytest.raises(InvalidInput, match="not in mV"):
        checked(replace(cell, voltage_max=None))
    assert checked(replace(cell, voltage_min=2.5, voltage_max=3.65)).voltage_max == 3.65
