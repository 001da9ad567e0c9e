"""Releases and judgements → the register: a pure function, the same whatever order the releases are read in."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from dicycle.agreements.register.deciding import decided
from dicycle.agreements.register.matching import match
from dicycle.agreements.register.model import Entry, Judgement, Kept, Occasion, Organisation, Register
from dicycle.agreements.register.occasions import occasions
from dicycle.agreements.register.parties import Resolved, resolve
from dicycle.agreements.register.parts import Pairs, related
from dicycle.agreements.register.rereading import latest
from dicycle.agreements.register.showing import entry_of
from dicycle.agreements.register.sums import why_not
from dicycle.agreements.register.telling import Node, Telling, entry_id, tellings


def compile_register(kept: Iterable[Kept], judgements: Iterable[Judgement] = ()) -> Register:
    """Return the register of releases; of several of one document the last, of judgements about a pair the last."""
    releases = latest(kept)
    said = sorted(judgements, key=lambda one: one.id)
    resolved = resolve(releases, said)
    groups, likely = match(tellings(releases, resolved.of), said)
    entries = _compiled(groups, resolved, said)
    held = occasions(entries, releases)
    return Register(
        entries=tuple(_at_occasions(entries, held)),
        organisations=tuple(_with_entries(resolved, entries)),
        occasions=tuple(held),
        candidates=(*likely, *resolved.candidates),
        releases=len(releases),
    )


def _compiled(groups: Sequence[Sequence[Telling]], resolved: Resolved, said: Sequence[Judgement]) -> list[Entry]:
    of = {one.node: entry_id(group[0].node) for group in groups for one in group}
    told = [one for group in groups for one in group]
    entries = related(
        [entry_of(group, resolved) for group in groups],
        _parts(told, of), _relations(told, of, "follows", "supersedes"),
        [earlier for earlier, _ in _relations(told, of, "terminates")],
    )  # fmt: skip
    entries = decided(entries, said)
    wholes = frozenset(one.part_of for one in entries if one.part_of)
    return [replace(one, because=why_not(one, wholes), countable=not why_not(one, wholes)) for one in entries]


def _parts(told: Sequence[Telling], of: dict[Node, str]) -> Pairs:
    return [
        (of[one.node], of[whole])
        for one in told if one.record.part_of for whole in [(one.source.document, one.record.part_of)]
        if whole in of and of[whole] != of[one.node]
    ]  # fmt: skip


def _relations(told: Sequence[Telling], of: dict[Node, str], *relations: str) -> Pairs:
    """Return the entries that others of the same documents follow, supersede or end, each with the other."""
    return [
        (of[earlier], of[one.node])
        for one in told if one.record.relates_to and one.record.relates_to.relation in relations
        for earlier in [(one.source.document, one.record.relates_to.record)]
        if earlier in of and of[earlier] != of[one.node]
    ]  # fmt: skip


def _at_occasions(entries: Sequence[Entry], held: Sequence[Occasion]) -> list[Entry]:
    of = {id: one.id for one in reversed(held) for id in one.entries}
    return [replace(one, occasion=of.get(one.id)) for one in entries]


def _with_entries(resolved: Resolved, entries: Sequence[Entry]) -> list[Organisation]:
    part: dict[str, dict[str, None]] = {}
    for entry in entries:
        for taking in (*entry.parties, *entry.others):
            part.setdefault(taking.party, {})[entry.id] = None
    return [replace(one, entries=tuple(part.get(one.id, ()))) for one in resolved.organisations]
