"""A tank: what came in first goes out first, element by element."""

from collections import deque

from dicycle.findings import Finding
from dicycle.genealogy.custody.amounts import Mix, cut, grams, minus, plus, total
from dicycle.genealogy.custody.flows import Flow, Settled
from dicycle.genealogy.custody.models.base import Model, blended
from dicycle.genealogy.custody.rules import Rule


class Fifo(Model):
    """First in, first out at a site. What a run takes in and does not give out stays in the tank.

    The inputs of one run come in as one layer. The outputs of one run are drawn together, oldest layers first, and
    share what is drawn in proportion. A loss is an output: what nobody tells to be lost is still in the tank.
    """

    def __init__(self, rule: Rule, element: str) -> None:
        super().__init__(rule, element)
        self._layers: deque[Mix] = deque()

    def take(self, flow: Flow) -> None:
        """Put the inputs on top as one layer."""
        if flow.came_in:
            self._layers.append(dict(flow.came_in))

    def give(self, flow: Flow) -> Settled:
        """Draw the outputs from below."""
        drawn, wanted = [], flow.went_out
        while wanted and self._layers:
            part = cut(self._layers[0], min(wanted, total(self._layers[0])))
            left = minus(self._layers[0], part)
            wanted -= total(part)
            drawn.append(part)
            if left:
                self._layers[0] = left
            else:
                self._layers.popleft()
        if wanted:
            self._say_empty(flow, wanted)
            drawn.append({flow.missing: wanted})
        return blended(plus(drawn), flow)

    def _say_empty(self, flow: Flow, wanted: int) -> None:
        sentence = f"{grams(wanted)} more went out than was in the tank."
        advice = "Their origin is unknown; look for a filling that nobody told."
        self.say(Finding("custody.tank-empty", sentence, flow.event, advice=advice))

    def empty(self) -> None:
        """Forget what is in the tank."""
        self._layers.clear()

    @property
    def balance(self) -> Mix:
        """What is in the tank."""
        return plus(self._layers)
