"""What is to be simulated: the few numbers that decide everything."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

from dicycle.errors import InvalidInput

VERSION = "1"
"""Version of the simulator: files of one version, scenario and seed are the same byte for byte."""

DAY = 86_400_000
"""Milliseconds of a day."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A fleet of `packs` battery packs that are built over `years` from `start` on, and all that belongs to it.

    `late`, `duplicate` and `wrong` are the shares of events that arrive late, that are sent twice, and (of the
    measurements) that are recorded wrongly and corrected afterwards. Lives follow a Weibull distribution
    with `life_scale` (years) and `life_shape`. `flaws` is how often each rule of sense is broken on purpose.
    """

    packs: int
    years: int
    seed: int = 1
    start: date = date(2020, 1, 1)
    late: float = 0.02
    duplicate: float = 0.01
    wrong: float = 0.01
    life_scale: float = 8.0
    life_shape: float = 3.0
    flaws: int = 0

    def __post_init__(self) -> None:
        for name in ("packs", "years"):
            if getattr(self, name) < 1:
                _refuse(name, f"A simulation needs at least one of {name}, not {getattr(self, name)}.")
        for name in ("late", "duplicate", "wrong"):
            if not 0 <= getattr(self, name) <= 0.5:
                _refuse(name, f"The share {name} is {getattr(self, name)}, but must be between 0 and 0.5.")
        if not 0 <= self.flaws <= 1000:
            _refuse("flaws", f"The number of flaws is {self.flaws}, but must be between 0 and 1000.")
        if self.years > 40 or not 2012 <= self.start.year <= 2030:
            _refuse("start", "A simulation starts between 2012 and 2030 and lasts at most 40 years.")

    @property
    def begin(self) -> int:
        """The first instant, in milliseconds since 1970."""
        return int(datetime.combine(self.start, time(), UTC).timestamp()) * 1000

    @property
    def end(self) -> int:
        """The instant after which nothing happens any more, in milliseconds since 1970."""
        return self.begin + self.years * 365 * DAY

    @property
    def period_days(self) -> int:
        """Days between two purchases of material: small fleets buy rarely, big ones every month."""
        a_year = self.packs / self.years
        if self.years < 3:
            return 90
        return 360 if a_year < 20 else 180 if a_year < 60 else 90 if a_year < 2400 else 30

    def as_dict(self) -> dict[str, object]:
        """Return the parameters as plain JSON."""
        said = {**asdict(self), "start": self.start.isoformat()}
        return said if self.flaws else {name: value for name, value in said.items() if name != "flaws"}


def _refuse(name: str, sentence: str) -> None:
    raise InvalidInput.because("simulation.scenario", sentence, name, "Choose another value.")
