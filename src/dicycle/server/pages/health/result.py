"""What an inspection comes to: curves with what was used, state of health, grade and why, the next test, the route."""

from typing import Any, Final

from fastapi import APIRouter, Request
from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dicycle.bootstrap import Loop
from dicycle.errors import InvalidInput
from dicycle.health.gates import QUESTION
from dicycle.health.grading.assessing import Assessed
from dicycle.health.grading.wording import health_in_words, interval_in_words
from dicycle.health.inspecting import Inspection
from dicycle.health.model import LEVELS, Source
from dicycle.routing import Battery, Decision, our_parameters, route
from dicycle.server.health.batteries import battery_of
from dicycle.server.health.doors import now_text
from dicycle.server.health.telling import told
from dicycle.server.pages.health.curves import HEIGHT, WIDTH, curves
from dicycle.server.pages.health.evidence import evidence_of
from dicycle.server.pages.health.typing_in import single
from dicycle.server.pages.health.words import ROUTE_WORDS, SAFETY, heading_of, money, per_cent
from dicycle.server.pages.health.yard import PATH, may_inspect, result_url, with_policy, yard_url
from dicycle.server.pages.rendering import data, page, wants_data

REGIONS: Final = ("EU", "CN", "RU")
_PROFILES: Final = {"EU": "EU", "CN": "CN"}
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
    values = _view(loop, one, found) | _routed(request, battery_of(loop, found.certificate))
    return with_policy(page(request, "yard-result.html", values | {"may_inspect": may_inspect(request)}))


def _view(loop: Loop, one: Inspection, found: Assessed) -> dict[str, Any]:
    unit = one.begun.unit
    name = heading_of(unit, loop.store.names([unit]))
    files = evidence_of(loop.inspections, one).files
    return {
        "title": f"Result {name}",
        "name": name,
        "inspection": one,
        "unit_url": yard_url(unit),
        "result_url": result_url(one.id),
        "files": [(file, list(curves(file.read, found.case.pulses, _entered(found)))) for file in files],
        "width": WIDTH,
        "height": HEIGHT,
        **grade_view(found),
    }


def _entered(found: Assessed) -> set[Source]:
    """Return the files on which the state of health rests."""
    return {source for one in found.state.together for source in one.basis.sources}


def grade_view(found: Assessed) -> dict[str, Any]:
    """Return what a page says of an assessment."""
    state = found.state
    return {
        "graded": found.graded,
        "safety": SAFETY[found.graded.safety],
        "interval": interval_in_words(state),
        "health_type": health_in_words(state),
        "value": None if state.value is None else per_cent(state.value),
        "estimates": [(each, LEVELS[each.level], True) for each in state.together]
        + [(each, LEVELS[each.level], False) for each in state.apart],
        "per_cent": per_cent,
        "to_measure": [QUESTION[name].text if name in QUESTION else "Resistance compared with new"
                       for name in found.graded.to_measure],
        "findings": [each for each in found.findings if each.severity.value != "note"],
    }  # fmt: skip


# ---------------------------------------------------------------- the route


def _routed(request: Request, battery: Battery) -> dict[str, Any]:
    """Return where the unit should go, with what a person adds to what is known."""
    given = {name: request.query_params.get(name, "").strip() for name in ("energy", "region", "recall")}
    values: dict[str, Any] = {
        "asked": given | {"energy": given["energy"] or (f"{battery.energy_kwh:g}" if battery.energy_kwh else "")},
        "regions": REGIONS, "route_wrong": (), "decision": None,
    }  # fmt: skip
    try:
        parameters = our_parameters(_PROFILES.get(given["region"], "generic"))
        decision = route(_with(battery, given), parameters, now_text()[:10])
    except InvalidInput as wrong:
        return values | {"route_wrong": wrong.findings}
    return values | route_view(decision)


def _with(battery: Battery, given: dict[str, str]) -> Battery:
    energy = single(given["energy"], "Rated energy (kWh)") if given["energy"] else battery.energy_kwh
    recall = {"yes": True, "no": False}.get(given["recall"])
    return replace(battery, energy_kwh=energy, region=given["region"] or None, recall=recall)


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
