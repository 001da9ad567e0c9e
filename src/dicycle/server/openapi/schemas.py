"""The shapes of bodies and answers; events and documents are GS1's, and described there."""

from collections.abc import Sequence
from typing import Any, Final

from dicycle.ledger.capture import Behaviour

Spec = dict[str, Any]


def array(name: str) -> Spec:
    """Return the shape of a list of what a name describes."""
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def described(description: str, required: Sequence[str] = (), **properties: Any) -> Spec:
    """Return the shape of an object."""
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "description": description, "properties": properties} | needed


STRING: Final[Spec] = {"type": "string"}
TIME: Final[Spec] = {"type": "string", "format": "date-time"}
BINARY: Final[Spec] = {"type": "string", "format": "binary"}
_TRUE: Final[Spec] = {"type": "boolean"}
_NUMBER: Final[Spec] = {"type": "integer"}
_MAYBE: Final[Spec] = {"type": ["string", "null"]}
_STANDS: Final[Spec] = {
    "as_of": _MAYBE,
    "point": {"$ref": "#/components/schemas/Point"},
    "names": {"type": "object", "additionalProperties": STRING},
    "notes": array("Finding"),
}
GS1: Final = "https://ref.gs1.org/standards/epcis/2.0.0/"
_SCHEDULE: Final = described(
    "When to report, as in cron.",
    (),
    **dict.fromkeys(("second", "minute", "hour", "dayOfMonth", "month", "dayOfWeek"), STRING),
)
SCHEMAS: Final[Spec] = {
    "Event": described("One EPCIS event with its `@context`, as GS1's JSON schema has it.", ["type"], type=STRING),
    "Document": described(
        "An EPCISDocument or EPCISQueryDocument, as GS1's JSON schema has it.", ["type"], type=STRING
    ),
    "Events": described(
        "An EPCISQueryDocument, as GS1's JSON schema has it.",
        ["@context", "type", "schemaVersion", "creationDate", "epcisBody"],
        type={"type": "string", "enum": ["EPCISQueryDocument"]},
        epcisBody={"type": "object"},
    ),
    "Collection": described("Names.", ["@context", "type", "member"], type=STRING, member={"type": "array"}),
    "Job": described(
        "A capture job. `dcy:notes` say what was stored and makes no sense.",
        ["captureID", "createdAt", "running", "success", "captureErrorBehaviour", "errors"],
        captureID=STRING,
        createdAt=TIME,
        finishedAt=TIME,
        running=_TRUE,
        success=_TRUE,
        captureErrorBehaviour={"type": "string", "enum": [one.value for one in Behaviour]},
        errors=array("Problem"),
        **{"dcy:notes": array("Finding")},
    ),
    "Jobs": array("Job"),
    "Query": {
        **described("A named query.", ["name", "query"], name=STRING, query={"type": "object"}),
        "externalDocs": {"description": "The query language", "url": f"{GS1}query-schema.json"},
    },
    "Queries": array("Query"),
    "Wish": described(
        "Where reports go, and when: `stream` or `schedule`.",
        ["dest"],
        dest=STRING | {"format": "uri"},
        signatureToken=STRING,
        stream={"type": "boolean", "enum": [True]},
        schedule=_SCHEDULE,
        reportIfEmpty=_TRUE,
        initialRecordTime=TIME,
    ),
    "Subscription": described(
        "A subscription; its secret is never told.",
        ["subscriptionID", "queryName", "dest", "createdAt"],
        **dict.fromkeys(("subscriptionID", "queryName", "dest", "epcFormat"), STRING),
        **dict.fromkeys(("createdAt", "minRecordTime", "initialRecordTime", "lastNotifiedAt"), TIME),
        **dict.fromkeys(("stream", "reportIfEmpty"), _TRUE),
        schedule=_SCHEDULE,
    ),
    "Subscriptions": array("Subscription"),
    "Finding": described(
        "One thing that is wrong: a code that will not change, a sentence, where, how much it matters, what to do.",
        ["code", "sentence"],
        **dict.fromkeys(("code", "sentence", "where", "severity", "advice"), STRING),
    ),
    "Problem": described(
        "What went wrong (RFC 7807).",
        ["type", "title", "status"],
        type=STRING,
        title=STRING,
        status=_NUMBER,
        detail=STRING,
        findings=array("Finding"),
    ),
    "Point": described(
        "As of which point of the ledger an answer holds: its first so many events.",
        ["events"],
        events=_NUMBER,
        time=_MAYBE,
    ),
    "Trace": described(
        "Where a thing came from, or where it went: things by depth, and their parts in events. Masses are kilograms.",
        ["id", "direction", "as_of", "point", "complete", "nodes", "links"],
        id=STRING,
        direction={"type": "string", "enum": ["back", "forward"]},
        complete=_TRUE,
        nodes={"type": "array", "items": {"type": "object"}},
        links={"type": "array", "items": {"type": "object"}},
        **_STANDS,
    ),
    "Recall": described(
        "What holds some of a lot: by place, and thing by thing. `fraction` is which part of the lot is in it, `share` "
        "which part of it is the lot's.",
        ["id", "element", "model", "as_of", "point", "ended", "gone", "complete", "groups", "affected"],
        **dict.fromkeys(("id", "element", "model"), STRING),
        ended=_NUMBER,
        hidden=_NUMBER,
        gone={"type": ["number", "null"]},
        complete=_TRUE,
        groups={"type": "array", "items": {"type": "object"}},
        affected={"type": "array", "items": {"type": "object"}},
        **_STANDS,
    ),
    "Attribution": described(
        "Whose metal is in a thing and all its parts: kilograms by element and origin.",
        ["id", "model", "as_of", "point", "parts", "undeclared", "shares"],
        **dict.fromkeys(("id", "model"), STRING),
        **dict.fromkeys(("parts", "undeclared"), _NUMBER),
        shares={"type": "array", "items": {"type": "object"}},
        **_STANDS,
    ),
    "Object": {"type": "object"},
    "Text": STRING,
    "Bytes": BINARY,
}
