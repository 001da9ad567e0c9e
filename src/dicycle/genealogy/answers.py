"""What a genealogy answers: traces, recalls, attributions. Plain values, ready to be written as JSON or as tables.

Masses are micrograms (float where they are shares of something, and the rounding is that of a float64); quantities are
in the unit that they name. None is "nobody said" (convention 5). Every answer says as of which point of the ledger it
holds, and of what moment it speaks.
"""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

Direction = Literal["back", "forward"]
Role = Literal["input", "output", "part"]

PROPORTIONAL: Final = "proportional"
"""Controlled blending (ISO 22095): every output of a run holds every input in the same ratio, element by element."""

UNKNOWN: Final = "unknown"
"""The origin of what nobody told: neither virgin nor recycled, and it never becomes either (convention 6)."""

ROUNDING: Final = 1e-6
"""The part of an element up to which "unknown" is what the last digits of declared masses leave open."""

WHOLE: Final = "mass"
"""The name under which the whole mass stands beside the elements."""

Hides = Callable[[str], bool]
"""Tells of an event id whether whoever asks may not see that event."""


class Point(NamedTuple):
    """The state of a ledger that an answer is about: its first `events` events; `time` is the last record time (µs)."""

    events: int
    time: int


class Node(NamedTuple):
    """A thing in a trace. A `hidden` one is a tombstone: something is there that this reader may not see."""

    id: str
    kind: Literal["instance", "lot"]
    category: str | None
    depth: int
    born: int | None
    ended: int | None
    hidden: bool = False
    cut: bool = False
    """Whether the trace stops here because it was asked to (`until`, `depth`), though there is more."""


class Link(NamedTuple):
    """One thing's part in an event of a trace.

    `role` input or output: `thing` went into, or came out of, the run `event_id`. `role` part: `thing` is in `parent`
    from `time` (event `event_id`) until `until` (None: still). `share` is which part of the thing it was (1 for a
    whole one), `masses` the micrograms by element of what went in, came out or is inside.
    """

    role: Role
    thing: str
    event_id: str
    run: str
    """The id of the run's event (of several, the last); links of one run share it. For parts, as `event_id`."""
    time: int
    depth: int
    parent: str | None = None
    until: int | None = None
    quantity: float | None = None
    unit: str | None = None
    share: float | None = None
    masses: dict[str, float] = {}  # noqa: RUF012
    implied: bool = False
    hidden: bool = False


class Trace(NamedTuple):
    """Where a thing came from, or where it went: nodes by depth, and links by time."""

    root: str
    direction: Direction
    as_of: int | None
    point: Point
    nodes: list[Node]
    links: list[Link]
    complete: bool
    """False if there is more than `most` nodes; the nearest ones are here."""


class Affected(NamedTuple):
    """A thing that holds some of a suspect lot.

    `fraction` is which part of the suspect lot is in it, `share` which part of it is the suspect lot's (by whole mass,
    or by the element asked for); None where masses are not declared. `holder` is the outermost thing that it is in
    now, `place` where that was last seen.
    """

    id: str
    kind: Literal["instance", "lot"]
    category: str | None
    fraction: float | None
    share: float | None
    mass: float | None
    holder: str | None
    place: str | None
    depth: int


class Group(NamedTuple):
    """The affected things at one place."""

    place: str | None
    items: int
    fraction: float | None


class Recall(NamedTuple):
    """Every thing that holds some of a lot, as of a moment, largest fraction first, and where they are now."""

    root: str
    element: str
    as_of: int | None
    point: Point
    model: str
    affected: list[Affected]
    groups: list[Group]
    ended: int
    """How many more things held some and are no more (their matter went on)."""
    gone: float | None
    """Which part of the lot left as residue, loss or withdrawal."""
    complete: bool


class Share(NamedTuple):
    """What of one element is in a thing, by origin: micrograms; `mass` is their sum, None if nobody declared it."""

    element: str
    mass: float | None
    origins: dict[str, float]

    def told(self) -> dict[str, float]:
        """Return the origins that are worth telling a person: not an unknown one that is mere rounding."""
        least = ROUNDING * (self.mass or 0.0)
        return {origin: mass for origin, mass in self.origins.items() if origin != UNKNOWN or mass >= least}


class Attribution(NamedTuple):
    """Whose metal is in a thing and all its parts, as of a moment, by a named model."""

    id: str
    as_of: int | None
    point: Point
    model: str
    shares: list[Share]
    parts: int
    """How many things were summed, itself included."""
    undeclared: int
    """How many of them nobody declared a content of."""
