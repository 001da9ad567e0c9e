"""Page tokens: where an answer goes on, complete in themselves, so that the server keeps nothing.

A token carries the query, the end of the ledger when the first page was made, and the key of the last event given.
Events that arrive later are after that end: nothing is given twice and nothing is left out. Tokens do not expire.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence

import msgspec

from dicycle.errors import InvalidQuery
from dicycle.findings import Finding

Parameters = dict[str, list[str]]


class Token(msgspec.Struct, frozen=True, array_like=True):
    """Where an answer goes on: `left` is what remains of eventCountLimit, `namespaces` what prefixes stand for."""

    parameters: Parameters
    until: int
    after: tuple[int, int]
    left: int | None = None
    namespaces: dict[str, str] = {}

    def text(self) -> str:
        """Return the token for a URL."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def read_token(text: str) -> Token:
    """Return what a token says; raises InvalidQuery if it is not one of ours."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        token = msgspec.json.decode(raw, type=Token)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise _refuse("This page token is not one that this server gave.") from None
    if not all(0 <= abs(number) < 2**62 for number in (token.until, *token.after, token.left or 0)):
        raise _refuse("This page token is not one that this server gave.")
    return token


def check_same(token: Token, parameters: Mapping[str, Sequence[str]]) -> None:
    """Refuse a request whose parameters are not those of its token; a request with none means the token's."""
    if parameters and {name: list(values) for name, values in parameters.items()} != token.parameters:
        raise _refuse("This page token belongs to another query.")


def _refuse(sentence: str) -> InvalidQuery:
    return InvalidQuery(Finding("query.token", sentence, "nextPageToken", advice="Start again without nextPageToken."))
