"""The paths of the EPCIS 2.0 REST binding."""

from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidQuery, NotFound
from dicycle.findings import Finding
from dicycle.identifiers import canonical
from dicycle.ledger import xml
from dicycle.ledger.capture import Behaviour
from dicycle.ledger.formats import timestamp
from dicycle.ledger.predicates import Query
from dicycle.ledger.query import parse_query
from dicycle.ledger.query.body import from_header
from dicycle.ledger.store import Fate, Job
from dicycle.ledger.subscribing.model import NamedQuery
from dicycle.ledger.terms import Kind
from dicycle.server import problems
from dicycle.server.access import GUARDED, check_declarations, principal_of, seen
from dicycle.server.epcis import headers
from dicycle.server.epcis.answers import collection, job_document, json_answer, query_document
from dicycle.server.epcis.tokens import Parameters, Token, check_same, read_token
from dicycle.server.problems import VALIDATION, Problem, Refused, problem_body, wants_page

PER_PAGE: Final = 30
MOST_PER_PAGE: Final = 1000

TREES: Final = {
    "eventTypes": "eventType",
    "epcs": "MATCH_anyEPC",
    "bizSteps": "EQ_bizStep",
    "bizLocations": "EQ_bizLocation",
    "readPoints": "EQ_readPoint",
    "dispositions": "EQ_disposition",
}
"""The resource trees and the query parameter that each stands for."""

_WORDS: Final = {"eventTypes": "type", "bizSteps": "biz_step", "dispositions": "disposition"}
_KINDS: Final = {"epcs": (Kind.INSTANCE,), "bizLocations": (Kind.PLACE,), "readPoints": (Kind.PLACE,)}
TOP: Final = ("capture", "events", "queries", *TREES)


Part = Callable[[APIRouter, Loop], None]


def router(loop: Loop, home: Callable[[Request], Response], *more: Part) -> APIRouter:
    """Return the routes of a ledger; `home` makes the page that a person sees at ``/``, `more` add further paths."""
    api = APIRouter(tags=["EPCIS 2.0"], dependencies=GUARDED)
    _top(api, home)
    _capture(api, loop)
    _events(api, loop)
    for tree, parameter in TREES.items():
        _tree(api, loop, tree, parameter)
    for add in more:
        add(api, loop)
    _discovery(api, loop)
    return api


def _top(api: APIRouter, home: Callable[[Request], Response]) -> None:
    @api.get("/", summary="What this server offers: a page to a person, a collection to a program")
    def top(request: Request) -> Response:
        if wants_page(request):
            return home(request)
        headers.check_accept(request)
        return collection(TOP)


async def body_of(request: Request, limit: int, taken: Sequence[str] = headers.JSON) -> bytes:
    """Return a request's body of one of the types `taken`, giving up as soon as it is over the limit."""
    headers.check_content_type(request, taken)
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise _too_large(limit)
            parts.append(part)
    except ClientDisconnect:
        raise Refused(VALIDATION, Finding("capture.cut-off", "The sender hung up before the end.")) from None
    return b"".join(parts)


def _too_large(limit: int) -> Refused:
    sentence = f"One capture takes up to {limit} bytes."
    finding = Finding("capture.too-many-bytes", sentence, advice="Send it in parts.")
    return Refused(problems.CAPTURE_LIMIT, finding, headers={"GS1-EPCIS-Capture-File-Size-Limit": str(limit)})


def _capture(api: APIRouter, loop: Loop) -> None:
    intake = loop.intake
    limits = headers.limits_of(intake.limits)

    @api.post("/capture", summary="Capture a document: answers with a job", status_code=202)
    async def capture(request: Request) -> Response:
        headers.xml_form(request)
        behaviour = headers.behaviour(request)
        raw = await body_of(request, intake.limits.bytes, headers.JSON + headers.XML)
        if headers.is_xml(request):
            raw = await run_in_threadpool(xml.to_json, raw, check=behaviour is Behaviour.ROLLBACK)
        await run_in_threadpool(check_declarations, request, loop, raw)
        job, _ = await run_in_threadpool(intake.begin, raw, behaviour, principal_of(request).organisation)
        place = {"Location": str(request.url_for("capture_job", id=job.id).path)}
        return Response(status_code=202, headers=headers.VERSIONS | limits | place)

    @api.get("/capture", summary="Capture jobs, newest first")
    def capture_jobs(request: Request) -> Response:
        headers.check_accept(request)
        size = per_page(request)
        before = request.query_params.get("nextPageToken")
        store = seen(request, loop).store
        if before is not None and store.job(before) is None:
            raise InvalidQuery(
                Finding("query.token", "This page token is not one that this server gave.", "nextPageToken")
            )
        jobs = store.jobs(size + 1, before)
        links = next_link(request, jobs[size - 1].id) if len(jobs) > size else {}
        return json_answer([job_body(job) for job in jobs[:size]], headers=links)

    @api.get("/capture/{id}", summary="The state of a capture job")
    def capture_job(request: Request, id: str) -> Response:
        cbv = headers.xml_form(request)
        body = job_body(_job(seen(request, loop), id))
        return json_answer(body) if cbv is None else job_document(body)


