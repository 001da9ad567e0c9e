"""The GS1 keys that EPCIS knows, as one table (CBV 2.0 section 8; EPC Tag Data Standard section 6.3)."""

import re
from enum import StrEnum
from typing import NamedTuple

from dicycle.identifiers.checks import (
    DIGITS,
    SET_39,
    SET_82,
    is_digits,
    refuse,
    require_characters,
    require_check_digit,
)


class Level(StrEnum):
    """What an identifier names: one thing, a lot, a kind of thing, a place, a party, a document, something else."""

    INSTANCE = "instance"
    LOT = "lot"
    CLASS = "class"
    PLACE = "place"
    PARTY = "party"
    DOCUMENT = "document"
    OTHER = "other"


class Serial(NamedTuple):
    """The part of a key that tells one from the next: under which AI, which characters, how many at most."""

    characters: re.Pattern[str]
    longest: int
    ai: str = ""  # empty: the serial stands directly behind the key's digits (GRAI, GDTI, GCN)


class Key(NamedTuple):
    """One GS1 key: how it is written after its application identifier and in an EPC URN.

    `digits` counts the fixed digits with their check digit; 0 says that the key is a company prefix and
    free characters. `rotated`: the first digit (indicator, extension) moves behind the company prefix in
    the URN. `piece_digits`: the fixed digits after the check digit (ITIP: piece and total). `unserialised`
    is the level of the key without its serial, None where the serial is required.
    """

    name: str
    ai: str
    level: Level
    urn: str
    digits: int = 0
    rotated: bool = False
    filler: str = ""
    piece_digits: int = 0
    characters: re.Pattern[str] = SET_82
    serial: Serial | None = None
    unserialised: Level | None = None
    pattern_urn: str = ""


