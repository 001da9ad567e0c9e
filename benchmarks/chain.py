"""Events for the benchmarks: two mixes of battery traffic, made fast and always the same.

``plant``: a plant that serialises every cell. Four of ten events move one or two packs, three build modules of twelve
cells, two commission twenty cells from three lots, one installs a pack; 10.5 terms an event.
``traffic``: what a ledger sees along the chain. Four of ten are readings of one pack, three pack crates of twelve, two
transform two lots into one, one installs a pack; 6.1 terms an event.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

_HEAD: Final = (
    '{"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",'
    '{"dcy":"https://w3id.org/dicycle/terms/"}],"type":"%s","eventID":"urn:uuid:%s","eventTime":"%s",'
    '"eventTimeZoneOffset":"+01:00",'
)
_PLACE: Final = '"readPoint":{"id":"https://id.gs1.org/414/95210000000%02d"},"bizLocation":{"id":"https://id.gs1.org/414/95210000000%02d"}}'
_PACK: Final = "https://id.gs1.org/01/09521000000018/21/P%07d"
_MODULE: Final = "https://id.gs1.org/01/09521000000025/21/M%08d"
_CELL: Final = "https://id.gs1.org/01/09521000000032/21/C%09d"
_LOT: Final = "https://id.gs1.org/01/09521000000049/10/L%06d"


def events(count: int, mix: str = "plant", seed: int = 1) -> Iterator[str]:
    """Yield events as JSON lines; event times rise by about a minute each."""
    random = Random(seed)
    makers = _MIXES[mix]
    for number in range(count):
        yield _event(number, random, makers[number % 10])


def lines_of(count: int, mix: str = "plant") -> list[bytes]:
    """Return events as encoded lines."""
    return [event.encode() for event in events(count, mix)]


def _event(number: int, random: Random, make: Callable[[int, Random, str, str], str]) -> str:
    uuid = f"{random.getrandbits(32):08x}-0000-4000-8000-{number:012x}"
    minutes = number + random.randrange(600)
    day, rest = divmod(minutes, 1440)
    year, day = divmod(day, 336)
    time = f"{2020 + year}-{day // 28 + 1:02}-{day % 28 + 1:02}T{rest // 60:02}:{rest % 60:02}:00.000+01:00"
    return make(number, random, uuid, time) + _PLACE % ((number % 40,) * 2)


def _move(number: int, random: Random, uuid: str, time: str) -> str:
    packs = [_PACK % max(0, number // 20 - random.randrange(2000)) for _ in range(2)]
    epcs = ",".join(f'"{pack}"' for pack in dict.fromkeys(packs))
    document = f"https://id.gs1.org/253/9521000000012D{number // 20:07}"
    return (
        _HEAD % ("ObjectEvent", uuid, time)
        + f'"action":"OBSERVE","bizStep":"shipping","disposition":"in_transit","epcList":[{epcs}],'
        + f'"bizTransactionList":[{{"type":"desadv","bizTransaction":"{document}"}}],'
    )


def _module(number: int, random: Random, uuid: str, time: str) -> str:
    cells = ",".join(f'"{_CELL % (number * 4 + index)}"' for index in range(12))
    return (
        _HEAD % ("AssociationEvent", uuid, time)
        + f'"action":"ADD","bizStep":"assembling","parentID":"{_MODULE % number}","childEPCs":[{cells}],'
    )


def _cells(number: int, random: Random, uuid: str, time: str) -> str:
    cells = ",".join(f'"{_CELL % (number * 4 + index)}"' for index in range(20))
    inputs = ",".join(
        f'{{"epcClass":"{_LOT % (number // 50 + index)}","quantity":{12 + index}.{number % 1000:03},"uom":"KGM"}}'
        for index in range(3)
    )
    return (
        _HEAD % ("TransformationEvent", uuid, time)
        + f'"bizStep":"commissioning","inputQuantityList":[{inputs}],"outputEPCList":[{cells}],'
    )


def _install(number: int, random: Random, uuid: str, time: str) -> str:
    return (
        _HEAD % ("AssociationEvent", uuid, time)
        + f'"action":"ADD","bizStep":"installing","parentID":"https://id.gs1.org/8004/9521000V{number:07}",'
        + f'"childEPCs":["{_PACK % (number // 20)}"],'
    )


def _reading(number: int, random: Random, uuid: str, time: str) -> str:
    pack = _PACK % max(0, number // 20 - random.randrange(2000))
    return (
        _HEAD % ("ObjectEvent", uuid, time)
        + f'"action":"OBSERVE","bizStep":"inspecting","epcList":["{pack}"],"sensorElementList":[{{"sensorMetadata":'
        + f'{{"time":"{time}","deviceID":"https://id.gs1.org/8004/9521000D{number % 50:03}"}},"sensorReport":['
        + f'{{"type":"Voltage","value":{350 + number % 60}.{number % 10},"uom":"VLT"}},'
        + f'{{"type":"Temperature","value":{20 + number % 9}.5,"uom":"CEL"}}]}}],'
    )


def _crate(number: int, random: Random, uuid: str, time: str) -> str:
    modules = ",".join(
        f'"{_MODULE % max(0, number * 2 + index - random.randrange(40))}"' for index in range(0, 480, 40)
    )
    return (
        _HEAD % ("AggregationEvent", uuid, time)
        + f'"action":"ADD","bizStep":"packing","parentID":"https://id.gs1.org/00/0952100{number:011}","childEPCs":[{modules}],'
    )


def _batch(number: int, random: Random, uuid: str, time: str) -> str:
    inputs = ",".join(
        f'{{"epcClass":"{_LOT % (number // 5 + index)}","quantity":{12 + index}.{number % 1000:03},"uom":"KGM"}}'
        for index in range(2)
    )
    output = f'{{"epcClass":"{_LOT % (500_000 + number)}","quantity":25.{number % 1000:03},"uom":"KGM"}}'
    return (
        _HEAD % ("TransformationEvent", uuid, time)
        + f'"bizStep":"creating_class_instance","inputQuantityList":[{inputs}],"outputQuantityList":[{output}],'
    )


_MIXES: Final = {
    "plant": (_move, _module, _move, _cells, _module, _move, _install, _module, _move, _cells),
    "traffic": (_reading, _crate, _reading, _batch, _crate, _reading, _install, _crate, _reading, _batch),
}
