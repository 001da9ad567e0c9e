"""The elements of EPCIS 2.0 events in the order of GS1's schema (EPCglobal-epcis-2_0.xsd)."""

from typing import Final

_HEAD: Final = (
    *("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "errorDeclaration", "certificationInfo"),
    "baseExtension",
)
_WHY: Final = ("action", "bizStep", "disposition", "readPoint", "bizLocation")
_TAIL: Final = ("sourceList", "destinationList", "sensorElementList", "persistentDisposition", "ilmd", "extension")

ORDER: Final[dict[str, tuple[str, ...]]] = {
    "ObjectEvent": (*_HEAD, "epcList", *_WHY, "bizTransactionList", "quantityList", *_TAIL),
    "AggregationEvent": (
        *(*_HEAD, "parentID", "childEPCs", *_WHY, "bizTransactionList", "childQuantityList"),
        *_TAIL,
    ),
    "AssociationEvent": (
        *(*_HEAD, "parentID", "childEPCs", "childQuantityList", *_WHY, "bizTransactionList"),
        *_TAIL,
    ),
    "TransactionEvent": (*_HEAD, "bizTransactionList", "parentID", "epcList", *_WHY, "quantityList", *_TAIL),
    "TransformationEvent": (
        *(*_HEAD, "inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList", "transformationID"),
        *(*_WHY[1:], "bizTransactionList", *_TAIL),
    ),
}
"""What may stand in each event; the grammar knows which of them may have ilmd and persistentDisposition."""

ANY: Final = tuple(dict.fromkeys(name for names in ORDER.values() for name in names))
"""Every element of the standard, for events of somebody's own type."""
