"""What an inspection comes to: curves with what was used, state of health, grade and why, the next test, the route."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.health.gates import QUESTION
from dicycle.health.grading import Certificate
from dicycle.health.grading.assessing import Assessed
from dicycle.health.grading.gathering import Gathered
from dicycle.health.grading.wording import estimate_in_words, health_in_words, interval_in_words
from dicycle.health.inspecting import Inspection
from dicycle.health.inspecting.model import Attached
from dicycle.health.model import LEVELS, StateOfHealth
from dicycle.routing import Decision
from dicycle.server.answering import data, wants_data
from dicycle.server.health.deciding import FACTS, facts_of, shown
from dicycle.server.health.doors import now_text
from dicycle.server.health.telling import told
from dicycle.server.pages.health.curves import HEIGHT, Drawing, drawings
from dicycle.server.pages.health.marks import rests_on
from dicycle.server.pages.health.words import ROUTE_WORDS, SAFETY, heading_of, money
from dicycle.server.pages.health.yard import PATH, may_inspect, result_url, yard_url
from dicycle.server.pages.rendering import CONNECTED, page, with_policy

REGIONS: Final = ("EU", "CN", "RU")
_SHOWN_FLIPS: Final = 4


def add(pages: APIRouter, loop: Loop) -> None:
    """Add ``/yard/results/{id}``."""

    @pages.get(f"{PATH}/results/{{id}}", summary="What an inspection comes to")
    async def result(request: Request, id: str) -> Response:
        return await run_in_threadpool(_answer, request, loop, id)


def _answer(request: Request, loop: Loop, id: str) -> Response:
    inspections = loop.inspections
    one = inspections.read(id)
    if one.finished:
        return RedirectResponse(f"/certificates/{one.finished.certificate}", 303)
    found = inspections.assess(id, now_text())
    if wants_data(request):
        return data(told(found))
    values = _view(loop, one, found) | routed(request, loop, found.certificate)
    return with_policy(page(request, "yard-result.html", values | {"may_inspect": may_inspect(request)}), CONNECTED)


def _view(loop: Loop, one: Inspection, found: Assessed) -> dict[str, Any]:
    unit = one.begun.unit
    name = heading_of(unit, loop.store.names([unit]))
    tests = [file for file in one.files if file.purpose == "test record"]

    def drawn(read: Gathered) -> list[Drawing]:
        return list(drawings(read, found.case.pulses, found.state, found.certificate.resistance))

    return {
        "title": f"Result {name}",
        "name": name,
        "inspection": one,
        "unit_url": yard_url(unit),
        "result_url": result_url(one.id),
        "files": [(file, drawn(read), unused(read, found.state)) for file, read in _read(tests, found)],
        "height": HEIGHT,
        **grade_view(found),
    }  # fmt: skip


def _read(tests: Iterable[Attached], found: Assessed) -> Iterator[tuple[Attached, Gathered]]:
    """Yield each test record with what was read of it when the inspection was assessed."""
    case = found.case
    for file in tests:
        sources = tuple(one for one in case.sources if one.sha256 == file.sha256)
        records = tuple(one for one in case.records if one.source in sources)
        yield file, Gathered(records, tuple(one for one in case.pulses if one.source in sources), (), sources)


def unused(read: Gathered, state: StateOfHealth) -> tuple[str, ...]:
    """Say why nothing of a file entered the state of health; nothing if something did."""
    if any(rests_on(state, source) for source in read.sources):
        return ()
    asked = [one for one in state.apart if any(source in one.basis.sources for source in read.sources)]
    why = [f"{one.level}: {found.sentence}" for one in asked for found in one.findings[:1]]
    return "It was read, and nothing of it entered the state of health.", *dict.fromkeys(why)


def grade_view(found: Assessed) -> dict[str, Any]:
    """Return what a page says of an assessment."""
    state = found.state
    return {
        "graded": found.graded,
        "safety": SAFETY[found.graded.safety],
        "interval": interval_in_words(state),
        "health_type": health_in_words(state),
        "value": state.value,
        "estimates": [(each, LEVELS[each.level], True) for each in state.together]
        + [(each, LEVELS[each.level], False) for each in state.apart],
        "lacks_warmth": any(found.code == "health.temperature-not-stated" for each in (*state.together, *state.apart)
                            for found in each.findings),
        "in_words": estimate_in_words,
        "before": [each.sentence for each in found.findings if each.code == "gates.failed-before"],
        "to_measure": [QUESTION[name].text if name in QUESTION else "Resistance compared with new"
                       for name in found.graded.to_measure],
        "findings": [each for each in found.findings if each.severity.value != "note"],
    }  # fmt: skip


# ---------------------------------------------------------------- the route


def asked_in(request: Request) -> dict[str, str]:
    """Return the facts of a query as they were typed."""
    return {name: request.query_params.get(name, "").strip() for name in FACTS}


def routed(request: Request, loop: Loop, made: Certificate) -> dict[str, Any]:
    """Return where the unit should go, with what a person adds to what is known."""
    given = asked_in(request)
    values: dict[str, Any] = {"asked": given, "regions": REGIONS, "route_wrong": (), "decision": None,
                              "shown": None, "kind": made.kind}  # fmt: skip
    try:
        found = shown(loop, made, facts_of(given.get), now_text()[:10])
    except InvalidInput as wrong:
        return values | {"route_wrong": wrong.findings}
    battery = found.decision.battery
    known = {"energy": battery.energy_kwh, "age": battery.age_years}
    filled = given | {name: given[name] or (f"{value:g}" if value else "") for name, value in known.items()}
    return values | route_view(found.decision) | {"asked": filled, "shown": found}


def route_view(decision: Decision) -> dict[str, Any]:
    """Return what a page says of a decision."""
    currency = decision.currency
    return {
        "decision": decision,
        "route_word": ROUTE_WORDS[decision.route],
        "worth": money(decision.value, currency),
        "margin": money(decision.margin, currency) if decision.margin is not None else "",
        "next_word": ROUTE_WORDS[decision.next_best] if decision.next_best else "",
        "options": [(ROUTE_WORDS[one.route], money(one.value, currency), one) for one in decision.options],
        "flips": [(one, ROUTE_WORDS[one.route]) for one in decision.flips[:_SHOWN_FLIPS]],
        "look": decision.next_look.sentence if decision.next_look else "",
    }
