"""Percent-encoding of key values in links and URNs."""

import re

from dicycle.identifiers.checks import refuse

_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})?")
# In a link everything but letters, digits, "-", "." and "_" is encoded (GS1 Digital Link, URI syntax).
_LINK = {code: f"%{code:02X}" for code in map(ord, "!\"#%&'()*+,/:;<=>?")}
# In an EPC URN these are (Tag Data Standard 6.3, table of characters that need an escape).
_URN = {code: f"%{code:02X}" for code in map(ord, '"#%&/<>?')}


def encode_for_link(value: str) -> str:
    """Return `value` as it stands in the path of a GS1 Digital Link."""
    return value.translate(_LINK)


def encode_for_urn(value: str) -> str:
    """Return `value` as it stands in an EPC URN."""
    return value.translate(_URN)


def decode(text: str, where: str) -> str:
    """Return `text` without percent-encoding; refuse a percent sign that encodes nothing."""
    return _ENCODED.sub(lambda match: _character(match, where), text) if "%" in text else text


def _character(match: re.Match[str], where: str) -> str:
    if match[1] is None:
        raise refuse(
            "percent-encoding",
            "A percent sign is not followed by two hexadecimal digits.",
            where,
            "Write a percent sign that is part of the number as %25.",
        )
    return chr(int(match[1], 16))
