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
"""Master-data attribute of an EPC class (``urn:epcglobal:epcis:vtype:EPCClass``), one of `CATEGORIES`.

Of things without a class it is an ilmd key of their birth, or stands in their entry of ``dcy:content``.
"""

NAME: Final = "dcy:name"
"""Master-data attribute of a place, a party or an EPC class: its name for people."""

CONTENT: Final = "dcy:content"
"""ilmd key: what the things born in this event are made of.

``[{"dcy:item": <EPC or lot>, "dcy:mass": <kg>, "dcy:elements": {<one of `ELEMENTS`>: <kg>, …}}, …]``. An entry
without ``dcy:item`` holds for each EPC born in the event that no other entry names. The mass of a lot is that of its
whole quantity in the event. An element that is not listed is absent.
"""

ITEM: Final = "dcy:item"
ALIAS: Final = "dcy:alias"
MASS: Final = "dcy:mass"
ELEMENTS_OF: Final = "dcy:elements"

ELEMENTS: Final = ("Li", "Ni", "Co", "Mn", "Cu", "Al", "Fe", "P", "graphite")
"""What is booked by mass; graphite is the anode's carbon, never the carbon of carbonates or plastics."""

PREDECESSOR: Final = "dcy:predecessor"
"""ilmd key of a second-life unit: the EPC it was before; ``dcy:predecessorCode`` is that one's GB/T 34014 URI."""

PREDECESSOR_CODE: Final = "dcy:predecessorCode"

FEED: Final = "dcy:feed"
"""Event key of a recycler's run: where its waste comes from, one of `FEEDS`."""

FEEDS: Final = ("post_consumer", "pre_consumer")

ORIGIN: Final = "dcy:origin"
"""ilmd key of things that are born without inputs: where their matter comes from, one of `ORIGINS`.

The place is that of the event, or stands behind a colon: ``virgin:https://id.gs1.org/414/…``. Without it the origin is
unknown.
"""

ORIGINS: Final = ("virgin", *FEEDS)

ALLOCATION: Final = "dcy:allocation"
"""Event key of a transformation: which input, or which claim of the site's account, goes to which output.

``[{"dcy:item": <output>, "dcy:from": <input>, "dcy:elements": {…}}, …]``, with ``dcy:origin`` instead of ``dcy:from``
for a claim. Only models of attribution that allot freely read it.
"""

FROM: Final = "dcy:from"
"""Inside ``dcy:allocation``: the input that an output is made of."""

GRADE: Final = "dcy:grade"
"""Event key of an inspection: what the grading said, ``A`` (like new) to ``D`` (material only)."""

ROUTE: Final = "dcy:route"
"""Event key of an inspection: what was decided, one of `ROUTES`."""

ROUTES: Final = ("reuse", "remanufacture", "second_life", "recycling", "quarantine")

CERTIFICATE: Final = "dcy:certificate"
"""Event key of an inspection: the SHA-256 of its certificate, in hexadecimal."""

SAFETY: Final = "dcy:safety"
"""Event key of an inspection: what the safety gates came to (passed, released, open, failed, quarantine)."""

DECISION: Final = "dcy:decision"
"""Event key of an inspection: the SHA-256 of the decision, in hexadecimal."""

BEST_ROUTE: Final = "dcy:bestRoute"
"""Event key of an inspection: the route that was reckoned to be best, where a person decided otherwise."""

REASON: Final = "dcy:reason"
"""Event key of an inspection: why a person decided otherwise."""

PARAMETERS: Final = "dcy:parameters"
"""Event key of an inspection: the SHA-256 of what the decision was reckoned with, in hexadecimal."""

STATE_OF_HEALTH: Final = "dcy:stateOfHealth"
"""sensorReport type: capacity left over rated capacity, in per cent (uom ``P1``)."""

HEALTH_OF_OTHER_TYPE: Final = "dcy:stateOfHealthOfOtherType"
"""sensorReport type: a state of health that is not of capacity over rated capacity; the keys beside it say of what."""

RESISTANCE_OVER_NEW: Final = "dcy:resistanceOverNew"
"""sensorReport type: resistance over that of a new unit of the type, in per cent (uom ``P1``)."""

LOW: Final = "dcy:low"
HIGH: Final = "dcy:high"
COVERAGE: Final = "dcy:coverage"
"""sensorReport keys: the interval of a value, in the unit of the report, and the share of cases in which it holds."""

NUMERATOR: Final = "dcy:numerator"
DENOMINATOR: Final = "dcy:denominator"
RATE: Final = "dcy:rate"
AMBIENT: Final = "dcy:ambient"
EVIDENCE: Final = "dcy:evidence"
"""sensorReport keys: of which type a state of health is (convention 7), and its level of evidence, ``E0`` to ``E4``."""

STATE_OF_CHARGE: Final = "dcy:stateOfCharge"
"""sensorReport type: charge left over capacity left, in per cent (uom ``P1``)."""

CYCLES: Final = "dcy:fullCycles"
"""sensorReport type: equivalent full cycles so far (uom ``C62``)."""

DANGEROUS_GOODS: Final = "dcy:dangerousGoods"
"""Event key of a shipment: the UN number of what is in it, such as ``UN3480``."""

SWAP_ORDER: Final = "dcy:swaporder"
"""bizTransaction type: the order that joins the four events of a battery swap."""

COUNTRY: Final = "dcy:country"
CITY: Final = "dcy:city"
LATITUDE: Final = "dcy:latitude"
LONGITUDE: Final = "dcy:longitude"
ROLE: Final = "dcy:role"
OPERATOR: Final = "dcy:operator"
"""Master-data attributes of a place or party: ISO 3166 country, city, degrees (WGS 84), role, operator's PGLN."""

CHEMISTRY: Final = "dcy:chemistry"
RATED_ENERGY: Final = "dcy:ratedEnergy"
RATED_CAPACITY: Final = "dcy:ratedCapacity"
NOMINAL_VOLTAGE: Final = "dcy:nominalVoltage"
"""Master-data attributes of an EPC class: chemistry; kWh, ampere-hours and volts as strings of decimal numbers."""

CATEGORIES: Final = (
    "pack",
    "module",
    "cell",
    "cell_lot",
    "storage_system",
    "vehicle",
    "ore",
    "refined",
    "precursor",
    "cathode",
    "anode",
    "electrolyte",
    "foil",
    "part",
    "reagent",
    "black_mass",
    "salt",
    "scrap",
    "metal",
    "residue",
    "loss",
)
"""What a class of things is in the loop, from the mine to the salt that goes back."""
