"""The interface against our own ``/openapi.json``: what it says is true, and says all that an integrator needs."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
import schemathesis
from contracting import SOUND, UNSOUND, Server, ask, stocked
from gs1_interface import operations
from keys import WISHES, Ask, bearer
from schemathesis import GenerationMode
from schemathesis.specs.openapi.schemas import OpenApiSchema

import dicycle
from dicycle.ledger.access import tokens
from dicycle.ledger.clock import now
from dicycle.ledger.query import CONTROLS, PARAMETERS
from dicycle.server.access import EVERYBODY, rule_of
from dicycle.server.app import create_app
from dicycle.server.epcis.routes import TREES

XML, HTML, ODD = ("application/xml", "text/xml;q=0.5,*/*;q=0.1"), "text/html", (";;,q=,*", "\x7f")
ACCEPTED: Final = (*XML, HTML, *ODD, "application/ld+json", "text/csv")
FULL = pytest.mark.full
ROLES = ["partner", pytest.param("authority", marks=FULL), pytest.param("recycler", marks=FULL)]
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the .random. module")
"""The server in this process throws dice of its own while hypothesis draws."""


@cache
def told() -> dict[str, Any]:
    """Return what the application tells of its interface."""
    with TemporaryDirectory() as folder, dicycle.open(Path(folder) / "loop.db") as loop:
        return json.loads(json.dumps(create_app(loop).openapi()))  # type: ignore[no-any-return]


@cache
def read() -> OpenApiSchema:
    """Return it as schemathesis has it."""
    return schemathesis.openapi.from_dict(told())


def _can_be_wrong(operation: dict[str, Any]) -> bool:
    """Tell whether an operation has a body, or a parameter for which not every text will do."""
    known = told()["components"]["parameters"]
    asked = [known[one["$ref"].rpartition("/")[2]]["schema"] for one in operation["parameters"] if "$ref" in one]
    return "requestBody" in operation or any(one["type"] != "string" or "enum" in one for one in asked)


def _asked() -> Iterator[tuple[str, GenerationMode]]:
    """Yield each operation, and again where something unsound can be asked."""
    for path, method, operation in operations(told()):
        yield f"{method.upper()} {path}", SOUND
        if _can_be_wrong(operation):
            yield f"{method.upper()} {path}", UNSOUND


ASKED: Final = list(_asked())
every_operation = pytest.mark.parametrize(
    ("label", "mode"), ASKED, ids=[f"{label} {mode.value}" for label, mode in ASKED]
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with something in its ledger."""
    with stocked(tmp_path_factory.mktemp("contract")) as made:
        yield made


@every_operation
def test_every_operation_answers_as_it_says(server: Server, label: str, mode: GenerationMode) -> None:
    """Whatever is asked, sound or not: no defect, and a status, type, headers and body that are told of."""
    ask(server, read(), label, mode, 1 if label.startswith("OPTIONS") else 4, own_bodies=True)


@FULL
@every_operation
def test_every_operation_answers_as_it_says_for_long(server: Server, label: str, mode: GenerationMode) -> None:
    """The same with many questions."""
    ask(server, read(), label, mode, 40, own_bodies=True)


@pytest.fixture(
    scope="module", params=["partner", *(pytest.param(one, marks=FULL) for one in ("authority", "recycler"))]
)
def as_role(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server to which the token of a role is shown with every request."""
    with stocked(tmp_path_factory.mktemp(request.param)) as made:
        _, text = tokens.issue(made.loop.store, WISHES[request.param], now())
        made.session.headers.update(bearer(text))
        yield made


@pytest.mark.parametrize("label", [label for label, mode in ASKED if mode is SOUND and not label.startswith("OPTIONS")])
def test_every_operation_answers_each_role_as_it_says(as_role: Server, label: str) -> None:
    """What a role may not see or do is answered as it is told of, too."""
    ask(as_role, read(), label, SOUND, 2, own_bodies=True)


@pytest.mark.parametrize("path", sorted(path for path, method, _ in operations(told()) if method == "get"))
def test_every_wish_for_a_form_is_answered(server: Server, path: str) -> None:
    """A GET answers in the form that is wished for, or says that it cannot; it never fails."""
    for accept in ACCEPTED:
        _check_form(server, path, accept)


def _check_form(server: Server, path: str, accept: str) -> None:
    answer = server.session.get(server.address + server.path(path), headers={"Accept": accept})
    assert answer.status_code in (200, 400, 404, 406)
    kind = answer.headers["Content-Type"].partition(";")[0]
    described = told()["paths"][path]["get"]["responses"][str(answer.status_code)]["content"]
    assert kind in described or (accept == HTML == kind)


def test_every_parameter_is_told_of() -> None:
    """Each query parameter of a fixed name stands at every path that gives the events of a query."""
    spec = told()
    for path in ("/events", "/queries/{name}/events", *(f"/{tree}/{{name}}/events" for tree in TREES)):
        names = {one["$ref"].rpartition("/")[2] for one in spec["paths"][path]["get"]["parameters"] if "$ref" in one}
        assert {*PARAMETERS, *CONTROLS, "perPage", "nextPageToken", "fields"} <= names
    assert names <= set(spec["components"]["parameters"])


def test_every_operation_says_how_to_show_a_token(ask: Ask) -> None:
    """The scheme is told of, what needs a token answers 401 without one, and the document itself is open."""
    spec = told()
    assert spec["security"] == [{"Bearer": []}, {}]
    assert spec["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"
    public = ask("public")
    assert public.get("/openapi.json").json()["paths"].keys() == spec["paths"].keys()
    for path, method, operation in operations(spec):
        assert {"401", "403"} <= operation["responses"].keys()
        if rule_of(method.upper(), path) != EVERYBODY:
            assert public.request(method, path.replace("{", "").replace("}", "")).status_code == 401


def test_the_document_has_no_word_of_a_framework() -> None:
    """No answer 422, which is never given, and no operation without a summary."""
    for _, _, operation in operations(told()):
        assert "422" not in operation["responses"]
        assert operation["summary"]
        assert all(one["description"] for one in operation["responses"].values())
