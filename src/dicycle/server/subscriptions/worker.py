"""The worker: one thread that sees what is due, and a few that send. Nothing that it knows is only in its memory.

It wakes when something was committed, when a schedule or a new attempt is due, and once a second, because other
processes may write too. What it has done counts when the store has it: after a crash a report may come twice, and
none is missed.
"""

import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple
from uuid import uuid4

from msgspec.structs import replace

from dicycle.bootstrap import Loop
from dicycle.errors import DicycleError
from dicycle.ledger.clock import now
from dicycle.ledger.store import Writing
from dicycle.ledger.subscribing import books, lease
from dicycle.ledger.subscribing.bell import Bell
from dicycle.ledger.subscribing.delivering import (
    GONE,
    SECOND,
    Answer,
    Line,
    Policy,
    Webhooks,
    is_due,
    next_delivery,
    next_moment,
    passed,
    settled,
)
from dicycle.ledger.subscribing.lease import NotHeld
from dicycle.ledger.subscribing.model import Delivery, Pace
from dicycle.server.epcis.reports import Report, headers_of, report, seen_by
from dicycle.server.subscriptions.sending import Calls, send

_log: Final = logging.getLogger("dicycle.subscriptions")
REST: Final = 5
"""A query that took a second is asked again after five at the earliest: a heavy one leaves the machine to others."""


class Rhythm(NamedTuple):
    """Seconds: how often to look, how long to let commits gather, how long the lease holds, when to note progress."""

    look: float = 1.0
    gather: float = 0.05
    lease: float = 20.0
    note: float = 30.0


