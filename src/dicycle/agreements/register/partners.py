"""Who could fill a gap: parties that work in a stage, by how far they came and how near they are; ranked, with grounds.

The score is 0.6 of how far the party came in the stage (of 8 steps on the binding scale), 0.3 of nearness (the same
city 1, province 0.75, country 0.5, elsewhere 0.25, unknown 0) and 0.1 of experience (a third for each committed entry).
Equal scores are in the order of names. It says whom to ask, not whether they would.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from dicycle.agreements.languages.gazetteer import Gazetted, place_named
from dicycle.agreements.register.chain import STAGES, area_of, is_live, lies_in
from dicycle.agreements.register.identities import AUTHORITIES
from dicycle.agreements.register.model import Entry, Organisation, Register
from dicycle.agreements.vocabulary import COMMITTED
from dicycle.errors import NotFound
from dicycle.findings import Finding

_NEAR: Final = (
    ("the same city", 1.0), ("the same province", 0.75), ("the same country", 0.5), ("another country", 0.25),
    ("place unknown", 0.0),
)  # fmt: skip
_FURTHEST: Final = 8
_ENOUGH: Final = 3


class Partner(Struct, frozen=True):
    """A party that could fill a gap.

    `step` is how far it came in the stage, `near` how near it is and `by` the entry or place that says so; `grounds`
    are the reasons of the score in words, `entries` the evidence, furthest first; `there` tells whether it is committed
    to that stage in the region already.
    """

    party: str
    name: str
    score: float
    step: int
    near: str
    entries: tuple[str, ...]
    grounds: tuple[str, ...]
    there: bool = False


def partners(register: Register, stage: str, area: Gazetted | None = None, besides: str | None = None) -> list[Partner]:
    """Return the parties that work in a stage, the best first. Raises NotFound for a stage that is none."""
    if stage not in STAGES:
        advice = f"The stages are {', '.join(STAGES)}."
        raise NotFound(Finding("agreements.stage", f"There is no stage {stage}.", stage, advice=advice))
    able: dict[str, list[Entry]] = {}
    for entry in register.entries:
        if stage in entry.subject and is_live(entry):
            for id in dict.fromkeys(one.party for one in entry.parties):
                able.setdefault(id, []).append(entry)
    found = [
        _partner(one, stage, able[one.id], area)
        for one in register.organisations
        if one.id in able and one.id != besides and one.type not in AUTHORITIES
    ]
    return sorted(found, key=lambda one: (-one.score, one.name, one.party))


def _partner(one: Organisation, stage: str, entries: Sequence[Entry], area: Gazetted | None) -> Partner:
    entries = sorted(entries, key=lambda each: -each.step)
    step = entries[0].step
    committed = sum(each.step >= COMMITTED for each in entries)
    near, weight, because = _nearness(one, entries, area)
    experience = min(committed, _ENOUGH) / _ENOUGH
    grounds = (
        f"came to step {step} of {_FURTHEST} in {_said(stage)}: {_said(entries[0].kind)}",
        f"{near}{because}" if area else "no region asked for",
        f"{committed} committed of {len(entries)} in {_said(stage)}",
    )
    return Partner(
        party=one.id,
        name=one.name,
        score=round(0.6 * step / _FURTHEST + 0.3 * weight + 0.1 * experience, 3),
        step=step,
        near=near,
        entries=tuple(each.id for each in entries),
        grounds=grounds,
        there=area is not None and any(each.step >= COMMITTED and lies_in(each, area) for each in entries),
    )


def _nearness(one: Organisation, entries: Iterable[Entry], area: Gazetted | None) -> tuple[str, float, str]:
    """Return how near a party is by its own place or one where it works in the stage, the nearest, and which."""
    if area is None:
        return (*_NEAR[-1], "")
    places = [(place_named(name, "en"), name) for name in (one.place, *(each.where for each in entries)) if name]
    countries = [(area_of(code), code) for code in (one.country, *(each.country for each in entries)) if code]
    ranked = [(_distance(place, area), name) for place, name in (*places, *countries) if place]
    if not ranked:
        return (*_NEAR[-1], "")
    best, name = min(ranked, key=lambda each: each[0])
    return (*_NEAR[best], f": {name}")


def _distance(place: Gazetted, area: Gazetted) -> int:
    """Return 0 for the city that was asked for, 1 for its province, 2 for its country, 3 for elsewhere."""
    if place.name_en == area.name_en and place.kind == area.kind:
        return {"province": 1, "country": 2}.get(area.kind, 0)
    if place.country != area.country:
        return 3
    return 1 if place.region is not None and place.region == area.region else 2


def _said(word: str) -> str:
    return word.replace("_", " ")
