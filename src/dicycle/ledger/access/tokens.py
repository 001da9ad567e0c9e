"""Tokens: ``dct_<id>_<secret>``. The secret has 256 bits and is shown once; only its SHA-256 is kept.

A hash without salt or stretching is enough for a secret that no dictionary holds. A token's card is never taken away:
a revoked one says so, and that a token was ever issued is how a server knows that its door has a lock.
"""

import re
import secrets
from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest
from typing import Final, NamedTuple

import msgspec

from dicycle.errors import Forbidden, InvalidInput, NotFound
from dicycle.findings import Finding
from dicycle.identifiers import canonical
from dicycle.ledger.access.model import NOBODY, Principal, Role, Token
from dicycle.ledger.formats import is_uri
from dicycle.ledger.store import EventStore, Writing

TOKENS: Final = "token"
USES: Final = "token-use"
"""Boxes of cards: tokens, and when each was last used. Apart, so that a use never writes over a revocation."""

BEGIN: Final = "dct_"
HOUR: Final = 3_600_000_000
_FORM: Final = re.compile(r"dct_([0-9a-f]{10})_([A-Za-z0-9_-]{43})", re.ASCII)
_PREFIX: Final = re.compile(r"[0-9]{4,12}", re.ASCII)
_NO_DIGEST: Final = "0" * 64
_LONGEST: Final = 200
_ASK_ANEW: Final = "Ask whoever runs the ledger for another."


class Wish(NamedTuple):
    """What a token is to be; `expires` is in microseconds since 1970 UTC."""

    role: Role
    organisation: str = ""
    name: str = ""
    keys: Sequence[str] = ()
    prefixes: Sequence[str] = ()
    label: str = ""
    expires: int | None = None


def issue(store: EventStore, wish: Wish, now: int) -> tuple[Token, str]:
    """Keep a new token; return it with the text that its holder shows, which nobody can tell again.

    Raises InvalidInput if the wish does not make sense.
    """
    _check(wish, now)
    id, secret = secrets.token_hex(5), secrets.token_urlsafe(32)
    keys = tuple(dict.fromkeys(map(canonical, wish.keys)))
    token = Token(
        id, _digest(secret), wish.role, now, canonical(wish.organisation), wish.name, keys,
        tuple(dict.fromkeys(wish.prefixes)), wish.label, wish.expires,
    )  # fmt: skip
    with store.writing() as writing:
        _put(writing, token)
    return token, f"dct_{id}_{secret}"


def verify(store: EventStore, text: str, now: int) -> Token:
    """Return the token that a text proves; raises Forbidden. A comparison takes as long whatever is wrong."""
    read = _FORM.fullmatch(text)
    token = _read(store, read[1]) if read else None
    right = compare_digest(_digest(read[2] if read else ""), token.digest if token else _NO_DIGEST)
    if token is None or not right:
        raise _refused("access.token-unknown", "This token is not known here.", "Check that all of it was copied.")
    if token.revoked is not None:
        raise _refused("access.token-revoked", "This token was revoked.", _ASK_ANEW)
    if not token.holds(now):
        raise _refused("access.token-expired", "This token has expired.", _ASK_ANEW)
    return token


def revoke(store: EventStore, id: str, now: int) -> Token:
    """Take away what a token opens, from now on; return it. Raises NotFound."""
    with store.writing() as writing:
        token = _read(store, id)
        if token is None:
            advice = "dicycle tokens list says what there is."
            raise NotFound(Finding("access.no-such-token", f"There is no token {id!r}.", advice=advice))
        if token.revoked is None:
            token = msgspec.structs.replace(token, revoked=now)
            _put(writing, token)
    return token


def listed(store: EventStore) -> list[tuple[Token, int | None]]:
    """Return every token that was ever issued, oldest first, with the hour it was last used in."""
    uses = {key: int(body) for key, body in store.cards(USES)}
    found = [msgspec.json.decode(body, type=Token) for _, body in store.cards(TOKENS)]
    return [(one, uses.get(one.id)) for one in sorted(found, key=lambda one: (one.created, one.id))]


def ever_issued(store: EventStore) -> bool:
    """Tell whether a token was ever issued, even one that holds no longer."""
    return bool(store.cards(TOKENS, 1))


def holds(store: EventStore, id: str, now: int) -> bool:
    """Tell whether a token still opens anything."""
    token = _read(store, id)
    return token is not None and token.holds(now)


def standing(store: EventStore, organisation: str, now: int) -> Principal:
    """Return a partner as all its tokens that hold make it together; nobody, if none holds.

    So what was set up with a token, such as a subscription, ends to show anything when the tokens end.
    """
    own = [one for one, _ in listed(store) if one.holds(now) and one.organisation == organisation]
    partners = [one for one in own if one.role is Role.PARTNER]
    if not partners:
        return NOBODY
    keys, prefixes = ({id: None for one in partners for id in getattr(one, field)} for field in ("keys", "prefixes"))
    return Principal(Role.PARTNER, organisation, partners[-1].name, tuple(keys), tuple(prefixes))


def used(writing: Writing, id: str, now: int) -> None:
    """Remember the hour in which a token was used: an hour says enough, and is written once."""
    writing.put_card(USES, id, str(now - now % HOUR).encode())


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _put(writing: Writing, token: Token) -> None:
    writing.put_card(TOKENS, token.id, msgspec.json.encode(token))


def _read(store: EventStore, id: str) -> Token | None:
    body = store.card(TOKENS, id)
    return None if body is None else msgspec.json.decode(body, type=Token)


def _refused(code: str, sentence: str, advice: str) -> Forbidden:
    return Forbidden(Finding(code, sentence, advice=advice))


def _check(wish: Wish, now: int) -> None:
    if wish.role is Role.PUBLIC:
        raise _wrong("The public needs no token.", "role", "Choose operator, partner or authority.")
    if wish.role is Role.PARTNER and not wish.organisation:
        advice = "Give it with --organisation, as https://id.gs1.org/417/… or another URI."
        raise _wrong("A partner's token names the organisation that it speaks for.", "organisation", advice)
    if wish.role is not Role.PARTNER and (wish.keys or wish.prefixes):
        raise _wrong(f"An {wish.role.value} sees all: keys and prefixes are a partner's.", "keys", "Leave them out.")
    for id in (*([wish.organisation] if wish.organisation else []), *wish.keys):
        if not is_uri(id):
            raise _wrong(f"{id!r} is not a URI.", "organisation or key", "Write a GLN as https://id.gs1.org/417/….")
    for prefix in wish.prefixes:
        if not _PREFIX.fullmatch(prefix):
            raise _wrong(f"{prefix!r} is not a GS1 Company Prefix.", "prefix", "It has 4 to 12 digits.")
    if any(len(text) > _LONGEST or not text.isprintable() for text in (wish.name, wish.label)):
        raise _wrong(f"A name or label is up to {_LONGEST} characters of text in one line.", "name or label", "")
    if wish.expires is not None and wish.expires <= now:
        raise _wrong("A token that has expired already opens nothing.", "expires", "Choose a later time.")


def _wrong(sentence: str, where: str, advice: str) -> InvalidInput:
    return InvalidInput(Finding("access.wish", sentence, where, advice=advice))
