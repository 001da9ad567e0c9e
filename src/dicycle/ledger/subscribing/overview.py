"""All subscriptions at a glance, in words and as plain values: for the page and for the command line."""

from collections import Counter
from typing import Any, NamedTuple

from dicycle.ledger.formats import timestamp
from dicycle.ledger.store import EventStore
from dicycle.ledger.subscribing import books
from dicycle.ledger.subscribing.delivering import Line, next_run
from dicycle.ledger.subscribing.model import Delivery, Subscription


class Overview(NamedTuple):
    """One subscription with what is on its way, and the number of its dead letters."""

    line: Line
    dead: int

    @property
    def subscription(self) -> Subscription:
        """What it is."""
        return self.line.subscription

    @property
    def how(self) -> str:
        """When it reports, in words."""
        return how(self.subscription)

    @property
    def state(self) -> str:
        """How it is, in a word or two."""
        if self.line.pace.ended:
            return "ended by its receiver"
        if self.line.paused:
            return "paused"
        return "failing" if self.line.pace.failing else "running"

    @property
    def next_run(self) -> int | None:
        """When a scheduled query runs next, in microseconds since 1970 UTC."""
        ended = self.line.paused or self.line.pace.ended
        return None if ended else next_run(self.subscription, self.line.pace)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON; the secret of the subscriber is never told."""
        pace, one = self.line.pace, self.subscription
        return {
            "subscriptionID": one.id,
            "queryName": one.query,
            "dest": one.dest,
            "schedule": one.schedule,
            "stream": one.schedule is None,
            "state": self.state,
            "ended": pace.ended or None,
            "createdAt": timestamp(one.created),
            "lastNotifiedAt": _moment(pace.notified),
            "nextRunAt": _moment(self.next_run),
            "watermark": pace.watermark,
            "waiting": [letter_dict(letter) for letter in self.line.waiting],
            "deadLetters": self.dead,
        }


def overviews(store: EventStore) -> list[Overview]:
    """Return all subscriptions, by the name of their query and the moment they were made."""
    dead = Counter(letter.subscription for letter in books.dead_letters(store))
    found = [Overview(line, dead[line.subscription.id]) for line in books.lines(store)]
    return sorted(found, key=lambda one: (one.subscription.query, one.subscription.created))


def how(subscription: Subscription) -> str:
    """Return when a subscription reports, in words."""
    if subscription.schedule is None:
        return "as events come"
    fields = ", ".join(f"{name} {text}" for name, text in subscription.schedule.items())
    return f"{fields} (UTC){', even if empty' if subscription.report_if_empty else ''}"


def letter_dict(letter: Delivery) -> dict[str, Any]:
    """Return a report that is on its way, or dead, as plain JSON."""
    return {
        "id": letter.key,
        "subscriptionID": letter.subscription,
        "queryName": letter.query,
        "after": letter.after,
        "until": letter.until,
        "events": letter.events,
        "createdAt": timestamp(letter.created),
        "attempts": letter.attempts,
        "lastAttemptAt": _moment(letter.tried),
        "nextAttemptAt": _moment(letter.due or None),
        "answer": letter.answer,
    }


def _moment(moment: int | None) -> str | None:
    return None if moment is None else timestamp(moment)
