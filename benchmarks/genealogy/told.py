"""A chain as EPCIS events in the order of time: what a ledger gets to read."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import numpy as np

from benchmarks.genealogy.chain import Shape, parts_of, place_of, places_of
from benchmarks.genealogy.ids import event_id, ids_of
from benchmarks.genealogy.plan import DAY, LISTED, MODULES, SERIAL, Assembly, Phase, Plan, assembled
from dicycle.ledger.stored import StoredEvent
from dicycle.vocabulary import CONTEXT

_STEPS: Final = dict.fromkeys(("ore", "refined", "cathode", "black_mass", "salt"), "creating_class_instance")
_CONTEXT: Final = json.dumps(CONTEXT, separators=(",", ":")).encode()
_KILO: Final = 10**9


class Telling(NamedTuple):
    """One event: its number, its time (microseconds since 1970), its JSON without a context."""

    number: int
    time: int
    body: bytes


def lines(chain: Plan, shape: Shape) -> Iterator[bytes]:
    """Yield events as lines of a file, each with its own context."""
    head = b'{"@context":' + _CONTEXT + b","
    return (head + one.body[1:] + b"\n" for one in told(chain, shape))


def stored(chain: Plan, shape: Shape) -> Iterator[StoredEvent]:
    """Yield events as a ledger gives them back."""
    return (StoredEvent(one.number + 1, one.time, one.time, one.body, _CONTEXT) for one in told(chain, shape))


def told(chain: Plan, shape: Shape) -> Iterator[Telling]:
    """Yield all events."""
    ids = ids_of(chain)
    assemblies = {built.period: built for built in chain.assemblies}
    for phase in chain.phases:
        yield from _births(phase, shape, ids)
        if phase.kind in LISTED:
            yield from _assembled(phase, assemblies[phase.period], shape, ids)


def _births(phase: Phase, shape: Shape, ids: Sequence[str]) -> Iterator[Telling]:
    at, said = _clock(phase.times), _named_inputs(phase, ids)
    firsts = phase.first + np.cumsum(phase.sizes) - phase.sizes
    places = places_of(shape)
    for run, (first, size) in enumerate(zip(firsts.tolist(), phase.sizes.tolist(), strict=True)):
        outputs = ids[first : first + size]
        place = places[place_of(phase, run, shape)]
        mass = int(phase.mass[first - phase.first]) if len(phase.mass) > 1 else int(phase.mass[0])
        body = _transformation(phase, shape, said[run], outputs, mass) if said else _birth(phase, shape, outputs, mass)
        yield _event(phase.event + run, at[run], phase.times[run], body, place)


def _named_inputs(phase: Phase, ids: Sequence[str]) -> list[str]:
    """What each run takes in, as JSON."""
    inputs = phase.inputs
    out: list[list[str]] = [[] for _ in phase.sizes] if len(inputs.run) else []
    for run, thing, quantity in zip(
        *(column[inputs.implied == 0].tolist() for column in (inputs.run, inputs.thing, inputs.quantity)), strict=True
    ):
        out[run].append(f'"{ids[thing]}"' if quantity < 0 else _lot(ids[thing], quantity))
    field = "inputEPCList" if phase.kind == "black_mass" else "inputQuantityList"
    return [f'"{field}":[{",".join(one)}]' for one in out]


def _lot(id: str, micrograms: int) -> str:
    return f'{{"epcClass":"{id}","quantity":{_kilograms(micrograms)},"uom":"KGM"}}'


def _kilograms(micrograms: int) -> str:
    return f"{micrograms // _KILO}.{micrograms % _KILO:09d}"


def _transformation(phase: Phase, shape: Shape, inputs: str, outputs: Sequence[str], mass: int) -> str:
    feed = ',"dcy:feed":"post_consumer"' if shape.feed and phase.kind == "black_mass" else ""
    made = _outputs(phase, "output", outputs, mass)
    step = _STEPS.get(phase.kind, "commissioning")
    return f'"type":"TransformationEvent",{inputs},{made},"bizStep":"{step}"{feed},{_ilmd(phase, shape, outputs, mass)}'


def _birth(phase: Phase, shape: Shape, outputs: Sequence[str], mass: int) -> str:
    made = _outputs(phase, "", outputs, mass)
    step = _STEPS.get(phase.kind, "commissioning")
    ilmd = _ilmd(phase, shape, outputs, mass)
    return f'"type":"ObjectEvent","action":"ADD",{made},"bizStep":"{step}","disposition":"active",{ilmd}'


def _outputs(phase: Phase, side: str, outputs: Sequence[str], mass: int) -> str:
    if phase.kind in SERIAL:
        field = f"{side}EPCList" if side else "epcList"
        return f'"{field}":[{_quoted(outputs)}]'
    field = f"{side}QuantityList" if side else "quantityList"
    return f'"{field}":[{_lot(outputs[0], mass)}]'


def _quoted(texts: Sequence[str]) -> str:
    return '"' + '","'.join(texts) + '"'


def _ilmd(phase: Phase, shape: Shape, outputs: Sequence[str], mass: int) -> str:
    elements = ",".join(f'"{one}":{_kilograms(much)}' for one, much in parts_of(phase.kind, mass, shape))
    item = "" if phase.kind in SERIAL else f'"dcy:item":"{outputs[0]}",'
    origin = ',"dcy:origin":"virgin"' if phase.kind == "ore" else ""
    return f'"ilmd":{{"dcy:content":[{{{item}"dcy:mass":{_kilograms(mass)},"dcy:elements":{{{elements}}}}}]{origin}}}'


def _assembled(phase: Phase, built: Assembly, shape: Shape, ids: Sequence[str]) -> Iterator[Telling]:
    place = places_of(shape)[place_of(phase, 0, shape)]
    if phase.kind == "module":
        groups = ((built.modules + row, cells.tolist()) for row, cells in enumerate(built.cells))
        yield from _bound(groups, built.event, assembled(built.period, "module", len(built.cells)), place, ids)
        return
    own = np.flatnonzero(built.begin < built.pack_event + len(built.cells) // MODULES)
    members = built.child[own].reshape(-1, MODULES)
    packs = built.parent[own[::MODULES]].tolist()
    times = assembled(built.period, "pack", len(packs))
    yield from _bound(zip(packs, members.tolist(), strict=True), built.pack_event, times, place, ids)
    yield from _moved(built, place, ids)


def _bound(groups: Any, first: int, times: Any, place: str, ids: Sequence[str]) -> Iterator[Telling]:
    at = _clock(times)
    for number, (parent, children) in enumerate(groups):
        body = _association("ADD", "assembling", ids[parent], [ids[child] for child in children])
        yield _event(first + number, at[number], times[number], body, place)


def _moved(built: Assembly, place: str, ids: Sequence[str]) -> Iterator[Telling]:
    moves = built.moves
    if moves is None:
        return
    for module, old, pack, event, time in zip(
        moves.module.tolist(), moves.left.tolist(), moves.pack.tolist(), moves.event.tolist(), moves.time.tolist(),
        strict=True,
    ):  # fmt: skip
        out, into = _clock(np.array([time, time + 1_000]))
        body = _association("DELETE", "disassembling", ids[old], [ids[module]])
        yield _event(event, out, time, body, place)
        body = _association("ADD", "assembling", ids[pack], [ids[module]])
        yield _event(event + 1, into, time + 1_000, body, place)


def _association(action: str, step: str, parent: str, children: Sequence[str]) -> str:
    head = f'"type":"AssociationEvent","action":"{action}","bizStep":"{step}"'
    return f'{head},"parentID":"{parent}","childEPCs":[{_quoted(children)}]'


def _event(number: int, at: str, time: int, body: str, place: str) -> Telling:
    text = (
        f'{{"eventID":"{event_id(number)}","eventTime":"{at}","eventTimeZoneOffset":"+00:00",{body},'
        f'"readPoint":{{"id":"{place}"}},"bizLocation":{{"id":"{place}"}}}}'
    )
    return Telling(number, int(time), text.encode())


def _clock(times: Any) -> list[str]:
    """Times of one day as texts."""
    if not len(times):
        return []
    day = int(times[0]) // DAY * DAY
    date = datetime.fromtimestamp(day / 1e6, UTC).strftime("%Y-%m-%d")
    return [
        f"{date}T{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}+00:00"
        for ms in ((times - day) // 1000).tolist()
    ]
