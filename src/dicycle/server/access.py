"""Who may do what over HTTP: one table of routes and roles (convention 13). A route without a row is not served."""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, cast

from fastapi import Depends, FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.requests import HTTPConnection
from starlette.routing import WebSocketRoute

from dicycle.bootstrap import Loop
from dicycle.errors import DicycleError
from dicycle.findings import Finding
from dicycle.genealogy.genealogy import Genealogy
from dicycle.genealogy.rulebook import Rulebook
from dicycle.ledger.access import tokens
from dicycle.ledger.access.declaring import check_declarable
from dicycle.ledger.access.hiding import Hiding
from dicycle.ledger.access.model import NOBODY, Principal, Role
from dicycle.ledger.access.window import Window
from dicycle.ledger.clock import now
from dicycle.ledger.store import EventStore
from dicycle.server.problems import FORBIDDEN, UNAUTHENTICATED, Refused

_log: Final = logging.getLogger("dicycle.access")

Roles = frozenset[Role]
EVERYBODY: Final[Roles] = frozenset(Role)
READERS: Final[Roles] = EVERYBODY - {Role.PUBLIC}
ALL_SEEING: Final[Roles] = READERS - {Role.PARTNER}
SENDERS: Final[Roles] = frozenset({Role.OPERATOR, Role.PARTNER})
OPERATORS: Final[Roles] = frozenset({Role.OPERATOR})

_TREES: Final = ("eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions")
_ACTS: Final = ("answers", "files", "releases", "undo", "finish", "cancel")
_LINKS: Final = ("00", "01", "401", "402", "8003", "8004", "8006", "8010")

