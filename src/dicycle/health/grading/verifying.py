"""A certificate held against what it was made from: the same bytes come out, or what differs is said."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET

from dicycle.findings import Finding, Severity
from dicycle.health.gates.limits import EARLIER, limits_for, our_limits
from dicycle.health.grading.assessing import Assessed, Rules, assess
from dicycle.health.grading.case import Case
from dicycle.health.grading.certificate import Certificate, certificate_id, read_certificate
from dicycle.health.grading.gathering import RawFile, with_files
from dicycle.health.grading.model import Resistance
from dicycle.ledger.integrity.notes import Signer, Verifier, read_note, signed_by

Again = Callable[[Case, date], Assessed]
"""From a case with its raw files read, and the day, to the assessment."""


class Difference(NamedTuple):
    """A place (JSON pointer) at which the certificate says something else than what comes out now."""

    where: str
    said: Any
    found: Any

    def brief(self, longest: int) -> tuple[str, str, str]:
        """Return it for people: the place, and both values as JSON of at most so many characters."""
        said, found = (_cut(msgspec.json.encode(value).decode(), longest) for value in (self.said, self.found))
        return self.where, said, found


class Verification(NamedTuple):
    """What came of verifying: whether it is the same, byte for byte, what differs, and what could not be looked at."""

    id: str
    same: bool
    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]


def verify_certificate(data: bytes, files: Iterable[bytes], again: Again) -> Verification:
    """Make a certificate again from its raw files and say what differs.

    `again` assesses with the model, limits and scheme that are to be held against it; see `by`.
    Raises InvalidInput if the bytes are no certificate.
    """
    said = read_certificate(data)
    given = {sha256(one).hexdigest(): one for one in files}
    lacking = tuple(_lacking(said, given))
    if lacking:
        return Verification(certificate_id(data), False, (), lacking)
    named = [RawFile(one.name, given[one.sha256]) for one in said.files]
    found = again(with_files(case_of(said), named), date.fromisoformat(said.as_of))
    if found.data == data:
        return Verification(certificate_id(data), True, (), ())
    both = (msgspec.json.decode(one) for one in (data, found.data))
    return Verification(certificate_id(data), False, tuple(_differing("", *both)), ())


def by(rules: Rules) -> Again:
    """Return what assesses by these rules; where earlier limits of ours made a certificate, by those."""
    return lambda case, as_of: assess(case, _of_its_time(case, rules, as_of), as_of)


def _of_its_time(case: Case, rules: Rules, as_of: date) -> Rules:
    """Return rules with the earlier version of our limits that has the hash which the certificate names, if one has."""
    for version in EARLIER:
        limits = (*rules.limits, *our_limits(version))
        if case.limits == limits_for(case.type, as_of, limits).hash:
            return rules._replace(limits=limits)
    return rules


def case_of(said: Certificate) -> Case:
    """Return what a certificate says was known of its unit, without its raw files."""
    return Case(
        unit=said.unit, type=said.type, kind=said.kind, declared=said.declared, resistance=_given(said.resistance),
        readings=said.readings, releases=said.releases, by=said.by, measured=said.measured, named=said.named,
        ambient=None if said.ambient is UNSET else said.ambient,
        replaced=() if said.replaced is UNSET else said.replaced,
        withdrawn=() if said.withdrawn is UNSET else said.withdrawn,
        before=() if said.before is UNSET else said.before,
        passport=None if said.passport is UNSET else said.passport,
        limits=said.limits.hash,
    )  # fmt: skip


def _given(resistance: Resistance | None) -> Resistance | None:
    """Return a resistance that was given; one that was found in raw files is found again."""
    return resistance if resistance and not resistance.basis.sources else None


def sign_certificate(data: bytes, signer: Signer) -> str:
    """Return a certificate inside a signed note (c2sp.org/signed-note); its id stays that of its bytes."""
    return signer.sign(data.decode() + "\n")


def opened_certificate(data: bytes, keys: Iterable[Verifier] = ()) -> tuple[bytes, tuple[str, ...]]:
    """Return the bytes of a certificate that may be inside a signed note, and which of the keys signed it.

    Raises InvalidInput if a note is signed by none of the keys that were given.
    """
    if not data.rstrip(b"\n").endswith(b"}"):
        note, trusted = read_note(data), tuple(keys)
        signers = tuple(one.name for one in signed_by(note, trusted)) if trusted else ()
        return note.text.removesuffix("\n").encode(), signers
    return data.removesuffix(b"\n"), ()


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _lacking(said: Certificate, given: Mapping[str, bytes]) -> Iterator[Finding]:
    for one in said.files:
        if one.sha256 not in given:
            sentence = f"The raw file {one.name!r} (SHA-256 {one.sha256}) was not given."
            yield Finding("grading.file-lacking", sentence, one.name, Severity.ERROR, "Give every file that it names.")


def _differing(where: str, said: Any, found: Any) -> Iterator[Difference]:
    """Yield the innermost places at which two JSON values differ."""
    if isinstance(said, dict) and isinstance(found, dict):
        for key in sorted({*said, *found}):
            yield from _differing(f"{where}/{key}", said.get(key), found.get(key))
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for number, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from _differing(f"{where}/{number}", one, other)
    elif said != found:
        yield Difference(where or "/", said, found)
