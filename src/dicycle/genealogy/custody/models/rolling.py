"""Rolling average: every output has the average percentages of what came in within a window."""

from collections import deque

from dicycle.findings import Finding, Severity
from dicycle.genealogy.answers import UNKNOWN
from dicycle.genealogy.custody.amounts import Mix, apportion, grams, minus, plus, total
from dicycle.genealogy.custody.flows import Flow, Settled, is_eligible
from dicycle.genealogy.custody.models.base import Model, blended, fill, positive
from dicycle.genealogy.custody.rules import DAY, Rule


class Rolling(Model):
    """Mass balance by the percentage method (ISO 22095-2), over the `window_days` that end with the run.

    Of each recycled origin an output gets the average share, but never more than came in and was not claimed yet. The
    rest is filled with what else came in and is left, in proportion; what that does not cover is unknown. A loss has
    the same percentages. What is not claimed within the window lapses.
    """

    parameters = ("window_days",)
    required = ("window_days",)

    def __init__(self, rule: Rule, element: str) -> None:
        super().__init__(rule, element)
        self._window: deque[tuple[int, Mix]] = deque()
        self._within: Mix = {}
        self._left: Mix = {}

    def take(self, flow: Flow) -> None:
        """Let go what is older than the window, and add what comes in."""
        start = flow.time - self.rule.window_days * DAY
        while self._window and self._window[0][0] <= start:
            self._within = minus(self._within, self._window.popleft()[1])
        kept = positive({origin: min(mass, self._within.get(origin, 0)) for origin, mass in self._left.items()})
        self._lapse(minus(self._left, kept), flow)
        self._window.append((flow.time, flow.completed))
        self._within, self._left = plus([self._within, flow.completed]), plus([kept, flow.completed])

    def give(self, flow: Flow) -> Settled:
        """Give all outputs, and the loss, the average."""
        wanted = flow.went_out + flow.lost
        claimed = self._claimable(wanted)
        rest = positive({origin: mass for origin, mass in self._left.items() if not is_eligible(origin)})
        [filled] = fill(rest, UNKNOWN, [wanted - total(claimed)])
        gone = plus([claimed, filled])
        self._left = positive({origin: mass - gone.get(origin, 0) for origin, mass in self._left.items()})
        return blended(gone, flow)

    def _claimable(self, wanted: int) -> Mix:
        """Return the average's recycled part of an amount, as far as there is something left to claim."""
        origins = sorted(self._within)
        average = apportion(wanted, [self._within[origin] for origin in origins])
        pairs = zip(origins, average, strict=True)
        return positive({origin: min(mass, self._left.get(origin, 0)) for origin, mass in pairs if is_eligible(origin)})

    def _lapse(self, mix: Mix, flow: Flow) -> None:
        self.let_go(mix)
        for origin, mass in sorted(mix.items()):
            if is_eligible(origin):
                sentence = f"{grams(mass)} of {origin} were not claimed within {self.rule.window_days} days."
                advice = "They lapse; a longer window would have kept them."
                self.say(Finding("custody.claim-lapsed", sentence, flow.event, Severity.NOTE, advice))

    def empty(self) -> None:
        """Forget what is left."""
        self._left = {}

    @property
    def balance(self) -> Mix:
        """What came in and is not claimed."""
        return dict(self._left)
