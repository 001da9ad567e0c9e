"""What ``/openapi.json`` says of the interface: parameters, bodies, answers, headers, errors, and how to show a token.

The framework knows the paths and their summaries only, since requests are read by hand. What it cannot know stands in
the tables here; a path of the EPCIS binding or of the log without a row is told with its errors and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from fastapi import FastAPI

from dicycle.agreements.register.exporting.writing import MEDIA_TYPES
from dicycle.server import problems
from dicycle.server.agreements.taking import TAKEN
from dicycle.server.epcis import headers
from dicycle.server.epcis.routes import TREES
from dicycle.server.genealogy.answering import FORMS, POINT
from dicycle.server.health import lots
from dicycle.server.health.bodies import OCTETS
from dicycle.server.openapi import agreements, health
from dicycle.server.openapi.parameters import GROUPS, VERSIONS
from dicycle.server.openapi.schemas import BINARY, GS1, SCHEMAS, STRING, Spec
from dicycle.server.problems import MEDIA_TYPE, Problem

_EPCIS: Final = "EPCIS 2.0"
_DESCRIPTION: Final = (
    "The REST binding of GS1 EPCIS 2.0, the log that proves what the ledger holds, the genealogy of things (where they "
    "came from, where they went, whose metal is in them), the register of agreements, and the inspection of returned "
    "batteries (gates, grade, certificate, route, match). An error is a problem document with the exception type of "
    "the standard and our findings; with `Accept: text/html` it is a page. Pages for people are not described here. "
    "Every path of the binding answers OPTIONS with its methods, versions and limits."
)
_LOTS: Final = {kind: BINARY if form == "arrow" else STRING for kind, form in lots.FORMS.items()}
_SCHEMAS: Final = {
    **dict.fromkeys((*headers.XML, FORMS["csv"].media_type, MEDIA_TYPES["ftm"], "text/html"), STRING),
    FORMS["parquet"].media_type: BINARY,
    "application/pdf": BINARY,
    **_LOTS,
    "image/svg+xml": STRING,
}
"""Types of answers that are texts or bytes, whatever they say."""
_BODIES: Final = {**dict.fromkeys(headers.XML, STRING), **_LOTS}
"""Types of bodies that are no JSON."""

_JSON, _TEXT, _BYTES = ("application/json",), ("text/plain",), ("application/octet-stream",)
_ANY: Final = (*headers.JSON, *headers.XML)


class _Said(NamedTuple):
    """What is said of an operation.

    `answer` names the schema of the answer, which comes with `status` in one of the types `gives`; `told` names its
    headers. `takes` names the schema of the body in one of the types `reads`. `asks` are groups of parameters.
    `refuses` are problems besides those that follow from all this.
    """

    answer: str = ""
    gives: Sequence[str] = _JSON
    status: int = 200
    asks: Sequence[str] = ()
    takes: str = ""
    reads: Sequence[str] = headers.JSON
    told: Sequence[str] = ()
    refuses: Sequence[Problem] = ()


_GENEALOGY: Final = _Said(
    gives=[one.media_type for one in FORMS.values()],
    asks=("genealogy",),
    told=(POINT,),
    refuses=(problems.NOT_ACCEPTABLE, problems.QUERY_TOO_LARGE, problems.BEHIND),
)
_SHOWN: Final = (*_JSON, "text/html")
_EXPORTS: Final = [one.partition(";")[0] for one in MEDIA_TYPES.values()]
_REGISTER: Final = _Said(gives=_SHOWN, refuses=(problems.NOT_ACCEPTABLE,))
_EVENTS: Final = _Said("Events", (_JSON[0], headers.XML[0]), asks=("form", "query", "page"), told=("Link",))
_OPERATIONS: Final[Mapping[str, _Said]] = {
    "GET /": _Said("Collection", (*_JSON, "text/html")),
    "POST /capture": _Said(status=202, takes="Document", reads=_ANY, asks=("capture",), told=("Location",)),
    "GET /capture": _Said("Jobs", asks=("page",), told=("Link",)),
    "GET /capture/{id}": _Said("Job", (_JSON[0], headers.XML[0]), asks=("xml",)),
    "POST /events": _Said(status=201, takes="Event", reads=_ANY, told=("Location",)),
    "GET /events": _EVENTS,
    "GET /events/{event_id}": _EVENTS._replace(asks=("form",), told=()),
    "DELETE /nextPageToken/{token}": _Said(status=204),
    **{f"GET /{tree}": _Said("Collection", asks=("page",), told=("Link",)) for tree in TREES},
    **{f"GET /{tree}/{{name}}": _Said("Collection") for tree in TREES},
    **{f"GET /{tree}/{{name}}/events": _EVENTS for tree in TREES},
    "GET /queries": _Said("Queries", asks=("page",), told=("Link",)),
    "POST /queries": _Said(status=201, takes="Query", told=("Location",)),
    "GET /queries/{name}": _Said("Query"),
    "DELETE /queries/{name}": _Said(status=204),
    "GET /queries/{name}/events": _EVENTS,
    "GET /queries/{name}/subscriptions": _Said("Subscriptions", asks=("page",), told=("Link",)),
    "POST /queries/{name}/subscriptions": _Said(
        "Subscription", status=201, takes="Wish", asks=("epc",), told=("Location",)
    ),
    "GET /queries/{name}/subscriptions/{id}": _Said("Subscription"),
    "DELETE /queries/{name}/subscriptions/{id}": _Said(status=204),
    "GET /log/key": _Said("Text", _TEXT),
    "GET /log/checkpoint": _Said("Text", _TEXT, asks=("size",)),
    "GET /log/tile/{path}": _Said("Bytes", _BYTES),
    "GET /log/proof/inclusion": _Said("Object", asks=("event", "size")),
    "GET /log/proof/consistency": _Said("Object", asks=("sizes",)),
    "GET /trace": _GENEALOGY._replace(answer="Trace", asks=("genealogy", "trace", "kinds")),
    "GET /recall": _GENEALOGY._replace(answer="Recall", asks=("genealogy", "recall", "kinds")),
    "GET /attribution": _GENEALOGY._replace(answer="Attribution", asks=("genealogy", "model")),
    "GET /agreements": _REGISTER._replace(answer="Agreements", gives=(*_SHOWN, "text/csv"), asks=("agreements",)),
    "GET /agreements/export": _Said("Object", _EXPORTS, asks=("agreements-export",)),
    "GET /agreements/parties": _REGISTER._replace(answer="Parties", asks=("agreements-parties",)),
    "GET /agreements/parties/{id}": _REGISTER._replace(answer="Party", asks=("agreements-one",)),
    "GET /agreements/chain": _REGISTER._replace(answer="Chain", asks=("agreements-chain",)),
    "GET /agreements/partners": _REGISTER._replace(answer="Objects", gives=_JSON, asks=("agreements-partners",)),
    "GET /agreements/candidates": _REGISTER._replace(answer="Objects", gives=_JSON, asks=("agreements-candidates",)),
    "GET /agreements/{id}": _REGISTER._replace(answer="Agreement", asks=("agreements-one",)),
    "POST /agreements/documents": _Said(
        "Document-read", status=201, takes="Bytes", reads=TAKEN, asks=("agreements-documents",), told=("Location",)
    ),
    "POST /health/assess": _Said("Assessment", takes="Case", reads=_JSON),
    "GET /inspections": _Said("Inspections", asks=("inspections",)),
    "POST /inspections": _Said("Inspection", status=201, takes="Inspection-begin", reads=_JSON, told=("Location",)),
    "GET /inspections/{id}": _Said("Inspection"),
    "GET /inspections/{id}/assessment": _Said("Assessment"),
    "POST /inspections/{id}/answers": _Said("Object", takes="Answer", reads=_JSON),
    "POST /inspections/{id}/releases": _Said("Object", takes="Gate-release", reads=_JSON),
    "POST /inspections/{id}/undo": _Said("Object", takes="Undo", reads=_JSON),
    "POST /inspections/{id}/files": _Said("Object", takes="Bytes", reads=OCTETS, asks=("inspections-files",)),
    "GET /inspections/{id}/live": _Said("Live-test"),
    "POST /inspections/{id}/live": _Said("Live-test", takes="Bytes", reads=OCTETS, asks=("inspections-live",)),
    "DELETE /inspections/{id}/live": _Said("Live-test", asks=("live-discard",)),
    "POST /inspections/{id}/live/end": _Said("Object", takes="Live-test-end", reads=_JSON),
    "POST /inspections/{id}/cancel": _Said("Object", takes="End", reads=_JSON),
    "POST /inspections/{id}/finish": _Said("Finished", status=201, takes="End", reads=_JSON, told=("Location",)),
    "GET /certificates/{id}": _Said(
        "Certificate", (*_SHOWN, "application/pdf", "image/svg+xml"), asks=("certificates",)
    ),
    "GET /certificates/{id}/route": _Said("Route", asks=("certificates-route",)),
    "POST /certificates/{id}/route": _Said(
        "Route-done", status=201, takes="Carry-out", reads=_JSON, told=("Location",)
    ),
    "GET /certificates/{id}/verification": _Said("Verification"),
    "GET /certificates/{id}/files/{sha256}": _Said("Bytes", _BYTES),
    "POST /route": _Said(
        "Decisions",
        (*_JSON, *lots.FORMS),
        takes="Batteries",
        reads=(*_JSON, *lots.FORMS),
        asks=("route",),
        refuses=(problems.NOT_ACCEPTABLE,),
    ),
    "POST /match": _Said("Packs", takes="Modules", reads=_JSON),
    "POST /agreements/judgements": _Said("Object", status=201, takes="Judgement", reads=_JSON),
}

_KEPT: Final = ("/events", "/agreements/documents", "/inspections")
"""Paths that take the same again, and say so."""

_ALWAYS: Final = (problems.UNAUTHENTICATED, problems.FORBIDDEN, problems.TOO_MANY_TRIES, problems.URI_TOO_LONG)
_HEADERS: Final = {
    "Location": "Where what was made is found.",
    POINT: "As of which point of the ledger this holds: how many events, and when the last of them was recorded.",
    "Link": 'The next page: `<…>; rel="next"`; without it this is the last.',
    "GS1-EPCIS-Version": "The version of EPCIS.",
    "GS1-CBV-Version": "The version of the CBV.",
    "GS1-Extensions": "Prefixes of extensions and their namespaces.",
}


def _refusals(said: _Said, path: str, *, epcis: bool) -> list[Problem]:
    """Return the problems that an operation may answer with."""
    found = [*_ALWAYS, problems.IMPLEMENTATION, *said.refuses]
    if said.asks or said.takes or "{token}" in path:
        found.append(problems.VALIDATION)
    if "{" in path or not epcis:
        found.append(problems.NO_RESOURCE)
    if epcis:
        found.append(problems.NOT_ACCEPTABLE)
    if said.takes:
        found += [problems.EXISTS, problems.MEDIA]
    if said.takes or "query" in said.asks:
        found.append(problems.CAPTURE_LIMIT if said.takes else problems.QUERY_TOO_LARGE)
    return found


def _answers(said: _Said, path: str, *, epcis: bool) -> Spec:
    told = [*said.told, *(headers.VERSIONS if epcis and path != "/" else ())]
    shown = {name: {"description": _HEADERS[name], "schema": STRING} for name in told}
    schema = {"$ref": f"#/components/schemas/{said.answer}"}
    content = {kind: {"schema": _SCHEMAS.get(kind, schema)} for kind in said.gives if said.answer}
    done = {"description": "Done.", "headers": shown} | ({"content": content} if content else {})
    again = {"200": done | {"description": "It is there already, with the same content."}} if path in _KEPT else {}
    known = again if said.status == 201 else {}
    page = {"text/html": {"schema": STRING}} if "text/html" in said.gives else {}
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}} | page
    refused = {
        str(one.status): {"description": f"{one.title}.", "content": problem}
        for one in sorted(_refusals(said, path, epcis=epcis), key=lambda one: one.status)
    }
    return {str(said.status): done, **known, **refused}


def _named(group: str) -> Mapping[str, Spec]:
    """Return the parameters of a group by what they are called as components.

    Those of the register bear the name of their group, because other parameters have the same names.
    """
    own = agreements.GROUPS.get(group) or health.GROUPS.get(group)
    if own is not None:
        return {f"{group}-{one['name']}": one for one in own}
    return {one["name"]: one for one in GROUPS[group]}


def _operation(method: str, path: str, generated: Spec) -> Spec:
    """Return the description of one operation."""
    said = _OPERATIONS.get(f"{method} {path}", _Said())
    epcis = generated["tags"] == [_EPCIS]
    own = [one for one in generated.get("parameters", ()) if one["in"] == "path"]
    asked = [name for group in said.asks for name in _named(group)]
    asked += [one["name"] for one in VERSIONS if epcis and method != "DELETE"]
    described = {key: generated[key] for key in ("tags", "summary", "operationId")}
    described["parameters"] = own + [{"$ref": f"#/components/parameters/{name}"} for name in asked]
    if said.takes:
        schema = {"$ref": f"#/components/schemas/{said.takes}"}
        content = {kind: {"schema": _BODIES.get(kind, schema)} for kind in said.reads}
        described["requestBody"] = {"required": True, "content": content}
    return described | {"responses": _answers(said, path, epcis=epcis)}


def _discovery(path: str, generated: Spec) -> Spec:
    """Return the description of OPTIONS."""
    shown = {
        name: {"description": "What is supported here.", "schema": STRING} for name in (*headers.DISCOVERY, "Allow")
    }
    own = generated.get("parameters", [])
    described = {key: generated[key] for key in ("tags", "summary", "operationId")} | {"parameters": own}
    refused = _answers(_Said(), path, epcis=False)
    return described | {
        "responses": {"204": {"description": "Done.", "headers": shown}}
        | {status: one for status, one in refused.items() if status != "200"}
    }


def _completed(spec: Spec) -> Spec:
    """Return what the framework generated, with all that it does not know."""
    paths = {
        path: {
            method: _discovery(path, one) if method == "options" else _operation(method.upper(), path, one)
            for method, one in methods.items()
        }
        for path, methods in spec["paths"].items()
    }
    named = {one["name"]: one for one in VERSIONS}
    groups = (*GROUPS, *agreements.GROUPS, *health.GROUPS)
    named |= {name: one for group in groups for name, one in _named(group).items()}
    bearer = {"type": "http", "scheme": "bearer", "description": "A token that whoever runs the ledger issued."}
    return {
        **spec,
        "info": spec["info"] | {"description": _DESCRIPTION},
        "paths": paths,
        "components": {
            "schemas": SCHEMAS | agreements.SCHEMAS | health.SCHEMAS,
            "parameters": named,
            "securitySchemes": {"Bearer": bearer},
        },
        "security": [{"Bearer": []}, {}],
        "externalDocs": {"description": "GS1 EPCIS and CBV 2.0", "url": GS1},
    }


def describe(app: FastAPI) -> None:
    """Have an application tell its interface at ``/openapi.json``; it is made when it is first asked for."""
    generated: Callable[[], Spec] = app.openapi
    app.openapi = cache(lambda: _completed(generated()))  # type: ignore[method-assign]
