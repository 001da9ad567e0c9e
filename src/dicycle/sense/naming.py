"""Rules on the names in one event: is each key sound, and does it name the kind of thing that its place asks for?"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from msgspec import UNSET

from dicycle.errors import InvalidIdentifier
from dicycle.identifiers import Level, parse_battery_code
from dicycle.identifiers.gbt34014 import code_in
from dicycle.ledger.model import BusinessEvent, Event, TransformationEvent
from dicycle.sense.names import Cast, Listed, Name, read
from dicycle.sense.record import Record
from dicycle.sense.signs import Sign, flag
from dicycle.vocabulary import ALIAS, ALIASES, ITEM, PREDECESSOR, PREDECESSOR_CODE

_KINDS = frozenset({Level.LOT, Level.CLASS})
_WHERE = frozenset({Level.PLACE, Level.PARTY})
_PLACES: Final = frozenset({Level.PLACE, Level.OTHER, None})
_PARTIES: Final = frozenset({Level.PARTY, Level.OTHER, None})


def names(record: Record, cast: Cast, out: list[Sign]) -> None:
    """Add what is wrong with the things, lots, places and parties that an event names."""
    if cast.parent is not None:
        _parent(cast.parent, cast.ids("childEPCs"), out)
    for listed in cast.things:
        if listed.level is not Level.INSTANCE:
            for at, name in enumerate(listed.names):
                _thing(name, f"/{listed.field}/{at}", listed.field == "childEPCs", out)
        if len(listed.ids) > 1 and len(set(listed.ids)) < len(listed.ids):
            _twice(listed, out)
    for field, amounts in cast.amounts:
        for at, (name, _) in enumerate(amounts):
            if name.level is not Level.LOT:
                _kind(name, f"/{field}/{at}/epcClass", out)
    if isinstance(record.event, TransformationEvent):
        _reused(cast, out)
    assert isinstance(record.event, BusinessEvent)
    _around(record.event, out)
    if b"gbt34014" in record.body:
        out += _codes(record)


def _parent(parent: Name, ids: list[str], out: list[Sign]) -> None:
    _malformed(parent, "/parentID", out)
    if parent.level in _KINDS:
        sentence = f"The parent {parent.id} is a {parent.level}, not a single thing."
        out.append(flag("class-as-parent", sentence, "/parentID", parent.id))
    if parent.id in ids:
        sentence = f"{parent.id} is put into, or taken out of, itself."
        out.append(flag("parent-is-child", sentence, f"/childEPCs/{ids.index(parent.id)}", parent.id))


def _thing(name: Name, where: str, child: bool, out: list[Sign]) -> None:
    _malformed(name, where, out)
    if name.level in _KINDS:
        sentence = f"{name.id} is a {name.level}, and this list is for single things."
        out.append(flag("class-in-epc-list", sentence, where, name.id))
    elif name.level in _WHERE and child:
        out.append(flag("place-as-child", f"{name.id} is a {name.level}, not a part.", where, name.id))
    elif name.level in _WHERE:
        out.append(flag("place-as-thing", f"{name.id} is a {name.level}, not a thing.", where, name.id))


def _kind(name: Name, where: str, out: list[Sign]) -> None:
    _malformed(name, where, out)
    if name.level is Level.INSTANCE:
        sentence = f"{name.id} is a single thing, and this list is for lots and classes."
        out.append(flag("instance-in-quantity-list", sentence, where, name.id))


def _twice(listed: Listed, out: list[Sign]) -> None:
    seen: set[str] = set()
    for at, id in enumerate(listed.ids):
        if id in seen:
            sentence, where = f"{id} is named twice in {listed.field}.", f"/{listed.field}/{at}"
            if listed.field == "childEPCs":
                out.append(flag("child-named-twice", sentence, where, id))
            else:
                out.append(flag("thing-named-twice", sentence, where, id))
        seen.add(id)


def _reused(cast: Cast, out: list[Sign]) -> None:
    inputs = set(cast.ids("inputEPCList"))
    for at, id in enumerate(cast.ids("outputEPCList") if inputs else ()):
        if id in inputs:
            sentence = f"{id} goes into this transformation and comes out of it."
            out.append(flag("input-is-output", sentence, f"/outputEPCList/{at}", id))


# ---------------------------------------------------------------- malformed keys


def _malformed(name: Name, where: str, out: list[Sign]) -> None:
    if name.wrong is not None:
        out.append(malformed(name, where))


def malformed(name: Name, where: str) -> Sign:
    """Return the sign for a key that cannot be read, with the sentence of the room that could not read it."""
    assert name.wrong is not None
    said, reason = name.wrong.sentence, name.wrong.code.partition(".")[2]
    if reason == "check-digit":
        return flag("check-digit", said, where, name.id)
    if reason == "digits" and name.id.startswith("urn:"):
        return flag("urn-digit-count", said, where, name.id)
    if reason == "length":
        return flag("serial-too-long", said, where, name.id)
    if reason == "code-length":
        return flag("gbt34014-length", said, where, name.id)
    if reason.startswith("code-"):
        return flag("gbt34014-characters", said, where, name.id)
    return flag("key-malformed", said, where, name.id)


# ---------------------------------------------------------------- where, who, under which paper


def _around(event: BusinessEvent, out: list[Sign]) -> None:
    if event.read_point is not UNSET:
        _must_be(event.read_point.id, _PLACES, "/readPoint/id", out)
    if event.biz_location is not UNSET:
        _must_be(event.biz_location.id, _PLACES, "/bizLocation/id", out)
    if event.source_list is not UNSET:
        for at, one in enumerate(event.source_list):
            _must_be(one.source, _asked(one.type), f"/sourceList/{at}/source", out)
    if event.destination_list is not UNSET:
        for at, other in enumerate(event.destination_list):
            _must_be(other.destination, _asked(other.type), f"/destinationList/{at}/destination", out)
    if event.biz_transaction_list is not UNSET:
        for at, paper in enumerate(event.biz_transaction_list):
            _malformed(read(paper.biz_transaction), f"/bizTransactionList/{at}/bizTransaction", out)


@lru_cache(maxsize=256)
def _asked(kind: str) -> frozenset[Level | None]:
    word = kind.rpartition("SDT-")[2].rpartition(":")[2]
    return _PARTIES if word in ("owning_party", "possessing_party") else _PLACES if word == "location" else frozenset()


def _must_be(uri: str, levels: frozenset[Level | None], where: str, out: list[Sign]) -> None:
    if uri not in _sound.get(levels, ()):
        _look(read(uri), levels, where, out)


_sound: dict[frozenset[Level | None], set[str]] = {_PLACES: set(), _PARTIES: set()}
"""Places and parties that were found right: they come again in every event."""
_MANY: Final = 10_000


def _look(name: Name, levels: frozenset[Level | None], where: str, out: list[Sign]) -> None:
    _malformed(name, where, out)
    if not levels or name.level in levels:
        if levels and name.wrong is None and len(_sound[levels]) < _MANY:
            _sound[levels].add(name.id)
        return
    if levels is _PLACES:
        out.append(flag("not-a-place", f"{name.id} is a {name.level}, not a place.", where, name.id))
    else:
        out.append(flag("not-a-party", f"{name.id} is a {name.level}, not a party.", where, name.id))


# ---------------------------------------------------------------- battery codes


def _codes(record: Record) -> Iterator[Sign]:
    """Yield what is wrong with the GB/T 34014 codes that are given to what is born in an event."""
    born = _day(record.time)
    for where, uri in _told(record.event):
        code = code_in(uri)
        if code is None:
            continue
        name = None if _well_formed(code) else read(uri)
        if name is not None and name.wrong is not None:
            yield malformed(name, where)
        elif where.startswith(f"/ilmd/{ALIASES}") and (why := _impossible(code, born)):
            yield flag("gbt34014-date", why, where, uri)


def _well_formed(code: str) -> bool:
    """Tell that a code differs from a good one in its serial number only; False where a closer look is needed."""
    serial = code[17:]
    return len(code) == 24 and serial.isascii() and serial.isdigit() and serial != "0000000" and _design(code[:17])


@lru_cache(maxsize=4096)
def _design(start: str) -> bool:
    try:
        parse_battery_code(f"{start}0000001")
    except InvalidIdentifier:
        return False
    return True


def _told(event: Event) -> Iterator[tuple[str, str]]:
    ilmd: Any = getattr(event, "ilmd", UNSET)
    if ilmd is UNSET:
        return
    pairs = ilmd.get(ALIASES)
    for at, pair in enumerate(pairs if isinstance(pairs, list) else ()):
        for key in (ALIAS, ITEM):
            uri = pair.get(key) if isinstance(pair, dict) else None
            if isinstance(uri, str):
                yield f"/ilmd/{ALIASES}/{at}/{key}", uri
    for key in (PREDECESSOR_CODE, PREDECESSOR):
        if isinstance(ilmd.get(key), str):
            yield f"/ilmd/{key}", ilmd[key]


def _day(time: int) -> date | None:
    try:
        return date(1970, 1, 1) + timedelta(days=time // 86_400_000_000 + 1)
    except OverflowError:
        return None


def _impossible(code: str, born: date | None) -> str:
    """Return why the date of a code cannot be, by every reading of it; empty where it can."""
    produced = code[14:17] if len(code) == 24 else parse_battery_code(code).produced
    days = _readings(code, produced)
    if not days:
        return f"The date characters {produced!r} of {code} are no day of the calendar."
    if born is not None and min(days) > born:
        return f"The code {code} was made on {min(days).isoformat()} or later, after the event that gives it."
    return ""


_known: dict[str, tuple[date, ...]] = {}
"""Date characters -> the days they may mean: at most a few ten thousand."""


def _readings(code: str, produced: str) -> tuple[date, ...]:
    if produced not in _known:
        _known[produced] = tuple(parse_battery_code(code).candidates())
    return _known[produced]
