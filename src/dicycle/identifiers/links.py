"""GS1 keys as Digital Link URIs, uncompressed (GS1 Digital Link standard: URI syntax)."""

import re

from dicycle.identifiers.checks import is_digits, refuse
from dicycle.identifiers.keys import BY_AI, SGLN, SHORTEST_PREFIX, Key, Parts, checked, choose
from dicycle.identifiers.percent import decode, encode_for_link

CANONICAL_DOMAIN = "https://id.gs1.org"

_WEB = re.compile(r"https?://[^/?#\s]+(/[^?#\s]*)(?:[?#]\S*)?", re.IGNORECASE)
_SHORT_NAMES = {
    "gtin": "01", "sscc": "00", "gln": "414", "party": "417", "itip": "8006", "gdti": "253", "gcn": "255",
    "ginc": "401", "gsin": "402", "grai": "8003", "giai": "8004", "gsrn": "8018", "gsrnp": "8017",
    "cpid": "8010", "cpv": "22", "lot": "10", "ser": "21", "tpx": "235", "glnx": "254", "cpsn": "8011",
}  # fmt: skip
_AIS = {ai: ai for ai in _SHORT_NAMES.values()} | _SHORT_NAMES
_MOST_SEGMENTS = 8  # key, variant, lot, serial: an AI and a value each


def link_of(parts: Parts, domain: str = CANONICAL_DOMAIN) -> str:
    """Return the Digital Link of a key under `domain` (``https://host[/path]``, no slash at its end)."""
    key, core, pieces, text = parts
    if not key.digits:
        core = encode_for_link(core)
    link = f"{domain}/{key.ai}/{key.filler}{core}{pieces}"
    if text is None or key.serial is None:
        return link
    between = f"/{key.serial.ai}/" if key.serial.ai else ""
    return f"{link}{between}{encode_for_link(text)}"


def read_link(text: str) -> Parts | None:
    """Return the key that a Digital Link of any domain names, at its finest level.

    None when `text` is not a Digital Link at all; InvalidIdentifier when it is one and its key is malformed.
    Attributes in the query string and the fragment are no part of the key.
    """
    web = _WEB.fullmatch(text)
    if web is None:
        return None
    segments = web[1].split("/")[-_MOST_SEGMENTS:]
    for start in range(len(segments) - 2, -1, -2):
        ai = _AIS.get(segments[start], "")
        # Every key begins with a company prefix, so anything else after "/00/" is somebody's own path.
        if ai in BY_AI and is_digits(segments[start + 1][:SHORTEST_PREFIX]):
            return _read(ai, segments[start + 1 :], text)
    return None


def _read(ai: str, segments: list[str], where: str) -> Parts | None:
    qualifiers = {_AIS.get(name, "?"): value for name, value in zip(segments[1::2], segments[2::2], strict=True)}
    key = choose(ai, frozenset(qualifiers))
    if key is None:
        return None
    own = qualifiers.get(key.serial.ai) if key.serial and key.serial.ai else None
    return parts_of(key, decode(segments[0], where), None if own is None else decode(own, where), where)


def parts_of(key: Key, value: str, serial: str | None, where: str) -> Parts:
    """Return the checked parts of a key from the values of its AIs (`value` with filler, pieces, joined serial).

    A GTIN-8, GTIN-12 or GTIN-13 is padded to 14 digits. Raises InvalidIdentifier.
    """
    if key.ai == "01" and len(value) in (8, 12, 13):
        value = value.zfill(14)
    if not key.digits:
        return checked(Parts(key, value, "", serial), where)
    if not value.startswith(key.filler):
        raise refuse("digits", f"AI ({key.ai}) starts with {key.filler!r}; {value!r} does not.", where)
    value = value.removeprefix(key.filler)
    core, rest = value[: key.digits], value[key.digits :]
    if key.serial is not None and not key.serial.ai:
        return checked(Parts(key, core, "", rest or None), where)
    # The extension "0" says "no extension" (Tag Data Standard 6.3.3).
    if key is SGLN and serial == "0":
        serial = None
    return checked(Parts(key, core, rest, serial), where)
