"""GS1 keys as EPC URNs: pure identity, class and pattern forms (EPC Tag Data Standard 6.3 and 8)."""

from dicycle.identifiers.checks import is_digits, refuse, unchecked_digit
from dicycle.identifiers.keys import (
    KEYS,
    LONGEST_PREFIX,
    SGLN,
    SHORTEST_PREFIX,
    Key,
    Parts,
    checked,
    with_checked_serial,
)
from dicycle.identifiers.percent import decode, encode_for_urn

BY_URN: dict[str, Key] = {key.urn: key for key in KEYS if key.urn}
BY_PATTERN: dict[str, Key] = {key.pattern_urn: key for key in KEYS if key.pattern_urn}
ANY = "*"


def fields_of(key: Key, with_serial: bool) -> int:
    """Return how many dotted fields the URN of `key` has."""
    return 2 + (2 if key.piece_digits else 0) + with_serial


def read_urn(text: str) -> tuple[Parts, int] | None:
    """Return the key that an EPC URN names and the length of its company prefix.

    None for an EPC scheme without Digital Link (``gid``, ``adi``) and for a pattern that names many keys;
    InvalidIdentifier when the key is malformed. The check digit, which a URN leaves out, is computed.
    """
    # A serial may hold colons of its own: the namespace ends at the fourth.
    _, _, kind, scheme, body = (text.split(":", 4) + [""] * 4)[:5]
    namespace = f"{kind}:{scheme}"
    key = BY_URN.get(namespace)
    if key is not None:
        return _read(key, body, key.serial is not None, text)
    key = BY_PATTERN.get(namespace)
    if key is None or not body.endswith(".*") or body.count(ANY) > 1:
        return None
    return _read(key, body[:-2], False, text)


def _read(key: Key, body: str, with_serial: bool, where: str) -> tuple[Parts, int]:
    fields = body.split(".", fields_of(key, with_serial) - 1)
    if len(fields) != fields_of(key, with_serial):
        sentence = f"The URN has {len(fields)} fields; {key.name.upper()} has {fields_of(key, with_serial)}."
        raise refuse("urn-fields", sentence, where, "Fields are separated by dots; see the Tag Data Standard 6.3.")
    prefix, reference = fields[0], fields[1]
    _require_prefix(prefix, where)
    serial = decode(fields[-1], where) if with_serial else None
    if key is SGLN and serial == "0":
        serial = None
    if not key.digits:
        return checked(Parts(key, prefix + decode(reference, where), "", serial), where), len(prefix)
    parts = Parts(key, _core(key, prefix, reference, where), _pieces(key, fields, where), serial)
    return with_checked_serial(parts, where), len(prefix)


def _require_prefix(prefix: str, where: str) -> None:
    if not SHORTEST_PREFIX <= len(prefix) <= LONGEST_PREFIX or not is_digits(prefix):
        sentence = f"{prefix!r} is not a GS1 Company Prefix."
        raise refuse("company-prefix", sentence, where, "The prefix is 4 to 12 digits.")


def _pieces(key: Key, fields: list[str], where: str) -> str:
    if not key.piece_digits:
        return ""
    if not all(is_digits(field) and len(field) == 2 for field in fields[2:4]):
        raise refuse("digits", "Piece and total of an ITIP are two digits each.", where)
    return fields[2] + fields[3]


def _core(key: Key, prefix: str, reference: str, where: str) -> str:
    body = reference[:1] + prefix + reference[1:] if key.rotated else prefix + reference
    if len(body) != key.digits - 1 or not is_digits(body):
        raise refuse(
            "digits",
            f"Company prefix {prefix!r} and reference {reference!r} make {len(body)} characters; "
            f"{key.name.upper()} has {key.digits - 1} digits there.",
            where,
            "Write every leading zero of the reference; the check digit is left out.",
        )
    return body + unchecked_digit(body)


def urn_of(parts: Parts, prefix_length: int) -> str:
    """Return the EPC URN of a key whose company prefix has `prefix_length` digits; InvalidIdentifier if it cannot.

    A key without serial gives the pattern that stands for the class (``urn:epc:idpat:sgtin:9521234.012345.*``).
    """
    key = parts.key
    prefix, reference = _divided(parts, prefix_length)
    fields = [prefix, encode_for_urn(reference)]
    if key.piece_digits:
        fields += [parts.pieces[:2], parts.pieces[2:]]
    if key is SGLN:
        return f"urn:epc:{key.urn}:{'.'.join(fields)}.{encode_for_urn(parts.serial or '0')}"
    if parts.serial is not None:
        return f"urn:epc:{key.urn}:{'.'.join(fields)}.{encode_for_urn(parts.serial)}"
    if key.pattern_urn:
        return f"urn:epc:{key.pattern_urn}:{'.'.join(fields)}.*"
    return f"urn:epc:{key.urn}:{'.'.join(fields)}"


def _divided(parts: Parts, length: int) -> tuple[str, str]:
    key, core = parts.key, parts.core
    head, body = (core[0], core[1:-1]) if key.rotated else ("", core[:-1] if key.digits else core)
    if not SHORTEST_PREFIX <= length <= min(LONGEST_PREFIX, len(body)) or not is_digits(body[:length]):
        raise refuse(
            "company-prefix",
            f"A company prefix of {length} digits does not fit {key.name.upper()} {core}.",
            core,
            "The prefix has 4 to 12 digits and stands at the start of the key.",
        )
    return body[:length], head + body[length:]
