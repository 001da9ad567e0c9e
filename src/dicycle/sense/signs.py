"""A sign that something makes no sense: a finding with the thing it is about and the events that show it."""

from typing import NamedTuple

from dicycle.findings import Finding


class Sign(NamedTuple):
    """A finding whose severity a profile has still to give, about `thing`.

    `events` are the ids of the events that show it, the one at fault first; `records` are their numbers while a check
    is running.
    """

    finding: Finding
    thing: str = ""
    events: tuple[str, ...] = ()
    records: tuple[int, ...] = ()

    @property
    def rule(self) -> str:
        """The name of the broken rule, without the room: ``check-digit``."""
        return self.finding.code.partition(".")[2]

    @property
    def key(self) -> tuple[str, str, tuple[str, ...], str]:
        """What makes two signs the same one: rule, thing, events, and the place in the event."""
        return self.finding.code, self.thing, self.events, self.finding.where

    def as_dict(self) -> dict[str, object]:
        """Return the finding as plain JSON, with its thing and events."""
        return {**self.finding.as_dict(), "thing": self.thing, "events": list(self.events)}


def flag(rule: str, sentence: str, where: str = "", thing: str = "", records: tuple[int, ...] = ()) -> Sign:
    """Return the sign that a rule is broken; `where` is a JSON pointer inside the event."""
    return Sign(Finding(f"sense.{rule}", sentence, where), thing, (), records)
