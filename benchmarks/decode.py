"""Decoding and validating: ours beside plain parsers and schema validators, on the same bytes."""

import json
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.timing import rate, seconds, show
from dicycle.ledger.decode import decode_event
from dicycle.ledger.grammar import problems

SCHEMA = Path(__file__).resolve().parents[2] / "shared" / "reference" / "epcis" / "gs1" / "EPCIS-JSON-Schema.json"


def run(lines: list[bytes]) -> None:
    """Print events a second on one core for the mixed events and for ordinary ObjectEvents."""
    ordinary = [line for line in lines if b'"ObjectEvent"' in line]
    kinds = {"ordinary ObjectEvents": ordinary, "mixed events": lines}
    rows = [(what, *(_cell(work, some) for some in kinds.values())) for what, work in _ways().items()]
    sizes = [f"{sum(map(len, some)) / len(some):.0f} B mean" for some in kinds.values()]
    show("Decode and validate, events a second on one core", ("way", *kinds), [("size", *sizes), *rows])


def _cell(work: Any, lines: list[bytes]) -> str:
    def every() -> None:
        for line in lines:
            work(line)

    return rate(len(lines), seconds(every, 5))


def _ways() -> dict[str, Any]:
    ways: dict[str, Any] = {
        "json.loads (no checks)": json.loads,
        "msgspec.json.decode (no checks)": msgspec.json.decode,
        "dicycle decode_event (all checks)": decode_event,
        "dicycle grammar on json.loads": lambda line: problems(json.loads(line)),
    }
    if SCHEMA.exists():
        import jsonschema_rs

        check = jsonschema_rs.Draft7Validator(json.loads(SCHEMA.read_text()), validate_formats=True)
        ways["json.loads + jsonschema-rs, GS1's schema"] = lambda line: check.is_valid(json.loads(line))
    return ways
