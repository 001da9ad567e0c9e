"""How entries stand to each other: part of, superseded, ended; what would close a circle is left out."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from dicycle.agreements.register.model import Entry

Pairs = Sequence[tuple[str, str]]
"""Ids of entries: the first is part of the second, or was superseded by it."""


def forest(pairs: Pairs) -> dict[str, str]:
    """Return what stands above each id, by the first pair that says so; no pair that would close a circle."""
    above: dict[str, str] = {}
    for low, high in pairs:
        if low not in above and low not in _chain(high, above):
            above[low] = high
    return above


def _chain(id: str, above: Mapping[str, str]) -> list[str]:
    """Return an id and all that stand above it."""
    found = [id]
    while found[-1] in above:
        found.append(above[found[-1]])
    return found


def related(entries: Sequence[Entry], parts: Pairs, later: Pairs, ended: Sequence[str]) -> list[Entry]:
    """Return entries with what they are part of, what superseded them, and the end that another told of."""
    above, after = forest(parts), forest(later)
    before: dict[str, list[str]] = {}
    for earlier, newer in after.items():
        before.setdefault(newer, []).append(earlier)
    return [
        replace(
            one,
            part_of=above.get(one.id),
            superseded_by=after.get(one.id),
            supersedes=tuple(before.get(one.id, ())),
            status="terminated" if one.id in ended else one.status,
        )
        for one in entries
    ]
