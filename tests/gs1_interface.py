"""GS1's own OpenAPI document of the EPCIS 2.0 interface, with the mistakes in it mended, each with its reason.

`PATCHES` are also the list of our deviations: where our interface does what GS1's document does not describe, a patch
says so, and why.
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from reference import reference

Spec = dict[str, Any]
PATCHES: list[Callable[[Spec], None]] = []


def patch(change: Callable[[Spec], None]) -> Callable[[Spec], None]:
    """Add a change to the list; its docstring is its reason."""
    PATCHES.append(change)
    return change


def published() -> Spec:
    """Return GS1's document as it was published; skips the test where it is absent."""
    return json.loads(reference("epcis", "gs1", "openapi.json").read_text())  # type: ignore[no-any-return]


def mended() -> Spec:
    """Return GS1's document with all patches."""
    spec = published()
    for change in PATCHES:
        change(spec)
    return spec


def operations(spec: Spec) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and description of every operation."""
    for path, found in spec["paths"].items():
        for method, operation in found.items():
            if method != "parameters":
                yield path, method, operation


def _problem(spec: Spec, response: str) -> Iterator[dict[str, Any]]:
    """Yield the properties that a shared problem response describes, for each of its media types."""
    for media in spec["components"]["responses"][response]["content"].values():
        yield media["schema"]["allOf"][0]["properties"]


def _allow(operation: dict[str, Any], status: str, response: str) -> None:
    operation["responses"].setdefault(status, {"$ref": f"#/components/responses/{response}"})


# ---------------------------------------------------------------- mistakes in the document


@patch
def status_of_409(spec: Spec) -> None:
    """The body of 409 may only say 406: copied from the response before it."""
    for properties in _problem(spec, "409ResourceAlreadyExistsException"):
        properties["status"] = {"type": "integer", "enum": [409]}


@patch
def type_of_404(spec: Spec) -> None:
    """404 allows NoSuchNameException only; its own example, and clause 8.2.5, have NoSuchResourceException too."""
    for properties in _problem(spec, "404ResourceNotFound"):
        properties["type"]["enum"] = ["epcisException:NoSuchNameException", "epcisException:NoSuchResourceException"]


@patch
def type_of_415(spec: Spec) -> None:
    """415 in XML says IUnsupportedMediaTypeException; in JSON it is spelt right."""
    for properties in _problem(spec, "415UnsupportedMediaType"):
        properties["type"]["enum"] = ["epcisException:UnsupportedMediaTypeException"]


@patch
def media_type_of_400(spec: Spec) -> None:
    """SubscriptionIssues come as application/json there, all other problems as application/problem+json."""
    content = spec["components"]["responses"]["400SubscriptionIssues"]["content"]
    content["application/problem+json"] = content.pop("application/json")


@patch
def extensions_are_text(spec: Spec) -> None:
    """GS1-Extensions is described as an object; a header is text, as its own example is."""
    spec["components"]["schemas"]["GS1-Extensions"]["type"] = "string"


@patch
def job_has_errors_or_a_file(spec: Spec) -> None:
    """A capture job must fit exactly one of two alternatives that require nothing, so that each fits both."""
    alternatives = spec["components"]["schemas"]["CaptureJob"]["allOf"][1]
    alternatives["anyOf"] = alternatives.pop("oneOf")


@patch
def one_query_is_no_list(spec: Spec) -> None:
    """GET /queries/{queryName} is described as a list of queries; its example, and its title, are one query."""
    media = spec["paths"]["/queries/{queryName}"]["get"]["responses"]["200"]["content"]["application/json"]
    media["schema"] = media["schema"]["items"]


@patch
def secret_is_called_signature_token(spec: Spec) -> None:
    """A subscription requires 'secret', which no property is called; the text calls signatureToken optional."""
    spec["components"]["schemas"]["AbstractQuerySubscription"]["required"] = ["dest"]


@patch
def schedules_without_recursion(spec: Spec) -> None:
    r"""The patterns of schedules use ``\g<…>``, which neither JSON Schema nor Python has."""
    for name, schema in spec["components"]["schemas"].items():
        if "\\g<" in schema.get("pattern", ""):
            schema["pattern"] = "^[0-9]$" if name != "GS1-Query-DayOfMonth" else "^[1-9]$"


@patch
def words_are_no_uris(spec: Spec) -> None:
    """A business step or disposition in a path must be a URI there; the example beside it is the word in_progress."""
    for name in ("BizStep", "Disposition"):
        del spec["components"]["parameters"][name]["schema"]["format"]


@patch
def a_link_is_more_than_a_uri(spec: Spec) -> None:
    """The header Link must be a URI there; its example is a URI in angle brackets with its relation (RFC 8288)."""
    del spec["components"]["schemas"]["Link"]["format"]


@patch
def several_formats_are_announced(spec: Spec) -> None:
    """The header that announces "which EPC formats are supported" has room for one of them; so has that of XML."""
    for name in ("GS1-EPC-Format", "GS1-CBV-XML-Format"):
        words = "|".join(spec["components"]["schemas"][name]["enum"])
        spec["components"]["headers"][name]["schema"] = {"type": "string", "pattern": f"^({words})(, ({words}))*$"}


# ---------------------------------------------------------------- what the document leaves out


@patch
def a_wrong_parameter_is_a_400(spec: Spec) -> None:
    """Most operations with query parameters name no 400; the type QueryParameterException exists for nothing else."""
    for path, method, operation in operations(spec):
        if method == "get" and path != "/":
            _allow(operation, "400", "400QueryIssues")


@patch
def a_query_may_be_wrong(spec: Spec) -> None:
    """POST /queries names no 400, though a query SHALL fit query-schema.json: QueryValidationException says it."""
    _allow(spec["paths"]["/queries"]["post"], "400", "400QueryIssues")


@patch
def a_subscription_may_be_wrong(spec: Spec) -> None:
    """POST …/subscriptions names no 400; SubscriptionControlsException stands at two GETs only."""
    _allow(spec["paths"]["/queries/{queryName}/subscriptions"]["post"], "400", "400SubscriptionIssues")


@patch
def the_events_of_a_query_have_parameters(spec: Spec) -> None:
    """The 400 of /queries/{queryName}/… may only be about subscriptions, yet these GETs are paged and queried."""
    kinds = (properties["type"]["enum"] for properties in _problem(spec, "400SubscriptionIssues"))
    for enum in kinds:
        enum += ["epcisException:QueryParameterException", "epcisException:QueryValidationException"]


@patch
def an_answer_may_be_too_large(spec: Spec) -> None:
    """Operations with maxEventCount name no 413, though clause 8.2.7 has QueryTooLargeException for it."""
    for path, method, operation in operations(spec):
        if method == "get" and path.endswith("events"):
            _allow(operation, "413", "413QueryScopeOrSize")


@patch
def a_query_may_be_too_large(spec: Spec) -> None:
    """POST /queries and …/subscriptions name no 413; the limits of capture hold for every body."""
    for path in ("/queries", "/queries/{queryName}/subscriptions"):
        _allow(spec["paths"][path]["post"], "413", "413CapturePayloadTooLarge")


# ---------------------------------------------------------------- where we deviate


@patch
def a_known_event_is_no_conflict(spec: Spec) -> None:
    """200: an event that is known with the same content is acknowledged again, so that sending twice is harmless."""
    responses = spec["paths"]["/events"]["post"]["responses"]
    responses["200"] = deepcopy(responses["201"])


@patch
def an_event_is_at_its_location(spec: Spec) -> None:
    """201 of POST /events has a body there; its text speaks of the Location only, and that is what we send."""
    for status in ("200", "201"):
        spec["paths"]["/events"]["post"]["responses"][status].pop("content", None)


@patch
def a_token_may_be_foreign(spec: Spec) -> None:
    """400: a page token that was never given is refused here as at every other path; the document knows 204 and 501."""
    _allow(spec["paths"]["/nextPageToken/{token}"]["delete"], "400", "400QueryIssues")


@patch
def tokens_need_a_right_too(spec: Spec) -> None:
    """DELETE /nextPageToken names no 401 and 403; every path here asks who it is."""
    _allow(spec["paths"]["/nextPageToken/{token}"]["delete"], "401", "401UnauthorizedRequest")
    _allow(spec["paths"]["/nextPageToken/{token}"]["delete"], "403", "403ClientUnauthorized")
