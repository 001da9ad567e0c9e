"""What an identifier in an event names, and what is wrong with it; remembered, because names come again and again."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from msgspec import UNSET, Struct

from dicycle.errors import InvalidIdentifier
from dicycle.findings import Finding
from dicycle.identifiers import CANONICAL_DOMAIN, Level, canonical, has_check_digit, parse
from dicycle.identifiers.keys import KEYS
from dicycle.ledger import cbv
from dicycle.ledger.model import (
    AnyEvent,
    BusinessEvent,
    ObjectEvent,
    ParentedEvent,
    QuantityElement,
    TransactionEvent,
    TransformationEvent,
)

bare: Final = lru_cache(maxsize=4096)(cbv.bare)
"""The bare word of a step or disposition, remembered."""


class Name(Struct, frozen=True, gc=False):
    """An identifier: canonical, what it names (None where that cannot be told), and what is wrong with it."""

    id: str
    level: Level | None
    wrong: Finding | None = None


Amount = tuple[Name, QuantityElement]


class Listed(NamedTuple):
    """A list of things: its JSON name, the canonical ids, and their one level (None: several, or one is unknown)."""

    field: str
    ids: list[str]
    level: Level | None
    found: list[Name] | None = None

    @property
    def names(self) -> list[Name]:
        """The names one by one."""
        return [Name(id, self.level) for id in self.ids] if self.found is None else self.found


class Cast(NamedTuple):
    """What an event names, with the JSON name of each list."""

    parent: Name | None
    things: tuple[Listed, ...]
    amounts: tuple[tuple[str, list[Amount]], ...]

    def ids(self, field: str) -> list[str]:
        """Return the ids in a list of things."""
        return next((listed.ids for listed in self.things if listed.field == field), [])


_GTIN: Final = f"{CANONICAL_DOMAIN}/01/"
_SERIAL: Final = len(_GTIN) + 18
_LONGEST: Final = _SERIAL + 20
_QUALIFIERS: Final = {"/21/": Level.INSTANCE, "/10/": Level.LOT}
_MANY: Final = 16384
_starts: dict[str, Level] = {}
"""Links up to the serial or lot number, of classes whose check digit was found right."""


def read(uri: str) -> Name:
    """Return what a URI names."""
    start = uri[:_SERIAL]
    level = _starts.get(start) or _level(start)
    if level is not None and len(uri) <= _LONGEST and uri[_SERIAL:].isalnum() and uri.isascii():
        return Name(uri, level)
    return _plain(uri) or _read(uri)


def _level(start: str) -> Level | None:
    """Return what a link of a GTIN names that begins so, and remember it."""
    gtin, level = start[len(_GTIN) : -4], _QUALIFIERS.get(start[-4:])
    if level is None or not start.startswith(_GTIN) or not has_check_digit(gtin) or len(gtin) < 14:
        return None
    if len(_starts) >= _MANY:
        _starts.clear()
    _starts[start] = level
    return level


_DOMAIN: Final = f"{CANONICAL_DOMAIN}/"
_SINGLE: Final = {key.ai: key for key in KEYS if key.name not in ("sgtin", "lgtin", "upui", "gtin", "itip", "cpi")}
"""Keys that are one value behind one AI; of a place, that is the place without extension."""
_SHORTEST: Final = 4
_FREE: Final = 30


@lru_cache(maxsize=8192)
def _plain(uri: str) -> Name | None:
    """Return what a canonical link of letters and digits names, or None where a closer look is needed."""
    ai, _, value = uri[len(_DOMAIN) :].partition("/") if uri.startswith(_DOMAIN) else ("", "", "")
    key = _SINGLE.get(ai)
    if key is None or not (value.isascii() and value.isalnum()):
        return None
    if not key.digits:
        return Name(uri, key.level) if value[:_SHORTEST].isdigit() and _SHORTEST <= len(value) <= _FREE else None
    core = value[len(key.filler) :]
    core, rest = core[: key.digits], core[key.digits :]
    if not value.startswith(key.filler) or len(core) < key.digits or not has_check_digit(core):
        return None
    if not rest:
        return Name(uri, key.unserialised or key.level)
    serial = key.serial
    if serial is None or serial.ai or len(rest) > serial.longest or not serial.characters.fullmatch(rest):
        return None
    return Name(uri, key.level)


@lru_cache(maxsize=65536)
def _read(uri: str) -> Name:
    if not uri.startswith("urn:epc:") and uri[:4].lower() != "http":
        return Name(uri, Level.OTHER)
    try:
        return Name(canonical(uri), parse(uri).level)
    except InvalidIdentifier as wrong:
        return Name(uri, None, wrong.findings[0])


_FIELDS: Final[dict[type, tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]]] = {
    ObjectEvent: ((("epc_list", "epcList"),), (("quantity_list", "quantityList"),)),
    TransactionEvent: ((("epc_list", "epcList"),), (("quantity_list", "quantityList"),)),
    ParentedEvent: ((("child_epcs", "childEPCs"),), (("child_quantity_list", "childQuantityList"),)),
    TransformationEvent: (
        (("input_epc_list", "inputEPCList"), ("output_epc_list", "outputEPCList")),
        (("input_quantity_list", "inputQuantityList"), ("output_quantity_list", "outputQuantityList")),
    ),
}


def cast_of(event: AnyEvent) -> Cast | None:
    """Return what an event names; None for an event of somebody's own type."""
    if not isinstance(event, BusinessEvent):
        return None
    kind = ParentedEvent if isinstance(event, ParentedEvent) else type(event)
    things, amounts = _FIELDS[kind]
    parent = getattr(event, "parent_id", UNSET)
    return Cast(
        None if parent is UNSET else read(parent),
        tuple(_listed(name, uris) for field, name in things if (uris := getattr(event, field)) is not UNSET and uris),
        tuple((name, [(read(one.epc_class), one) for one in _all(event, field)]) for field, name in amounts),
    )


def _listed(field: str, uris: list[str]) -> Listed:
    start = uris[0][:_SERIAL]
    level = _starts.get(start) or _level(start)
    if level is not None and _alike(uris, start):
        return Listed(field, uris, level)
    names = [read(uri) for uri in uris]
    levels = {name.level for name in names}
    return Listed(field, [name.id for name in names], levels.pop() if len(levels) == 1 else None, names)


def _alike(uris: list[str], start: str) -> bool:
    """Tell that all links are canonical and differ in serial numbers of letters and digits only."""
    if len(uris) == 1:
        serials = uris[0][_SERIAL:]
        return len(uris[0]) <= _LONGEST and serials.isalnum() and serials.isascii()
    serials = "".join([uri[_SERIAL:] for uri in uris])
    lengths = list(map(len, uris))
    return (
        max(lengths) <= _LONGEST
        and min(lengths) > _SERIAL
        and serials.isalnum()
        and serials.isascii()
        and {uri[:_SERIAL] for uri in uris} == {start}
    )


def _all(event: BusinessEvent, field: str) -> Iterable[Any]:
    listed = getattr(event, field)
    return () if listed is UNSET else listed
