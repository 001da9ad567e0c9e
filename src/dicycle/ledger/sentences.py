"""The sentences of events, as tables: by who speaks, business step and action (CBV 2.0 §7.1).

``{field}`` is filled in, ``[…]`` is left out when one of its fields is empty, and of ``… | …`` the first is said whose
fields outside brackets are all there.
"""

from enum import StrEnum
from typing import Final


class Part(StrEnum):
    """The part that a thing plays in an event; the value is the field that lists all who play it."""

    SUBJECT = "subjects"
    PARENT = "parents"
    CHILD = "children"
    INPUT = "inputs"
    OUTPUT = "outputs"


OBJECT: Final = {
    "accepting": "Accepted[ by {destination}][ from {source}]",
    "arriving": "Arrived[ from {source}]",
    "assembling": "Assembled",
    "collecting": "Collected[ by {destination}][ from {source}]",
    "commissioning": "Commissioned[: {amount}]",
    "consigning": "Consigned[ to {destination}]",
    "creating_class_instance": "Made[: {amount}]",
    "cycle_counting": "Counted[: {amount}]",
    "decommissioning": "Decommissioned",
    "departing": "Departed[ for {destination}]",
    "destroying": "Destroyed[: {state}]",
    "disassembling": "Dismantled",
    "dispensing": "Dispensed[: {amount}]",
    "encoding": "Given its code",
    "entering_exiting": "Passed the gate",
    "holding": "Put on hold[: {state}]",
    "inspecting": "Inspected[: {state}]",
    "installing": "Installed",
    "killing": "Tag disabled",
    "loading": "Loaded",
    "other": "Handled",
    "packing": "Packed",
    "picking": "Picked from stock",
    "receiving": "Received[ by {destination}][ from {source}]",
    "removing": "Removed",
    "repackaging": "Repacked",
    "repairing": "Repaired[: {state}]",
    "replacing": "Replaced",
    "reserving": "Reserved[ for {destination}]",
    "retail_selling": "Sold[ to {destination}]",
    "shipping": "Shipped[ by {source}][ to {destination}]",
    "staging_outbound": "Made ready to leave",
    "stock_taking": "Seen in stocktaking[: {amount}]",
    "stocking": "Put on the shelf",
    "storing": "Stored[: {state}]",
    "transporting": "On the road[ to {destination}]",
    "unloading": "Unloaded",
    "unpacking": "Unpacked",
    "void_shipping": "Shipping called off[ to {destination}]",
    "sensor_reporting": "Measured",
    "sampling": "Sampled[: {amount}]",
    "commissioning DELETE": "Decommissioned",
    "ADD": "Begun[: {amount}]",
    "OBSERVE": "Seen[: {state}]",
    "DELETE": "Ended",
    "transaction ADD": "Linked to {documents}",
    "transaction OBSERVE": "Seen under {documents}",
    "transaction DELETE": "No longer linked to {documents}",
}
"""What a thing says for itself in an object event, by step (and action), or by action where no step is given."""

PARENTED: Final[dict[Part, dict[tuple[str, str], str]]] = {
    Part.PARENT: {
        ("assembling", "ADD"): "{children} built in",
        ("installing", "ADD"): "{children} installed",
        ("replacing", "ADD"): "{children} put in as replacement",
        ("repairing", "ADD"): "{children} put in during repair",
        ("storing", "ADD"): "{children} put in store",
        ("loading", "ADD"): "{children} loaded",
        ("packing", "ADD"): "{children} packed in",
        ("disassembling", "DELETE"): "Dismantled: {children} taken out | Dismantled: everything taken out",
        ("removing", "DELETE"): "{children} removed | Emptied: everything removed",
        ("unpacking", "DELETE"): "Unpacked[: {children} taken out]",
        ("unloading", "DELETE"): "Unloaded[: {children}]",
        ("repairing", "DELETE"): "{children} taken out during repair | Emptied during repair",
    },
    Part.CHILD: {
        ("assembling", "ADD"): "{amount} built into {parents} | Built into {parents}",
        ("installing", "ADD"): "Installed in {parents}",
        ("replacing", "ADD"): "Put into {parents} as replacement",
        ("repairing", "ADD"): "Put into {parents} during repair",
        ("storing", "ADD"): "Put in store at {parents}",
        ("loading", "ADD"): "Loaded into {parents}",
        ("packing", "ADD"): "Packed into {parents}",
        ("disassembling", "DELETE"): "Taken out of {parents} in dismantling",
        ("removing", "DELETE"): "Removed from {parents}",
        ("unpacking", "DELETE"): "Unpacked from {parents}",
        ("unloading", "DELETE"): "Unloaded from {parents}",
        ("repairing", "DELETE"): "Taken out of {parents} during repair",
    },
}
"""What parent and children say of being put together and taken apart."""

_ANY_STEP: Final = {
    (Part.PARENT, "AssociationEvent", "ADD"): "{children} built in",
    (Part.PARENT, "AggregationEvent", "ADD"): "{children} packed in",
    (Part.PARENT, "", "DELETE"): "{children} taken out | Emptied: everything taken out",
    (Part.PARENT, "", "OBSERVE"): "Seen[ with {children} inside]",
    (Part.CHILD, "AssociationEvent", "ADD"): "{amount} built into {parents} | Built into {parents}",
    (Part.CHILD, "AggregationEvent", "ADD"): "Packed into {parents}",
    (Part.CHILD, "", "DELETE"): "Taken out[ of {parents}]",
    (Part.CHILD, "", "OBSERVE"): "Seen[ in {parents}]",
}

TRANSFORMATION: Final[dict[Part, dict[str, str]]] = {
    Part.INPUT: {
        "": "{amount} turned[ {company}] into {outputs} | Turned[ {company}] into {outputs}",
        "charge": "Charged into run {run}[: {amount}]",
        "discharge": "Used in run {run}",
        "shredding": "Shredded[ {company}] into {outputs}",
        "second life": "Began a second life as {outputs}",
    },
    Part.OUTPUT: {
        "": "Made[ as {share},] from {inputs}",
        "charge": "Made in run {run}",
        "discharge": "Taken out of run {run}[: {amount}]",
        "shredding": "Made by shredding {inputs}",
        "second life": "Made for a second life[, {share},] from {inputs}",
    },
}
"""What inputs and outputs say of a transformation, by what it was."""


def by_action(part: Part, kind: str, action: str) -> str:
    """Return what parent or child say where the step has no sentence of its own."""
    return _ANY_STEP.get((part, kind, action)) or _ANY_STEP[part, "", action]
