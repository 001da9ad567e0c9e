"""What the page of a unit in the yard shows: its life in three lines, its gates one by one, its files, what is next."""

from typing import Any, Final, get_args
from urllib.parse import quote

from fastapi import Request

from dicycle.bootstrap import Loop
from dicycle.errors import NotFound
from dicycle.health.gates import FailedBefore, Passage
from dicycle.health.gates.before import in_words
from dicycle.health.grading import our_scheme
from dicycle.health.grading.types import known_types
from dicycle.health.inspecting import Inspection, Inspections
from dicycle.health.inspecting.model import one_ambient
from dicycle.health.model import Chemistry
from dicycle.ledger.formats import microseconds
from dicycle.ledger.wording import category_of, category_word, facts, short
from dicycle.server.access import principal_of
from dicycle.server.health.carrying import standing
from dicycle.server.health.telling import whole
from dicycle.server.pages.health.cards import gate_rows, open_questions
from dicycle.server.pages.health.carried import ROUTES_PATH, carried_view
from dicycle.server.pages.health.curves import HEIGHT
from dicycle.server.pages.health.evidence import Evidence, evidence_of
from dicycle.server.pages.health.otherwise import otherwise
from dicycle.server.pages.health.undoing import last_undo
from dicycle.server.pages.health.watching import watched
from dicycle.server.pages.health.words import SAFETY, heading_of
from dicycle.server.pages.life import entries, names_for, records
from dicycle.server.pages.links import url_of
from dicycle.server.pages.moments import moment_of
from dicycle.vocabulary import CHEMISTRY, RATED_CAPACITY

_LINES: Final = 3
_KINDS: Final = {"cell": "cell", "module": "module", "pack": "pack", "storage_system": "pack"}
CHEMISTRIES: Final[tuple[str, ...]] = get_args(Chemistry)


def view(loop: Loop, unit: str, request: Request) -> dict[str, Any]:
    """Return what the page shows."""
    inspections = loop.inspections
    names = loop.store.names([unit])
    every = inspections.of_unit(unit)
    current = next((one for one in reversed(every) if one.status == "open"), None)
    ended = [one.finished for one in reversed(every) if one.finished]
    base = {
        "title": heading_of(unit, names),
        "unit": unit,
        "heading": heading_of(unit, names).removesuffix(short(unit)),
        "serial": short(unit),
        "category": category_word(_category(loop, unit, names)),
        "life": _life(loop, unit, names),
        "thing_url": url_of(unit) if loop.store.item(unit) else "",
        "certificates": [(one.certificate, moment_of(microseconds(one.at) or 0)) for one in ended],
        "done": None,
        "route_url": "",
        "live_url": "",
        "inspection": current,
        "before": [in_words(one) for one in _failed_before(inspections, unit, current)],
        "next": "begin",
        "otherwise": None,
    }
    if current is not None:
        return base | _inspected(loop, current, request)
    last = _last_word(loop, every)
    return base | last | _beginning(loop, unit, names, request)


def _failed_before(inspections: Inspections, unit: str, current: Inspection | None) -> tuple[FailedBefore, ...]:
    return inspections.failed_before(current) if current else inspections.failed_last(unit)


def _last_word(loop: Loop, every: list[Inspection]) -> dict[str, Any]:
    """Return where the unit goes by its last certificate, or where that is decided."""
    last = next((one for one in reversed(every) if one.finished), None)
    if last is None or last.finished is None:
        return {}
    return {
        "done": carried_view(loop, standing(loop, last)), "route_url": f"{ROUTES_PATH}/{last.finished.certificate}"
    }  # fmt: skip


def twin(loop: Loop, unit: str) -> dict[str, Any]:
    """Return the page as plain values."""
    inspections = loop.inspections
    known = loop.store.item(unit) is not None
    return {
        "unit": unit, "known": known,
        "inspections": [whole(inspections, one.id) for one in inspections.of_unit(unit)],
    }  # fmt: skip


def _category(loop: Loop, unit: str, names: Any) -> str:
    item = loop.store.item(unit)
    return (item.category if item else None) or category_of(unit, names) or "battery"


def _life(loop: Loop, unit: str, names: Any) -> list[tuple[Any, str]]:
    """Return the last things that happened to a unit, the latest first."""
    try:
        events = records(loop.life(unit).events)
    except NotFound:
        return []
    told = entries(events, unit, names | names_for(loop, events, [unit]), {})
    return [(one.moment, one.telling.text) for one in reversed(told)][:_LINES]


# ---------------------------------------------------------------- before


def _beginning(loop: Loop, unit: str, names: Any, request: Request) -> dict[str, Any]:
    said = facts(unit, names)
    category = _category(loop, unit, names)
    chemistry = str(said.get(CHEMISTRY) or "").upper()
    return {
        "chemistries": CHEMISTRIES,
        "chemistry": next((one for one in CHEMISTRIES if chemistry.startswith(one.upper())), ""),
        "capacity": said.get(RATED_CAPACITY) or "",
        "types": known_types(loop.inspections.rules),
        "kind": _KINDS.get(category, "pack"),
        "kinds": ("cell", "module", "pack"),
        "by": principal_of(request).name or "",
    }


# ---------------------------------------------------------------- while it goes on


def _inspected(loop: Loop, one: Inspection, request: Request) -> dict[str, Any]:
    inspections = loop.inspections
    passage = inspections.passage(one)
    files = evidence_of(inspections, one)
    scheme = inspections.rules.scheme or our_scheme()
    rows = gate_rows(inspections, one, scheme.releasable, principal_of(request).token)
    asked = [card for row in rows for card in row.cards]
    return {
        "gates": rows,
        "otherwise": otherwise(inspections, one, request.query_params),
        "why_no_life": inspections.why_no_life(one),
        "answered": sum(card.sign.kind != "not-measured" for card in asked),
        "asked": len(asked),
        "quarantine": passage.quarantine,
        "safety": SAFETY["quarantine" if passage.quarantine else "failed" if passage.failed else "open"],
        "files": files,
        "live": watched(inspections, one),
        "live_url": f"/inspections/{quote(one.id, safe='')}/live",
        "height": HEIGHT,
        "photos": sum(1 for file in one.files if file.purpose == "photograph"),
        "next": _next(passage, files),
        "undo": last_undo(inspections, one, principal_of(request).token),
        "limits": passage.limits,
        "type": one.begun.type,
        "proved": principal_of(request).token and principal_of(request).name,
        "token": principal_of(request).token,
        "warmth": one_ambient(one.files),
        "warmths": sorted({file.ambient for file in one.files if file.ambient is not None}),
    }


def _next(passage: Passage, files: Evidence) -> str:
    if passage.quarantine:
        return "quarantine"
    if open_questions(passage):
        return "gates"
    return "grade" if files.files else "record"
