"""The register of agreements of a ledger: documents are read in, looked up, judged, summed and told on."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import IO, Any, NamedTuple

from msgspec.structs import replace

from dicycle.agreements.extractor import Extractor
from dicycle.agreements.model import Release
from dicycle.agreements.reader import Reading, read_agreements
from dicycle.agreements.reading import read
from dicycle.agreements.register.chain import Chain, area_of, chain
from dicycle.agreements.register.compiling import compile_register
from dicycle.agreements.register.deciding import OF_ENTRIES, OF_PARTIES
from dicycle.agreements.register.exporting import Format, write
from dicycle.agreements.register.model import Candidate, Entry, Judgement, Kept, Matter, Organisation, Register, Verdict
from dicycle.agreements.register.partners import Partner, partners
from dicycle.agreements.register.rereading import latest
from dicycle.agreements.register.shelf import Cards, Original, Shelf
from dicycle.agreements.register.sums import Totals, totals
from dicycle.agreements.vocabulary import Language
from dicycle.errors import InvalidInput, NotFound
from dicycle.findings import Finding


class Taken:
    """A document that was read; `new` is false where the same bytes were in the register before."""

    def __init__(self, release: Release, new: bool, entries: Callable[[], tuple[str, ...]]) -> None:
        self.release, self.new, self._entries = release, new, entries

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """Return the ids of the entries that the document tells of; the register is compiled for it."""
        return self._entries()


class _Compiled(NamedTuple):
    """The register as of a state of the cards, with its entries and organisations by every id they go by."""

    state: tuple[str, str]
    register: Register
    entries: dict[str, Entry]
    parties: dict[str, Organisation]


class Agreements:
    """The register of a ledger; safe to use from several threads."""

    def __init__(
        self, cards: Cards, extractor: Extractor | None = None, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._shelf = Shelf(cards)
        self._extractor, self._clock = extractor, clock or (lambda: datetime.now(UTC))
        self._compiled: _Compiled | None = None
        self._lock = Lock()

    def read(
        self,
        data: bytes,
        name: str,
        *,
        media_type: str | None = None,
        language: Language | None = None,
        by: str = "",
        again: bool = False,
    ) -> Taken:
        """Read a document into the register. The same bytes are read once, unless `again` asks for a new reading.

        Raises InvalidInput with a sentence where it is no document that can be read; nothing is kept then.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        known = None if again else self.release(sha256)
        if known is not None:
            return self._taken(known, new=False)
        release = self.preview(data, name, media_type=media_type, language=language).release
        moment = self._clock()
        taken = moment.isoformat(timespec="seconds")
        original = Original(name, media_type, len(data), taken, by)
        with self._lock:
            new = self._shelf.put((original, data), Kept(0, release, taken, by), _micros(moment), again=again)
        return self._taken(release, new=new)

    def _taken(self, release: Release, *, new: bool) -> Taken:
        return Taken(release, new, lambda: self._entries_of(release.head.sha256))

    def preview(
        self, data: bytes, name: str, *, media_type: str | None = None, language: Language | None = None
    ) -> Reading:
        """Read a document without keeping it."""
        return read_agreements(data, name, media_type=media_type, language=language, extractor=self._extractor)

    def document(self, sha256: str) -> tuple[Original, Reading]:
        """Return a document of the register with its text and what it says. Raises NotFound."""
        found, release = self._shelf.original(sha256), self.release(sha256)
        if found is None or release is None:
            raise NotFound(_unknown("document", sha256))
        original, data = found
        text = read(data, original.name, media_type=original.media_type, language=release.head.language)
        return original, Reading(text, release)

    def release(self, sha256: str) -> Release | None:
        """Return what a document says, by its latest reading; None if it is not in the register."""
        with self._lock:
            readings = latest(self._shelf.readings(sha256))
        return readings[0].release if readings else None

    def history(self, sha256: str) -> list[Kept]:
        """Return all readings of a document as they were taken in, the latest last."""
        with self._lock:
            return self._shelf.readings(sha256)

    def releases(self) -> list[Kept]:
        """Return the latest reading of every document, in the order in which documents came."""
        with self._lock:
            return latest(self._shelf.kept())

    def register(self) -> Register:
        """Return the compiled register; it is compiled anew only where something was added."""
        return self._register().register

    def _register(self) -> _Compiled:
        with self._lock:
            state = self._shelf.state()
            if self._compiled is None or self._compiled.state != state:
                made = compile_register(self._shelf.kept(), self._shelf.judgements())
                made = replace(made, unreadable=self._shelf.unreadable())
                self._compiled = _Compiled(state, made, _by_id(made.entries), _by_id(made.organisations))
            return self._compiled

    def entry(self, id: str) -> Entry:
        """Return an entry, also by the id of one that was merged into it. Raises NotFound."""
        found = self._register().entries.get(id)
        if found is None:
            raise NotFound(_unknown("entry", id))
        return found

    def party(self, id: str) -> Organisation:
        """Return an organisation, also by the id of one that was merged into it. Raises NotFound."""
        found = self._register().parties.get(id)
        if found is None:
            raise NotFound(_unknown("party", id))
        return found

    def candidates(self, *, decided: bool = False) -> list[Candidate]:
        """Return what a person should look at: undecided pairs, the likeliest first, then those left as unsure.

        With `decided`, also those that were held apart.
        """
        found = [one for one in self.register().candidates if decided or one.verdict in (None, "unsure")]
        return sorted(found, key=lambda one: one.verdict is not None)

    def judge(
        self, matter: Matter, one: str, other: str, verdict: Verdict, *, by: str = "", value: Any = None, note: str = ""
    ) -> Judgement:
        """Keep what a person decided; the last judgement about a pair counts, and "unsure" takes it back.

        For a value, `one` is an entry or a party, `other` the field, `value` what it is to be. Raises NotFound for ids
        of nothing, InvalidInput for one thing judged against itself and for a value that the field cannot have.
        """
        if matter == "value":
            self._check_value(one, other, value, verdict)
        elif one == other:
            raise InvalidInput(_wrong(f"{one} cannot be judged against itself.", one, "Name two ids."))
        else:
            look_up: Callable[[str], object] = self.party if matter == "party" else self.entry
            look_up(one)
            look_up(other)
        moment = self._clock()
        judgement = Judgement("", matter, one, other, verdict, by, moment.isoformat(timespec="seconds"), value, note)
        with self._lock:
            return self._shelf.judge(judgement, _micros(moment))

    def _check_value(self, one: str, field: str, value: Any, verdict: Verdict) -> None:
        fields = OF_PARTIES if one in self._register().parties else OF_ENTRIES
        if fields is OF_ENTRIES:
            self.entry(one)
        if field not in fields:
            raise InvalidInput(_wrong(f"{field} cannot be decided.", field, f"These can: {', '.join(fields)}."))
        if verdict == "same" and not fields[field](value):
            raise InvalidInput(_wrong(f"This is no {field}: {value!r:.80}.", field, _FORMS.get(field, "Check it.")))

    def judgements(self) -> list[Judgement]:
        """Return all judgements, in the order in which they were given."""
        with self._lock:
            return self._shelf.judgements()

    def quoting(self, entry: Entry) -> Iterator[tuple[str, Release]]:
        """Yield the documents of an entry, each with the id of its record there."""
        for source in entry.sources:
            release = self.release(source.document)
            if release is not None:
                yield source.record, release

    def total(self, kind: str = "investment", entries: Iterable[Entry] | None = None) -> Totals:
        """Return the money of one kind of all entries, or of some, by currency, and what is not counted and why."""
        return totals(self.register().entries if entries is None else entries, kind)

    def chain(self, *, region: str | None = None, party: str | None = None) -> Chain:
        """Return which stages of the chain are committed in a region or by a party, by what, and where the gaps are.

        `region` is a country, province or city in any of the four languages, or a country's code; `party` an id. Both
        together narrow. Raises NotFound for a place that the gazetteer does not know and for an unknown party.
        """
        return chain(self.register(), _area(region), party and self.party(party).id)

    def partners(self, stage: str, *, region: str | None = None, besides: str | None = None) -> list[Partner]:
        """Return who could fill a gap in a stage, the best first, with the evidence; `besides` is left out.

        Raises NotFound for an unknown place, party or stage.
        """
        return partners(self.register(), stage, _area(region), besides and self.party(besides).id)

    def export(self, format: Format, file: Path | IO[bytes]) -> int:
        """Write the register to a file: ``csv``, ``parquet``, ``ftm`` (JSON lines) or ``ocds`` (JSON).

        Returns how many entries were written. A file that is named by its path is whole or not there. Raises
        InvalidInput if it cannot be written.
        """
        register = self.register()
        write(format, register, self.releases(), file)
        return len(register.entries)

    def _entries_of(self, sha256: str) -> tuple[str, ...]:
        entries = self.register().entries
        return tuple(one.id for one in entries if any(source.document == sha256 for source in one.sources))


_FORMS = {
    "lei": "20 capital letters and digits; the last two are check digits (ISO 17442).",
    "date": "EDTF: 2024-03-19, 2024-03, XXXX-08-18, 2022/2023.",
    "country": "Two capital letters (ISO 3166-1), such as DE.",
    "investment": "An amount and a currency: 12000000000 CNY.",
    "contract_value": "An amount and a currency: 12000000000 CNY.",
}


def _by_id(things: Iterable[Any]) -> dict[str, Any]:
    return {id: one for one in things for id in (*one.also, one.id)}


def _area(region: str | None) -> Any:
    if region is None:
        return None
    found = area_of(region)
    if found is None:
        advice = "Name a country, province or city of the gazetteer, or a country's two-letter code."
        raise NotFound(Finding("agreements.place", f"No place is known by the name {region}.", region, advice=advice))
    return found


def _micros(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)


def _wrong(sentence: str, where: str, advice: str) -> Finding:
    return Finding("agreements.judgement", sentence, where, advice=advice)


def _unknown(what: str, id: str) -> Finding:
    return Finding(
        "agreements.unknown", f"The register has no {what} {id}.", id,
        advice="List what there is: dicycle agreements list.",
    )  # fmt: skip
