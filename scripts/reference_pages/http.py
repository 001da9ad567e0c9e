"""The HTTP interface, as the application itself tells it."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import dicycle
from dicycle.server import pages, problems
from dicycle.server.app import create_app
from dicycle.server.epcis import headers
from dicycle.server.problems import Problem
from reference_pages.words import code, page, table


def http_page() -> str:
    """Return the page of all paths."""
    with TemporaryDirectory() as folder, dicycle.open(Path(folder) / "loop.db") as loop:
        binding = create_app(loop).openapi()["paths"]
        own = pages.router(loop).routes
    return page(
        "HTTP",
        "The EPCIS 2.0 REST binding, and pages for people. Every path of the binding also answers `OPTIONS` with its "
        "methods, versions and limits. The machine-readable form is `/openapi.json`.",
        "## EPCIS 2.0",
        table(("Method", "Path", "What it does"), _binding(binding)),
        "## Pages",
        "Files that the pages need are under `/static`; nothing is fetched from elsewhere.",
        table(("Path", "What it shows"), _pages(own)),
        "## Headers",
        table(("Header of a request", "Values"), _headers()),
        "Every answer of the binding carries:",
        table(("Header", "Value"), ((code(name), code(value)) for name, value in headers.VERSIONS.items())),
        "## Problems",
        "An error is a problem document (`application/problem+json`) with the exception type of the standard "
        "(`epcisException:…`) and our findings in `findings`.",
        table(("Status", "Type", "Title"), _problems()),
    )


def _binding(paths: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (method.upper(), code(path), operation["summary"])
        for path, methods in paths.items()
        for method, operation in methods.items()
        if method != "options"
    ]


_PAGES = {
    "/batteries": "Packs, modules, cells and storage systems that the ledger knows",
    "/batteries.csv": "The same list as CSV",
    "/batteries.json": "The same list as JSON",
    "/event": "One event, told and as JSON (`?id=` its eventID)",
    "/genealogy": "Where a thing came from, where it went, whose metal is in it (`?id=`)",
    "/loop": "The whole loop, by element and year",
    "/loop/flow": "The events behind one ribbon of the loop",
    "/find": "Goes to the thing that a code names (`?q=`)",
    "/item": "Goes to the thing with this id (`?id=`)",
    "/thing": "The life of a thing that is no GS1 key (`?id=` its URI)",
}
_LINKS = "What a GS1 Digital Link names: {}"
_KEYS = {
    "00": "a logistic unit",
    "01": "a pack, a module, a cell, a lot or a class of things",
    "401": "a consignment",
    "402": "a shipment",
    "414": "a place",
    "417": "a party",
    "8003": "a returnable asset, such as a crate",
    "8004": "an asset",
    "8006": "a piece of a trade item",
    "8010": "a component or part",
}


def _pages(routes: Iterable[Any]) -> list[tuple[str, str]]:
    return [(code(route.path_format), _summary(route)) for route in routes]


def _summary(route: Any) -> str:
    """Return what a page is for: its own summary, or the words here; a page without words stops the generator."""
    path = route.path_format
    key = path.strip("/").partition("/")[0]
    words = route.summary or _PAGES.get(path) or (_LINKS.format(_KEYS[key]) if key in _KEYS else "")
    if not words:
        raise SystemExit(
            f"The page {path} has no words. Give its route summary=…, or add it to scripts/reference_pages/http.py."
        )
    return str(words)


def _headers() -> list[tuple[str, str]]:
    return [
        ("`GS1-EPC-Format`", ", ".join(map(code, headers.EPC_FORMATS)) + " (the first is the default)"),
        (
            "`GS1-Capture-Error-Behaviour`",
            ", ".join(code(one.value) for one in headers.Behaviour) + " (first: default)",
        ),
        ("`GS1-EPCIS-Min`, `-Max`, `GS1-CBV-Min`, `-Max`", "Versions that the client understands; ours is `2.0.0`."),
        ("`Content-Type`", "`application/json` or `application/ld+json`"),
    ]


def _problems() -> list[tuple[int, str, str]]:
    found = [value for value in vars(problems).values() if isinstance(value, Problem)]
    return [(one.status, code(one.type), one.title) for one in sorted(found, key=lambda one: (one.status, one.type))]