def _job(loop: Loop, id: str) -> Job:
    found = loop.store.job(id)
    if found is None:
        sentence = f"There is no capture job {id!r}."
        raise NotFound(Finding("capture.no-such-job", sentence, advice="GET /capture lists them."))
    return found


def job_body(job: Job) -> dict[str, Any]:
    """Return a capture job as the standard writes it, and what makes no sense; an error is a problem document."""
    body: dict[str, Any] = {
        "captureID": job.id,
        "createdAt": timestamp(job.created),
        "running": job.running,
        "success": job.success,
        "captureErrorBehaviour": job.behaviour,
        "errors": [problem_body(_fault(finding), [finding]) | {"title": finding.sentence} for finding in job.errors],
    }
    if job.finished is not None and not job.running:
        body["finishedAt"] = timestamp(job.finished)
    return body | ({"dcy:notes": [finding.as_dict() for finding in job.notes]} if job.notes else {})


def _fault(finding: Finding) -> Problem:
    return problems.EXISTS if finding.code == "capture.event-id-taken" else VALIDATION


def _events(api: APIRouter, loop: Loop) -> None:
    @api.post("/events", summary="Capture one event at once", status_code=201)
    async def post_event(request: Request) -> Response:
        headers.xml_form(request)
        raw = await body_of(request, loop.intake.limits.bytes, headers.JSON + headers.XML)
        if headers.is_xml(request):
            raw = await run_in_threadpool(xml.event_to_json, raw)
        await run_in_threadpool(check_declarations, request, loop, raw)
        outcome = await run_in_threadpool(loop.intake.event, raw, principal_of(request).organisation)
        place = {"Location": f"/events/{quote(outcome.event_id, safe='')}"}
        return Response(status_code=201 if outcome.fate is Fate.STORED else 200, headers=headers.VERSIONS | place)

    @api.get("/events", summary="The events that match a query")
    def get_events(request: Request) -> Response:
        return answer(loop, request, {})

    @api.get("/events/{event_id:path}", summary="An event by its id, with the declarations about it")
    def get_event(request: Request, event_id: str) -> Response:
        cbv = headers.xml_form(request)
        return query_document(seen(request, loop).records(event_id), headers.epc_format(request), cbv=cbv)

    @api.delete("/nextPageToken/{token}", summary="Give up a page token", status_code=204)
    def forget_token(token: str) -> Response:
        read_token(token)
        return Response(status_code=204, headers=headers.VERSIONS)


def per_page(request: Request) -> int:
    """Return how many a page is to hold; raises InvalidQuery."""
    value = request.query_params.get("perPage", str(PER_PAGE))
    if not (value.isascii() and value.isdigit() and int(value[:6]) >= 1 and len(value) <= 6):
        raise InvalidQuery(Finding("query.parameter", f"{value!r} is not a whole number above 0.", "perPage"))
    return min(int(value), MOST_PER_PAGE)


def parameters_of(request: Request) -> Parameters:
    """Return the query parameters of a URL: given more than once, or with | between, they are lists."""
    found: Parameters = {}
    for name, value in request.query_params.multi_items():
        if name not in ("perPage", "nextPageToken"):
            found.setdefault(name, []).extend(value.split("|"))
    return found


