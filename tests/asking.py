"""How the server tests speak to a server: capture, wait for the job, read events back."""

import json
import time
from decimal import Decimal
from typing import Any
from urllib.parse import quote

JSON = {"Content-Type": "application/json"}
AS_IT_CAME = {"GS1-EPC-Format": "Never_Translates"}


def exact(text: str | bytes) -> Any:
    """Return JSON with exact numbers."""
    return json.loads(text, parse_float=Decimal)


def capture(client: Any, document: bytes | str, **headers: str) -> dict[str, Any]:
    """Capture a document and return its job when that has ended."""
    answer = client.post("/capture", content=document, headers=JSON | headers)
    assert answer.status_code == 202, answer.text
    return ended(client, answer.headers["Location"])


def ended(client: Any, job: str) -> dict[str, Any]:
    """Return a job when it has ended."""
    for _ in range(500):
        found = client.get(job).json()
        if not found["running"]:
            return found  # type: ignore[no-any-return]
        time.sleep(0.01)
    raise AssertionError(f"job {job} does not end")


def events(client: Any, path: str = "/events", **parameters: Any) -> list[dict[str, Any]]:
    """Return all events of an answer, page after page, as they came in."""
    answer = client.get(path, params=parameters, headers=AS_IT_CAME)
    found: list[dict[str, Any]] = []
    while True:
        assert answer.status_code == 200, answer.text
        found += exact(answer.content)["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        if "Link" not in answer.headers:
            return found
        answer = client.get(answer.headers["Link"].split(">")[0].lstrip("<"), headers=AS_IT_CAME)


def by_id(client: Any, event_id: str) -> list[dict[str, Any]]:
    """Return the event with an id, and the declarations about it."""
    return events(client, f"/events/{quote(event_id, safe='')}")


def without_record(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event as its sender knows it: without what the ledger adds or the document says for all."""
    return {key: value for key, value in event.items() if key not in ("recordTime", "@context")}
