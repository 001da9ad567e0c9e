"""The interface against GS1's own OpenAPI document: schemathesis asks, the document says what may be answered."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest
import schemathesis
from contracting import CAPTURED, SOUND, UNSOUND, Server, ask, stocked
from gs1_interface import PATCHES, mended, operations, published
from reference import ROOT
from schemathesis import GenerationMode
from schemathesis.specs.openapi.schemas import OpenApiSchema

pytestmark = pytest.mark.filterwarnings("ignore:Do not use the .random. module")
"""The server in this process throws dice of its own while hypothesis draws."""
FILE = ROOT / "epcis" / "gs1" / "openapi.json"


def _can_be_wrong(parameters: list[dict[str, Any]]) -> bool:
    """Tell whether there is a parameter for which not every text will do."""
    names = {one.get("$ref", "").rpartition("/")[2] for one in parameters}
    return any(name.startswith(("GS1-", "PerPage", "NextPage")) for name in names - {"GS1-Extensions"})


def _asked() -> Iterator[tuple[str, GenerationMode]]:
    """Yield each operation, and again where something unsound can be asked."""
    spec = mended()
    for path, method, operation in operations(spec):
        yield f"{method.upper()} {path}", SOUND
        parameters = operation.get("parameters", []) + spec["paths"][path].get("parameters", [])
        if "requestBody" in operation or _can_be_wrong(parameters):
            yield f"{method.upper()} {path}", UNSOUND


ASKED: Final = list(_asked()) if FILE.exists() else []
every_operation = pytest.mark.parametrize(
    ("label", "mode"), ASKED, ids=[f"{label} {mode.value}" for label, mode in ASKED]
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with something in its ledger."""
    with stocked(tmp_path_factory.mktemp("contract")) as made:
        yield made


@cache
def read() -> OpenApiSchema:
    """Return GS1's document."""
    return schemathesis.openapi.from_dict(mended())


@cache
def read_quickly() -> OpenApiSchema:
    """Return GS1's document with any JSON as the body of a capture."""
    spec = mended()
    for path in CAPTURED:
        spec["paths"][path]["post"]["requestBody"]["content"] = {"application/json": {"schema": {"type": "object"}}}
    return schemathesis.openapi.from_dict(spec)


@every_operation
def test_every_operation_answers_as_gs1_says(server: Server, label: str, mode: GenerationMode) -> None:
    """Whatever is asked, sound or not: no defect, and a status, type, headers and body that GS1's document has."""
    ask(server, read_quickly(), label, mode, 2 if label.startswith("OPTIONS") else 6, own_bodies=True)


@pytest.mark.full
@every_operation
def test_every_operation_answers_as_gs1_says_for_long(server: Server, label: str, mode: GenerationMode) -> None:
    """The same with many questions, and with bodies that GS1's schema describes."""
    captures = label in [f"POST {path}" for path in CAPTURED]
    ask(server, read(), label, mode, 15 if captures else 40, own_bodies=False)


@pytest.mark.parametrize("number", range(len(PATCHES)), ids=[one.__name__ for one in PATCHES])
def test_every_patch_mends_something(number: int) -> None:
    """A patch has a reason and changes GS1's document; one that does not is to be taken out."""
    spec = published()
    for change in PATCHES[:number]:
        change(spec)
    before = json.dumps(spec)
    PATCHES[number](spec)
    assert json.dumps(spec) != before
    assert (PATCHES[number].__doc__ or "").strip().endswith(".")
