"""What every door answers programs with: plain values as JSON."""

from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

_json: Final = msgspec.json.Encoder(decimal_format="number")


def data(value: Any) -> Response:
    """Return the twin of a page as JSON."""
    return Response(_json.encode(value), 200, {"Cache-Control": "no-cache", "Vary": "Accept"}, "application/json")


def wants_data(request: Request) -> bool:
    """Tell whether the JSON twin is asked for: by ``?format=json``, or by an Accept header that has no HTML in it."""
    accepted = request.headers.get("accept", "")
    return request.query_params.get("format") == "json" or ("json" in accepted and "html" not in accepted)