RULES: Final[Mapping[str, Roles]] = {
    "GET /": EVERYBODY,
    "GET /openapi.json": EVERYBODY,
    "GET /static": EVERYBODY,
    "GET /sign-in": EVERYBODY,
    "POST /sign-in": EVERYBODY,
    "POST /sign-out": EVERYBODY,
    # capture
    "POST /capture": SENDERS,
    "GET /capture": READERS,
    "GET /capture/{}": READERS,
    "POST /events": SENDERS,
    # events, as far as each may see them
    "GET /events": READERS,
    "GET /events/{}": READERS,
    "DELETE /nextPageToken/{}": READERS,
    # what the whole ledger names, and the events of one of the names
    **{f"GET /{tree}": ALL_SEEING for tree in _TREES},
    **{f"GET /{tree}/{{}}": READERS for tree in _TREES},
    **{f"GET /{tree}/{{}}/events": READERS for tree in _TREES},
    # named queries and subscriptions
    "GET /queries": READERS,
    "POST /queries": SENDERS,
    "GET /queries/{}": READERS,
    "DELETE /queries/{}": SENDERS,
    "GET /queries/{}/events": READERS,
    "WEBSOCKET /queries/{}/events": READERS,
    "GET /queries/{}/subscriptions": READERS,
    "POST /queries/{}/subscriptions": SENDERS,
    "GET /queries/{}/subscriptions/{}": READERS,
    "DELETE /queries/{}/subscriptions/{}": SENDERS,
    # the log: digests and signatures; the proof of an event to those who see it
    "GET /log/key": EVERYBODY,
    "GET /log/checkpoint": EVERYBODY,
    "GET /log/tile/{}": EVERYBODY,
    "GET /log/proof/consistency": EVERYBODY,
    "GET /log/proof/inclusion": READERS,
    # where things came from and went, behind what each may see; whose metal it is, to who sees all that it rests on
    "GET /trace": READERS,
    "GET /recall": READERS,
    "GET /attribution": READERS,
    # the register of agreements, which is the installation's own: it tells of the whole, and cannot be narrowed
    "GET /agreements": ALL_SEEING,
    "GET /agreements/{}": ALL_SEEING,
    "GET /agreements/parties": ALL_SEEING,
    "GET /agreements/parties/{}": ALL_SEEING,
    "GET /agreements/chain": ALL_SEEING,
    "GET /agreements/partners": ALL_SEEING,
    "GET /agreements/map": ALL_SEEING,
    "GET /agreements/candidates": ALL_SEEING,
    "GET /agreements/export": ALL_SEEING,
    "GET /agreements/read": ALL_SEEING,
    "GET /agreements/review": ALL_SEEING,
    "POST /agreements/documents": OPERATORS,
    "POST /agreements/judgements": OPERATORS,
    "POST /agreements/read": OPERATORS,
    "POST /agreements/review": OPERATORS,
    # inspections and certificates: the yard's own, so the operator's; routes and matches keep nothing
    "POST /health/assess": OPERATORS,
    "GET /inspections": ALL_SEEING,
    "POST /inspections": OPERATORS,
    "GET /inspections/{}": ALL_SEEING,
    "GET /inspections/{}/assessment": ALL_SEEING,
    "GET /inspections/{}/live": ALL_SEEING,
    "POST /inspections/{}/live": OPERATORS,
    "POST /inspections/{}/live/end": OPERATORS,
    "DELETE /inspections/{}/live": OPERATORS,
    **{f"POST /inspections/{{}}/{act}": OPERATORS for act in _ACTS},
    "GET /certificates/{}": ALL_SEEING,
    "GET /certificates/{}/route": ALL_SEEING,
    "GET /certificates/{}/verification": ALL_SEEING,
    "GET /certificates/{}/files/{}": ALL_SEEING,
    "GET /yard/certificates/{}": ALL_SEEING,
    "POST /certificates/{}/route": OPERATORS,
    "POST /route": OPERATORS,
    "POST /match": OPERATORS,
    "GET /yard": ALL_SEEING,
    "GET /yard/worker.js": EVERYBODY,  # the same for everybody, like the style sheet
    "GET /yard/offline": EVERYBODY,
    "GET /yard/find": ALL_SEEING,
    "GET /yard/{}": ALL_SEEING,
    "GET /yard/results/{}": ALL_SEEING,
    "GET /yard/routes/{}": ALL_SEEING,
    "POST /yard/act": OPERATORS,
    # pages
    "GET /find": READERS,
    "GET /item": READERS,
    "GET /thing": READERS,
    "GET /genealogy": READERS,
    "GET /event": READERS,
    "GET /414/{}": READERS,
    "GET /417/{}": READERS,
    "GET /batteries": ALL_SEEING,
    "GET /batteries.json": ALL_SEEING,
    "GET /batteries.csv": ALL_SEEING,
    "GET /loop": ALL_SEEING,
    "GET /loop/flow": ALL_SEEING,
    "GET /subscriptions": READERS,
    "POST /subscriptions": SENDERS,
    "GET /captures": READERS,
    "POST /captures": SENDERS,
    "GET /captures/{}": READERS,
    "GET /log": EVERYBODY,  # what it tells is made for those who do not trust the ledger
    **{f"GET /{ai}/{{}}": EVERYBODY for ai in _LINKS},  # to the public, what `pages.public` says
}
"""Method and path (``{}`` for each parameter) -> who may. HEAD is as GET; OPTIONS is open: it tells of no data."""

_PARAMETER: Final = re.compile(r"\{[^}]*\}")


class Access(NamedTuple):
    """How a server decides who asks.

    `mode` open: whoever reaches it is the operator; tokens: tokens decide; auto: open on loopback until the first token
    is issued. `host` is the address that is served on; `names` are further names under which an open server answers.
    """

    mode: Literal["auto", "open", "tokens"] = "auto"
    host: str = "127.0.0.1"
    names: tuple[str, ...] = ()


class Denied(Refused):
    """Somebody may not do this; the answer is a way to sign in, a page or a problem document."""


def principal_of(connection: HTTPConnection) -> Principal:
    """Return who asks."""
    found = getattr(connection.state, "principal", NOBODY)
    return found if isinstance(found, Principal) else NOBODY


def seen(connection: HTTPConnection, loop: Loop) -> Loop:
    """Return the loop as far as whoever asks may see it."""
    principal = principal_of(connection)
    return loop if principal.sees_all else _Seen(loop, principal)


def check_declarations(connection: HTTPConnection, loop: Loop, raw: bytes) -> None:
    """Refuse a partner's declarations about events that it does not see; raises Forbidden."""
    if not principal_of(connection).sees_all:
        check_declarable(seen(connection, loop).store, raw)


