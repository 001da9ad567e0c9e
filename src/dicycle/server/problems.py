"""Errors as problem documents (RFC 7807) with the exception types of EPCIS 2.0 §8.2.5.

The findings go along as an extension member, so that a client sees the same code, place and advice as the command
line and the pages (convention 14).
"""

import logging
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dicycle.errors import (
    AlreadyExists,
    DicycleError,
    Forbidden,
    InvalidEvent,
    InvalidIdentifier,
    InvalidInput,
    InvalidQuery,
    NotFound,
    StoreError,
    TooLarge,
)
from dicycle.findings import Finding

_log = logging.getLogger("dicycle.server")
MEDIA_TYPE: Final = "application/problem+json"


class Problem(NamedTuple):
    """An exception type of the standard with its status and title."""

    type: str
    status: int
    title: str


VALIDATION = Problem("ValidationException", 400, "The EPCIS document or event is not valid")
INPUT = Problem("ValidationException", 400, "What was sent is not valid")
QUERY_VALIDATION = Problem("QueryValidationException", 400, "The query is not valid")
QUERY_PARAMETER = Problem("QueryParameterException", 400, "A query parameter is unknown or malformed")
SUBSCRIPTION_CONTROLS = Problem("SubscriptionControlsException", 400, "The subscription is not valid")
UNAUTHENTICATED = Problem("SecurityException", 401, "This needs a token")
FORBIDDEN = Problem("SecurityException", 403, "This is not open to whoever asked")
TOO_MANY_TRIES = Problem("SecurityException", 429, "Too many tokens were tried")
NO_NAME = Problem("NoSuchNameException", 404, "There is no query of this name")
NO_RESOURCE = Problem("NoSuchResourceException", 404, "There is no such resource")
NOT_ACCEPTABLE = Problem("NotAcceptableException", 406, "This cannot be answered in a form the request accepts")
EXISTS = Problem("ResourceAlreadyExistsException", 409, "The resource exists already, with other content")
CAPTURE_LIMIT = Problem("CaptureLimitExceededException", 413, "The capture is too large")
QUERY_TOO_LARGE = Problem("QueryTooLargeException", 413, "The answer is too large")
QUERY_TOO_COMPLEX = Problem("QueryTooComplexException", 413, "The query asks for too much at once")
URI_TOO_LONG = Problem("URITooLongException", 414, "The URL is too long")
MEDIA = Problem("UnsupportedMediaTypeException", 415, "This media type is not supported")
BEHIND = Problem("ImplementationException", 503, "The genealogy is being made")
IMPLEMENTATION = Problem("ImplementationException", 500, "The server could not do this")


class Refused(Exception):
    """A request is answered by this problem."""

    def __init__(self, problem: Problem, *findings: Finding, headers: dict[str, str] | None = None) -> None:
        super().__init__(problem.title)
        self.problem, self.findings, self.headers = problem, findings, headers or {}


def problem_body(problem: Problem, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the problem document as plain JSON."""
    return {
        "type": f"epcisException:{problem.type}",
        "title": problem.title,
        "status": problem.status,
        "detail": " ".join(str(finding) for finding in findings[:3]) or problem.title + ".",
        "findings": [finding.as_dict() for finding in findings],
    }


def problem_response(
    problem: Problem, findings: Sequence[Finding], headers: dict[str, str] | None = None
) -> JSONResponse:
    """Return the problem as an HTTP answer."""
    body = problem_body(problem, findings)
    return JSONResponse(body, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


_BY_CODE: Final = {
    "query.definition": QUERY_VALIDATION,
    "query.no-such-name": NO_NAME,
    "query.too-complex": QUERY_TOO_COMPLEX,
    "subscription.controls": SUBSCRIPTION_CONTROLS,
    "subscription.counted": SUBSCRIPTION_CONTROLS,
    "subscription.schedule": SUBSCRIPTION_CONTROLS,
}
"""Findings for which the standard has an exception of its own."""


def problem_of(error: DicycleError) -> Problem:
    """Return the standard's exception for an error of ours."""
    if (code := error.findings[0].code) in _BY_CODE:
        return _BY_CODE[code]
    if isinstance(error, TooLarge):
        return QUERY_TOO_LARGE if error.findings[0].code.startswith("query.") else CAPTURE_LIMIT
    known: tuple[tuple[type[DicycleError], Problem], ...] = (
        (InvalidQuery, QUERY_PARAMETER),
        (InvalidIdentifier, QUERY_PARAMETER),
        (InvalidEvent, VALIDATION),
        (InvalidInput, INPUT),
        (Forbidden, FORBIDDEN),
        (NotFound, NO_RESOURCE),
        (AlreadyExists, EXISTS),
    )
    return next((problem for kind, problem in known if isinstance(error, kind)), IMPLEMENTATION)


def wants_page(request: Request) -> bool:
    """Tell whether the one who asks is a person with a browser."""
    return "text/html" in request.headers.get("accept", "")


async def on_refused(request: Request, refused: Exception) -> Response:
    """Answer a refusal."""
    assert isinstance(refused, Refused)
    return problem_response(refused.problem, refused.findings, refused.headers)


async def on_error(request: Request, error: Exception) -> Response:
    """Answer an error of ours, as a page to a person and as a problem document to a program."""
    assert isinstance(error, DicycleError)
    problem = problem_of(error)
    if problem is IMPLEMENTATION:
        _log.error("%s %s: %s", request.method, request.url.path, error)
        advice = "Try again; if it stays, tell whoever runs the server: the log says more."
        error = StoreError(Finding("http.store", "The ledger could not do this.", advice=advice))
    if wants_page(request):
        from dicycle.server.pages import problem_page

        return problem_page(request, problem.status, error.findings)
    return problem_response(problem, error.findings)