class Deliveries:
    """Delivers the reports of all subscriptions of a loop, from `start` to `stop`."""

    def __init__(
        self,
        loop: Loop,
        webhooks: Webhooks | None = None,
        *,
        policy: Policy | None = None,
        rhythm: Rhythm | None = None,
    ) -> None:
        self._loop, self._store = loop, loop.store
        self._webhooks, self._policy, self._rhythm = webhooks or Webhooks(), policy or Policy(), rhythm or Rhythm()
        self._owner, self._calls = str(uuid4()), Calls()
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._busy: set[str] = set()
        self._paces: dict[str, Pace] = {}
        self._noted: dict[str, int] = {}
        self._rests: dict[str, int] = {}
        self._held_until = self._note_at = 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to deliver."""
        self._lanes = (_lane(8, "prompt"), _lane(4, "again"))
        self._deaf = Bell.of(self._loop.intake).listen(self._wake.set)
        self._thread = threading.Thread(target=self._run, name="dicycle-deliveries", daemon=True)
        self._thread.start()

    def notify(self) -> None:
        """Have a look now: something may be due."""
        self._wake.set()

    def stop(self) -> None:
        """Finish what is being sent, note how far all have come, and let another process deliver."""
        if self._thread is None:
            return
        self._deaf()
        self._stopping.set()
        self._wake.set()
        self._calls.hang_up()
        self._thread.join()
        for lane in self._lanes:
            lane.shutdown(cancel_futures=True)
        self._safely(self._leave)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            wait = self._safely(self._look) or self._rhythm.look
            self._wake.wait(wait)
            self._stopping.wait(self._rhythm.gather)

    def _safely(self, work: Callable[[], Any]) -> Any:
        """Do something; what goes wrong is logged, and tried again at the next look."""
        try:
            return work()
        except NotHeld:
            self._held_until = 0
            self._paces.clear()
        except DicycleError as error:
            _log.error("subscriptions: %s", error)
        except Exception:  # noqa: BLE001 - a defect with one subscription must not end the others
            _log.exception("subscriptions: a defect")
        return None

    def _look(self) -> float:
        """Begin what is due; return how many seconds to wait at most."""
        busy = frozenset(self._busy)  # first: who ends while the cards are read is looked at next time
        if not books.has_subscriptions(self._store) or not self._has_lease():
            return self._rhythm.look
        lines = [self._with_pace(line) for line in books.lines(self._store)]
        last, moment = self._store.log_size(), now()
        for line in lines:
            rests = line.subscription.id in busy or self._rests.get(line.subscription.id, 0) > moment
            delivery = None if rests else next_delivery(line, moment, last)
            if delivery is not None:
                self._begin(line, delivery)
        self._note(lines, moment)
        return self._wait(lines)

    def _wait(self, lines: list[Line]) -> float:
        """Return the seconds until something is due that no commit and no answer tells of."""
        dues = [due for line in lines if line.subscription.id not in self._busy and (due := next_moment(line))]
        soonest = (min(dues) - now()) / SECOND if dues else self._rhythm.look
        return max(0.001, min(soonest, self._rhythm.look))

    def _with_pace(self, line: Line) -> Line:
        """Return a line with the pace that this process has in mind, which is never behind its card."""
        id = line.subscription.id
        if id not in self._paces:
            self._paces[id], self._noted[id] = line.pace, line.pace.watermark
        return line._replace(pace=self._paces[id])

    def _has_lease(self) -> bool:
        """Tell whether this process delivers; takes the lease if nobody has it, and renews it at half time."""
        length, moment = int(self._rhythm.lease * SECOND), now()
        if self._held_until - moment > length // 2:
            return True
        if self._held_until <= moment:
            self._paces.clear()  # another may have gone on
        lease.check(self._store, self._owner, moment)
        self._held_until = self._written(lambda w: lease.take(self._store, w, self._owner, now(), length)).until
        return True

    def _written(self, work: Callable[[Writing], Any]) -> Any:
        """Write in a transaction, only while this process delivers; raises NotHeld otherwise."""

        def checked(writing: Writing) -> Any:
            lease.check(self._store, self._owner, now())
            return work(writing)

        return self._loop.intake.stream(checked).result()

    def _begin(self, line: Line, delivery: Delivery) -> None:
        self._busy.add(line.subscription.id)
        lane = self._lanes[1 if line.pace.failing else 0]
        lane.submit(self._one, line, delivery)

    def _one(self, line: Line, delivery: Delivery) -> None:
        try:
            self._safely(lambda: self._deliver(line, delivery))
        finally:
            self._busy.discard(line.subscription.id)
            self._wake.set()

    def _deliver(self, line: Line, delivery: Delivery) -> None:
        """Make a report, send it, and keep what follows."""
        subscription, most = line.subscription, min(line.pace.batch, self._policy.events)
        if self._stopping.is_set() or books.subscription(self._store, subscription.id) is None:
            return
        began = now()
        seen = seen_by(self._store, subscription.owner)
        if seen is None:
            self._rests[subscription.id] = began + int(self._rhythm.lease * SECOND)
            return
        made = report(seen, self._store, subscription, delivery, most)
        self._rests[subscription.id] = now() + (now() - began) * REST
        if not made.problem and not is_due(line, delivery, made.events):
            self._paces[subscription.id] = passed(line, delivery)
            return
        answer = self._sent(line, delivery, made)
        if answer.well or not self._stopping.is_set():
            self._keep(line, replace(delivery, events=made.events), made.told, answer)

    def _sent(self, line: Line, delivery: Delivery, made: Report) -> Answer:
        headers = headers_of(line.subscription, delivery.id, made.body, problem=bool(made.problem))
        answer = send(line.subscription.dest, made.body, headers, self._webhooks, self._calls)
        if made.problem and answer.status != GONE:
            return Answer(None, f"The query could not be answered: {made.problem}")
        return answer

    def _keep(self, line: Line, delivery: Delivery, told: int, answer: Answer) -> None:
        id = line.subscription.id
        step = settled(line, delivery, told, answer, now(), self._policy, random.random())

        def work(writing: Writing) -> None:
            if books.subscription(self._store, id) is not None:  # somebody may have taken it away meanwhile
                books.put_step(writing, id, step)

        self._written(work)
        self._paces[id], self._noted[id] = step.pace, step.pace.watermark
        if step.dead or step.pace.ended:
            _log.warning("subscription %s: %s", id, answer.why if step.dead else f"ended, {answer.why}")

    def _note(self, lines: list[Line], moment: int) -> None:
        """From time to time, keep how far subscriptions came that had nothing to report."""
        if moment < self._note_at:
            return
        self._note_at = moment + int(self._rhythm.note * SECOND)
        known = {line.subscription.id for line in lines}
        for id in [id for id in tuple(self._paces) if id not in known]:
            del self._paces[id]
            self._rests.pop(id, None)
        self._keep_paces()

    def _keep_paces(self) -> None:
        further = [(id, one) for id, one in tuple(self._paces.items()) if self._noted.get(id, 0) < one.watermark]
        if further:
            self._written(lambda writing: books.put_paces(writing, further))
            self._noted.update((id, one.watermark) for id, one in further)

    def _leave(self) -> None:
        if self._held_until > now():
            self._keep_paces()
            self._written(lambda writing: lease.give_up(self._store, writing, self._owner))


def _lane(threads: int, name: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix=f"dicycle-{name}")
