"""The page of one thing or lot: what it is, how it is, where it is, what is in it, and its life."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dicycle.bootstrap import Life, Loop
from dicycle.genealogy.containment import stays, valid
from dicycle.identifiers import canonical, class_of
from dicycle.ledger.narrative import Detail
from dicycle.ledger.stored import StoredEvent
from dicycle.ledger.wording import (
    Names,
    category_word,
    facts,
    identifier,
    key_word,
    label,
    name_of,
    short,
    tail,
    title,
)
from dicycle.server.access import principal_of, seen
from dicycle.server.answering import data, wants_data
from dicycle.server.pages import inside, moments, public
from dicycle.server.pages.life import Entry, as_data, declarations, entries, names_for, records, window, years
from dicycle.server.pages.links import THINGS, linked_id, moved, url_of
from dicycle.server.pages.place import place_answer
from dicycle.server.pages.rendering import page
from dicycle.server.pages.search import named
from dicycle.server.pages.signs import check_thing
from dicycle.vocabulary import CHEMISTRY, NOMINAL_VOLTAGE, PREDECESSOR, RATED_CAPACITY, RATED_ENERGY

_BATTERIES: Final = ("pack", "module", "cell", "cell_lot", "storage_system")
_RATED: Final = ((CHEMISTRY, "Chemistry", ""), (RATED_ENERGY, "Rated energy", "kWh"),
                 (RATED_CAPACITY, "Rated capacity", "Ah"), (NOMINAL_VOLTAGE, "Nominal voltage", "V"))  # fmt: skip


class Card(NamedTuple):
    """One of the few facts above the fold; `id` is what the value names, `note` says since when or by what."""

    title: str
    value: str
    note: str = ""
    id: str | None = None


def add(pages: APIRouter, loop: Loop) -> None:
    """Add the page of a thing: under its Digital Link path, or ``/thing?id=`` for any other name."""

    def by_link(request: Request) -> Response:
        id, mine = linked_id(request), seen(request, loop)
        return public.answer(request, loop, id) or answer(request, mine, _known(mine, id))

    for ai in THINGS:
        pages.add_api_route(f"/{ai}/{{rest:path}}", by_link, methods=["GET", "HEAD"], name=f"thing {ai}")

    @pages.get("/thing")
    def by_id(request: Request, id: str = "") -> Response:
        mine = seen(request, loop)
        return answer(request, mine, _known(mine, id))


def _known(loop: Loop, code: str) -> str:
    """Return the canonical id of a thing with events, or of a class, place or party that master data names."""
    id = canonical(code.strip())
    return id if class_of(id) is None and loop.store.names([id])[id] else named(loop, code)


def answer(request: Request, loop: Loop, id: str) -> Response:
    """Return the page of a thing, or the way to its one address."""
    url = url_of(id)
    if request.url.path == "/thing":
        if not url.startswith("/thing"):
            return RedirectResponse(url, 303)
    elif elsewhere := moved(request, url):
        return RedirectResponse(elsewhere, 303)
    if loop.store.item(id) is None:
        return place_answer(request, loop, id)
    as_of = request.query_params.get("as_of", "").strip()
    life = loop.life(id, moments.as_of(as_of))
    sense = check_thing(loop.store, id, life.events) if principal_of(request).sees_all else None
    if wants_data(request):
        return data(twin(loop, life, as_of) | {"sense": sense.as_dict() if sense else None})
    everything = request.query_params.get("life") == "all"
    return page(request, "thing.html", view(loop, life, as_of, everything) | {"sense": sense})


def view(loop: Loop, life: Life, as_of: str, everything: bool) -> dict[str, Any]:
    """Return what the page shows."""
    item, events = life.item, life.events
    shown, gap = window(records(events), everything)
    outwards = inside.chain(loop, life.parents, moments.as_of(as_of))
    before, after = inside.made_from(item.id, events), inside.became(item.id, events)
    related = [*(stay.child for stay in life.parts), *(one[0] for one in before), *(one[0] for one in after)]
    ids = [item.id, *(stay.parent for stay in outwards), *inside.kinds(related), *_predecessors(events)]
    names = names_for(loop, shown, ids)
    told = entries(shown, item.id, names, declarations(events))
    steps = inside.steps(outwards, names)
    return {
        "title": label(item.id, names),
        "heading": name_of(item.id, names) or title(key_word(item.id)) or "Thing",
        "serial": short(item.id),
        "category": category_word(item.category) if item.category else "",
        "id": item.id,
        "ids": _identities(item.id, life.aliases),
        "model": [(name, f"{value} {unit}".strip()) for name, value, unit in _rated(item.id, names)],
        "predecessors": [(one, label(one, names)) for one in _predecessors(events)],
        "cards": _cards(item.category, told, steps, names, ended=_ended(item.id, told)),
        "steps": steps,
        "parts_in": inside.of_stays(life.parts, names),
        "made_from": inside.groups(before, names),
        "became": inside.groups(after, names),
        "came_with": inside.together(item.id, events)[0] - 1,
        "went_with": inside.together(item.id, events)[1] - 1,
        "holds": bool(life.parts) or any(stay.parent == item.id for stay in stays(events)),
        "has_genealogy": bool(before or after or life.parts or outwards),
        "as_of": as_of,
        "years": years(told, gap),
        "count": len(shown) + gap,
        "json_url": _with(url_of(item.id), "format=json"),
        "all_url": _with(url_of(item.id), "life=all"),
        "form_id": item.id if url_of(item.id).startswith("/thing") else "",
        "form_url": url_of(item.id).partition("?")[0],
    }


def twin(loop: Loop, life: Life, as_of: str) -> dict[str, Any]:
    """Return the page as JSON."""
    item, events = life.item, life.events
    names = names_for(loop, events, [item.id])
    return {
        "id": item.id,
        "category": item.category,
        "name": name_of(item.id, names) or None,
        "aliases": life.aliases,
        "url": url_of(item.id),
        "as_of": as_of or None,
        "parts": [_stay(stay, stay.child) for stay in life.parts],
        "parents": [_stay(stay, stay.parent) for stay in life.parents],
        "made_from": [_made(*one) for one in inside.made_from(item.id, events)],
        "became": [_made(*one) for one in inside.became(item.id, events)],
        "life": [as_data(one) for one in entries(records(events), item.id, names, declarations(events))],
    }


def _stay(stay: Any, id: str) -> dict[str, Any]:
    return {
        "id": id,
        "since": moments.iso(stay.since),
        "event_id": stay.event_id,
        "fixed": stay.fixed,
        "amount": stay.amount,
    }


def _made(id: str, amount: Any, moment: Any) -> dict[str, Any]:
    return {"id": id, "amount": amount, "event_time": moment.iso}


def _with(url: str, parameter: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{parameter}"


def _identities(id: str, aliases: Sequence[str]) -> list[tuple[str, str]]:
    """Return the names of a thing with what kind of name each is."""
    found = identifier(id)
    kind = "GS1 Digital Link" if found and found.digital_link else "URI"
    codes = [(one, identifier(one)) for one in aliases]
    return [
        (kind, id),
        *((("GB/T 34014", short(one)) if read and read.scheme == "gbt34014" else ("Also", one)) for one, read in codes),
    ]


def _rated(id: str, names: Names) -> list[tuple[str, str, str]]:
    said = facts(id, names)
    return [(name, said[key], unit) for key, name, unit in _RATED if isinstance(said.get(key), str)]


def _predecessors(events: Sequence[StoredEvent]) -> list[str]:
    ilmds = [one.value.get("ilmd") for one in valid(events)]
    return [
        canonical(one[PREDECESSOR]) for one in ilmds if isinstance(one, dict) and isinstance(one.get(PREDECESSOR), str)
    ]


# ---------------------------------------------------------------- the cards above the fold


def _ended(item: str, told: Sequence[Entry]) -> Entry | None:
    """Return the record that ended a thing's identity: it was transformed or destroyed (convention 10)."""
    if class_of(item) and "/10/" in item:
        return None
    for entry in reversed(told):
        value = entry.stored.value
        inputs = inside.became(item, [entry.stored]) if value["type"] == "TransformationEvent" else []
        over = value.get("bizStep") in ("destroying", "decommissioning") or value.get("action") == "DELETE"
        if not entry.declarations and (inputs or (over and value["type"] == "ObjectEvent")):
            return entry
    return None