def view_of(store: EventStore, owner: str) -> EventStore:
    """Return a store as the owner of a subscription sees it; ``""`` is the ledger's own operator, who sees all."""
    return cast(EventStore, Window(store, tokens.standing(store, owner, now()))) if owner else store


class _Seen(Loop):
    """A loop through a window; its way in is that of the whole loop."""

    def __init__(self, loop: Loop, principal: Principal) -> None:
        self.store = cast(EventStore, Window(loop.store, principal))
        self.intake, self.log_key = loop.intake, loop.log_key
        self._whole = loop

    def genealogy(self, *, wait: bool = True, **how: Any) -> Genealogy:
        """Return the genealogy of the whole, in which what is not seen is a tombstone."""
        return self._whole.genealogy(wait=wait, **how).seen_by(Hiding(self.store))

    def rulebook(self) -> Rulebook:
        """Return the rules of attribution, which are the same for everybody."""
        return self._whole.rulebook()


async def check(connection: HTTPConnection) -> None:
    """Let a request through to its route, or refuse it: a dependency of every route. Raises Denied."""
    scope = connection.scope
    allowed = rule_of(scope.get("method", "WEBSOCKET"), scope["route"].path)
    role = principal_of(connection).role
    if role in allowed:
        return
    if role is Role.PUBLIC:
        advice = "Send a token as 'Authorization: Bearer …'; whoever runs the ledger issues them."
        finding = Finding("access.no-token", "This is not open to the public.", advice=advice)
        raise Denied(UNAUTHENTICATED, finding, headers={"WWW-Authenticate": 'Bearer realm="Dicycle"'})
    sentence = f"This is not open to the role {role.value!r}."
    raise Denied(FORBIDDEN, Finding("access.role", sentence, advice="Ask whoever runs the ledger."))


GUARDED: Final = (Depends(check),)
"""The dependencies of every router."""


def log_refusal(connection: HTTPConnection, denied: Denied) -> None:
    """Write one line about a refusal: who asked for what. No token, no query: only the path, escaped by the log."""
    who = principal_of(connection)
    _log.warning(
        "refused %s %s: %s %s, role %s, token %s, from %s",
        connection.scope.get("method", "WEBSOCKET"),
        connection.url.path,
        denied.problem.status,
        denied.findings[0].code,
        who.role.value,
        who.token or "none",
        connection.client.host if connection.client else "unknown",
    )


def rule_of(method: str, path: str) -> Roles:
    """Return who may use a route: nobody, if it has no rule."""
    return EVERYBODY if method == "OPTIONS" else RULES.get(_row(method, path), frozenset())


def _row(method: str, path: str) -> str:
    return f"{'GET' if method == 'HEAD' else method} {_PARAMETER.sub('{}', path)}"


def rows_of(app: FastAPI) -> Iterator[tuple[str, str, bool]]:
    """Yield method and path of every route, and whether `check` stands before it; a mount is read."""
    for route in iter_route_contexts(app.routes):
        is_socket = isinstance(route.original_route, WebSocketRoute)
        for method in sorted(route.methods or {"WEBSOCKET" if is_socket else "GET"}):
            yield method, route.path or "", _is_guarded(route)


def _is_guarded(route: RouteContext) -> bool:
    """Tell whether `check` is among what a route asks before it answers; a bare route or a mount asks nothing."""
    dependant = getattr(route, "dependant", None)
    return dependant is not None and any(one.call is check for one in dependant.dependencies)


def check_rules(app: FastAPI) -> None:
    """Refuse to start with a route that nobody decided about; one that `check` cannot guard must be for everybody.

    Raises DicycleError.
    """
    rows = [(_row(method, path), rule_of(method, path), guarded) for method, path, guarded in rows_of(app)]
    if bare := sorted({row for row, rule, guarded in rows if not rule or not (guarded or rule == EVERYBODY)}):
        sentence = f"These routes have no rule about who may use them: {', '.join(bare)}."
        raise DicycleError(Finding("access.no-rule", sentence, advice="Add them to RULES in dicycle/server/access.py."))
