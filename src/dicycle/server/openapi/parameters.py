"""The parameters of requests, in groups."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dicycle.genealogy.answers import PROPORTIONAL
from dicycle.genealogy.genealogy import BY_RULES
from dicycle.ledger.capture import Behaviour
from dicycle.ledger.query import CONTROLS, PARAMETERS
from dicycle.ledger.xml import CBV_FORMS
from dicycle.server.epcis import headers
from dicycle.server.epcis.routes import MOST_PER_PAGE, PER_PAGE
from dicycle.server.genealogy.answering import FORMS
from dicycle.server.genealogy.routes import DEEPEST, MOST
from dicycle.server.openapi.schemas import STRING, TIME, Spec


def _parameter(place: str, name: str, schema: Spec, description: str = "", **more: Any) -> Spec:
    told = {"description": description} if description else {}
    return {"name": name, "in": place, "schema": schema, **told, **more}


def _choice(name: str, values: Sequence[str], description: str) -> Spec:
    return _parameter("header", name, {"type": "string", "enum": list(values), "default": values[0]}, description)


def _of_query(name: str) -> Spec:
    """Return a query parameter; texts may be several with ``|`` between them, times and limits are one."""
    if name.startswith(("GE_", "LT_")) and name.endswith("ime"):
        return _parameter("query", name, TIME)
    if name == "orderBy":
        return _parameter("query", name, {"type": "string", "enum": ["eventTime", "recordTime"]})
    if name == "orderDirection":
        return _parameter("query", name, {"type": "string", "enum": ["ASC", "DESC"]})
    if name in CONTROLS:
        return _parameter("query", name, {"type": "integer", "minimum": 1})
    several = {"type": "array", "items": {"type": "string"}, "minItems": 1}
    return _parameter("query", name, several, style="pipeDelimited", explode=False)


def _one_of(*values: str) -> Spec:
    return {"type": "string", "enum": list(values)}


_OWN_FIELDS: Final = (
    "Parameters whose names carry a type, a unit or a field of somebody's own, such as `EQ_bizTransaction_po`, "
    "`GE_value_CEL`, `GT_ILMD_example:level`, `EQ_ATTR_bizLocation_name`."
)
VERSIONS: Final = [
    _parameter("header", f"GS1-{name}-{end}", STRING, "A version that the client understands; ours is 2.0.0.")
    for name in ("EPCIS", "CBV")
    for end in ("Min", "Max")
]
_EPC: Final = _choice("GS1-EPC-Format", headers.EPC_FORMATS, "How identifiers are to be written.")
_XML: Final = _choice("GS1-CBV-XML-Format", CBV_FORMS, "How words of the CBV are to be written in XML.")
_ELEMENT: Final = _parameter(
    "query", "element", STRING, "Of a trace: follow only what carries it, several with `|`. Of a recall: by whose mass."
)
_SIZE: Final = {"type": "integer", "minimum": 0}
GROUPS: Final[Mapping[str, list[Spec]]] = {
    "page": [
        _parameter(
            "query",
            "perPage",
            {"type": "integer", "minimum": 1, "default": PER_PAGE},
            f"How many at a time; never more than {MOST_PER_PAGE}.",
        ),
        _parameter("query", "nextPageToken", STRING, "Where an answer goes on; the header Link has it."),
    ],
    "query": [
        *(_of_query(name) for name in (*PARAMETERS, *CONTROLS)),
        _parameter(
            "query",
            "fields",
            {"type": "object", "additionalProperties": STRING},
            _OWN_FIELDS,
            style="form",
            explode=True,
        ),
    ],
    "epc": [_EPC],
    "xml": [_XML],
    "form": [_EPC, _XML],
    "capture": [
        _choice(
            "GS1-Capture-Error-Behaviour",
            [one.value for one in Behaviour],
            "What a faulty event does to the rest of its document.",
        )
    ],
    "genealogy": [
        _parameter("query", "id", STRING, "A code of the thing or lot.", required=True),
        _parameter("query", "as_of", STRING, "A day or a date-time; without it, all that is known."),
        _parameter("query", "format", _one_of(*FORMS), "The form of the answer; without it, what is accepted decides."),
        _parameter("query", "wait", _one_of("true", "false"), "Whether to wait until all that was captured is in it."),
    ],
    "trace": [
        _parameter("query", "direction", _one_of("back", "forward"), "Where it came from, or where it went."),
        _parameter("query", "depth", _SIZE | {"maximum": DEEPEST}, "At most so many events away."),
        _ELEMENT,
        _parameter("query", "until", STRING, "Stop at things of this category; several with `|`."),
    ],
    "recall": [_ELEMENT],
    "model": [
        _parameter("query", "model", _one_of(PROPORTIONAL, BY_RULES), "How matter mixes; the first unless asked.")
    ],
    "kinds": [
        _parameter("query", "kind", STRING, "Only things of this category; several with `|`."),
        _parameter("query", "most", {"type": "integer", "minimum": 1, "maximum": MOST}, "At most so many things."),
    ],
    "size": [_parameter("query", "size", _SIZE, "Of the log at how many events; without it, the newest.")],
    "event": [_parameter("query", "event", STRING, "The eventID.", required=True)],
    "sizes": [
        _parameter("query", "from", _SIZE, "The earlier size.", required=True),
        _parameter("query", "to", _SIZE, "The later size; without it, the newest."),
    ],
}
