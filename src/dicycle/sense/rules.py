"""The table of rules: what each one says, what it rests on, what to do, and how severe it is in a plant.

Everything that is said about rules elsewhere (profiles, ``dicycle check --rules``, the documentation) comes from here.
EPCIS means EPCIS 2.0, CBV means CBV 2.0, GenSpecs the GS1 General Specifications; a number is a clause.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from dicycle.findings import Severity

OFF: Final = None
NOTE, WARNING, ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR
_Level = Severity | None


class Scope(StrEnum):
    """How much a rule has to see."""

    EVENT = "one event"
    RECORDS = "records of one event id"
    HISTORY = "the history of a thing or lot"
    RUN = "a process, of one event or of all with one transformationID"
    DOCUMENT = "a document"


class Rule(NamedTuple):
    """One rule; `plant` is its severity in the default profile, None where it is off."""

    name: str
    scope: Scope
    plant: _Level
    says: str
    rests_on: str
    advice: str

    @property
    def code(self) -> str:
        """The code of its findings."""
        return f"sense.{self.name}"


_KEY = "GenSpecs 7.9.1, 7.11"
_LABEL = "Read the label again; if the event is stored, declare it wrong and send the right one."
_DECLARE = "If a record is wrong, declare it so (errorDeclaration) and send the right one."
_MISSING = "Send the event that is missing, or declare the wrong one."

_EVENT = (
    ("check-digit", ERROR, "The check digit of a GS1 key does not follow from its other digits.", _KEY, _LABEL),
    ("urn-digit-count", ERROR, "The company prefix and the reference of an EPC URN do not have the digits of the key.",
     "Tag Data Standard 6.3", "Write every leading zero; the check digit is left out."),
    ("serial-too-long", ERROR, "A serial or lot number is longer than its key allows.", "GenSpecs 3.3, 3.4, 3.5",
     "Use a shorter number, or name the thing by a URI of your own domain."),
    ("key-malformed", ERROR, "A GS1 key is malformed in another way.", "GenSpecs 3, 7.11", _LABEL),
    ("gbt34014-length", ERROR, "A battery code has not 24, 19 or 25 characters.", "GB/T 34014-2017, 4", _LABEL),
    ("gbt34014-characters", ERROR, "A battery code has a character that cannot stand where it stands.",
     "GB/T 34014-2017, 5", _LABEL),
    ("gbt34014-date", WARNING, "The date in a battery code is no day, or lies after the event that gives the code.",
     "GB/T 34014-2017, 5", _LABEL),
    ("class-in-epc-list", ERROR, "A lot or a class stands in a list of single things.", "EPCIS 7.3.3.1",
     "Put it into the quantity list, with its quantity."),
    ("instance-in-quantity-list", ERROR, "A single thing stands in a list of lots and classes.", "EPCIS 7.3.3.3",
     "Put it into the list of EPCs."),
    ("class-as-parent", ERROR, "The parent is a lot or a class, not a thing.", "EPCIS 7.4.3, 7.4.6",
     "Name the module, pack, crate or place by its own key."),
    ("place-as-child", ERROR, "A place or a party is put into a thing.", "EPCIS 7.4.6",
     "The place is the parent; what is fixed to it is the child."),
    ("place-as-thing", ERROR, "A place or a party stands in a list of things.", "CBV 8.2",
     "Say where it happened in readPoint and bizLocation."),
    ("not-a-place", ERROR, "A key that is no place stands where a place belongs.", "CBV 8.3",
     "Use the GLN of the place (AI 414)."),
    ("not-a-party", ERROR, "A key that is no party stands where a party belongs.", "CBV 8.6",
     "Use the GLN of the party (AI 417)."),
    ("input-is-output", ERROR, "A thing goes into a transformation and comes out of it.", "EPCIS 7.4.5; convention 10",
     "A transformation ends its inputs: give what comes out a name of its own, or use an ObjectEvent."),
    ("parent-is-child", ERROR, "A thing is its own parent.", "EPCIS 7.4.3, 7.4.6", _DECLARE),
    ("child-named-twice", ERROR, "One child is named twice in one event.", "EPCIS 7.4.3, 7.4.6", _LABEL),
    ("thing-named-twice", ERROR, "One thing is named twice in one list, in two spellings.", "EPCIS 7.3.3.1", _LABEL),
    ("unit-unknown", ERROR, "The unit of a quantity is not one that Dicycle knows.", "EPCIS 7.3.3.3; UN/CEFACT Rec 20",
     "Use a Recommendation 20 code, such as KGM."),
    ("quantity-of-odd-unit", WARNING, "A quantity is measured in neither mass nor pieces.", "convention 4",
     "Give the mass; what has none cannot be balanced."),
    ("quantity-negative", ERROR, "A quantity is below zero.", "convention 4",
     "What leaves is an output or a DELETE, never a negative quantity."),
    ("pieces-not-whole", ERROR, "Pieces are counted in fractions.", "EPCIS 7.3.3.3",
     "Count whole pieces, or give a mass and its unit."),
    ("content-above-mass", ERROR, "The elements of a thing weigh more than the thing.", "convention 4", _DECLARE),
    ("mass-above-quantity", ERROR, "The birth facts of a lot give it more mass than its quantity.", "convention 4",
     _DECLARE),
    ("birth-fact-of-stranger", WARNING, "Birth facts are about a thing that is not born in this event.",
     "EPCIS 7.3.6", "Send birth facts with the event that brings the thing into being."),
    ("element-unknown", WARNING, "An element is not one that Dicycle books.", "dicycle.vocabulary",
     "Use Li, Ni, Co, Mn, Cu, Al, Fe, P or graphite."),
    ("unit-of-other-measurement", ERROR, "A reading has a unit of another kind of measurement.", "CBV 7.6",
     "Give the unit in which it was measured, and the type that was measured."),
    ("sensor-unit-unknown", NOTE, "A reading of a known type has a unit that Dicycle does not know.", "CBV 7.6",
     "Use a Recommendation 20 code of the measurement."),
    ("sensor-after-event", ERROR, "A reading was taken after the event that tells it.", "EPCIS 7.3.7.1, M122",
     "The event time is when the event was over; check both clocks."),
    ("sensor-window-backwards", ERROR, "A measurement ends before it starts.", "EPCIS 7.3.7.1",
     "Swap startTime and endTime."),
    ("value-out-of-range", ERROR, "A reading has a value that cannot be.", "convention 7",
     "Check the unit and the decimal point."),
    ("minimum-above-maximum", ERROR, "The lowest value of a reading is above the highest.", "EPCIS 7.3.7.2",
     "Swap minValue and maxValue."),
    ("mean-outside-range", ERROR, "The mean of a reading is not between its lowest and its highest value.",
     "EPCIS 7.3.7.2", "Check the three values."),
    ("report-says-nothing", WARNING, "A reading has no value and no alarm.", "EPCIS 7.3.7.2",
     "Give what was read, or leave the report out."),
    ("health-without-method", ERROR, "A state of health is told without the method that gave it.", "convention 7",
     "Give dataProcessingMethod, in the report or in its sensorMetadata."),
    ("assembling-transforms", ERROR, "Assembling is told as a transformation.", "CBV 7.1 (assembling); convention 10",
     "Assembly is an AssociationEvent; a transformation ends what goes in."),
    ("step-misfit", WARNING, "The step does not fit the type or the action of its event.", "CBV 7.1",
     "Use the event type and action that the step is made for."),
    ("disposition-misfit", WARNING, "The disposition contradicts the step.", "CBV 7.2",
     "Say the condition of the things after the step."),
    ("set-and-unset", ERROR, "One disposition is set and unset in one event.", "EPCIS 7.3.5.5", "Say which one holds."),
    ("grade-unknown", ERROR, "A grade is not A, B, C or D.", "dicycle.vocabulary", "Use a grade from A to D."),
    ("route-unknown", ERROR, "A decision is not one of the routes.", "dicycle.vocabulary",
     "Use reuse, second_life or recycling."),
    ("feed-unknown", ERROR, "The feed of a recycler is neither post-consumer nor pre-consumer.", "convention 6",
     "Use post_consumer or pre_consumer."),
    ("prefix-unbound", ERROR, "A word has a prefix that no context binds to an address.", "JSON-LD 1.1, 4.1.5",
     "Bind the prefix in @context, or correct it."),
    ("leap-second", ERROR, "A time has a sixty-first second, which xsd:dateTime does not know.",
     "XML Schema 1.1-2, 3.3.7", "Write the second before, or the first of the next minute."),
    ("recorded-before-event", ERROR, "A record says that it was recorded before it happened.", "EPCIS 7.4.1.1",
     "One of two clocks is wrong."),
    ("event-in-future", NOTE, "An event lies in the future of the ledger that records it, or of the check.",
     "EPCIS 7.4.1.1", "Check the reporter's clock and time zone."),
    ("error-reason-unknown", WARNING, "The reason of an error declaration is not one of the standard's.",
     "CBV 7.5", "An accident is an event, not an error: tell it as what happened."),
    ("declared-before-event", ERROR, "A record is declared wrong before the event that it tells.", "EPCIS 7.4.1.2",
     "Check the time of the declaration."),
)  # fmt: skip

_RECORDS = (
    ("same-id-other-fact", ERROR, "Two records under one event id tell two different facts.",
     "EPCIS 7.4.1.1, 7.4.1.2; convention 1", "Give the second fact an id of its own; a declaration repeats its event."),
    ("corrective-event-unknown", WARNING, "The event that is said to correct another is not there.", "EPCIS 7.4.1.2",
     "Send the corrective event."),
    ("declaration-of-nothing", NOTE, "A declaration is about an event that is not there.", "EPCIS 7.4.1.2",
     "Send the event too: a declaration says that it was told."),
)  # fmt: skip

_HISTORY = (
    ("used-after-end", ERROR, "A thing or lot is used after it was consumed, destroyed or decommissioned.",
     "EPCIS 7.4.5, CBV 7.1; convention 10", "Declare the wrong event, or give the thing its new name."),
    ("used-before-birth", ERROR, "A thing or lot is used before it is born.", "EPCIS 7.4.2, 7.4.5",
     "One of the two times is wrong: declare that event and send it again."),
    ("born-twice", ERROR, "A thing is born a second time.", "EPCIS 7.4.2; CBV 7.1 (commissioning)",
     "Declare one of the two, or give the second thing its own serial number."),
    ("beginning-unknown", OFF, "A thing or lot is used, and no event tells how it began.", "convention 5",
     "Ask whoever made it for its birth event."),
    ("child-of-two-parents", ERROR, "A thing is put into a parent while it is still in another.",
     "EPCIS 7.4.3, 7.4.6", "Send the event that took it out of the first."),
    ("child-already-inside", WARNING, "A thing is put into a parent in which it already is.", "EPCIS 7.4.3, 7.4.6",
     _MISSING),
    ("child-not-inside", ERROR, "A thing is taken out of a parent in which it is not.", "EPCIS 7.4.3, 7.4.6", _MISSING),
    ("inside-itself", ERROR, "A thing is put into something that is inside of it.", "EPCIS 7.4.3, 7.4.6", _DECLARE),
    ("child-moved-without-parent", ERROR, "A thing travels on its own while it is built into another.",
     "EPCIS 7.4.6", "Send the event that took it out."),
    ("ended-inside-parent", WARNING, "A thing ends while it is still inside a parent that goes on.",
     "EPCIS 7.4.5, 7.4.6", "Send the event that took it out."),
    ("used-inside-ended", WARNING, "A thing is used after what it was inside of was consumed or destroyed.",
     "EPCIS 7.4.5; convention 10", "Send the event that took it out before."),
    ("received-before-shipped", ERROR, "A thing arrives before it leaves, under one business document.", "CBV 7.1",
     "One of the two times is wrong: declare that event and send it again."),
    ("shipped-twice", WARNING, "A thing leaves twice under one business document and does not arrive in between.",
     "CBV 7.1", _MISSING),
    ("received-twice", WARNING, "A thing arrives twice under one business document and does not leave in between.",
     "CBV 7.1", _MISSING),
    ("collected-twice", WARNING, "A thing is collected twice at one place and was not out in between.", "CBV 7.1",
     _MISSING),
    ("two-places-at-once", WARNING, "A thing is at two places in the same instant.", "EPCIS 7.3.5.2",
     "One of the two times or places is wrong."),
    ("lot-overdrawn", ERROR, "More is taken out of a lot than was ever put into it.", "convention 4",
     "One of the quantities is wrong, or a birth of the lot is missing."),
    ("more-than-born", WARNING, "More of a lot is seen than was ever born.", "convention 4",
     "One of the quantities is wrong, or a birth of the lot is missing."),
    ("unit-differs-from-birth", ERROR, "A lot born in pieces is taken by mass, or the other way round.",
     "convention 12", "Use the unit of its birth."),
    ("pre-consumer-claimed-as-post", ERROR, "Production scrap is fed as post-consumer waste.", "convention 6",
     "Post-consumer is what a consumer had; keep the two apart from the gate on."),
)  # fmt: skip

_RUN = (
    ("output-before-input", ERROR, "Something comes out of a run before anything went in.", "EPCIS 7.4.5",
     "One of the two times is wrong: declare that event and send it again."),
    ("output-heavier-than-input", ERROR, "More mass comes out than went in.", "convention 4",
     "A weight is wrong, or an input is missing."),
    ("mass-unexplained", WARNING, "Less mass comes out than went in, and no loss is declared.", "convention 4",
     "Declare residue and loss as outputs, so that the run closes."),
    ("element-above-input", WARNING, "More of an element comes out than the inputs are known to hold.", "convention 4",
     "A content is wrong, or an input does not say what it holds."),
)  # fmt: skip

_DOCUMENT = (
    ("event-after-document", ERROR, "A document was made before an event that it tells.", "EPCIS, document header",
     "One of two clocks is wrong."),
    ("category-unknown", ERROR, "Master data give a class a category that is none of the loop.", "dicycle.vocabulary",
     "Use one of the categories of the vocabulary."),
    ("place-inside-itself", ERROR, "A place is a part of itself.", "EPCIS, master data", "Correct the master data."),
)  # fmt: skip

_SCOPES = (
    (Scope.EVENT, _EVENT), (Scope.RECORDS, _RECORDS), (Scope.HISTORY, _HISTORY), (Scope.RUN, _RUN),
    (Scope.DOCUMENT, _DOCUMENT),
)  # fmt: skip

RULES: Final = MappingProxyType(
    {row[0]: Rule(row[0], scope, row[1], *row[2:]) for scope, rows in _SCOPES for row in rows}
)
"""Rule name -> rule, in the order of the table."""
