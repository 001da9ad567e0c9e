"""Counts of right, invented and missed values."""

from dataclasses import dataclass, field
from typing import Final

FIELDS: Final = (
    "record", "kind", "status", "party", "date", "event place", "place of carrying out", "subject", "money",
    "conversion", "capacity", "jobs", "count", "published", "boilerplate",
)  # fmt: skip
BESIDE: Final = ("other part", "title")
"""Fields that are scored apart: what is missing there is no miss of the whole."""

_CHARACTERS: Final = "boilerplate"


@dataclass
class Tally:
    """Right, false and missed values of a field."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, other: "Tally") -> None:
        """Count another tally in."""
        self.right, self.false, self.missed = (
            self.right + other.right, self.false + other.false, self.missed + other.missed,
        )  # fmt: skip

    @property
    def precision(self) -> float | None:
        """Return the part of what was told that is right, None if nothing was told."""
        return self.right / (self.right + self.false) if self.right + self.false else None

    @property
    def recall(self) -> float | None:
        """Return the part of what there is that was told, None if there is nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """Return 2 PR / (P + R)."""
        told = 2 * self.right + self.false + self.missed
        return 2 * self.right / told if told else None


@dataclass
class Score:
    """What reading some documents came to."""

    documents: int = 0
    fields: dict[str, Tally] = field(default_factory=dict)
    forbidden: list[str] = field(default_factory=list)
    misquoted: list[str] = field(default_factory=list)
    quotes: int = 0
    notes: list[str] = field(default_factory=list)

    def of(self, name: str) -> Tally:
        """Return the tally of a field."""
        return self.fields.setdefault(name, Tally())

    def add(self, other: "Score") -> None:
        """Count another score in."""
        self.documents += other.documents
        for name, tally in other.fields.items():
            self.of(name).add(tally)
        self.forbidden += other.forbidden
        self.misquoted += other.misquoted
        self.quotes += other.quotes
        self.notes += other.notes

    @property
    def whole(self) -> Tally:
        """Return all values together: boilerplate, which is counted in characters, and what is beside are left out."""
        whole = Tally()
        for name, tally in self.fields.items():
            if name in FIELDS and name != _CHARACTERS:
                whole.add(tally)
        return whole
