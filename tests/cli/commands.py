"""Running commands in this process, and events to run them on."""

import json
from typing import Any

from click.testing import CliRunner, Result

from dicycle.cli import main

EPCIS = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
PACK = "https://id.gs1.org/01/09521234000013/21/P-1"
MODULE = "https://id.gs1.org/01/09521234000020/21/M-1"


def event(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Return a sound bare event."""
    return {
        "@context": EPCIS,
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "bizStep": "inspecting",
        "eventID": f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        "eventTime": f"2027-01-01T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z",
        "eventTimeZoneOffset": "+00:00",
        "epcList": [PACK],
    } | fields


def assembly() -> dict[str, Any]:
    """Return the event that puts the module into the pack."""
    whole = event(2, type="AssociationEvent", action="ADD", bizStep="assembling", parentID=PACK, childEPCs=[MODULE])
    return {name: value for name, value in whole.items() if name != "epcList"}


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, arguments, input=given)


def answer(*arguments: str) -> Any:
    """Run a command with --json; return what it answers."""
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def refused(done: Result, status: int) -> str:
    """Return the one sentence of a refusal, after checking that it is one."""
    assert done.exit_code == status, done.output
    assert isinstance(done.exception, SystemExit)
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert done.stderr.rstrip().endswith((".", "?"))
    return done.stderr
