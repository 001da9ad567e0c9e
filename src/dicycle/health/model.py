"""What is said of a battery's health, always with its type, its interval and what it rests on (convention 7).

A state of health is a fraction: what the unit gives now over what it is compared with. 0.8 rated at one rate is another
quantity than 0.8 of the first capacity at another; values of two types are shown side by side and never combined.
"""

from typing import Final, Literal

from msgspec import UNSET, Struct, UnsetType

from dicycle.findings import Finding

Chemistry = Literal["LFP", "LMFP", "NMC", "NCA", "LMO", "LCO", "LTO", "NiMH", "NaIon"]
Numerator = Literal["discharge-capacity", "discharge-energy"]
Denominator = Literal["rated", "initial", "certified"]
Level = Literal["E0", "E1", "E2", "E3", "E4"]
Kind = Literal["cell", "module", "pack"]

NOMINAL_COVERAGE: Final = 0.95
Z95: Final = 1.959964
"""Half the width of an interval of that coverage, in standard deviations of a normal distribution."""
LEVELS: Final[dict[Level, str]] = {
    "E0": "declared by the maker, the passport or the battery management system",
    "E1": "a part of a charge or discharge",
    "E2": "open-circuit voltage and pulses",
    "E3": "a long window or one cycle that is not a reference test",
    "E4": "a full capacity test",
}


class HealthType(Struct, frozen=True, kw_only=True):
    """What kind of state of health a number is.

    `rate` is the discharge rate of the reference test in multiples of the rated capacity per hour (1C = 1.0),
    `temperature` its ambient in degrees Celsius; None says that nobody stated it, and unknown equals nothing.
    """

    numerator: Numerator = "discharge-capacity"
    denominator: Denominator = "rated"
    rate: float | None = None
    temperature: float | None = None

    def same_as(self, other: "HealthType") -> bool:
        """Tell whether two values may meet in one calculation: all four are stated and equal."""
        return self.stated and self == other

    @property
    def stated(self) -> bool:
        """Whether rate and temperature are both known."""
        return self.rate is not None and self.temperature is not None


class NewResistance(Struct, frozen=True, kw_only=True):
    """The direct-current resistance that a whole unit has when new, as its maker states it.

    `ohm` is the fall of voltage over the current (Ohm), `seconds` after a discharge at constant current began, at a
    state of charge (`soc`, a fraction) and a `temperature` (degrees Celsius). What is measured with an alternating
    current, as at 1 kHz, is another quantity.
    """

    ohm: float
    seconds: float
    soc: float = 0.5
    temperature: float = 25.0


class CellType(Struct, frozen=True, kw_only=True):
    """A type of cell, module or pack as its maker states it; voltages in V per cell, capacity in Ah, energy in Wh.

    Of a `kind` that is None nobody says whether it is a cell, a module or a pack. A `series` of 1 is nobody's word,
    unless `one_in_series` says that somebody stated it; that is left out where nobody did, like `new_resistance`.
    `new_resistance` is left out of what is written where nobody states it, so models and certificates without it keep
    their bytes.
    """

    id: str
    chemistry: Chemistry | None = None
    rated_capacity: float
    rated_energy: float | None = None
    voltage_min: float | None = None
    voltage_max: float | None = None
    series: int = 1
    parallel: int = 1
    kind: Kind | None = None
    maker: str | None = None
    model: str | None = None
    new_resistance: NewResistance | UnsetType = UNSET
    one_in_series: bool | UnsetType = UNSET


class Source(Struct, frozen=True, kw_only=True):
    """A raw file that values rest on: its name, the SHA-256 of its bytes, and what read it."""

    name: str
    sha256: str
    size: int
    format: str
    reader: str


class Basis(Struct, frozen=True, kw_only=True):
    """Why a value is what it is (convention 8): raw files, the model by its hash, and the numbers that entered."""

    sources: tuple[Source, ...] = ()
    model: str | None = None
    used: dict[str, float | str | None] = {}


class Estimate(Struct, frozen=True, kw_only=True):
    """What one estimator says: a value with its interval, or why it says nothing.

    `value`, `low` and `high` are fractions of the denominator. The interval holds the truth in `coverage` of cases as
    calibrated; None for all three is an abstention, and `findings` says why.
    `common` is the half-width of the part of the interval that every test on the same tester shares, at the same
    coverage; it is left out where nobody stated how exact the tester is, and then what is assumed of any tester counts.
    """

    level: Level
    method: str
    of: HealthType
    value: float | None = None
    low: float | None = None
    high: float | None = None
    coverage: float = NOMINAL_COVERAGE
    common: float | UnsetType = UNSET
    measured: str | None = None
    findings: tuple[Finding, ...] = ()
    basis: Basis = Basis()

    @property
    def abstains(self) -> bool:
        """Whether no value is given."""
        return self.value is None


class NextTest(Struct, frozen=True, kw_only=True):
    """A test that would say more: its minutes, and by how much it is expected to lower the cost of a wrong grade."""

    level: Level
    name: str
    minutes: float
    saving: float
    why: str


class StateOfHealth(Struct, frozen=True, kw_only=True):
    """What all estimates of one type say together.

    `level` is the best evidence that entered. `apart` holds what was not combined: other types, abstentions, and
    estimates that contradict the rest; `findings` names every contradiction.
    """

    of: HealthType
    value: float | None = None
    low: float | None = None
    high: float | None = None
    coverage: float = NOMINAL_COVERAGE
    level: Level | None = None
    together: tuple[Estimate, ...] = ()
    apart: tuple[Estimate, ...] = ()
    findings: tuple[Finding, ...] = ()
    next_tests: tuple[NextTest, ...] = ()
