"""The one place that knows every concrete thing: from settings to a `Loop`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import isfinite
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from dicycle.errors import InvalidEvent, InvalidIdentifier, NotFound, StoreError
from dicycle.findings import Finding
from dicycle.genealogy.containment import Stay, parents, parts
from dicycle.identifiers import canonical, parse
from dicycle.ledger import strict
from dicycle.ledger.capture import Behaviour, Capture, Captured, Limits
from dicycle.ledger.importing import Imported, import_file
from dicycle.ledger.integrity.log import default_path
from dicycle.ledger.predicates import Query
from dicycle.ledger.query import parse_query
from dicycle.ledger.store import EventStore, Fate, Item, Outcome, Sign
from dicycle.ledger.stored import StoredEvent
from dicycle.storage.sqlite import SQLiteStore

if TYPE_CHECKING:
    from dicycle.agreements.agreements import Agreements
    from dicycle.agreements.extractor import Extractor
    from dicycle.genealogy.answers import Attribution, Direction, Recall, Trace
    from dicycle.genealogy.genealogies import Genealogies
    from dicycle.genealogy.genealogy import Genealogy
    from dicycle.genealogy.rulebook import Rulebook
    from dicycle.health.grading import Assessed, Case, Rules
    from dicycle.health.grading.gathering import RawFile
    from dicycle.health.inspecting import Inspections
    from dicycle.settings import Settings

_PAGE = 500
_KEY_MISSING = "This ledger's log was signed before, and the key that signed it is not here."
_KEY_ADVICE = (
    "Put its file there, or name it with log_key. If it is lost, `dicycle log new-key` makes another: "
    "tell those who trust the old one."
)
_NO_EVENT = "Check the id; an event that was refused is not here: see the capture jobs."


class Life(NamedTuple):
    """What the ledger knows of one thing or lot as of a moment: its events, other names, parts and parents."""

    item: Item
    events: list[StoredEvent]
    aliases: list[str]
    parts: list[Stay]
    parents: list[Stay]
    names: dict[str, dict[str, Any]]


class Loop:
    """A ledger and everything that is computed from it; made by `dicycle.open`. Close it, or use it in a with."""

    def __init__(
        self,
        store: EventStore,
        limits: Limits | None = None,
        *,
        key: Path | None = None,
        profile: str = "plant",
        index: Path | None = None,
        rules: Path | None = None,
        extractor: "Callable[[], Extractor] | None" = None,
        files: Path | None = None,
        grading: "Callable[[], Rules] | None" = None,
    ) -> None:
        self.store, self.log_key = store, key
        self.index, self._opening = index, Lock()
        self._genealogies: Genealogies | None = None
        self.rules_file = rules
        self._rulebook: Rulebook | None = None
        self._agreements: Agreements | None = None
        self._extractor = extractor
        self.files = files or Path("dicycle.files")
        self._grading = grading
        self._inspections: Inspections | None = None
        self.intake = Capture(store, limits, partial(_sense, store, profile))
        if key is not None:
            store.sign_with(_Signing(store, key))

    def __enter__(self) -> "Loop":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Make durable what was acknowledged, then release the ledger."""
        if self._genealogies is not None:
            self._genealogies.close()
        self.intake.close()
        self.store.close()

    def capture(self, document: bytes | str | Mapping[str, Any] | Sequence[Any], *, proceed: bool = False) -> Captured:
        """Store an EPCIS document, an event, or a list of events, given as JSON or as Python values.

        All of it is stored or nothing, unless `proceed` says to store what is sound. Sending the same again is
        harmless. Raises InvalidEvent, AlreadyExists or TooLarge.
        """
        raw = document if isinstance(document, bytes) else as_json(document)
        return self.intake.document(raw, Behaviour.PROCEED if proceed else Behaviour.ROLLBACK)

    def capture_file(self, path: str | Path, report: Callable[[Imported], None] | None = None) -> Imported:
        """Store a file of events: a document, or NDJSON of any length, going on where an earlier run stopped."""
        return import_file(self.intake, self.store, Path(path), report)

    def events(self, **parameters: str | Sequence[str]) -> Iterator[StoredEvent]:
        """Yield the events that match SimpleEventQuery parameters, such as ``EQ_bizStep="shipping"``.

        Newest eventTime first unless ``orderBy`` and ``orderDirection`` say otherwise. Raises InvalidQuery.
        """
        given = {name: [value] if isinstance(value, str) else value for name, value in parameters.items()}
        return self.matching(parse_query(given))

    def matching(self, query: Query) -> Iterator[StoredEvent]:
        """Yield the events that match a query, page by page, as of the first page."""
        until, after, left = None, None, query.limit
        while left is None or left > 0:
            page = self.store.query(query, min(_PAGE, left or _PAGE), until=until, after=after)
            yield from page.events
            until, after, left = page.until, page.after, None if left is None else left - len(page.events)
            if after is None:
                return

    def event(self, event_id: str) -> StoredEvent:
        """Return the event with this id; raises NotFound."""
        found = self.records(event_id)
        return next((one for one in found if not one.declares_error), found[0])

    def records(self, event_id: str) -> list[StoredEvent]:
        """Return the event with this id and the declarations about it, in record order; raises NotFound."""
        found = self.store.by_id(event_id)
        if not found:
            sentence = f"There is no event {event_id!r} in this ledger."
            raise NotFound(Finding("ledger.no-such-event", sentence, advice=_NO_EVENT))
        return found

    def find(self, code: str) -> Item:
        """Return the thing or lot that a code names: Digital Link, EPC URN, element string, GB/T 34014 code, alias.

        Raises NotFound if this ledger has not met it; `dicycle.identifiers.parse` says whether it is a code at all.
        """
        code = code.strip().encode(errors="replace").decode()
        for name in dict.fromkeys((canonical(code), self.store.item_of_alias(code) or "", *_readings(code))):
            item = self.store.item(self.store.item_of_alias(name) or name) if name else None
            if item is not None:
                return item
        return self._of_serial(code)

    def _of_serial(self, code: str) -> Item:
        """Return the one thing whose serial or lot number was typed from a label."""
        found = self.store.items_numbered(code) or self.store.items_numbered(code.upper())
        if len(found) == 1:
            return found[0]
        if found:
            several = f"{len(found)} things have the number {code!r}; this is one of them: "
            raise NotFound(*(Finding("ledger.several-items", f"{several}{one.id}", one.id) for one in found))
        advice = "Check the code, or capture the events that tell of it."
        unknown = Finding("ledger.no-such-item", f"This ledger has no event about {code!r}.", advice=advice)
        raise NotFound(unknown, *_why_no_code(code))

    def life(self, code: str, as_of: int | None = None) -> Life:
        """Return what is known of a thing as of a moment (microseconds since 1970 UTC; None: all that is known)."""
        item = self.find(code)
        events = self.store.events_of(item.id)
        inside, around = parts(item.id, events, as_of), parents(item.id, events, as_of)
        ids = [item.id, *(stay.child for stay in inside), *(stay.parent for stay in around)]
        return Life(item, events, self.store.aliases_of(item.id), inside, around, self.store.names(ids))

    def genealogy(self, *, wait: bool = True, **how: Any) -> "Genealogy":
        """Return where everything came from and went, as of a stated point of the ledger; see `Genealogies.now`."""
        with self._opening:
            if self._genealogies is None:
                from dicycle.genealogy.genealogies import Genealogies

                self._genealogies = Genealogies(self.store, self.index)
        return self._genealogies.now(wait=wait, **how)

    def trace(self, code: str, direction: "Direction" = "back", **asked: Any) -> "Trace":
        """Return where a thing came from, or went (``"forward"``); what can be asked says `Genealogy.trace`."""
        return self.genealogy().trace(self.find(code).id, direction, **asked)

    def recall(self, code: str, **asked: Any) -> "Recall":
        """Return every thing that holds some of a lot; what can be asked says `Genealogy.recall`."""
        return self.genealogy().recall(self.find(code).id, **asked)

    def attribution(self, code: str, *, model: str = "proportional", **asked: Any) -> "Attribution":
        """Return whose metal is in a thing and its parts; what can be asked says `Genealogy.attribution`.

        The model ``"rules"`` goes by the rules of this installation.
        """
        found = {"rules": self.rulebook().rules(), **asked} if model == "rules" else asked
        return self.genealogy().attribution(self.find(code).id, model=model, **found)

    def rulebook(self) -> "Rulebook":
        """Return the rules of attribution of this installation."""
        with self._opening:
            if self._rulebook is None:
                from dicycle.genealogy.rulebook import Rulebook

                self._rulebook = Rulebook(self.store, self.rules_file)
            return self._rulebook

    @property
    def agreements(self) -> "Agreements":
        """The register of agreements that is kept beside the events."""
        with self._opening:
            if self._agreements is None:
                from dicycle.agreements.agreements import Agreements

                self._agreements = Agreements(self.store, self._extractor() if self._extractor else None)
            return self._agreements

    @property
    def inspections(self) -> "Inspections":
        """The inspections of returned units, from the first scan to the certificate."""
        with self._opening:
            if self._inspections is None:
                from dicycle.health.grading import Rules
                from dicycle.health.inspecting import Files, Inspections

                rules = self._grading() if self._grading else Rules()
                self._inspections = Inspections(self.store, Files(self.files), self.intake.event, rules)
                self._inspections.resume()
            return self._inspections

    def grade(self, case: "Case", files: "Iterable[RawFile]" = (), at: str = "") -> "Assessed":
        """Return what a unit comes to by test records and answers, on the day of `at` (RFC 3339); nothing is kept."""
        from dicycle.health.inspecting import look
        from dicycle.health.inspecting.known import passport_in

        case = case._replace(passport=passport_in(self.store, case.unit))
        return look(case, self.store.events_of(case.unit), files, self.inspections.rules, at)


