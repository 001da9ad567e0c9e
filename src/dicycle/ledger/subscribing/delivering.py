"""What a subscription is to do next, and what follows from an answer: pure steps over values.

At least once and in order: a report is on its way until its receiver has said 2xx or all attempts are spent. Then it
is set aside as a dead letter, and the subscription goes on behind it.
"""

from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from msgspec.structs import replace

from dicycle.ledger.subscribing.model import Delivery, Pace, Subscription
from dicycle.ledger.subscribing.schedule import following, parse_schedule

SECOND: Final = 1_000_000
GONE: Final = 410
_SMALLER: Final = 413
_NAMESPACE: Final = UUID("5bd8a3f6-6d0c-5f3e-9a2b-8f1f6f0c7d11")
_LONGEST_ANSWER: Final = 300


class Policy(NamedTuple):
    """How often a report is tried again (seconds between attempts) and how many events it may have.

    A receiver's Retry-After is kept to, up to `longest` seconds; `spread` is how much of a wait is left to chance.
    """

    waits: tuple[float, ...] = (1, 5, 30, 120, 600, 3600)
    longest: float = 86_400
    spread: float = 0.2
    events: int = 1_000


class Webhooks(NamedTuple):
    """How reports are sent: within how many seconds, and whether to addresses of private networks too."""

    private: bool = False
    timeout: float = 10.0


class Answer(NamedTuple):
    """What came of an attempt: the HTTP status (None: none came), what to tell a person, seconds of Retry-After."""

    status: int | None
    why: str
    retry_after: float | None = None

    @property
    def well(self) -> bool:
        """Whether the receiver took the report."""
        return self.status is not None and 200 <= self.status < 300


class Line(NamedTuple):
    """All that is known of one subscription: how far it is, whether it rests, and its reports on their way."""

    subscription: Subscription
    pace: Pace
    paused: bool = False
    waiting: tuple[Delivery, ...] = ()

    @property
    def first(self) -> Delivery | None:
        """The report that the others wait for: not one that was sent back on its way."""
        return next((one for one in self.waiting if not one.again), None)


class Step(NamedTuple):
    """What follows: cards to keep and to take away, and a letter that is dead now."""

    pace: Pace
    keep: tuple[Delivery, ...] = ()
    drop: tuple[Delivery, ...] = ()
    dead: Delivery | None = None


def next_delivery(line: Line, now: int, last: int) -> Delivery | None:
    """Return the report that is to be tried now; `last` is the seq of the last event. Its range may prove empty."""
    if line.paused or line.pace.ended:
        return None
    ready = [one for one in line.waiting if one.due <= now]
    again = next((one for one in ready if one.again), None)
    own = next((one for one in ready if one is line.first), None) if line.first else _fresh(line, now, last)
    return (own or again) if line.pace.failing else (again or own)


def _fresh(line: Line, now: int, last: int) -> Delivery | None:
    """Return the next report that was never tried, if the subscription wants one now."""
    pace, subscription = line.pace, line.subscription
    until = last if subscription.schedule is None else _run_until(line, now, last)
    if until is None or (until <= pace.watermark and subscription.schedule is None):
        return None
    name = f"{subscription.id} {pace.watermark} {until} {pace.executed}"
    id = str(uuid5(_NAMESPACE, name))
    return Delivery(id, subscription.id, subscription.query, pace.watermark, until, created=now)


def _run_until(line: Line, now: int, last: int) -> int | None:
    """Return how far the scheduled run goes that is under way or begins now; None if it is not time."""
    if line.pace.target > line.pace.watermark:
        return line.pace.target
    moment = next_run(line.subscription, line.pace)
    return max(last, line.pace.watermark) if moment is not None and moment <= now else None


def next_run(subscription: Subscription, pace: Pace) -> int | None:
    """Return when a scheduled query runs next; of moments that passed unused only one is caught up with."""
    if subscription.schedule is None:
        return None
    fields = tuple(subscription.schedule.items())
    return _following(fields, pace.executed or subscription.created)


