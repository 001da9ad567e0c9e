"""The books: every birth with the origins of its matter, by the rules of the sites, and the accounts behind them."""

from typing import NamedTuple

from dicycle.findings import Finding
from dicycle.genealogy.custody.amounts import Mix, cut, total
from dicycle.genealogy.custody.rules import Rule
from dicycle.genealogy.custody.stocks import Drawn, Mixes, Touched


class Batch(NamedTuple):
    """Outputs of a run that are alike, so many together: their mass by element and origin (None: not declared)."""

    mixes: Mixes | None
    size: int
    touched: Touched

    def one(self) -> Mixes | None:
        """Return what is in one of them, to the femtogram."""
        if self.mixes is None or self.size == 1:
            return self.mixes
        return {element: cut(mix, total(mix) // self.size) for element, mix in self.mixes.items()}


class Statement(NamedTuple):
    """The account of one element at one site under one rule, in femtograms by origin.

    For every known origin: came in = went out + lost + lapsed + balance.
    """

    rule: Rule
    element: str
    came_in: Mix
    went_out: Mix
    lost: Mix
    """What left without being told: more went in than came out."""
    lapsed: Mix
    """What can no longer be claimed: taken by a conversion factor, expired, mixed up."""
    balance: Mix


class Books(NamedTuple):
    """What was reckoned: `batch_of` is the batch of a birth, `held` what a stay holds of a lot that is filled again."""

    batches: list[Batch]
    batch_of: dict[int, int]
    held: dict[int, Drawn]
    statements: list[Statement]
    findings: list[Finding]

    def batch(self, birth: int) -> Batch:
        """Return the batch of a birth."""
        return self.batches[self.batch_of[birth]]
