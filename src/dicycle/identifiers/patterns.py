"""What a MATCH query parameter of EPCIS names: one identifier, or a pattern of them (EPCIS 2.0, 8.2.7.1.1)."""

import re
from dataclasses import dataclass

from dicycle.identifiers.canonical import canonical
from dicycle.identifiers.checks import is_digits, refuse, unchecked_digit
from dicycle.identifiers.keys import LONGEST_PREFIX, SHORTEST_PREFIX, Key
from dicycle.identifiers.links import CANONICAL_DOMAIN
from dicycle.identifiers.percent import decode, encode_for_link
from dicycle.identifiers.urns import ANY, BY_URN, fields_of

_PATTERN = "urn:epc:idpat:"


@dataclass(frozen=True, slots=True)
class MatchPattern:
    """What a MATCH value names, in canonical form.

    `exact` is the one identifier, or None for a pattern. For a pattern `prefixes` are literal starts of every
    matching identifier (at most ten, for index range scans) and `regex` matches the whole of it.
    """

    exact: str | None
    prefixes: tuple[str, ...]
    regex: re.Pattern[str]

    @property
    def prefix(self) -> str:
        """The one literal start that all matching identifiers share."""
        first, last = min(self.prefixes), max(self.prefixes)
        same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
        return first[:same]

    def matches(self, canonical_uri: str) -> bool:
        """Return whether an identifier in canonical form is named."""
        if self.exact is not None:
            return canonical_uri == self.exact
        return self.regex.fullmatch(canonical_uri) is not None


def pattern(text: str) -> MatchPattern:
    """Return what the value of a MATCH parameter names.

    A pure identity pattern (``urn:epc:idpat:sgtin:9521234.012345.*``) names all keys of its scheme that fit it:
    the instances, and the class itself, so that it also serves MATCH_epcClass. Wildcards stand at the end. Any
    other text names itself in canonical form: a class as Digital Link is that class, not its instances. Raises
    InvalidIdentifier for a malformed pattern.
    """
    if not text.startswith(_PATTERN):
        return _exactly(canonical(text))
    scheme, _, body = text.removeprefix(_PATTERN).partition(":")
    key = BY_URN.get(f"id:{scheme}")
    if key is None:
        raise refuse("pattern-scheme", f"There are no patterns of the EPC scheme {scheme!r}.", text)
    count = fields_of(key, key.serial is not None)
    fields = body.split(".", count - 1)
    if len(fields) != count or not _wildcards_at_end(fields):
        sentence = f"A pattern of {scheme} has {count} fields, and its wildcards stand at the end."
        raise refuse("pattern", sentence, text, "For example urn:epc:idpat:sgtin:9521234.012345.*")
    if ANY not in fields:
        return _exactly(canonical(f"urn:epc:id:{scheme}:{body}"))
    return _ranging(key, fields, text)


def _exactly(uri: str) -> MatchPattern:
    return MatchPattern(uri, (uri,), re.compile(re.escape(uri)))


def _wildcards_at_end(fields: list[str]) -> bool:
    first = fields.index(ANY) if ANY in fields else len(fields)
    return all(field == ANY for field in fields[first:])


def _ranging(key: Key, fields: list[str], where: str) -> MatchPattern:
    base = f"{CANONICAL_DOMAIN}/{key.ai}/{key.filler}"
    starts, core = _core(key, fields, where) if key.digits else _free(fields, where)
    regex = re.escape(base) + core + _pieces(key, fields, where) + _serial(key)
    return MatchPattern(None, tuple(base + start for start in starts), re.compile(regex))


def _core(key: Key, fields: list[str], where: str) -> tuple[list[str], str]:
    prefix, reference = fields[0], fields[1]
    if prefix == ANY:
        return [""], f"[0-9]{{{key.digits}}}"
    _require_prefix(prefix, where)
    missing = key.digits - 1 - len(prefix)
    if reference != ANY:
        return _whole(key, prefix, reference, where)
    heads = "0123456789" if key.rotated else ("",)
    starts = [head + prefix for head in heads]
    left = missing - (1 if key.rotated else 0)
    return starts, f"{'[0-9]' if key.rotated else ''}{prefix}[0-9]{{{left + 1}}}"


def _whole(key: Key, prefix: str, reference: str, where: str) -> tuple[list[str], str]:
    body = reference[:1] + prefix + reference[1:] if key.rotated else prefix + reference
    if len(body) != key.digits - 1 or not is_digits(body):
        sentence = f"Company prefix and reference have {key.digits - 1} digits, not {len(body)} characters."
        raise refuse("digits", sentence, where, "Write every leading zero; the check digit is left out.")
    core = body + unchecked_digit(body)
    return [core], core


def _free(fields: list[str], where: str) -> tuple[list[str], str]:
    prefix, reference = fields[0], fields[1]
    if prefix == ANY:
        return [""], "[^/]+"
    _require_prefix(prefix, where)
    if reference == ANY:
        return [prefix], re.escape(prefix) + "[^/]*"
    core = prefix + encode_for_link(decode(reference, where))
    return [core], re.escape(core)


def _require_prefix(prefix: str, where: str) -> None:
    if not is_digits(prefix) or not SHORTEST_PREFIX <= len(prefix) <= LONGEST_PREFIX:
        raise refuse("company-prefix", f"{prefix!r} is not a GS1 Company Prefix.", where, "Give 4 to 12 digits.")


def _pieces(key: Key, fields: list[str], where: str) -> str:
    if not key.piece_digits:
        return ""
    given = [field for field in fields[2:4] if field != ANY]
    if not all(is_digits(field) and len(field) == 2 for field in given):
        raise refuse("digits", "Piece and total of an ITIP are two digits each.", where)
    return "".join("[0-9]{2}" if field == ANY else field for field in fields[2:4])


def _serial(key: Key) -> str:
    if key.serial is None:
        return ""
    # The class itself (and, for a place, the place without extension) is named too.
    return f"(?:/{key.serial.ai}/[^/]+)?" if key.serial.ai else "[^/]*"
