"""Identity preserved: what comes from one source stays of one source, or somebody says what went where."""

from dicycle.findings import Finding
from dicycle.genealogy.answers import UNKNOWN
from dicycle.genealogy.custody.allocations import Entry
from dicycle.genealogy.custody.amounts import Mix, cut, grams, minus, plus, total
from dicycle.genealogy.custody.flows import Flow, Settled
from dicycle.genealogy.custody.models.base import Model, blended, positive


class Identity(Model):
    """ISO 22095:2020 3.3, identity preserved, run by run.

    If all inputs have one origin, the outputs have it. Otherwise ``dcy:allocation`` has to say which input went into
    which output; what it does not say is mixed, and of unknown origin.
    """

    pooled = False

    def take(self, flow: Flow) -> None:
        """Remember nothing."""

    def give(self, flow: Flow) -> Settled:
        """Give as the run allocates, and the rest if it is of one origin."""
        left = {one.id: dict(one.mix) for one in flow.inflows}
        given: list[list[Mix]] = [[] for _ in flow.outflows]
        needs = list(flow.masses)
        for entry in flow.entries:
            if entry.source is not None:
                self._allocate(flow, entry, left, given, needs)
        rest = self._rest(flow, plus(left.values()), sum(needs))
        outs, lost = blended(rest, _with_masses(flow, needs))
        return Settled([plus([*parts, out]) for parts, out in zip(given, outs, strict=True)], lost)

    def _allocate(
        self, flow: Flow, entry: Entry, left: dict[str, Mix], given: list[list[Mix]], needs: list[int]
    ) -> None:
        at = next((at for at, one in enumerate(flow.outflows) if entry.item in one.ids), None)
        if at is None or entry.source is None or entry.source not in left:
            self._refuse(flow, entry, 0)
            return
        there = min(needs[at], total(left[entry.source]))
        part = cut(left[entry.source], there if entry.mass is None else min(entry.mass, there))
        left[entry.source] = minus(left[entry.source], part)
        needs[at] -= total(part)
        given[at].append(part)
        if entry.mass is not None and entry.mass > total(part):
            self._refuse(flow, entry, total(part))

    def _rest(self, flow: Flow, rest: Mix, wanted: int) -> Mix:
        """Return what outputs get that nobody allocated: of one origin, or unknown."""
        if len(rest) > 1 and wanted:
            self._say_mixed(flow, rest)
            self.let_go(positive({origin: mass for origin, mass in rest.items() if origin != UNKNOWN}))
            rest = {UNKNOWN: total(rest)}
        short = wanted - total(rest)
        return plus([rest, {flow.missing: short}]) if short > 0 else rest

    def _refuse(self, flow: Flow, entry: Entry, given: int) -> None:
        asked = "all there is" if entry.mass is None else grams(entry.mass)
        sentence = f"{asked} of {entry.source} for {entry.item} could not be allocated, {grams(given)} could."
        advice = "Allocate an input of the run to an output of the run, and not more than there is of both."
        self.say(Finding("custody.allocation-refused", sentence, flow.event, advice=advice))

    def _say_mixed(self, flow: Flow, rest: Mix) -> None:
        sentence = f"{grams(total(rest))} of {len(rest)} origins are mixed, and nothing says which output has which."
        advice = "Their origin is unknown. Record dcy:allocation with the run, or keep the site's books by blending."
        self.say(Finding("custody.identity-lost", sentence, flow.event, advice=advice))


def _with_masses(flow: Flow, masses: list[int]) -> Flow:
    outs = tuple(one._replace(mass=mass) for one, mass in zip(flow.outflows, masses, strict=True))
    return Flow(flow.event, flow.place, flow.time, flow.element, flow.inflows, outs)
