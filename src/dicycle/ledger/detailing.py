"""What an event says beyond its sentence: readings, parties, documents, lasting states, contents."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import UNSET

from dicycle.identifiers import canonical
from dicycle.ledger.model import BusinessEvent, SensorReport
from dicycle.ledger.wording import Names, document_word, label, measure, number, short, title, words
from dicycle.vocabulary import CONTENT, ELEMENTS_OF, FEED, GRADE, ITEM, MASS, PREDECESSOR, PREDECESSOR_CODE, ROUTE


class Detail(NamedTuple):
    """One more fact: `kind` is reading, state, grade, party, document or content; `id` is what the value names."""

    kind: str
    label: str
    value: str
    id: str | None = None
    note: str = ""


def details_of(
    event: BusinessEvent, item: str | None, names: Names, extensions: Mapping[str, Any]
) -> tuple[Detail, ...]:
    """Return what an event says beyond its sentence, the most telling first."""
    found = [*_readings(event), *_own_words(extensions), *_states(event), *_content(event, item)]
    return (*found, *_origin(event), *_parties(event, names), *_documents(event))


def _readings(event: BusinessEvent) -> Iterator[Detail]:
    for element in [] if event.sensor_element_list is UNSET else event.sensor_element_list:
        method = getattr(element.sensor_metadata, "data_processing_method", UNSET)
        for report in element.sensor_report:
            yield Detail("reading", _quantity(report), reading(report), note=_method(report, method))


def _quantity(report: SensorReport) -> str:
    name = title(words(report.type))
    return f"{name}, {words(report.component)}" if isinstance(report.component, str) else name


def _method(report: SensorReport, default: Any) -> str:
    method = report.data_processing_method if report.data_processing_method is not UNSET else default
    return method if isinstance(method, str) else ""


def reading(report: SensorReport) -> str:
    """Return what a report says, with unit, spread, range and alarm."""
    uom = report.uom
    plain = [report.string_value, report.uri_value, report.hex_binary_value, report.microorganism]
    said = [measure(report.value, uom)] if report.value is not UNSET else []
    said += ["yes" if report.boolean_value else "no"] if report.boolean_value is not UNSET else []
    said += [one for one in plain if isinstance(one, str)]
    said += [short(report.chemical_substance)] if isinstance(report.chemical_substance, str) else []
    said += [f"{name} {measure(value, uom)}" for name, value in _statistics(report) if value is not UNSET]
    alarm = [words(report.exception)] if isinstance(report.exception, str) else []
    return ", ".join([*said, *alarm]) or "no value"


def _statistics(report: SensorReport) -> list[tuple[str, Any]]:
    return [
        ("mean", report.mean_value),
        ("lowest", report.min_value),
        ("highest", report.max_value),
        ("±", report.s_dev),
    ]


def _own_words(extensions: Mapping[str, Any]) -> Iterator[Detail]:
    for key, name in ((GRADE, "Grade"), (ROUTE, "Goes to"), (FEED, "Feed")):
        said = extensions.get(key)
        if isinstance(said, str):
            yield Detail("grade", name, said if key == GRADE else words(said))


def _states(event: BusinessEvent) -> Iterator[Detail]:
    if isinstance(event.disposition, str):
        yield Detail("state", "State", words(event.disposition))
    lasting = getattr(event, "persistent_disposition", UNSET)
    if lasting is not UNSET:
        for name, listed in (("From now on", lasting.set), ("No longer", lasting.unset)):
            if listed is not UNSET:
                yield Detail("state", name, ", ".join(map(words, listed)))


def _content(event: BusinessEvent, item: str | None) -> Iterator[Detail]:
    """Yield what a thing is made of, as its birth says (`dicycle.vocabulary.CONTENT`)."""
    listed = _ilmd(event).get(CONTENT)
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    own = [one for one in entries if _names(one, item)] or [one for one in entries if ITEM not in one]
    for entry in own[:1] if item is not None else []:
        if MASS in entry:
            yield Detail("content", "Mass", f"{number(entry[MASS])} kg")
        elements = entry.get(ELEMENTS_OF)
        if isinstance(elements, dict) and elements:
            yield Detail("content", "Of it", ", ".join(f"{name} {number(mass)} kg" for name, mass in elements.items()))


def _names(entry: Mapping[str, Any], item: str | None) -> bool:
    return isinstance(entry.get(ITEM), str) and canonical(entry[ITEM]) == item


def _origin(event: BusinessEvent) -> Iterator[Detail]:
    ilmd = _ilmd(event)
    if isinstance(ilmd.get(PREDECESSOR), str):
        old = canonical(ilmd[PREDECESSOR])
        yield Detail("content", "Was before", short(old), old)
    if isinstance(ilmd.get(PREDECESSOR_CODE), str):
        yield Detail("content", "Old code", short(ilmd[PREDECESSOR_CODE]))


def _ilmd(event: BusinessEvent) -> Mapping[str, Any]:
    found = getattr(event, "ilmd", UNSET)
    return found if isinstance(found, dict) else {}


def _parties(event: BusinessEvent, names: Names) -> Iterator[Detail]:
    """Yield who gives and who takes; owner and possessor are one line where they are one and the same."""
    said: dict[tuple[str, str], list[str]] = {}
    for end, name, listed in (("source", "From", event.source_list), ("destination", "To", event.destination_list)):
        for one in [] if listed is UNSET else listed:
            said.setdefault((name, canonical(getattr(one, end))), []).append(_role(one.type))
    for (name, id), roles in said.items():
        yield Detail("party", f"{name} {' and '.join(dict.fromkeys(roles))}", label(id, names), id)


def _role(kind: str) -> str:
    return {"owning_party": "owner", "possessing_party": "holder", "location": "place"}.get(kind) or words(kind)


def _documents(event: BusinessEvent) -> Iterator[Detail]:
    for one in [] if event.biz_transaction_list is UNSET else event.biz_transaction_list:
        kind = document_word(one.type) if isinstance(one.type, str) else "document"
        yield Detail("document", title(kind), short(one.biz_transaction))
    for certificate in _certificates(event):
        yield Detail("document", "Certificate", certificate)


def _certificates(event: BusinessEvent) -> list[str]:
    found = event.certification_info
    return [] if found is UNSET else [found] if isinstance(found, str) else list(found)
