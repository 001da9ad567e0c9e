"""A short chain of events that two organisations sent: a lot from elsewhere, two cells of it, a pack, a swap."""

import json
from typing import Any

from keys import FOREIGN, MAKER, PACK, PLACE, RECYCLER, event

from dicycle.bootstrap import Loop
from dicycle.vocabulary import CATEGORY, CONTEXT, NAME

CELL = "https://id.gs1.org/01/09521234000020/21/C-1"
OTHER = "https://id.gs1.org/01/09521234000020/21/C-2"
LOT = "https://id.gs1.org/01/09521234000037/10/L-1"
MINE, PLANT = "Example mine", "Example plant"


def _without(one: dict[str, Any], *fields: str) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in fields}


def chain() -> list[tuple[str, dict[str, Any]]]:
    """Return who sent what: 100 kg of cathode with 30 kg of virgin nickel; 1 kg of it in each of two cells.

    The first cell is in the pack for the first days of 2027, the second from the 5th of January on.
    """
    there, here = {"id": FOREIGN}, {"id": PLACE}
    declared = {"dcy:item": LOT, "dcy:mass": 100, "dcy:elements": {"Ni": 30}}
    born = {"dcy:category": "cathode", "dcy:origin": "virgin", "dcy:content": [declared]}
    amount = {"epcClass": LOT, "quantity": 100, "uom": "KGM"}
    lot = event(1, action="ADD", quantityList=[amount], readPoint=there, bizLocation=there, ilmd=born)
    cells = {"dcy:content": [{"dcy:mass": 1, "dcy:elements": {"Ni": 0.3}}]}
    run = event(
        2, type="TransformationEvent", inputQuantityList=[amount | {"quantity": 2}], outputEPCList=[CELL, OTHER],
        ilmd=cells, readPoint=here, bizLocation=here, bizStep="commissioning",
    )  # fmt: skip
    pack = event(3, action="ADD", ilmd={"dcy:category": "pack"}, readPoint=here, bizLocation=here)
    return [
        (RECYCLER, _without(lot, "epcList")),
        (MAKER, _without(run, "epcList", "action")),
        (MAKER, pack),
        (MAKER, _bound(4, "ADD", CELL, "2027-01-01T00:00:04Z")),
        (MAKER, _bound(5, "DELETE", CELL, "2027-01-05T00:00:00Z")),
        (MAKER, _bound(6, "ADD", OTHER, "2027-01-05T00:00:01Z")),
    ]


def _bound(number: int, action: str, child: str, time: str) -> dict[str, Any]:
    one = event(
        number, type="AssociationEvent", action=action, parentID=PACK, childEPCs=[child], eventTime=time,
        readPoint={"id": PLACE}, bizLocation={"id": PLACE}, bizStep="assembling" if action == "ADD" else "removing",
    )  # fmt: skip
    return _without(one, "epcList")


def names() -> dict[str, Any]:
    """Return what the places and the cells are called, as a document of master data."""
    said = {
        "BusinessLocation": {FOREIGN: {NAME: MINE}, PLACE: {NAME: PLANT}},
        "EPCClass": {CELL.partition("/21/")[0]: {NAME: "Cell X1", CATEGORY: "cell"}},
    }
    vocabularies = [
        {
            "type": f"urn:epcglobal:epcis:vtype:{kind}",
            "vocabularyElementList": [
                {"id": id, "attributes": [{"id": name, "attribute": text} for name, text in facts.items()]}
                for id, facts in elements.items()
            ],
        }
        for kind, elements in said.items()
    ]
    return {
        "@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2027-01-01T00:00:00Z",
        "epcisHeader": {"epcisMasterData": {"vocabularyList": vocabularies}}, "epcisBody": {"eventList": []},
    }  # fmt: skip


def fill(loop: Loop) -> Loop:
    """Capture the names and the chain."""
    loop.capture(names())
    for sender, one in chain():
        loop.intake.event(json.dumps(one).encode(), sender)
    return loop
