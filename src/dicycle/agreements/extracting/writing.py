"""A draft written down as a record."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dicycle.agreements.document import Document, Span
from dicycle.agreements.extracting.cast import Cast
from dicycle.agreements.extracting.drafts import BUILDING, GENERAL, TALKS, Draft, Told
from dicycle.agreements.extracting.measuring import Measures
from dicycle.agreements.extracting.parts import Beside, Sited, Tagged
from dicycle.agreements.languages.gazetteer import place_named
from dicycle.agreements.model import Agreed, Dated, Party, Place, Places, Quote, Record, Relation, Stated, Subject
from dicycle.agreements.vocabulary import BINDING, Status

_GENERAL_TAGS: Final = frozenset({"power_battery_general", "new_energy_other"})


class Found(NamedTuple):
    """What was found for a draft."""

    id: str
    date: Dated
    measures: Measures
    subjects: Sequence[Tagged]
    parents: Sequence[Party]
    beside: Sequence[Beside]
    sited: Sequence[Sited]


def record_of(document: Document, cast: Cast, draft: Draft, found: Found, drafts: Sequence[Draft]) -> Record:
    """Return the record of a draft."""
    parties = _parties(document, draft)
    who = {party.entity for party in parties}
    whole = draft.part_of
    return Record(
        id=found.id,
        kind=_kind(document, draft),
        status=_status(document, draft),
        parties=parties,
        date=found.date,
        aggregate=draft.aggregate,
        historical=draft.first.act.historical,
        part_of=f"r{drafts.index(whole) + 1}" if whole else None,
        relates_to=Relation(f"r{drafts.index(draft.follows) + 1}", "follows") if draft.follows else None,
        title=_title(document, draft),
        others=(*found.parents, *_others(document, cast, found.beside, who)),
        place=_places(document, found.sited),
        subject=_subjects(document, found.subjects),
        money=found.measures.money,
        capacity=found.measures.capacity,
        jobs=found.measures.jobs,
        counts=found.measures.counts,
    )


def _best(draft: Draft) -> Told:
    """Return the telling that names the kind best: in the body, the further binding the better."""
    return min(
        draft.told,
        key=lambda one: (one.act.kind in (TALKS, GENERAL), one.support, -BINDING[one.act.kind], one.act.span),
    )


def _kind(document: Document, draft: Draft) -> Stated:
    """Return the kind; talks in which something was agreed on are talks until something is signed."""
    talks = [one for one in draft.told if one.act.kind == TALKS]
    talked = talks and {one.act.verb for one in draft.told} <= {"talk", "agree"}
    best = talks[0] if talked else _best(draft)
    same = [one.act.span for one in draft.told if one.act.kind == best.act.kind]
    return Stated(best.act.kind, document.quotes(same))


def _status(document: Document, draft: Draft) -> Agreed:
    value, signed, verbs = _how_far(draft)
    spans = [one.act.span for one in draft.told if one.act.verb in verbs]
    binding = next((one.act.binding for one in draft.told if one.act.binding is not None), None)
    return Agreed(value, signed, document.quotes(spans), binding)


def _how_far(draft: Draft) -> tuple[Status, bool, set[str]]:
    verbs: set[str] = {one.act.verb for one in draft.told}
    for verb, value, signed in _STATUSES:
        if verb in verbs:
            return value, signed, {verb}
    return ("signed", True, verbs) if not draft.kinds & BUILDING else ("under_construction", False, verbs)


_STATUSES: Final[tuple[tuple[str, Status, bool], ...]] = (
    ("terminate", "terminated", False),
    ("suspend", "suspended", False),
    ("commission", "operating", False),
    ("start", "under_construction", False),
    ("sign", "signed", True),
    ("agree", "agreed_in_principle", False),
    ("talk", "talks", False),
)


def _parties(document: Document, draft: Draft) -> tuple[Party, ...]:
    spans: dict[str, list[Span]] = {}
    names: dict[str, tuple[str, str]] = {}
    for told in sorted(draft.told, key=lambda one: one.support):
        first = not spans
        for named, mention in told.parties:
            if named.id not in draft.without and (not told.support or first or named.id in spans):
                spans.setdefault(named.id, []).append(mention.span)
                names.setdefault(named.id, (named.named.name, named.kind))
    role = "signatory" if any(one.act.verb == "sign" for one in draft.told) else "counterpart"
    return tuple(
        Party(id, names[id][0], role, document.quotes(found), names[id][1])  # type: ignore[arg-type]
        for id, found in spans.items()
    )


def _title(document: Document, draft: Draft) -> Stated | None:
    spans = [one.act.title for one in draft.told if one.act.title and not one.support]
    if not spans:
        return None
    return Stated(document.text[slice(*spans[0])], document.quotes(spans))


def _others(document: Document, cast: Cast, beside: Iterable[Beside], who: set[str]) -> list[Party]:
    found: dict[tuple[str, str], Party] = {}
    for one in beside:
        named = cast.of(one.mention)
        if named is not None and named.id not in who:
            quote = document.quote(*one.span)
            kind = named.kind if named.kind != "event" else None
            found.setdefault((named.id, one.role), Party(named.id, named.named.name, one.role, (quote,), kind))  # type: ignore[arg-type]
    return list(found.values())


def _places(document: Document, sited: Sequence[Sited]) -> Places:
    first = {one.use: one for one in reversed(sited)}
    return Places(*(place_of(document, first.get(use)) for use in ("event", "implementation")))


def place_of(document: Document, one: Sited | None) -> Place | None:
    """Return a place with what is known of it."""
    if one is None:
        return None
    known = place_named(one.mention.name, document.language)
    quote: tuple[Quote, ...] = (document.quote(*one.span),)
    if known is None:
        return Place(one.mention.name, quote, country=one.mention.country)
    return Place(one.mention.name, quote, known.name_en, known.region, known.country)


def _subjects(document: Document, tags: Sequence[Tagged]) -> tuple[Subject, ...]:
    """Return the stages that are named; the battery in general only where nothing says which stage."""
    spans: dict[str, list[Span]] = {}
    for tag, span in tags:
        spans.setdefault(tag, []).append(span)
    special = [tag for tag in spans if tag not in _GENERAL_TAGS]
    told = special or list(spans)
    return tuple(Subject(tag, document.quotes(spans[tag])) for tag in told)  # type: ignore[arg-type]
