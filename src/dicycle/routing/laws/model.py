"""Law as data with a date (convention 9): what a rule forbids or asks, since when, by which source, how well read."""

from typing import Final, Literal

from msgspec import Struct

from dicycle.routing.parameters.model import Route

Kind = Literal["forbid", "condition", "deadline", "wording"]
Status = Literal["in force", "pending", "draft"]
Reading = Literal["verified", "secondary", "assumed"]

READINGS: Final[dict[Reading, str]] = {
    "verified": "read in the source",
    "secondary": "read in reports of it, not in the source",
    "assumed": "not read, assumed until it is",
}


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """One rule, of the routes named.

    ``forbid`` closes a route whose use is one of `uses` (without `uses`: always); ``condition`` is to be met on the
    way; ``deadline`` is a report within `working_days` by `who`; ``wording`` is about a term. It holds from the day
    `from_` on and before `until` (ISO dates), if its status is in force then.
    """

    id: str
    kind: Kind
    routes: tuple[Route, ...]
    text: str
    from_: str
    status: Status
    source: str
    mark: Reading
    until: str | None = None
    uses: tuple[str, ...] = ()
    working_days: int | None = None
    who: str | None = None


class Law(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pack of rules for some regions; `hash` is the SHA-256 of its canonical JSON."""

    id: str
    title: str
    regions: tuple[str, ...]
    source: str
    read: str
    rules: tuple[Rule, ...]
    note: str = ""
    hash: str = ""


class Said(Struct, frozen=True, kw_only=True):
    """What a rule says of a route, per this reading, as of this day; `holds` is false for what is yet to come."""

    law: str
    rule: str
    kind: Kind
    routes: tuple[Route, ...]
    text: str
    holds: bool
    status: Status
    from_: str
    source: str
    mark: Reading
    working_days: int | None = None
    who: str | None = None
