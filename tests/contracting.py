"""How schemathesis asks our server, whosever document says what may be answered."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema
from serving import serving
from strategies import CONTEXT, events, spoiled, written

import dicycle
from dicycle.bootstrap import Loop

SOUND, UNSOUND = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PLACE = "https://id.gs1.org/414/9521234000006"
THING = "https://id.gs1.org/01/09521234000013/21/1"
NOWHERE = "https://client.example.invalid/in"
EVENT: Final = {
    "@context": CONTEXT,
    "type": "ObjectEvent",
    "eventID": "urn:uuid:00000000-0000-4000-8000-000000000001",
    "eventTime": "2027-03-01T09:00:00Z",
    "eventTimeZoneOffset": "+00:00",
    "action": "OBSERVE",
    "bizStep": "shipping",
    "disposition": "in_transit",
    "epcList": [THING],
    "readPoint": {"id": PLACE},
    "bizLocation": {"id": PLACE},
}


def document(*listed: Any) -> dict[str, Any]:
    """Return a document of events."""
    head = {"@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0"}
    return head | {"creationDate": "2027-03-01T09:00:00Z", "epcisBody": {"eventList": list(listed)}}


readable = events.filter(lambda one: "1E+400" not in written(one))
"""Events without a number that a reader of binary numbers, such as these tests, takes for infinity."""
CAPTURED: Final = {
    "/events": st.one_of(readable.map(lambda one: {**one, "@context": CONTEXT}), spoiled([EVENT])),
    "/capture": st.one_of(
        st.lists(readable, max_size=3).map(lambda some: document(*some)), spoiled([document(EVENT), document()])
    ),
}
"""What to capture by POST; drawn from GS1's own schema, each takes seconds."""


class Server(NamedTuple):
    """A server with something in its ledger; `known` has what may follow a word in a path."""

    address: str
    session: requests.Session
    known: Mapping[str, str]
    loop: Loop

    def path(self, described: str) -> str:
        """Return a path with what is known in the place of its parameters."""
        parts = described.split("/")
        found = [self.known.get(word, "x") if part.startswith("{") else part for word, part in pairwise(parts)]
        return "/".join([parts[0], *(quote(part, safe="") for part in found)])


@contextmanager
def stocked(folder: Path) -> Iterator[Server]:
    """Run a server that has an event, a job, a query and a subscription."""
    with dicycle.open(folder / "loop.db") as loop, serving(loop) as address, requests.Session() as session:

        def made(path: str, value: Any) -> str:
            answer = session.post(address + path, json=value)
            assert answer.status_code in (201, 202), answer.text
            return answer.headers["Location"].rpartition("/")[2]

        made("/events", EVENT)
        known = {
            "capture": made("/capture", document(EVENT)),
            "events": EVENT["eventID"],
            "eventTypes": "ObjectEvent",
            "epcs": THING,
            "bizSteps": "shipping",
            "dispositions": "in_transit",
            "bizLocations": PLACE,
            "readPoints": PLACE,
            "queries": made("/queries", {"name": "moves", "query": {"EQ_bizStep": ["shipping"]}}),
            "subscriptions": made("/queries/moves/subscriptions", {"dest": NOWHERE, "schedule": {"hour": "4"}}),
            "tile": "0/000.p/1",
        }
        yield Server(address, session, known, loop)


def _reach(case: Case, known: Mapping[str, str], draw: Any) -> None:
    """Turn most cases into such as reach what is behind the door: known names, a version that is spoken here."""
    if draw(st.integers(0, 3)):
        for name in ("GS1-EPCIS-Min", "GS1-EPCIS-Max", "GS1-CBV-Min", "GS1-CBV-Max"):
            case.headers.pop(name, None)
    if draw(st.integers(0, 3)):
        case.query.pop("nextPageToken", None)
    if case.method != "DELETE" and draw(st.integers(0, 2)):
        for word, part in pairwise(case.operation.path.split("/")):
            if part.startswith("{") and word in known:
                case.path_parameters[part.strip("{}")] = known[word]
    if isinstance(case.body, dict) and str(case.body.get("dest", "")).startswith(("http:", "https:")):
        case.body["dest"] = NOWHERE  # nobody else is to hear of a test


def ask(
    server: Server, spec: OpenApiSchema, label: str, mode: GenerationMode, examples: int, *, own_bodies: bool
) -> None:
    """Ask one operation so many questions; every answer must be as the document says."""
    operation = spec.find_operation_by_label(label)
    assert operation is not None
    bodies = CAPTURED.get(operation.path) if own_bodies and operation.method == "post" else None

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), st.data())
    def questions(case: Case, data: st.DataObject) -> None:
        _reach(case, server.known, data.draw)
        more: dict[str, Any] = {}
        if bodies is not None:
            more["data"] = written(data.draw(bodies)).encode()
            case.media_type = "application/json"
        case.call_and_validate(base_url=server.address, session=server.session, checks=CHECKS, **more)

    questions()
