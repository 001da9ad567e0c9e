"""A matching in full, as both doors give it: packs, their proof, and which second tests are worth most."""

from typing import Any, NamedTuple

from dicycle.routing.matching.checking import Proof, check
from dicycle.routing.matching.making import match
from dicycle.routing.matching.model import Matching, Modules, Progress, Request
from dicycle.routing.matching.retesting import Retest, Retesting, checked, unknown_errors, value_of_retest
from dicycle.routing.matching.tables import packs_table, to_table


class Answer(NamedTuple):
    """What was asked, the packs, what the check says, and the second tests (None: not asked for)."""

    modules: Modules
    request: Request
    matching: Matching
    proof: Proof
    retests: list[Retest] | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values; packs are counted from 1, modules have their ids."""
        found = self.matching
        told = {
            "value": found.value, "bound": found.bound, "ratio": found.ratio, "exact": found.exact,
            "holds": self.proof.holds, "findings": [one.as_dict() for one in (*found.findings, *self.proof.findings)],
            "packs": packs_table(found, self.modules, self.request).to_pylist(),
            "modules": to_table(found, self.modules, self.request).to_pylist(),
        }  # fmt: skip
        return told if self.retests is None else told | {"retests": [self._retest(one) for one in self.retests]}

    def _retest(self, one: Retest) -> dict[str, Any]:
        return one._asdict() | {"module": str(self.modules.ids[one.module]), "pack": one.pack + 1}


def answered(
    modules: Modules, request: Request, asked: Retesting | None = None, progress: Progress | None = None
) -> Answer:
    """Match, check, and rank second tests where that is asked; raises `InvalidInput` for what cannot be meant."""
    if asked is not None:
        checked(asked)
    found, retests = match(modules, request, progress), None
    if asked is not None:
        retests = value_of_retest(found, modules, request, asked)
        found = found._replace(findings=(*found.findings, *unknown_errors(found, modules)))
    return Answer(modules, request, found, check(found, modules, request), retests)