def as_json(document: Any) -> bytes:
    """Return Python values as JSON; raises InvalidEvent for what JSON cannot say, such as NaN or an object."""
    if isinstance(document, str):
        return document.encode(errors="surrogatepass")
    try:
        raw = strict.encode(document)
    except (TypeError, ValueError, RecursionError) as wrong:
        raise InvalidEvent(Finding("event.not-json", f"This cannot be written as JSON: {wrong}.")) from None
    if b"null" in raw and _has_no_number(document):
        raise InvalidEvent(Finding("event.no-number", "A number is NaN or infinite.", advice="Leave it out."))
    return raw


def _has_no_number(value: Any) -> bool:
    """Tell whether a float that is no number stands somewhere in plain values."""
    if isinstance(value, float):
        return not isfinite(value)
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return any(map(_has_no_number, inside))


def _why_no_code(code: str) -> tuple[Finding, ...]:
    """Return what is wrong with a text that looks like a code of GS1 or GB/T 34014, and is none."""
    if not any(mark in code for mark in "/:()") and not code.isdigit():
        return ()
    try:
        parse(code)
    except InvalidIdentifier as wrong:
        return wrong.findings
    return ()


def _readings(code: str) -> list[str]:
    try:
        return [parse(code).uri]
    except InvalidIdentifier:
        return []


