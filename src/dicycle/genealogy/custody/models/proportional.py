"""Controlled blending: every output of a run holds every input in the same ratio."""

from dicycle.genealogy.custody.flows import Flow, Settled
from dicycle.genealogy.custody.models.base import Model, blended


class Proportional(Model):
    """ISO 22095:2020 3.3, controlled blending, run by run; what comes out beyond what went in is unknown."""

    pooled = False

    def take(self, flow: Flow) -> None:
        """Remember nothing."""

    def give(self, flow: Flow) -> Settled:
        """Divide what came in in proportion."""
        return blended(flow.completed, flow)
