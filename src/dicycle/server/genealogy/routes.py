"""The paths of genealogy."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import NotFound
from dicycle.findings import Finding
from dicycle.genealogy.answers import PROPORTIONAL, WHOLE, Recall
from dicycle.genealogy.genealogy import BY_RULES, MOST_AFFECTED, MOST_NODES, Genealogy
from dicycle.genealogy.tables import Whole
from dicycle.server.access import GUARDED, principal_of, seen
from dicycle.server.genealogy.answering import Found, form_of, respond
from dicycle.server.genealogy.asking import Asked
from dicycle.server.problems import BEHIND, Refused

MOST: Final = 1_000_000
"""The largest number of things that one answer tells of."""

PATIENCE: Final = 20.0
"""Seconds that a request waits for what was just captured; then it is answered as of a point before."""

DEEPEST: Final = 1_000_000

Finds = Callable[[Genealogy, str, Asked, Loop, str], Found]
"""From a genealogy, the id of a thing, what was asked, the loop as far as it is seen, and a form, to the answer."""


def router(loop: Loop) -> APIRouter:
    """Return the routes of the genealogy of a loop."""
    api = APIRouter(tags=["Genealogy"], dependencies=GUARDED)
    known = ("direction", "depth", "kind", "element", "until", "most")
    _route(api, loop, "/trace", known, _trace, "Where a thing came from, or where it went")
    _route(api, loop, "/recall", ("element", "kind", "most"), _recall, "What holds some of a lot, and where it is")
    _route(api, loop, "/attribution", ("model",), _attribution, "Whose metal is in a thing and all its parts")
    return api


def _route(api: APIRouter, loop: Loop, path: str, own: tuple[str, ...], find: Finds, summary: str) -> None:
    def get(request: Request) -> Response:
        asked = Asked(request, own)
        form = form_of(request, asked)
        mine = seen(request, loop)
        item = mine.find(asked.code)
        genealogy = mine.genealogy(wait=asked.wait, timeout=PATIENCE)
        try:
            found = find(genealogy, item.id, asked, mine, form)
            return respond(request, mine, form, found, genealogy.point, **_aside(request, genealogy, found))
        except NotFound as missing:
            raise _behind(loop, genealogy) or missing from None

    def options() -> Response:
        return Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS"})

    name = path.strip("/")
    api.add_api_route(path, get, methods=["GET"], name=name, summary=summary, response_class=Response)
    api.add_api_route(path, get, methods=["HEAD"], name=f"{name} head", include_in_schema=False)
    api.add_api_route(path, options, methods=["OPTIONS"], name=f"{name} options", include_in_schema=False)


def _behind(loop: Loop, genealogy: Genealogy) -> Refused | None:
    """Return why a thing that the ledger knows is not in the genealogy: there are newer events; None if not."""
    known, events = genealogy.point.events, loop.store.log_size()
    if known >= events:
        return None
    sentence = f"This is not among the first {known:,} of {events:,} events, which are all that was read so far."
    finding = Finding("genealogy.behind", sentence, advice="The others are being read: ask again in a moment.")
    return Refused(BEHIND, finding, headers={"Retry-After": "5"})


def _aside(request: Request, genealogy: Genealogy, found: Found) -> dict[str, Any]:
    """Return what is said beside an answer.

    To whoever sees everything, what is worth knowing of the index (not in which folder of the server it is); to others,
    behind how many points a recall is hidden.
    """
    if principal_of(request).sees_all:
        notes = [one._replace(where="").as_dict() for one in genealogy.findings]
        return {"notes": notes} if notes else {}
    hidden = genealogy.tombstones(found.root, "forward", as_of=found.as_of) if isinstance(found, Recall) else None
    return {} if hidden is None else {"hidden": hidden}


def _trace(genealogy: Genealogy, id: str, asked: Asked, *_: Any) -> Found:
    return genealogy.trace(
        id,
        asked.direction,
        as_of=asked.moment,
        depth=asked.number("depth", 0, DEEPEST),
        kinds=asked.words("kind"),
        elements=asked.words("element"),
        until=asked.words("until"),
        most=asked.number("most", 1, MOST) or MOST_NODES,
    )


def _recall(genealogy: Genealogy, id: str, asked: Asked, _: Loop, form: str) -> Found:
    element, moment, kinds = asked.word("element") or WHOLE, asked.moment, asked.words("kind")
    most = asked.number("most", 1, MOST)
    if form == "json":
        return genealogy.recall(id, element=element, as_of=moment, kinds=kinds, most=most or MOST_AFFECTED)
    return Whole(genealogy.affected(id, element=element, as_of=moment, kinds=kinds, most=most))


def _attribution(genealogy: Genealogy, id: str, asked: Asked, loop: Loop, _: str) -> Found:
    model = asked.choice("model", (PROPORTIONAL, BY_RULES))
    rules = loop.rulebook().rules() if model == BY_RULES else None
    return genealogy.attribution(id, as_of=asked.moment, model=model, rules=rules)
