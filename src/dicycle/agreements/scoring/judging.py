"""A release against the annotation of its document.

Records are aligned one to one, greedily, by shared parties, kind and quoted characters; aggregates by their number of
projects. A value is right when it is the annotated one or one that the annotator accepts.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from dicycle.agreements.model import Place, Quote, Record, Release
from dicycle.agreements.scoring.forbidding import forbidden
from dicycle.agreements.scoring.gold import Gold, Values, accepted, amount, spans_of
from dicycle.agreements.scoring.tally import Score

Pair = tuple[Record, Values]


def judge(gold: Gold, release: Release, text: str) -> Score:
    """Return how well a document was read."""
    score = Score(documents=1)
    pairs = _aligned(gold, release)
    _records(score, gold, release, pairs)
    for record, said in pairs:
        _texts(score, gold, record, said)
        _parties(score, gold, record, said)
        _subjects(score, record, said)
    _figures(score, gold, release, pairs)
    _published(score, gold, release)
    _boilerplate(score, gold, release)
    score.forbidden += forbidden(gold, release)
    _quotes(score, gold, release, text)
    return score


def _aligned(gold: Gold, release: Release) -> list[Pair]:
    likely = sorted(
        ((_likeness(gold, record, said), -at, record.id, record, said)
         for record in release.records for at, said in enumerate(gold.records)),
        key=lambda one: one[:3], reverse=True,
    )  # fmt: skip
    pairs: list[Pair] = []
    for like, _, _, record, said in likely:
        if like > 0 and not any(record is one or said is other for one, other in pairs):
            pairs.append((record, said))
    return pairs


def _likeness(gold: Gold, record: Record, said: Values) -> float:
    if record.aggregate or said.get("aggregate"):
        told = {one.value for one in record.counts}
        return float(bool(told & {one["value"] for one in said.get("counts", ())})) if record.aggregate else 0.0
    shared = len(_who(gold, record) & {one["entity"] for one in said["parties"] if "entity" in one})
    kind = record.kind.value in accepted(said["kind"])
    near = _meet(record.kind.evidence, spans_of(said["kind"].get("evidence")))
    return shared + 0.5 * kind + 0.25 * near if shared or (kind and near) else 0.0


def _who(gold: Gold, record: Record) -> set[str]:
    return {id for one in record.parties if (id := gold.entity(one.name, _spans(one.evidence)))}


def _spans(quotes: Iterable[Quote]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in quotes]


def _meet(quotes: Iterable[Quote], spans: list[tuple[int, int]]) -> bool:
    return any(one.start < end and start < one.end for one in quotes for start, end in spans)


def _records(score: Score, gold: Gold, release: Release, pairs: list[Pair]) -> None:
    tally, found = score.of("record"), {id(said) for _, said in pairs}
    tally.right += len(pairs)
    aligned = {record.id for record, _ in pairs}
    for record in release.records:
        if record.id not in aligned:
            tally.false += 1
            score.notes.append(
                f"{gold.path.name}: no such record: {record.kind.value} “{_first(record.kind.evidence)}”"
            )
    for said in gold.records:
        if id(said) not in found and said.get("tier", "core") == "core":
            tally.missed += 1
            score.notes.append(f"{gold.path.name}: missed record {said['id']} ({said['kind']['value']})")


def _first(quotes: tuple[Quote, ...]) -> str:
    return quotes[0].text if quotes else ""


def _texts(score: Score, gold: Gold, record: Record, said: Values) -> None:
    place = said.get("place") or {}
    _value(score, gold, "kind", record.kind.value, said["kind"], said)
    _value(score, gold, "status", record.status.value, said["status"], said)
    _value(score, gold, "date", record.date.value, said.get("date"), said)
    _value(score, gold, "event place", _name(record.place.event), place.get("event"), said)
    _value(score, gold, "place of carrying out", _name(record.place.implementation), place.get("implementation"), said)
    if said.get("title") and record.title:
        _value(score, gold, "title", record.title.value, said["title"], said)


def _name(place: Place | None) -> tuple[str, ...] | None:
    return (place.value, *filter(None, (place.canonical,))) if place else None


def _value(score: Score, gold: Gold, field: str, told: Any, wanted: Values | None, said: Values) -> None:
    """Judge one value; where nothing is said, any value is invented."""
    tally, right = score.of(field), accepted(wanted)
    names = told if isinstance(told, tuple) else (told,)
    if any(name in right for name in names):
        tally.right += told is not None
        return
    if told is not None:
        tally.false += 1
    if right[0] is not None:
        tally.missed += 1
    score.notes.append(f"{gold.path.name} {said['id']}: {field} is {told!r}, should be {right[0]!r}")


def _parties(score: Score, gold: Gold, record: Record, said: Values) -> None:
    tally = score.of("party")
    wanted = {one["entity"] for one in said["parties"] if "entity" in one}
    told = [(one.name, gold.entity(one.name, _spans(one.evidence))) for one in record.parties]
    found = {id for _, id in told if id in wanted}
    tally.right += len(found)
    for name, id in told:
        if id not in wanted:
            tally.false += 1
            score.notes.append(f"{gold.path.name} {said['id']}: {name!r} is no party")
    for id in sorted(wanted - found):
        tally.missed += 1
        score.notes.append(f"{gold.path.name} {said['id']}: missed party {id}")
    _others(score, gold, record, said)


def _others(score: Score, gold: Gold, record: Record, said: Values) -> None:
    tally = score.of("other part")
    wanted = {(one["entity"], one["role"]) for one in said.get("others", ()) if one.get("entity")}
    told = {(gold.entity(one.name, _spans(one.evidence)), one.role) for one in record.others}
    tally.right += len(told & wanted)
    tally.false += len(told - wanted)
    tally.missed += len(wanted - told)


def _subjects(score: Score, record: Record, said: Values) -> None:
    tally = score.of("subject")
    items = [[one["tag"], *one.get("accept", ())] for one in said.get("subject", ())]
    told = {one.tag for one in record.subject}
    tally.right += sum(bool(told & set(item)) for item in items)
    tally.missed += sum(not told & set(item) for item in items)
    tally.false += len(told - {tag for item in items for tag in item})


def _figures(score: Score, gold: Gold, release: Release, pairs: list[Pair]) -> None:
    of = {record.id: said["id"] for record, said in pairs}
    aligned = {said["id"] for _, said in pairs}
    for field, told_of, same in _FIGURES:
        told = [(of.get(record.id), one) for record in release.records for one in told_of(record)]
        wanted = [(said, one) for said in gold.records for one in said.get(_KEYS[field], ())]
        for said, one in wanted:
            scope = one.get("scope_accept", [said["id"]])
            hit = next((each for each in told if each[0] in scope and same(each[1], one)), None)
            if hit is not None:
                told.remove(hit)
                score.of(field).right += 1
                if field == "money":
                    _conversion(score, hit[1], one)
            elif said["id"] in aligned and not one.get("optional"):
                score.of(field).missed += 1
                score.notes.append(
                    f"{gold.path.name} {said['id']}: missed {field} {one.get('amount', one.get('value'))}"
                )
        for id, left in told:
            score.of(field).false += 1
            score.notes.append(f"{gold.path.name} {id}: false {field} “{_first(left.evidence)}”")


def _conversion(score: Score, told: Any, wanted: Values) -> None:
    tally, again, said = score.of("conversion"), told.conversion, wanted.get("conversion")
    if again is None and said is None:
        return
    right = bool(again and said and again.amount == amount(said["amount"]) and again.currency == said["currency"])
    tally.right += right
    tally.false += bool(again) and not right
    tally.missed += bool(said) and not right


def _same_money(told: Any, wanted: Values) -> bool:
    kinds = [wanted["kind"], *wanted.get("accept_kind", ())]
    same = told.amount == amount(wanted["amount"]) and told.currency == wanted["currency"]
    return bool(same and told.kind in kinds)


def _same_capacity(told: Any, wanted: Values) -> bool:
    value = wanted.get("amount", wanted.get("value"))
    units = {wanted.get("unit"), *wanted.get("accept_unit", ())}
    return bool(told.amount == amount(value) and told.unit in units)


def _same_number(told: Any, wanted: Values) -> bool:
    return bool(amount(wanted["value"]) == told.value)


_KEYS = {"money": "money", "capacity": "capacity", "jobs": "jobs", "count": "counts"}
_FIGURES: tuple[tuple[str, Callable[[Record], tuple[Any, ...]], Callable[[Any, Values], bool]], ...] = (
    ("money", lambda record: record.money, _same_money),
    ("capacity", lambda record: record.capacity, _same_capacity),
    ("jobs", lambda record: record.jobs, _same_number),
    ("count", lambda record: record.counts, _same_number),
)


def _published(score: Score, gold: Gold, release: Release) -> None:
    meta = gold.said.get("meta") or {}
    wanted = {"value": meta.get("published"), "accept": meta.get("accept_published", ())}
    _value(score, gold, "published", release.head.published.value, wanted, {"id": "document"})


def _boilerplate(score: Score, gold: Gold, release: Release) -> None:
    wanted = {at for one in gold.said.get("boilerplate", ()) for at in range(one["span"]["start"], one["span"]["end"])}
    told = {at for one in release.boilerplate for at in range(one.start, one.end)}
    tally = score.of("boilerplate")
    tally.right += len(wanted & told)
    tally.false += len(told - wanted)
    tally.missed += len(wanted - told)


def _quotes(score: Score, gold: Gold, release: Release, text: str) -> None:
    for quote in _all_quotes(release):
        score.quotes += 1
        if text[quote.start : quote.end] != quote.text:
            score.misquoted.append(f"{gold.path.name}: {quote.start}–{quote.end} “{quote.text}”")


def _all_quotes(value: Any) -> Iterable[Quote]:
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            if name != "dropped":
                yield from _all_quotes(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _all_quotes(one)
