"""Law as data with a date (convention 9): what a rule forbids or asks, since when, by which source, how well read."""

from typing import Final, Literal

from msgspec import Struct

from dicycle.routing.parameters.model import Route

Kind = Literal["forbid", "condition", "deadline", "wording"]
Status = Literal["in force", "adopted", "pending", "draft"]
Reading = Literal["verified", "secondary", "assumed"]

ORDER: Final[tuple[Reading, ...]] = ("verified", "secondary", "assumed")
"""From the best read to the least."""
READINGS: Final[dict[Reading, str]] = {
    "verified": "read in the source",
    "secondary": "read in reports of it, not in the source",
    "assumed": "not read, assumed until it is",
}


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """One rule, of the routes named.

    ``forbid`` closes a route whose use is one of `uses` (without `uses`: always); ``condition`` is to be met on the
    way; ``deadline`` is a report within `working_days` by `who`; ``wording`` is about a term. A rule of an act that was
    adopted (``adopted``, ``in force``) holds from the day `from_` on and before `until` (ISO dates); ``pending`` and
    ``draft`` are for what was not adopted, and never hold. `uses` are those of `naming.uses`.
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
    """A pack of rules for some regions; `hash` is the SHA-256 of its canonical JSON.

    `mark` says how well its source was read, and no rule of it is read any better; `missing` says what was looked for
    in it and not found, so that nobody takes the pack for the whole of the law.
    """

    id: str
    title: str
    regions: tuple[str, ...]
    source: str
    read: str
    rules: tuple[Rule, ...]
    mark: Reading | None = None
    missing: tuple[str, ...] = ()
    note: str = ""
    hash: str = ""


class Said(Struct, frozen=True, kw_only=True):
    """What a rule says of a route, per this reading, as of this day; `holds` is false for what is yet to come.

    `status` is that of the day: ``in force`` if it holds, ``adopted`` if it will from `from_` on.
    """

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