def _cards(
    category: str | None, told: Sequence[Entry], steps: Sequence[inside.Step], names: Names, ended: Entry | None
) -> list[Card]:
    holding = [entry for entry in told if not entry.declarations]
    cards = [_state(holding, ended), _where(holding), _health(category, holding), _in(steps, ended)]
    return [card for card in cards if card is not None]


def _state(told: Sequence[Entry], ended: Entry | None) -> Card | None:
    if ended is not None:
        return Card("State", ended.telling.text if len(ended.telling.text) < 60 else "Ended", f"on {ended.moment.day}")
    for entry in reversed(told):
        if state := [one.value for one in entry.telling.details if one.label == "State"]:
            return Card("State", title(state[0]), f"since {entry.moment.day}")
    return None


def _where(told: Sequence[Entry]) -> Card | None:
    for entry in reversed(told):
        if entry.telling.place:
            place = entry.telling.place
            return Card("Last seen", place.text, f"on {entry.moment.day}", place.id)
    return None


def _health(category: str | None, told: Sequence[Entry]) -> Card | None:
    """Return the last state of health with its type and date; not measured is said, never left to guess (5, 7)."""
    for entry in reversed(told):
        for one in entry.telling.details:
            if one.kind == "reading" and one.label == "State of health":
                return Card("State of health", one.value, f"{_method(one)} on {entry.moment.day}")
    return Card("State of health", "Not measured") if category in _BATTERIES else None


def _method(reading: Detail) -> str:
    return f"by {tail(reading.note)}," if reading.note else "method not said,"


def _in(steps: Sequence[inside.Step], ended: Entry | None) -> Card | None:
    if not steps or ended is not None:
        return None
    first = steps[0]
    return Card("Built into" if first.fixed else "Packed in", first.label, f"since {first.since.day}", first.id)