class Parts(NamedTuple):
    """A GS1 key taken apart; `core` is the key without filler, pieces and serial, nothing is percent-encoded."""

    key: Key
    core: str
    pieces: str = ""
    serial: str | None = None

    @property
    def level(self) -> Level:
        """What this key names, with or without its serial."""
        without = self.key.unserialised
        return without if self.serial is None and without is not None else self.key.level

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The AI values: ``(("01", gtin), ("21", serial))``."""
        key, first = self.key, self.key.filler + self.core + self.pieces
        if self.serial is None or key.serial is None:
            return ((key.ai, first),)
        if key.serial.ai:
            return (key.ai, first), (key.serial.ai, self.serial)
        return ((key.ai, first + self.serial),)


_X20 = Serial(SET_82, 20, "21")

SGTIN = Key("sgtin", "01", Level.INSTANCE, "id:sgtin", 14, rotated=True, serial=_X20)
LGTIN = Key("lgtin", "01", Level.LOT, "class:lgtin", 14, rotated=True, serial=Serial(SET_82, 20, "10"))
UPUI = Key("upui", "01", Level.INSTANCE, "id:upui", 14, rotated=True, serial=Serial(SET_82, 28, "235"))
GTIN = Key("gtin", "01", Level.CLASS, "", 14, rotated=True, pattern_urn="idpat:sgtin")
ITIP = Key(
    "itip", "8006", Level.INSTANCE, "id:itip", 14, rotated=True, piece_digits=4,
    serial=_X20, unserialised=Level.CLASS, pattern_urn="idpat:itip",
)  # fmt: skip
CPI = Key(
    "cpi", "8010", Level.INSTANCE, "id:cpi", characters=SET_39,
    serial=Serial(DIGITS, 12, "8011"), unserialised=Level.CLASS, pattern_urn="idpat:cpi",
)  # fmt: skip
GRAI = Key(
    "grai", "8003", Level.INSTANCE, "id:grai", 13, filler="0",
    serial=Serial(SET_82, 16), unserialised=Level.CLASS, pattern_urn="idpat:grai",
)  # fmt: skip
GDTI = Key(
    "gdti", "253", Level.DOCUMENT, "id:gdti", 13,
    serial=Serial(SET_82, 17), unserialised=Level.CLASS, pattern_urn="idpat:gdti",
)  # fmt: skip
GCN = Key(
    "gcn", "255", Level.DOCUMENT, "id:sgcn", 13,
    serial=Serial(DIGITS, 12), unserialised=Level.CLASS, pattern_urn="idpat:sgcn",
)  # fmt: skip
# The URN of a location without extension carries the extension "0" (Tag Data Standard 6.3.3).
SGLN = Key(
    "sgln", "414", Level.PLACE, "id:sgln", 13, serial=Serial(SET_82, 20, "254"), unserialised=Level.PLACE
)  # fmt: skip
SSCC = Key("sscc", "00", Level.INSTANCE, "id:sscc", 18, rotated=True)
PGLN = Key("pgln", "417", Level.PARTY, "id:pgln", 13)
GIAI = Key("giai", "8004", Level.INSTANCE, "id:giai")
GSRN = Key("gsrn", "8018", Level.PARTY, "id:gsrn", 18)
GSRNP = Key("gsrnp", "8017", Level.PARTY, "id:gsrnp", 18)
GINC = Key("ginc", "401", Level.OTHER, "id:ginc")
GSIN = Key("gsin", "402", Level.OTHER, "id:gsin", 17)

# Of two keys under one AI the finer comes first: a serial beats a lot, a lot beats the bare GTIN.
KEYS = (
    SGTIN, UPUI, LGTIN, GTIN, ITIP, CPI, GRAI, GDTI, GCN, SGLN, SSCC, PGLN, GIAI, GSRN, GSRNP, GINC, GSIN,
)  # fmt: skip
BY_AI: dict[str, tuple[Key, ...]] = {
    ai: tuple(key for key in KEYS if key.ai == ai) for ai in dict.fromkeys(key.ai for key in KEYS)
}
LONGEST_FREE = 30  # characters of a GIAI, GINC or CPID with its company prefix
SHORTEST_PREFIX, LONGEST_PREFIX = 4, 12  # digits of a GS1 Company Prefix


def choose(ai: str, qualifiers: frozenset[str]) -> Key | None:
    """Return the key that `ai` and its qualifiers name at their finest level; None where they name none.

    A lot beside a serial and a variant (AI 22) beside either add nothing to the name and are left out.
    """
    for key in BY_AI.get(ai, ()):
        own = key.serial.ai if key.serial else ""
        if own in qualifiers and qualifiers <= {own, "10", "22"}:
            return key
        if not qualifiers and (own == "" or key.unserialised):
            return key
    return None


def checked(parts: Parts, where: str) -> Parts:
    """Return `parts` when every rule of its key holds; else InvalidIdentifier names the rule."""
    key = parts.key
    if key.digits:
        _require_digits(parts, where)
        require_check_digit(parts.core, where)
    else:
        _require_free(parts, where)
    return with_checked_serial(parts, where)


def with_checked_serial(parts: Parts, where: str) -> Parts:
    """Return `parts` when its serial obeys its key; the digits are known to be right."""
    key = parts.key
    if key.serial is not None and parts.serial is not None:
        _require_serial(parts.serial, key, key.serial, where)
    return parts


def _require_digits(parts: Parts, where: str) -> None:
    key, length = parts.key, parts.key.digits + parts.key.piece_digits
    number = parts.core + parts.pieces
    if len(number) != length or not is_digits(number):
        shown = key.filler + number
        raise refuse(
            "digits",
            f"AI ({key.ai}) of {_an(key)} starts with {length + len(key.filler)} digits; {shown!r} does not.",
            where,
            "Write every leading zero, and the check digit.",
        )


def _require_free(parts: Parts, where: str) -> None:
    key, core = parts.key, parts.core
    require_characters(core, key.characters, key.name.upper(), where)
    if len(core) > LONGEST_FREE:
        sentence = f"The {key.name.upper()} {core!r} has {len(core)} characters; at most {LONGEST_FREE} fit."
        raise refuse("length", sentence, where)
    if not is_digits(core[:SHORTEST_PREFIX]) or len(core) < SHORTEST_PREFIX:
        sentence = f"The {key.name.upper()} {core!r} does not start with a GS1 Company Prefix."
        raise refuse("company-prefix", sentence, where, "The prefix is 4 to 12 digits.")


def _require_serial(text: str, key: Key, serial: Serial, where: str) -> None:
    what = "lot number" if serial.ai == "10" else "extension" if serial.ai == "254" else "serial number"
    require_characters(text, serial.characters, what, where)
    if len(text) > serial.longest:
        raise refuse(
            "length",
            f"The {what} {text!r} has {len(text)} characters; {_an(key)} allows {serial.longest}.",
            where,
            "Give the thing a shorter number, or name it by a URI of your own domain.",
        )


def _an(key: Key) -> str:
    name = key.name.upper()
    return f"an {name}" if name[0] in "SLIUE" and name != "UPUI" else f"a {name}"