def answer(loop: Loop, request: Request, fixed: Parameters, named: NamedQuery | None = None) -> Response:
    """Return one page of the events that a request asks for; `fixed` comes from its path, as does a `named` query."""
    cbv = headers.xml_form(request)
    epc_format = headers.epc_format(request)
    given = parameters_of(request)
    kept = named.parameters if named else {}
    if twice := sorted((fixed | kept).keys() & given.keys()):
        sentence = f"The path gives {twice[0]} already."
        raise InvalidQuery(Finding("query.parameter", sentence, twice[0], advice="Leave it out, or ask /events."))
    text = request.query_params.get("nextPageToken")
    token = read_token(text) if text is not None else None
    if token:
        check_same(token, given | fixed if given else {})
    parameters = token.parameters if token else given | fixed
    namespaces = _namespaces(request, named, token)
    query = parse_query(parameters | kept, namespaces)
    size = _size(request, query, token)
    until, after = (token.until, token.after) if token else (None, None)
    page = seen(request, loop).store.query(query, size, until=until, after=after)
    left = _left(query, token, len(page.events))
    more = page.after is not None and left != 0
    links = {}
    if more and page.after:
        links = next_link(request, Token(parameters, page.until, page.after, left, namespaces).text())
    return query_document(page.events, epc_format, links, name=named.name if named else "SimpleEventQuery", cbv=cbv)


def _namespaces(request: Request, named: NamedQuery | None, token: Token | None) -> dict[str, str]:
    """Return what the prefixes of field names stand for: by the named query, or by the header GS1-Extensions."""
    if named is not None:
        return named.namespaces
    return token.namespaces if token else from_header(request.headers.get("gs1-extensions", ""))


def _size(request: Request, query: Query, token: Token | None) -> int:
    left = token.left if token else query.limit
    size = per_page(request)
    return size if left is None else max(1, min(size, left))


def _left(query: Query, token: Token | None, given: int) -> int | None:
    left = token.left if token else query.limit
    return None if left is None else max(0, left - given)


def next_link(request: Request, token: str) -> dict[str, str]:
    """Return the header that says where an answer goes on."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "nextPageToken"]
    query = urlencode([*kept, ("nextPageToken", token)])
    return {"Link": f'<{quote(request.url.path, safe="/%:")}?{query}>; rel="next"'}


def _tree(api: APIRouter, loop: Loop, tree: str, parameter: str) -> None:
    @api.get(f"/{tree}", name=tree, summary=f"The {tree} that this ledger knows")
    def members(request: Request) -> Response:
        headers.check_accept(request)
        if tree in _WORDS:
            return collection(loop.store.words(_WORDS[tree]))
        size = per_page(request)
        found = loop.store.terms(_KINDS[tree], size + 1, request.query_params.get("nextPageToken", ""))
        links = next_link(request, found[size - 1]) if len(found) > size else {}
        return collection(found[:size], links)

    @api.get(f"/{tree}/{{name:path}}/events", name=f"{tree}_events", summary=f"The events of one of the {tree}")
    def events(request: Request, name: str) -> Response:
        return answer(loop, request, {parameter: [name]})

    @api.get(f"/{tree}/{{name:path}}", name=f"{tree}_one", summary=f"What there is about one of the {tree}")
    def one(request: Request, name: str) -> Response:
        headers.check_accept(request)
        mine = seen(request, loop)
        if not _known(loop, tree, name) or (mine is not loop and not _met(mine, parameter, name)):
            raise NotFound(Finding("ledger.no-such-resource", f"This ledger has no event with {name!r} in {tree}."))
        return collection(["events"])


def _known(loop: Loop, tree: str, name: str) -> bool:
    if tree in _WORDS:
        return name in loop.store.words(_WORDS[tree])
    return loop.store.has_term(_KINDS[tree], canonical(name))


def _met(loop: Loop, parameter: str, name: str) -> bool:
    """Tell whether an event that is seen has this name."""
    return bool(loop.store.query(parse_query({parameter: [name]}), 1, until=None, after=None).events)


def _discovery(api: APIRouter, loop: Loop) -> None:
    """Answer OPTIONS on every path with what may be done there."""
    allowed: dict[str, set[str]] = {}
    for route in list(api.routes):
        methods = getattr(route, "methods", None) or ()  # a WebSocket has none
        allowed.setdefault(route.path, set()).update(methods)  # type: ignore[attr-defined]
    for path, methods in allowed.items():
        extra = headers.limits_of(loop.intake.limits) if path == "/capture" else {}
        _options(api, path, headers.DISCOVERY | extra | {"Allow": ", ".join(sorted({*methods, "OPTIONS"}))})


def _options(api: APIRouter, path: str, found: dict[str, str]) -> None:
    @api.options(path, name=f"options {path}", summary="What can be done here", status_code=204)
    def options() -> Response:
        return Response(status_code=204, headers=found)
