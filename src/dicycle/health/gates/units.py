"""What kind of unit stands before the gates, and of how many cells, as far as somebody says so."""

from typing import NamedTuple

from dicycle.findings import Finding, Severity
from dicycle.health.model import CellType, Chemistry, Kind


class Unit(NamedTuple):
    """A unit: None is not known. Cells in parallel share a voltage, so `series` is how many there are to measure."""

    kind: Kind | None = None
    series: int | None = None
    chemistry: Chemistry | None = None

    @property
    def alone(self) -> bool:
        """Whether it is a module or a pack with one voltage, since all its cells are in parallel."""
        return self.series == 1 and self.kind in ("module", "pack")


def unit_of(kind: Kind | None, type: CellType | None) -> Unit:
    """Return the unit of a kind and a type as they are stated; of what they contradict each other in, nothing.

    A type has one cell in series until somebody says more, so of a module or a pack with one nobody has said it,
    unless the type says that they did, or that several are in parallel.
    """
    known = kind_of(kind, type)
    said = type is not None and (max(type.series, type.parallel) > 1 or type.one_in_series is True)
    series = type.series if type and said else 1 if known == "cell" else None
    return Unit(known, series, type.chemistry if type else None)


def kind_of(kind: Kind | None, type: CellType | None) -> Kind | None:
    """Return whether a unit is a cell, a module or a pack; None where nobody says or it is contradicted."""
    return None if wrong_kind(kind, type) else stated(kind, type)


def stated(kind: Kind | None, type: CellType | None) -> Kind | None:
    """Return the kind as it is stated: of the unit before that of its type."""
    return kind or (type.kind if type else None)


def wrong_kind(kind: Kind | None, type: CellType | None) -> tuple[Finding, ...]:
    """Return that nobody states the kind, or that the type contradicts it; nothing if all is well."""
    said = stated(kind, type)
    if said is None:
        sentence = "Nobody says whether it is a cell, a module or a pack, so every gate is asked."
        return (_wrong("unknown", sentence, Severity.WARNING),)
    if type and type.kind not in (None, said):
        sentence = f"It is said to be a {said}, and its type {type.id!r} to be a {type.kind}."
        return (_wrong("contradicts", sentence),)
    if type and said == "cell" and type.series > 1:
        sentence = f"It is said to be a cell, and its type {type.id!r} to have {type.series} cells in series."
        return (_wrong("contradicts", sentence),)
    return ()


def _wrong(code: str, sentence: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(f"gates.kind-{code}", sentence, "kind", severity, "Say what it is: cell, module or pack.")
