"""Types of units that limits and models are about, for whoever says what stands before them."""

from dicycle.health.grading.assessing import Rules
from dicycle.health.grading.estimates import Estimators
from dicycle.health.model import CellType


def known_types(rules: Rules) -> dict[str, CellType | None]:
    """Return the types by id, in its order: as a model was fitted on it, None where only limits name it."""
    named: dict[str, CellType | None] = {name: None for one in rules.limits for name in one.types}
    if isinstance(rules.estimator, Estimators):
        fitted = (*(one.type for one in rules.estimator.windows), *(one.type for one in rules.estimator.rests))
        named |= {one.id: one for one in fitted}
    return dict(sorted(named.items()))
