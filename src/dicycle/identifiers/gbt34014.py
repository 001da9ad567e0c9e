"""Codes of automotive traction batteries by GB/T 34014-2017: read, checked, written.

Layout of the 24 characters: maker 3, product type 1, battery type 1, specification 2, traceability 7,
production date 3, serial number of the day 7. A second-life product gets a new code without the traceability
characters (clause 4.2); the public form of 19 characters is read as those 17 and 2 of a cascade code (our
reading). The form of 25 is the 24 and one more character, whose meaning is not public.

Cells, modules and packs must be linked to each other (4.1), but no field of the code holds the link: it is kept
in records. Here that is an association event; a second-life product points to its old code by its own event.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dicycle.errors import InvalidIdentifier
from dicycle.findings import Finding
from dicycle.identifiers.checks import refuse
from dicycle.identifiers.gbt34014_readings import READINGS, Reading

LENGTHS = (24, 19, 25)
LAST_SERIAL = 9_999_999

# B and E are read alike by every public source; the other letters come from one source each.
CHEMISTRIES = {
    "A": "nickel metal hydride",
    "B": "lithium iron phosphate",
    "C": "lithium manganese oxide",
    "D": "lithium cobalt oxide",
    "E": "ternary (nickel, cobalt, manganese or aluminium)",
    "F": "supercapacitor",
    "G": "lithium titanate",
    "Z": "other",
}

_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_YEARS, _MONTHS, _DAYS = (
    "".join(sorted(set("".join(tables)) - {"\0"}))
    for tables in zip(*((r.years, r.months, r.days) for r in READINGS), strict=True)
)
_IN_URI = re.compile(r"https?://[^/?#\s]+/(?:[^?#\s]*/)?gbt34014/([^/?#\s]+)/?(?:[?#]\S*)?", re.IGNORECASE)


class Product(StrEnum):
    """What a code names: pack, module or cell."""

    PACK = "P"
    MODULE = "M"
    CELL = "C"


_DESIGN = (
    ("maker code", 3, _ALPHANUMERIC),
    ("product type", 1, "PMC"),
    ("battery type", 1, _ALPHANUMERIC[10:]),
    ("specification code", 2, _ALPHANUMERIC),
)
_TRACE = (("traceability code", 7, _ALPHANUMERIC),)
_MADE = (
    ("production year", 1, _YEARS),
    ("production month", 1, _MONTHS),
    ("production day", 1, _DAYS),
    ("serial number", 7, _ALPHANUMERIC[:10]),
)
_LAYOUTS = {
    24: _DESIGN + _TRACE + _MADE,
    19: (*_DESIGN, *_MADE, ("cascade code", 2, _ALPHANUMERIC)),
    25: (*_DESIGN, *_TRACE, *_MADE, ("additional character", 1, _ALPHANUMERIC)),
}


@dataclass(frozen=True, slots=True)
class BatteryCode:
    """One GB/T 34014 code, taken apart. `produced` are the three date characters as printed.

    `traceability` is empty in the form of 19 characters, `cascade` in the other two; `extra` is the 25th character.
    """

    maker: str
    product: Product
    chemistry: str
    specification: str
    traceability: str
    produced: str
    serial: str
    cascade: str = ""
    extra: str = ""

    @property
    def code(self) -> str:
        """The code as it is printed."""
        design = self.maker + self.product + self.chemistry + self.specification
        return design + self.traceability + self.produced + self.serial + self.cascade + self.extra

    def __str__(self) -> str:
        return self.code

    @property
    def product_name(self) -> str:
        """``pack``, ``module`` or ``cell``."""
        return self.product.name.lower()

    @property
    def chemistry_name(self) -> str | None:
        """The battery type in words; None for a letter that no public source explains."""
        return CHEMISTRIES.get(self.chemistry)

    @property
    def second_life(self) -> bool:
        """Whether this is the form for cascade (second-life) products."""
        return not self.traceability

    def uri(self, domain: str) -> str:
        """Return the code as a URI under `domain` (``id.example.com`` or ``https://id.example.com/path``)."""
        base = domain if domain.startswith(("http://", "https://")) else f"https://{domain}"
        return f"{base.rstrip('/')}/gbt34014/{self.code}"

    def candidates(self) -> dict[date, tuple[str, ...]]:
        """Return every day the date characters may mean, each with the names of the readings that say so."""
        days: dict[date, tuple[str, ...]] = {}
        for reading in READINGS:
            day = reading.date_of(self.produced)
            if day is not None:
                days[day] = (*days.get(day, ()), reading.name)
        return dict(sorted(days.items()))

    def production_date(self, reading: str | None = None) -> date:
        """Return the production date, by one named reading or where all readings agree.

        Raises InvalidIdentifier when the date is ambiguous (all candidates are named) or is no date at all.
        """
        found = self.candidates()
        if reading is not None:
            chosen = reading_named(reading).name
            found = {day: names for day, names in found.items() if chosen in names}
        if len(found) == 1:
            return next(iter(found))
        raise self._ambiguous(found) if found else self._no_date()

    def _ambiguous(self, found: dict[date, tuple[str, ...]]) -> InvalidIdentifier:
        named = "; ".join(f"{day.isoformat()} ({', '.join(names)})" for day, names in found.items())
        return refuse(
            "ambiguous-date",
            f"The date characters {self.produced!r} may mean {named}.",
            self.code,
            "Choose one with production_date(reading=…), by what the maker prints.",
        )

    def _no_date(self) -> InvalidIdentifier:
        sentence = f"The date characters {self.produced!r} are no day of the calendar."
        return refuse("no-date", sentence, self.code, "Characters 15 to 17 (8 to 10 of 19) are year, month and day.")


def reading_named(name: str) -> Reading:
    """Return the reading of that name; InvalidIdentifier names those that exist."""
    for reading in READINGS:
        if reading.name == name:
            return reading
    known = ", ".join(reading.name for reading in READINGS)
    raise refuse("unknown-reading", f"There is no reading {name!r} of production dates.", name, f"Known: {known}.")


def parse_battery_code(code: str) -> BatteryCode:
    """Return the code taken apart.

    Raises InvalidIdentifier with a finding for every wrong character: its position, and what may stand there.
    """
    layout = _LAYOUTS.get(len(code))
    if layout is None:
        sentence = f"A GB/T 34014 code has 24, 19 or 25 characters; {code!r} has {len(code)}."
        raise refuse("code-length", sentence, code, "Leave no character and no space out or in.")
    fields, findings = {}, []
    start = 0
    for name, length, allowed in layout:
        fields[name] = code[start : start + length]
        findings += _wrong(code, start, length, name, allowed)
        start += length
    if fields["serial number"] == "0000000":
        findings.append(_finding(code, "The serial number 0000000 is not used; the day starts at 0000001."))
    if findings:
        raise InvalidIdentifier(*findings)
    return _code_of(fields)


def _code_of(fields: dict[str, str]) -> BatteryCode:
    return BatteryCode(
        maker=fields["maker code"],
        product=Product(fields["product type"]),
        chemistry=fields["battery type"],
        specification=fields["specification code"],
        traceability=fields.get("traceability code", ""),
        produced=fields["production year"] + fields["production month"] + fields["production day"],
        serial=fields["serial number"],
        cascade=fields.get("cascade code", ""),
        extra=fields.get("additional character", ""),
    )


def _wrong(code: str, start: int, length: int, name: str, allowed: str) -> list[Finding]:
    return [
        _finding(
            code,
            f"Character {position + 1} ({name}) is {code[position]!r}; {_in_words(allowed)} may stand there.",
            "Letters are upper case." if code[position].islower() else "",
        )
        for position in range(start, start + length)
        if code[position] not in allowed
    ]


def _in_words(allowed: str) -> str:
    named = {_ALPHANUMERIC: "0-9 and A-Z", _ALPHANUMERIC[:10]: "0-9", _ALPHANUMERIC[10:]: "A-Z"}
    return named.get(allowed, f"one of {allowed}")


def _finding(code: str, sentence: str, advice: str = "") -> Finding:
    return Finding("identifier.code-character", sentence, code, advice=advice)


def make_battery_code(
    maker: str,
    product: Product,
    chemistry: str,
    specification: str,
    produced: date | str,
    serial: int,
    *,
    traceability: str = "",
    cascade: str = "",
    reading: str = READINGS[0].name,
) -> BatteryCode:
    """Return a new code, checked: of 24 characters with `traceability`, of 19 with `cascade` (second life).

    `produced` is a date, written by the named reading, or the three characters themselves; `serial` counts from
    1 each day. Raises InvalidIdentifier when a part does not fit.
    """
    if not 1 <= serial <= LAST_SERIAL:
        raise refuse("code-serial", f"The serial number {serial} is not within 1 to {LAST_SERIAL}.", str(serial))
    letters = produced if isinstance(produced, str) else _letters(produced, reading_named(reading))
    made = BatteryCode(maker, product, chemistry, specification, traceability, letters, f"{serial:07d}", cascade)
    if bool(traceability) == bool(cascade):
        sentence = "A code has either a traceability code or, for a second-life product, a cascade code."
        raise refuse("code-form", sentence, made.code)
    read = parse_battery_code(made.code)
    if read != made:
        raise refuse("code-fields", f"A field of {made.code!r} has the wrong number of characters.", made.code)
    return read


def _letters(day: date, reading: Reading) -> str:
    letters = reading.letters_of(day)
    if letters is None:
        sentence = f"The reading {reading.name} has no characters for {day.isoformat()}."
        raise refuse("no-date", sentence, day.isoformat())
    return letters


def code_in(uri: str) -> str | None:
    """Return the code that a URI of the form ``https://{domain}/…/gbt34014/{code}`` carries, unchecked; else None."""
    found = _IN_URI.fullmatch(uri)
    return found[1] if found else None
