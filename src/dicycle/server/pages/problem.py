"""What went wrong, as a page: the same findings that a program gets (convention 14)."""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dicycle.findings import Finding
from dicycle.server.answering import wants_data
from dicycle.server.pages.rendering import page

_TITLES: Final = {
    400: "This cannot be read",
    403: "This is not open to you",
    404: "Not found in this ledger",
    405: "This cannot be done here",
    413: "This is too much at once",
    500: "Something went wrong here",
}


def problem_page(request: Request, status: int, findings: Sequence[Finding]) -> Response:
    """Return the page of a refusal, or the findings as JSON where JSON is asked for."""
    if wants_data(request):
        return JSONResponse({"status": status, "findings": [one.as_dict() for one in findings]}, status)
    searched = request.query_params.get("q") or request.query_params.get("id") or ""
    values = {"title": _TITLES.get(status, "This did not work"), "status": status, "findings": findings, "q": searched}
    return page(request, "problem.html", values, status)