class _Signing:
    """Signs checkpoints with the key in a file, which is read when one is to be signed, and made for the very first.

    A log that was signed before is not signed by another key because its own was left behind.
    """

    def __init__(self, store: EventStore, path: Path) -> None:
        self._store, self._path = store, path
        self._sign: Sign | None = None

    def __call__(self, size: int, root: bytes, time: int) -> str:
        if self._sign is None:
            from dicycle.ledger.integrity.keys import signing, signing_key

            if not self._path.exists() and self._store.checkpoint() is not None:
                raise StoreError.because("log.key-missing", _KEY_MISSING, str(self._path), _KEY_ADVICE)
            self._sign = signing(signing_key(self._path))
        return self._sign(size, root, time)


def _sense(store: EventStore, profile: str, outcomes: Sequence[Outcome]) -> tuple[Finding, ...]:
    if profile == "off" or not any(one.fate is Fate.STORED for one in outcomes):
        return ()
    from dicycle.sense import after_capture, profile_named

    return after_capture(store, outcomes, profile_named(profile))


def is_database(ledger: str | Path) -> bool:
    """Tell whether a ledger's name is that of a PostgreSQL database, not of a file."""
    return str(ledger).startswith(("postgresql://", "postgres://"))


def open_loop(
    ledger: str | Path = "dicycle.db",
    limits: Limits | None = None,
    *,
    key: str | Path | None = None,
    replicas: Sequence[str] = (),
    profile: str = "plant",
    index: str | Path | None = None,
    rules: str | Path | None = None,
    extractor: "Callable[[], Extractor] | None" = None,
    files: str | Path | None = None,
    grading: "Callable[[], Rules] | None" = None,
) -> Loop:
    """Open the ledger in a file, making it if it is not there, or in a PostgreSQL database (a ``postgresql://`` URL).

    `key` is the file with the key that signs the log, `replicas` are databases that answer queries, `profile` is by
    which captured events are checked for sense (``"off"``: not at all), `index` is the folder with the index of its
    genealogy, `rules` the file with its rules of attribution, `extractor` makes what reads documents about agreements
    (None: rules), `files` the folder of photographs and test records, `grading` gives by what is graded. Raises
    StoreError with what to do.
    """
    if is_database(ledger):
        from dicycle.storage.postgres import PostgresStore

        store: EventStore = PostgresStore(str(ledger), replicas=tuple(replicas))
    else:
        store = SQLiteStore(str(ledger))
    signing = Path(key) if key else default_path(str(ledger))
    folder = Path(index) if index else index_of(str(ledger))
    return Loop(
        store, limits, key=signing, profile=profile, index=folder, rules=Path(rules) if rules else None,
        extractor=extractor, files=Path(files) if files else files_of(str(ledger)), grading=grading,
    )  # fmt: skip


def index_of(ledger: str) -> Path:
    """Return the folder in which the index of a ledger's genealogy is kept unless the settings say otherwise."""
    return Path("dicycle.genealogy" if "://" in ledger else f"{ledger}.genealogy")


def files_of(ledger: str) -> Path:
    """Return the folder in which photographs and test records are kept unless the settings say otherwise."""
    return Path("dicycle.files" if "://" in ledger else f"{ledger}.files")


def loop_of(settings: "Settings") -> Loop:
    """Open the ledger that the settings name, as they say."""
    limits = Limits(settings.capture_events, settings.capture_bytes)
    return open_loop(
        settings.ledger, limits, key=settings.log_key, replicas=settings.replicas, profile=settings.sense,
        index=settings.genealogy, rules=settings.attribution_rules, extractor=partial(_extractor_of, settings),
        files=settings.files, grading=partial(_grading_of, settings),
    )  # fmt: skip


def _grading_of(settings: "Settings") -> "Rules":
    from dicycle.health.grading import read_rules
    from dicycle.ledger.integrity.keys import read_verifier

    keys = [read_verifier(one) for one in settings.grading_keys]
    return read_rules(settings.gate_limits, settings.grading_scheme, settings.models, keys)


def _extractor_of(settings: "Settings") -> "Extractor":
    from dicycle.agreements.extractors import extractor_of

    return extractor_of(settings)