@lru_cache(maxsize=4096)
def _following(fields: tuple[tuple[str, str], ...], after: int) -> int | None:
    return following(parse_schedule(dict(fields)), after)


def next_moment(line: Line) -> int | None:
    """Return when there will be something to do without any new event; None if only an event can change that."""
    if line.paused or line.pace.ended:
        return None
    dues = [one.due for one in line.waiting]
    run = next_run(line.subscription, line.pace) if line.first is None else None
    return min([*dues, *([] if run is None else [run])], default=None)


def is_due(line: Line, delivery: Delivery, events: int) -> bool:
    """Tell whether a report is worth sending: it has events, or the subscriber wants to hear that there are none."""
    asked = line.subscription.report_if_empty and line.subscription.schedule is not None
    return bool(events) or delivery.again or (asked and line.pace.target <= line.pace.watermark)


def passed(line: Line, delivery: Delivery) -> Pace:
    """Return the pace after a report that had nothing to say."""
    return replace(line.pace, watermark=max(line.pace.watermark, delivery.until), **_ran(line, delivery))


def _ran(line: Line, delivery: Delivery) -> dict[str, int]:
    """Return what a new report means for the run that it is part of."""
    if delivery.attempts or delivery.again or line.pace.target > line.pace.watermark:
        return {}
    return {"executed": delivery.created, "target": delivery.until}


def settled(line: Line, delivery: Delivery, told: int, answer: Answer, now: int, policy: Policy, chance: float) -> Step:
    """Return what follows from an answer to a report that told the events up to seq `told`.

    `chance` between 0 and 1 spreads the attempts of many, so that they do not come all at once.
    """
    pace = replace(line.pace, **_ran(line, delivery))
    if answer.well:
        return _done(replace(pace, notified=now, failing=0), delivery, told)
    if answer.status == GONE:
        return Step(replace(pace, ended=answer.why[:_LONGEST_ANSWER]), drop=line.waiting)
    if answer.status == _SMALLER and delivery.events > 1:
        return _smaller(pace, delivery)
    tried = _tried(delivery, told, answer, now)
    pace = replace(pace, failing=pace.failing + 1)
    if tried.attempts <= len(policy.waits):
        return Step(pace, keep=(replace(tried, due=now + _wait(tried.attempts, answer, policy, chance)),))
    done = _done(pace, delivery, tried.until)
    return done._replace(dead=replace(tried, again=False, due=0))


def _tried(delivery: Delivery, told: int, answer: Answer, now: int) -> Delivery:
    """Return a report after an attempt that failed; from now on it is about what was told, no more."""
    until = delivery.until if delivery.again else told
    why = answer.why[:_LONGEST_ANSWER]
    return replace(delivery, until=until, attempts=delivery.attempts + 1, tried=now, answer=why)


def _done(pace: Pace, delivery: Delivery, told: int) -> Step:
    """Go on behind a report; of one that was sent back on its way, what did not fit follows."""
    if not delivery.again:
        return Step(replace(pace, watermark=max(pace.watermark, told)), drop=(delivery,))
    if told >= delivery.until:
        return Step(pace, drop=(delivery,))
    return Step(pace, keep=(replace(delivery, after=told, attempts=0, due=0),))


def _smaller(pace: Pace, delivery: Delivery) -> Step:
    """Tell fewer events at once, as the receiver asks (413); this counts as no attempt."""
    fewer = replace(pace, batch=max(1, min(pace.batch, delivery.events) // 2))
    return Step(fewer, keep=(delivery,)) if delivery.again else Step(fewer, drop=(delivery,))


def _wait(attempts: int, answer: Answer, policy: Policy, chance: float) -> int:
    """Return microseconds until the next attempt."""
    wait = policy.waits[attempts - 1] * (1 + policy.spread * chance)
    asked = min(answer.retry_after or 0, policy.longest)
    return int(max(wait, asked) * SECOND)
