"""What a check of the log can find, gathered in bounded memory and told in sentences."""

from itertools import chain
from typing import Final, NamedTuple

from dicycle.findings import Finding

MOST: Final = 50
"""How many issues are told one by one; of the rest, how many there are."""


class Issue(NamedTuple):
    """Something wrong with the events `first` to `last` (numbers from 1); `event_id` is of the first, if known.

    `more` is what the sentence needs besides.
    """

    code: str
    first: int
    last: int
    event_id: str = ""
    more: str = ""

    def finding(self) -> Finding:
        """Return it as a finding."""
        return next(
            chain(_of_events(self), _of_ranges(self), _of_proofs(self), _of_hashes(self), _of_checkpoints(self))
        )

    @property
    def whom(self) -> str:
        """The events in words."""
        return f"Event {self.first:,}" if self.first == self.last else f"Events {self.first:,} to {self.last:,}"

    @property
    def one_of(self) -> str:
        """The events in words, when at least one of them is meant."""
        alone = f"Event {self.first:,}"
        return alone if self.first == self.last else f"At least one of the events {self.first:,} to {self.last:,}"

    @property
    def are(self) -> str:
        """The verb that goes with `whom`."""
        return "is" if self.first == self.last else "are"


class Issues(NamedTuple):
    """Issues in order; neighbours of one kind that have no names are told as one."""

    items: tuple[Issue, ...] = ()
    more: int = 0

    def add(self, *issues: Issue) -> "Issues":
        """Return these with more."""
        items, more = list(self.items), self.more
        for issue in issues:
            if items and not more and _is_next(items[-1], issue):
                items[-1] = items[-1]._replace(last=issue.last)
            elif len(items) < MOST:
                items.append(issue)
            else:
                more += 1
        return Issues(tuple(items), more)

    def join(self, other: "Issues") -> "Issues":
        """Return these and then the others."""
        joined = self.add(*other.items)
        return joined._replace(more=joined.more + other.more)

    def findings(self) -> tuple[Finding, ...]:
        """Return them as findings, by the events that they are about."""
        told = tuple(issue.finding() for issue in sorted(self.items, key=lambda issue: issue.first))
        if not self.more:
            return told
        return (*told, Finding("log.more", f"And {self.more:,} more of the like."))


def _is_next(one: Issue, other: Issue) -> bool:
    nameless = not any((one.event_id, one.more, other.event_id, other.more))
    return nameless and one.code == other.code and one.last + 1 == other.first


def _of_events(it: Issue) -> list[Finding]:
    """Return what is said of an event that is not as it was logged."""
    table = (
        (
            "log.event-altered",
            f"{it.whom} {it.are} not what was logged: altered.",
            "Compare with a backup or a bundle.",
        ),
        (
            "log.event-missing",
            f"{it.whom} {it.are} in the log and not in the ledger: dropped.",
            "Compare with a backup or a bundle.",
        ),
        (
            "log.event-not-logged",
            f"An event that was never logged stands before event {it.first:,}: inserted.",
            "Find out where it came from; capture it anew if it is true.",
        ),
        (
            "log.event-moved",
            f"{it.whom} stands elsewhere than it was logged: the order was changed.",
            "Compare with a backup or a bundle.",
        ),
        ("log.unreadable", f"{it.whom} cannot be read, nor what comes after: damaged.", "Restore it from a backup."),
    )
    return [Finding(code, said, it.event_id, advice=advice) for code, said, advice in table if code == it.code]


def _of_ranges(it: Issue) -> list[Finding]:
    """Return what is said of events of which the log itself does not tell which was changed."""
    table = (
        (
            "log.events-rewritten",
            f"{it.one_of} was altered, dropped, inserted or moved together with its entry in the log{it.more}.",
            "Compare with a backup or a bundle.",
        ),
        (
            "log.not-consistent",
            f"{it.one_of} was changed since: the log does not go on from the checkpoint of {it.more} that was kept.",
            "Whoever holds the signing key has rewritten the log, or this checkpoint is of another copy of it.",
        ),
        (
            "log.cut-short",
            f"{it.whom} {it.are} missing at the end: {it.more}.",
            "Compare with a backup or a bundle.",
        ),
        (
            "log.not-signed",
            f"{it.whom} came after the newest sound checkpoint: not signed.",
            "Events that were captured have a checkpoint with them: find out where these came from.",
        ),
    )
    return [Finding(code, said, it.event_id, advice=advice) for code, said, advice in table if code == it.code]


def _of_proofs(it: Issue) -> list[Finding]:
    """Return what is said of an event that was handed over with a proof."""
    table = (
        (
            "log.not-proven",
            f"{it.whom} {it.are} not what was logged, or its proof is not of this log.",
            "Ask whoever exported it for a new bundle.",
        ),
        (
            "log.no-proof",
            "An event stands here without a proof: nothing says that it was logged.",
            "Ask whoever exported it for a new bundle.",
        ),
    )
    return [Finding(code, said, it.event_id, advice=advice) for code, said, advice in table if code == it.code]


def _of_hashes(it: Issue) -> list[Finding]:
    """Return what is said of the log's own parts: entries, kept hashes, tiles."""
    span = f"events {it.first:,} to {it.last:,}"
    table = (
        (
            "log.digest-changed",
            f"The entry of event {it.first:,} in the log was changed; the event is what was logged.",
            "Restore the entry from a backup; the event needs nothing.",
        ),
        ("log.digest-missing", f"The {span} have no entry in the log: taken away.", "Restore it from a backup."),
        (
            "log.subtree-changed",
            f"The kept hash over the {span} was changed; the events are as logged.",
            "Restore it from a backup; the events need nothing.",
        ),
        ("log.subtree-missing", f"The kept hash over the {span} is missing.", "Restore it from a backup."),
        (
            "log.tile-changed",
            f"The leaf hashes of the {span} are not those of their entries.",
            "Export the bundle again.",
        ),
        ("log.tile-missing", f"The tile {it.more} is missing or damaged.", "Export the bundle again."),
    )
    return [Finding(code, said, it.event_id, advice=advice) for code, said, advice in table if code == it.code]


def _of_checkpoints(it: Issue) -> list[Finding]:
    """Return what is said of a checkpoint."""
    which = f"The checkpoint of {it.last:,} events" if it.last else "A checkpoint"
    table = (
        ("log.checkpoint-altered", f"{which} was altered: {it.more}", "Restore it from a backup."),
        ("log.checkpoint-order", f"{which} stands in the wrong place.", "Export the bundle again."),
    )
    return [Finding(code, said, advice=advice) for code, said, advice in table if code == it.code]
