"""How severe each rule is, and how much is tolerated: profiles are data.

``plant`` is the default, as the table of rules has it. ``strict`` is one step harder in everything, for an audit.
``lenient`` is one step softer, for what comes from elsewhere and begins in the middle.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from dicycle.errors import InvalidInput
from dicycle.findings import Severity
from dicycle.sense.rules import RULES

_STEPS: Final = (None, Severity.NOTE, Severity.WARNING, Severity.ERROR)
_MINUTE: Final = 60_000_000


class Profile(NamedTuple):
    """Severity of each rule (None: off); `mass` is the share by which a balance may miss; `clock` is in microseconds.

    `clock` is by how much the clocks of a reporter and of a ledger may differ.
    """

    name: str
    severities: Mapping[str, Severity | None]
    mass: Fraction = Fraction(1, 1000)
    clock: int = 15 * _MINUTE

    def severity(self, rule: str) -> Severity | None:
        """Return how severe a rule is; None where it is off."""
        return self.severities[rule]

    def but(self, changes: Mapping[str, Severity | None]) -> "Profile":
        """Return this profile with other severities for some rules; raises InvalidInput for a rule that is none."""
        for rule in changes:
            if rule not in RULES:
                raise InvalidInput.because("sense.no-such-rule", f"There is no rule {rule!r}.", rule, _RULES_ADVICE)
        return self._replace(severities={**self.severities, **changes})


_RULES_ADVICE: Final = "`dicycle check --rules` lists them."


def _moved(steps: int) -> dict[str, Severity | None]:
    return {
        name: _STEPS[min(max(_STEPS.index(rule.plant) + steps, 0), len(_STEPS) - 1)] for name, rule in RULES.items()
    }


PLANT: Final = Profile("plant", _moved(0))
STRICT: Final = Profile("strict", _moved(1), mass=Fraction(0), clock=0)
LENIENT: Final = Profile("lenient", _moved(-1), mass=Fraction(1, 20), clock=24 * 60 * _MINUTE)
PROFILES: Final = {one.name: one for one in (PLANT, STRICT, LENIENT)} | {"import": LENIENT}


def profile_named(name: str) -> Profile:
    """Return a profile; raises InvalidInput with the names there are."""
    if name not in PROFILES:
        advice = f"There are {', '.join(PROFILES)}."
        raise InvalidInput.because("sense.no-such-profile", f"There is no profile {name!r}.", name, advice)
    return PROFILES[name]
