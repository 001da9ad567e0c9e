"""Credit: recycled input earns credit, which the site gives to outputs as it likes, never more than there is."""

from dicycle.findings import Finding, Severity
from dicycle.genealogy.answers import UNKNOWN
from dicycle.genealogy.custody.allocations import Entry
from dicycle.genealogy.custody.amounts import Mix, apportion, cut, grams, minus, only, part_of, plus, total
from dicycle.genealogy.custody.flows import Flow, Outflow, Settled, is_eligible, kind_of
from dicycle.genealogy.custody.models.base import Model, fill, positive
from dicycle.genealogy.custody.rules import Claim, Rule, day_of, period_after
from dicycle.vocabulary import FEEDS

ANYONE = Claim(None, ())


class Credit(Model):
    """Mass balance by the credit method (ISO 22095-2): a site's account of one element, balanced by calendar periods.

    Recycled input x `conversion_factor` is credit, by kind of feed and place, or x the yield of the run's products if
    that is less (convention 6); the rest is lost. A run's ``dcy:allocation`` gives credit to outputs, else the `claims`
    of the rule do, in their order. What an output does not claim is filled with the run's other matter, in proportion,
    and where that is not enough it is unknown: its recycled part has gone to the account. At the end of a period at
    most `carry_over` of what it earned goes on.
    """

    parameters = ("conversion_factor", "period", "carry_over", "claims")
    required = ("conversion_factor",)

    def __init__(self, rule: Rule, element: str) -> None:
        super().__init__(rule, element)
        self._credit: Mix = {}
        self._earned: Mix = {}
        self._other: Mix = {}
        self._until: int | None = None
        self._converted = 0

    # what comes in

    def take(self, flow: Flow) -> None:
        """Balance the periods that are over, and add what comes in."""
        self._turn(flow.time)
        came = flow.completed
        eligible = {origin: mass for origin, mass in came.items() if is_eligible(origin)}
        factor = min(self.rule.conversion_factor, flow.measured_yield)
        earned = positive({origin: part_of(mass, factor) for origin, mass in eligible.items()})
        self._converted = total(eligible) - total(earned)
        self.let_go(minus(eligible, earned))
        self._credit, self._earned = plus([self._credit, earned]), plus([self._earned, earned])
        self._other = plus([self._other, {origin: mass for origin, mass in came.items() if origin not in eligible}])

    # what goes out

    def give(self, flow: Flow) -> Settled:
        """Give credit as the run or the rule allocates it, and fill up with other matter."""
        claimed: list[Mix] = [{} for _ in flow.outflows]
        said = [entry for entry in flow.entries if entry.origin is not None]
        for entry in said:
            self._allocate(flow, entry, claimed)
        for claim in () if said else self.rule.claims or (ANYONE,):
            self._claim(flow, claim, claimed)
        needs = [one.mass - total(mine) for one, mine in zip(flow.outflows, claimed, strict=True)]
        unsaid = max(flow.lost - self._converted, 0)  # the factor has taken its part of what is lost
        *rests, lost = fill(self._other, UNKNOWN, [*needs, unsaid])
        gone = plus([*rests, lost])
        self._other = positive({origin: mass - gone.get(origin, 0) for origin, mass in self._other.items()})
        return Settled([plus(pair) for pair in zip(claimed, rests, strict=True)], lost)

    def _claim(self, flow: Flow, claim: Claim, claimed: list[Mix]) -> None:
        """Give credit to the outputs that a claim names, one name after the other, alike to those of one name."""
        for name in claim.to or (None,):
            room = [_room(claim, name, *pair) for pair in zip(flow.outflows, claimed, strict=True)]
            pot = self._pot(claim.of)
            parts = apportion(min(total(pot), sum(room)), room)
            for at, part in enumerate(parts):
                self._hand(claimed, at, cut(self._pot(claim.of), part))

    def _allocate(self, flow: Flow, entry: Entry, claimed: list[Mix]) -> None:
        at = next((at for at, one in enumerate(flow.outflows) if entry.item in one.ids), None)
        room = 0 if at is None else flow.outflows[at].mass - total(claimed[at])
        asked = room if entry.mass is None else entry.mass
        pot = self._pot(entry.origin)
        part = cut(pot, min(asked, room, total(pot)))
        if at is not None:
            self._hand(claimed, at, part)
        if at is None or total(part) < asked:
            self._refuse(flow, entry, asked, total(part))

    def _hand(self, claimed: list[Mix], at: int, part: Mix) -> None:
        self._credit = minus(self._credit, part)
        claimed[at] = plus([claimed[at], part])

    def _pot(self, of: str | None) -> Mix:
        """Return the credit of one kind of feed, of one origin, or all."""
        return only(self._credit, (origin for origin in sorted(self._credit) if of in (None, origin, kind_of(origin))))

    # what is left at the end of a period

    def _turn(self, time: int) -> None:
        while self._until is not None and self._until <= time and (self._credit or self._earned or self._other):
            for kind in FEEDS:
                self._carry(kind, self._until)
            self.let_go(self._other)
            self._earned, self._other = {}, {}
            self._until = period_after(self._until, self.rule.period)
        if self._until is None or self._until <= time:
            self._until = period_after(time, self.rule.period)

    def _carry(self, kind: str, end: int) -> None:
        """Carry over what may be carried of one kind of feed; the rest expires."""
        held = self._pot(kind)
        earned = sum(mass for origin, mass in self._earned.items() if kind_of(origin) == kind)
        kept = cut(held, min(total(held), part_of(earned, self.rule.carry_over)))
        expired = minus(held, kept)
        self._credit = minus(self._credit, expired)
        self.let_go(expired)
        if expired:
            sentence = f"{grams(total(expired))} of {kind} credit expired on {day_of(end)}, {grams(total(kept))} go on."
            advice = "Claim credit within its period, or agree on another limit."
            self.say(Finding("custody.credit-expired", sentence, self.rule.place, Severity.NOTE, advice))

    def empty(self) -> None:
        """Forget what is in the account."""
        self._credit, self._other = {}, {}

    @property
    def balance(self) -> Mix:
        """What can still be claimed, and other matter whose place claims took."""
        return plus([self._credit, self._other])

    def _refuse(self, flow: Flow, entry: Entry, asked: int, given: int) -> None:
        sentence = f"{grams(asked)} of {entry.origin} were claimed for {entry.item}, {grams(given)} could be given."
        advice = "An account is never below zero, and a claim never above the mass of its output."
        self.say(Finding("custody.credit-refused", sentence, flow.event, advice=advice))


def _room(claim: Claim, name: str | None, out: Outflow, claimed: Mix) -> int:
    """Return how much an output may still claim."""
    named = out.is_product if name is None else name in (out.category, out.model)
    if not named:
        return 0
    of_this = only(claimed, (origin for origin in claimed if claim.of in (None, kind_of(origin))))
    share = part_of(out.mass, claim.up_to) - total(of_this)
    return max(min(share, out.mass - total(claimed)), 0)
