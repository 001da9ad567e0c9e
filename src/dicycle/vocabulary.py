"""Words of our own that go into events: one namespace, announced in every context we write.

EPCIS 2.0 lets an event carry any key that has a prefix bound in its ``@context``. Dicycle's prefix is ``dcy``.
"""

from typing import Final

EPCIS_CONTEXT: Final = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
PREFIX: Final = "dcy"
NAMESPACE: Final = "https://w3id.org/dicycle/terms/"

CONTEXT: Final[list[str | dict[str, str]]] = [EPCIS_CONTEXT, {PREFIX: NAMESPACE}]
"""The ``@context`` of every event and document that Dicycle itself writes."""

ALIASES: Final = "dcy:aliases"
"""ilmd key: ``[{"dcy:item": <EPC>, "dcy:alias": <URI>}, …]``, other names of the things born in this event."""

CATEGORY: Final = "dcy:category"
"""Master-data attribute of an EPC class (``urn:epcglobal:epcis:vtype:EPCClass``), one of `CATEGORIES`."""

NAME: Final = "dcy:name"
"""Master-data attribute of a place, a party or an EPC class: its name for people."""

CATEGORIES: Final = (
    "pack",
    "module",
    "cell",
    "cell_lot",
    "storage_system",
    "vehicle",
    "ore",
    "refined",
    "cathode",
    "anode",
    "foil",
    "part",
    "black_mass",
    "salt",
    "scrap",
    "metal",
    "residue",
    "loss",
)
"""What a class of things is in the loop, from the mine to the salt that goes back."""
