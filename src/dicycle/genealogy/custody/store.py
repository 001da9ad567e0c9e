"""The stocks of all things: what is drawn by uses, and what was put away in other things."""

from collections.abc import Sequence

import numpy as np

from dicycle.genealogy.custody.rules import FIFO, Rules
from dicycle.genealogy.custody.stocks import Drawn, Stock
from dicycle.genealogy.graph.lives import turns
from dicycle.genealogy.graph.model import Graph, Kind

_SAME = 1e-12


class Store:
    """One stock for each lot, one for each group of single things that were born alike."""

    def __init__(self, graph: Graph, rules: Rules) -> None:
        self._graph, self._rules = graph, rules
        self._stocks: dict[int, Stock] = {}
        self._coming = _stays_of_tanks(graph)
        self.held: dict[int, Drawn] = {}
        """What stays hold of lots that are filled more than once."""

    def draw(self, use: int) -> Drawn:
        """Take what a use takes; nothing is known of it if its share is not."""
        thing, share = int(self._graph.uses.thing[use]), float(self._graph.uses.share[use])
        single, stock = self._is_single(thing), self._stocks.get(thing)
        if stock is None or np.isnan(share):
            return Drawn(None, waste=single or (stock is not None and stock.held(0).waste))
        return stock.draw(1 if single else amount(stock, share, int(self._graph.uses.quantity[use])))

    def bear(self, run: int, births: Sequence[int], content: Drawn) -> None:
        """Put away what is born: a lot into its stock, single things that are alike into one."""
        if not self._is_single(int(self._graph.births.thing[births[0]])):
            for birth in births:
                thing, quantity = int(self._graph.births.thing[birth]), int(self._graph.births.quantity[birth])
                self._tank(run, thing).fill(max(quantity, 0), content)
            return
        alike = Stock()
        alike.fill(len(births), content._replace(waste=True))
        for birth in births:
            self._bear_one(run, int(self._graph.births.thing[birth]), alike)

    def _bear_one(self, run: int, thing: int, alike: Stock) -> None:
        if self._graph.things.made_at[thing + 1] - self._graph.things.made_at[thing] > 1:
            stock = self._tank(run, thing)
            stock.draw(stock.left)  # a single thing is what its last birth made of it
            stock.fill(1, alike.draw(1))
        else:
            self._stocks[thing] = alike

    def look(self, run: int) -> None:
        """Note what stays hold that began before a run, of lots that are filled more than once."""
        while self._coming and self._coming[-1][0] <= run:
            _, stay = self._coming.pop()
            stock, share = self._stocks.get(int(self._graph.stays.child[stay])), float(self._graph.stays.share[stay])
            if stock is not None and not np.isnan(share):
                self.held[stay] = stock.held(amount(stock, share, int(self._graph.stays.quantity[stay])))

    def _is_single(self, thing: int) -> bool:
        return bool(self._graph.things.kind[thing] == Kind.INSTANCE)

    def _tank(self, run: int, thing: int) -> Stock:
        """Return the stock of a thing; a lot that is filled where the books are first in, first out is in layers."""
        if thing not in self._stocks:
            place = int(self._graph.runs.place[run])
            rules = self._rules.of(self._graph.places[place], int(self._graph.runs.time[run])) if place >= 0 else ()
            self._stocks[thing] = Stock(layered=any(rule.model == FIFO for rule in rules))
        return self._stocks[thing]


def amount(stock: Stock, share: float, quantity: int) -> int:
    """Return what a share of all that was ever filled in is: the quantity itself if that is what the share says."""
    if quantity >= 0 and abs(quantity - share * stock.born) <= _SAME * stock.born:
        return quantity
    numerator, denominator = share.as_integer_ratio()
    return stock.born * numerator // denominator


def _stays_of_tanks(graph: Graph) -> list[tuple[int, int]]:
    """Return (run that it began before, stay) of what is inside of lots that are filled more than once, last first."""
    again = np.diff(graph.things.made_at)[graph.stays.child] > 1
    lots = again & (graph.things.kind[graph.stays.child] == Kind.LOT)
    chosen = np.flatnonzero(lots)
    return sorted(zip(turns(graph, chosen).tolist(), chosen.tolist(), strict=True), reverse=True)
