"""The form of an identifier that the ledger indexes. This is on the ingest path: total, and fast."""

import re
from functools import lru_cache

from dicycle.errors import InvalidIdentifier
from dicycle.identifiers.checks import has_check_digit, unchecked_digit
from dicycle.identifiers.links import CANONICAL_DOMAIN, link_of, read_link
from dicycle.identifiers.urns import read_urn

# A value as `encode_for_link` writes it. Whatever matches is canonical, or malformed and left as it is.
_VALUE = r"[\w.\-]+(?:%(?:2[1-35-9A-CF]|3[A-F])[\w.\-]*)*"
_CANONICAL = re.compile(
    rf"https://id\.gs1\.org/(?:01/\d{{14}}(?:/(?:21|10|235)/{_VALUE})?|(?:00|41[47]|402|801[78])/\d+"
    rf"|(?:8003|8004|253|255|401)/{_VALUE}|8010/{_VALUE}(?:/8011/\d+)?|8006/\d{{18}}(?:/21/{_VALUE})?"
    rf"|414/\d{{13}}/254/(?!0\Z){_VALUE})",
    re.ASCII,
).fullmatch
# The two URNs that fill events, with a serial or lot that needs no percent-encoding.
_ITEM_URN = re.compile(r"urn:epc:(id:sgtin|class:lgtin):([0-9]{4,12}\.[0-9]{1,9})\.([\w.\-]+)", re.ASCII).fullmatch
# The same item under a company's own domain.
_ITEM_LINK = re.compile(
    r"https://[a-z0-9.\-]+/(?:[\w.\-]+/)*01/([0-9]{14})/(21|10)/([\w.\-]{1,20})", re.ASCII
).fullmatch
_LONGEST_SERIAL = 20
_REMEMBERED = 256
# Any "/00/" or "/gtin/" followed by four digits: only then may a web address be a Digital Link.
_MAY_BE_LINK = re.compile(r"/[a-z0-9]{2,5}/[0-9]{4}").search

_GTIN = f"{CANONICAL_DOMAIN}/01/"
_GTIN_END = len(_GTIN) + 14
_GRAI = f"{CANONICAL_DOMAIN}/8003/"
_GRAI_END = len(_GRAI) + 14
_ITIP = f"{CANONICAL_DOMAIN}/8006/"
_ITIP_END = len(_ITIP) + 18
_CPI = f"{CANONICAL_DOMAIN}/8010/"


def canonical(uri: str) -> str:
    """Return the canonical GS1 Digital Link of a GS1 key in either syntax; any other text unchanged.

    Total: a malformed key comes back as it was given. Idempotent, and equal for a URN and its link.
    """
    if _CANONICAL(uri):
        return uri
    item = _ITEM_URN(uri)
    if item is not None:
        link = _trade_item(item[2])
        if link is not None and len(item[3]) <= _LONGEST_SERIAL:
            return f"{link}/{'21' if item[1] == 'id:sgtin' else '10'}/{item[3]}"
        return uri
    # Places and parties come again in every event; an unusually long text is not worth remembering.
    return _translated(uri) if len(uri) <= _REMEMBERED else _translate(uri)


@lru_cache(maxsize=4096)
def _trade_item(fields: str) -> str | None:
    """Return the GTIN link of ``9521234.012345``, None when the digits are not 13."""
    prefix, _, reference = fields.partition(".")
    body = reference[0] + prefix + reference[1:]
    return f"{_GTIN}{body}{unchecked_digit(body)}" if len(body) == 13 else None


@lru_cache(maxsize=4096)
def _is_gtin(digits: str) -> bool:
    return has_check_digit(digits)


def _translate(uri: str) -> str:
    item = _ITEM_LINK(uri)
    if item is not None and _is_gtin(item[1]):
        return f"{_GTIN}{item[1]}/{item[2]}/{item[3]}"
    try:
        if uri.startswith("urn:epc:"):
            read = read_urn(uri)
            return uri if read is None else link_of(read[0])
        parts = read_link(uri) if uri[:4].lower() == "http" and _MAY_BE_LINK(uri) else None
        return uri if parts is None else link_of(parts)
    except InvalidIdentifier:
        return uri


_translated = lru_cache(maxsize=8192)(_translate)


def class_of(canonical_uri: str) -> str | None:
    """Return the class that a canonical link's instance or lot belongs to; None where there is none.

    SGTIN, UPUI and LGTIN belong to their GTIN, a serialised CPI to its part, a serialised GRAI to its asset type,
    a serialised ITIP to its piece. The argument is what `canonical` returned.
    """
    if canonical_uri.startswith(_GTIN):
        return canonical_uri[:_GTIN_END] if canonical_uri[_GTIN_END : _GTIN_END + 1] == "/" else None
    if canonical_uri.startswith(_CPI):
        part, found, _ = canonical_uri.partition("/8011/")
        return part if found else None
    if canonical_uri.startswith(_GRAI):
        return canonical_uri[:_GRAI_END] if len(canonical_uri) > _GRAI_END else None
    if canonical_uri.startswith(_ITIP):
        return canonical_uri[:_ITIP_END] if canonical_uri[_ITIP_END : _ITIP_END + 1] == "/" else None
    return None
