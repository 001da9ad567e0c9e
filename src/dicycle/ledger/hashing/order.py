"""The canonical property order of an event (CBV 2.0 §8.9, table), as writers.

The published test vectors settle three things that the table leaves open or says otherwise: where certificationInfo
goes, that the type of a business transaction, source or destination comes first, and that destinations come before
sources. docs/explanation/event-hash.md tells each.
"""

from typing import Final

from dicycle.ledger import cbv
from dicycle.ledger.hashing import values
from dicycle.ledger.hashing.names import STANDARD
from dicycle.ledger.hashing.writing import Writer, listing, record, repeated, single, word

_as_it_is = single(lambda text, _: text)
_uri = single(values.identifier)
_amount = single(values.scalar)
_time = single(values.time)
_disposition = single(word(f"{values.CBV}Disp-", cbv.DISPOSITIONS))
_transfer_type = single(word(f"{values.CBV}SDT-", cbv.SOURCE_DEST_TYPES))
_epcs = listing("epc", _uri)
_quantities = listing("quantityElement", record(epcClass=_uri, quantity=_amount, uom=_as_it_is))
_place = record(id=_uri)
_transactions = listing(
    "",
    record(type=single(word(f"{values.CBV}BTT-", cbv.BIZ_TRANSACTION_TYPES)), bizTransaction=_uri),
)
_device: Final[dict[str, Writer]] = dict.fromkeys(
    ("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod"), _uri
)
_metadata = record(time=_time, startTime=_time, endTime=_time, **_device, bizRules=_uri)
_report = record(
    type=single(word(STANDARD["gs1"], cbv.MEASUREMENT_TYPES)),
    exception=single(word(STANDARD["gs1"], cbv.SENSOR_ALERTS)),
    **_device,
    bizRules=_uri,
    time=_time,
    microorganism=_uri,
    chemicalSubstance=_uri,
    value=_amount,
    component=single(word(f"{values.CBV}Comp-", cbv.COMPONENTS)),
    stringValue=_uri,
    booleanValue=_as_it_is,
    hexBinaryValue=_as_it_is,
    uriValue=_uri,
    minValue=_amount,
    maxValue=_amount,
    meanValue=_amount,
    sDev=_amount,
    percRank=_amount,
    percValue=_amount,
    uom=_as_it_is,
    coordinateReferenceSystem=_uri,
)

EVENT: Final = record(
    eventTime=_time,
    eventTimeZoneOffset=_as_it_is,
    certificationInfo=repeated(_uri),
    epcList=_epcs,
    parentID=_uri,
    inputEPCList=_epcs,
    childEPCs=_epcs,
    quantityList=_quantities,
    childQuantityList=_quantities,
    inputQuantityList=_quantities,
    outputEPCList=_epcs,
    outputQuantityList=_quantities,
    action=_as_it_is,
    transformationID=_uri,
    bizStep=single(word(f"{values.CBV}BizStep-", cbv.BIZ_STEPS)),
    disposition=_disposition,
    persistentDisposition=record(set=repeated(_disposition), unset=repeated(_disposition)),
    readPoint=_place,
    bizLocation=_place,
    bizTransactionList=_transactions,
    destinationList=listing("", record(type=_transfer_type, destination=_uri)),
    sourceList=listing("", record(type=_transfer_type, source=_uri)),
    sensorElementList=listing("sensorElement", record(sensorMetadata=_metadata, sensorReport=repeated(_report))),
    ilmd=record(),
)
"""Writer of everything an event says, but for its type and what the hash leaves out."""
