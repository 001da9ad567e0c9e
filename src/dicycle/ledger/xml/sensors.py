"""The attributes of sensorMetadata and sensorReport, whose values XML writes as attributes (EPCIS 2.0 §7.3.7)."""

from typing import Final

from dicycle.ledger.xml.words import ALERTS, COMPONENTS, MEASUREMENTS, Words

_ORIGIN: Final = ("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules")
METADATA: Final = frozenset({"time", "startTime", "endTime", *_ORIGIN})
NUMBERS: Final = frozenset({"value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"})
TRUTH: Final = "booleanValue"
REPORT: Final = NUMBERS | {
    *("type", "exception", "time", "component", "uom", "stringValue", "hexBinaryValue", "uriValue", TRUTH),
    *("microorganism", "chemicalSubstance", "coordinateReferenceSystem", *_ORIGIN),
}
WORDS: Final[dict[str, Words]] = {"type": MEASUREMENTS, "exception": ALERTS, "component": COMPONENTS}
