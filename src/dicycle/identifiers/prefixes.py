"""How long the GS1 Company Prefix of a key is: registered by the user, else from the tables that biip carries."""

from dicycle.identifiers.checks import is_digits, refuse
from dicycle.identifiers.keys import LONGEST_PREFIX, SHORTEST_PREFIX, Parts

_registered: set[str] = set()


def register_company_prefix(prefix: str) -> None:
    """Remember that `prefix` (4 to 12 digits) is a company prefix; it wins over the public tables.

    Raises InvalidIdentifier when it is not 4 to 12 digits.
    """
    if not is_digits(prefix) or not SHORTEST_PREFIX <= len(prefix) <= LONGEST_PREFIX:
        raise refuse("company-prefix", f"{prefix!r} is not a GS1 Company Prefix.", prefix, "Give 4 to 12 digits.")
    _registered.add(prefix)


def forget_company_prefix(prefix: str) -> None:
    """Forget a registered company prefix; nothing happens when it was not registered."""
    _registered.discard(prefix)


def company_prefix_length(parts: Parts) -> int | None:
    """Return the number of digits of the company prefix in a key; None where nobody knows."""
    digits = parts.core[1:] if parts.key.rotated else parts.core
    for length in range(LONGEST_PREFIX, SHORTEST_PREFIX - 1, -1):
        if digits[:length] in _registered:
            return length
    return _public_length(digits)


def _public_length(digits: str) -> int | None:
    from biip.gs1_prefixes import GS1CompanyPrefix  # 0.2 s: only who asks for a URN pays it

    leading = next((i for i, character in enumerate(digits) if not is_digits(character)), len(digits))
    # biip cuts its answer to what it was given: padded, the answer shows its true length.
    found = GS1CompanyPrefix.extract(digits[:leading].ljust(LONGEST_PREFIX, "0"))
    length = len(found.value) if found else 0
    return length if SHORTEST_PREFIX <= length <= leading else None
