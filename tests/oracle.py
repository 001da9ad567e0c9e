"""GS1's own JSON Schema as a judge, and what it judges: the standard's examples and our corpus."""

import json
from functools import cache
from typing import Any

import jsonschema_rs
from corpus.stories import stories, twins
from reference import reference, reference_files


@cache
def schema() -> Any:
    """Return GS1's schema for EPCIS 2.0, compiled, with formats asserted; skips where it is absent."""
    text = reference("epcis", "gs1", "EPCIS-JSON-Schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.Draft7Validator(json.loads(text), validate_formats=True)


@cache
def examples() -> list[Any]:
    """Return the standard's 47 documents and 5 bare events; none where they are absent."""
    documents = reference_files("epcis", "gs1", "examples", pattern="**/*.jsonld")
    events = reference_files("epcis", "gs1", "bare-events", pattern="*.json")
    return [json.loads(path.read_text(encoding="utf-8")) for path in (*documents, *events)]


@cache
def corpus() -> list[Any]:
    """Return our stories and all of their twins that are JSON."""
    told = [*stories(), *twins("schema"), *twins("sense")]
    return [json.loads(item.path.read_text(encoding="utf-8")) for item in told]


@cache
def bare_events() -> list[Any]:
    """Return every event of the examples and the stories alone, each with the context it stood under."""
    found = [json.loads(story.path.read_text(encoding="utf-8")) for story in stories()]
    return [{"@context": one["@context"], **event} for one in [*examples(), *found] for event in events_in(one)]


def events_in(document: Any) -> list[Any]:
    """Return the events of a valid document or bare event."""
    body = document.get("epcisBody", {"eventList": [document]})
    results = body.get("queryResults", {"resultsBody": body})
    return results["resultsBody"]["eventList"]
