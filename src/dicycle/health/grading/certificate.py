"""The certificate: what is said of a unit's health on a day, with all that it rests on, as bytes with one hash.

The same raw files, model, limits, scheme and answers give the same bytes on any machine: there is no clock in them,
keys are sorted, numbers are rounded as `dicycle.health.grading.rounding` says. The SHA-256 of the bytes is its id.
"""

from hashlib import sha256
from typing import Final

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.health.gates.model import FailedBefore, Gate, Limits, Passage, Reading
from dicycle.health.grading.case import Passport
from dicycle.health.grading.model import Graded, Release, Replaced, Resistance, Scheme, Withdrawn
from dicycle.health.grading.rounding import printed_resistance, printed_state, significant
from dicycle.health.grading.standards import Row
from dicycle.health.model import CellType, Estimate, Kind, Source, StateOfHealth

FORMAT: Final = "dicycle-certificate/1"
SAYS_NOT: Final = (
    "It says nothing of how long the unit will live.",
    "It is no statement of conformity with any standard or law; the table of standards says where a field is found.",
    "It holds for the unit as it was measured; what happened to it later is not in it.",
    "The interval is calibrated on units like those that the model was fitted on.",
)
_ADVICE: Final = "Give the file as it was issued; every byte counts."


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was gone by: its name, version and hash, and which key signed it, if any."""

    id: str
    version: str
    hash: str
    signed_by: str | None = None


class Certificate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is certified of a unit; `unit` is its canonical id, `as_of` the day (UTC, ISO 8601).

    `kind` is None where nobody says whether it is a cell, a module or a pack; `by` is who answers for the
    measurements, `measured` the day that was given for those that carry none, `named` what the files call the unit,
    `ambient` the temperature (degrees Celsius) that was stated for files that have none; it is left out where nobody
    stated it. `declared` are values of others that were looked at, `model` the SHA-256 of the model that estimated,
    `files` the raw files; `replaced` are answers that do not hold, and `withdrawn` test
    records that do not count, left out where there are none; `before` is what
    inspections that were cancelled had failed, left out where nothing; `passport` is what master data says of the type,
    left out where it says nothing.
    """

    format: str = FORMAT
    unit: str
    kind: Kind | None
    type: CellType | None
    as_of: str
    by: str | None = None
    measured: str | None = None
    named: str | None = None
    ambient: float | UnsetType = UNSET
    passport: Passport | UnsetType = UNSET
    graded: Graded
    state: StateOfHealth
    resistance: Resistance | None = None
    gates: tuple[Gate, ...]
    quarantine: bool = False
    readings: tuple[Reading, ...] = ()
    replaced: tuple[Replaced, ...] | UnsetType = UNSET
    withdrawn: tuple[Withdrawn, ...] | UnsetType = UNSET
    before: tuple[FailedBefore, ...] | UnsetType = UNSET
    releases: tuple[Release, ...] = ()
    declared: tuple[Estimate, ...] = ()
    not_measured: tuple[str, ...] = ()
    files: tuple[Source, ...] = ()
    model: str | None = None
    limits: Rule
    scheme: Rule
    findings: tuple[Finding, ...] = ()
    standards: tuple[Row, ...] = ()
    says_not: tuple[str, ...] = SAYS_NOT


def named(one: Limits | Scheme) -> Rule:
    """Return what names limits or a scheme."""
    return Rule(id=one.id, version=one.version, hash=one.hash, signed_by=one.signed_by)


def bare_gates(passage: Passage) -> tuple[Gate, ...]:
    """Return the gates without the readings inside, which stand in the certificate once."""
    return tuple(
        replace(gate, checks=tuple(replace(one, reading=None) for one in gate.checks)) for gate in passage.gates
    )


def certificate_bytes(one: Certificate) -> bytes:
    """Return the canonical JSON of a certificate: UTF-8, keys sorted, no space, numbers rounded as stated."""
    printed = replace(one, state=printed_state(one.state), resistance=printed_resistance(one.resistance))
    return msgspec.json.encode(significant(msgspec.to_builtins(printed)), order="sorted")


def certificate_id(data: bytes) -> str:
    """Return the id of a certificate: the SHA-256 of its bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def read_certificate(data: bytes, name: str = "") -> Certificate:
    """Read the bytes of a certificate; raises InvalidInput if they are none, or not in their one right spelling."""
    try:
        one = msgspec.json.decode(data, type=Certificate, strict=True)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise InvalidInput.because("grading.certificate", f"This is no certificate: {wrong}.", name, _ADVICE) from None
    if one.format != FORMAT:
        sentence = f"This certificate has the format {one.format!r}; {FORMAT!r} is read here."
        raise InvalidInput.because("grading.certificate-format", sentence, name, "Use the version that wrote it.")
    if certificate_bytes(one) != data:
        sentence = "This is a certificate, but not in the bytes in which it was issued."
        raise InvalidInput.because("grading.certificate-spelling", sentence, name, _ADVICE)
    return one
