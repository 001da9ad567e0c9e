"""A bundle says what the ledger says, can be checked without it, and shows what was done to it on the way."""

import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.logbook import SIGNER, Logbook, code_of, name
from strategies import examples

from dicycle.errors import InvalidInput, NotFound, StoreError
from dicycle.findings import Finding
from dicycle.ledger.integrity.bundle import is_bundle, opened
from dicycle.ledger.integrity.bundled import check_bundle, key_of, size_of
from dicycle.ledger.integrity.checking import Checked
from dicycle.ledger.integrity.exporting import export_events, export_log
from dicycle.ledger.integrity.notes import Signer, TreeHead
from dicycle.ledger.integrity.tiles import tiles_of

SIZE = 1000
KEY = SIGNER.verifier
Lines = list[bytes]


@pytest.fixture(scope="module")
def log() -> Logbook:
    """A log of a thousand events, of which some have a known sender."""
    book = Logbook.of(500, 100)
    other = Logbook.of(SIZE, 100, "org:example-motors")
    book.sealed_events += other.sealed_events[500:]
    return book.rebuilt()


@pytest.fixture(scope="module")
def whole(log: Logbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole log in a folder."""
    path = tmp_path_factory.mktemp("whole") / "bundle"
    assert export_log(log, KEY, path) == (SIZE, SIZE)
    return path


@pytest.fixture(scope="module")
def some(log: Logbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five events of the log in a folder."""
    path = tmp_path_factory.mktemp("some") / "bundle"
    assert export_events(log, KEY, path, [700, 3, 256, 257, SIZE]) == (5, SIZE)
    return path


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[[Path], Path]:
    """Copy a bundle to where it may be tampered with."""
    return lambda path: Path(shutil.copytree(path, tmp_path / "spoilt"))


def checked(path: Path, *kept: TreeHead) -> Checked:
    """Check a bundle with the key that signed it."""
    with opened(path) as bundle:
        return check_bundle(bundle, [KEY], kept)


def findings(path: Path, *kept: TreeHead) -> tuple[Finding, ...]:
    """Return what a check of a bundle finds."""
    return checked(path, *kept).findings


def lines_of(path: Path, file: str = "events.ndjson") -> Lines:
    """Return the lines of a file of a bundle."""
    return (path / file).read_bytes().splitlines(keepends=True)


def write(path: Path, lines: Lines, file: str = "events.ndjson") -> Path:
    """Write the lines of a file of a bundle."""
    (path / file).write_bytes(b"".join(lines))
    return path


# ---------------------------------------------------------------- sound bundles


def test_a_bundle_is_checked_without_the_ledger(whole: Path, log: Logbook) -> None:
    """Its events, its checkpoints, its tiles, and what was kept of the log."""
    done = checked(whole, log.head(1), log.head(SIZE))
    assert done == Checked(SIZE, 10, SIZE, log.head(SIZE).root, ())
    with opened(whole) as bundle:
        assert (key_of(bundle), size_of(bundle)) == (KEY, SIZE)


def test_a_bundle_holds_the_events_and_a_static_log(whole: Path, log: Logbook) -> None:
    """Each line is an event as the ledger gives it; the tiles are those of a log of this size."""
    assert lines_of(whole) == [one.event.json(with_context=True) + b"\n" for one in log.sealed_events]
    assert lines_of(whole, "reporters.txt") == [b"\n"] * 500 + [b"org:example-motors\n"] * 500
    tiles = {str(path.relative_to(whole)) for path in whole.glob("tile/**/*") if path.is_file()}
    assert tiles == {tile.path for tile in tiles_of(SIZE)}
    assert (whole / "checkpoint").read_text(encoding="utf-8") == log.notes[-1].note


def test_a_zip_is_the_same_bundle(log: Logbook, whole: Path, tmp_path: Path) -> None:
    """And made twice it is the same file."""
    for file in ("one.zip", "two.zip"):
        export_log(log, KEY, tmp_path / file)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert is_bundle(tmp_path / "one.zip")
    assert checked(tmp_path / "one.zip") == checked(whole)
    with ZipFile(tmp_path / "one.zip") as file:
        names = {str(path.relative_to(whole)) for path in whole.glob("**/*") if path.is_file()}
        assert set(file.namelist()) == names


def test_events_without_known_senders_need_no_list_of_them(tmp_path: Path) -> None:
    """The file is there only if it says something."""
    export_log(Logbook.of(10), KEY, tmp_path / "bundle")
    assert not (tmp_path / "bundle" / "reporters.txt").exists()
    assert findings(tmp_path / "bundle") == ()


@pytest.mark.parametrize("size", [1, 255, 256, 257, 512, 600])
def test_bundles_of_any_size_are_sound(size: int, tmp_path: Path) -> None:
    """With full and partial tiles."""
    log = Logbook.of(size, 256)
    export_log(log, KEY, tmp_path / "bundle")
    assert findings(tmp_path / "bundle") == ()
    export_events(log, KEY, tmp_path / "some", range(1, size + 1))
    assert checked(tmp_path / "some")[:1] == (size,)
    assert findings(tmp_path / "some") == ()


def test_some_events_are_proven_each(some: Path, log: Logbook) -> None:
    """A partner who is given five events sees that they are in a log of a thousand."""
    assert checked(some, log.head(SIZE)) == Checked(5, 1, SIZE, log.head(SIZE).root, (), part=True)


def test_progress_is_told(log: Logbook, tmp_path: Path) -> None:
    """How many of how many events are written, and checked."""
    told: list[object] = []
    export_log(log, KEY, tmp_path / "bundle", lambda done, size: told.append((done, size)))
    assert told == [(500, SIZE), (1000, SIZE)]
    with opened(tmp_path / "bundle") as bundle:
        check_bundle(bundle, [KEY], progress=told.append)
    assert told[-1] == SIZE


# ---------------------------------------------------------------- events


@examples(12)
@given(st.integers(1, SIZE))
def test_a_dropped_line_is_named(whole: Path, tmp_path_factory: pytest.TempPathFactory, number: int) -> None:
    """The events after it are not blamed."""
    path = Path(shutil.copytree(whole, tmp_path_factory.mktemp("spoilt") / "bundle"))
    lines = lines_of(path)
    del lines[number - 1]
    [finding] = findings(write(path, lines))
    assert (finding.code, finding.sentence.split(" is ")[0]) == ("log.event-missing", f"Event {number:,}")


def test_many_dropped_lines_are_one_finding(whole: Path, spoil: Callable[[Path], Path]) -> None:
    """More of them than the verifier looks ahead in the file."""
    path = spoil(whole)
    lines = lines_of(path)
    del lines[99:600]
    [finding] = findings(write(path, lines))
    assert finding.sentence == "Events 100 to 600 are in the log and not in the ledger: dropped."


def test_an_altered_line_is_named(whole: Path, spoil: Callable[[Path], Path]) -> None:
    """And several, each."""
    path = spoil(whole)
    lines = lines_of(path)
    for number in (1, 500, 501, SIZE):
        lines[number - 1] = lines[number - 1].replace(b"OBSERVE", b"DELETE")
    found = findings(write(path, lines))
    assert [(one.code, one.where) for one in found] == [("log.event-altered", name(n)) for n in (1, 500, 501, SIZE)]


@pytest.mark.parametrize("number", [1, 300, 501, SIZE + 1])
def test_an_inserted_line_is_named(whole: Path, spoil: Callable[[Path], Path], number: int) -> None:
    """A forged event, or a true one told twice."""
    path = spoil(whole)
    lines = lines_of(path)
    lines.insert(number - 1, lines[41])
    [finding] = findings(write(path, lines))
    assert (finding.code, finding.where) == ("log.event-not-logged", name(42))


@pytest.mark.parametrize(
    ("move", "moved"),
    [
        (lambda lines: lines.insert(99, lines.pop(109)), 110),
        (lambda lines: lines.insert(109, lines.pop(99)), 100),
        (lambda lines: lines.insert(99, lines.pop(100)), 101),
        (lambda lines: lines.__setitem__(slice(99, 110), [lines[109], *lines[100:109], lines[99]]), 100),
    ],
    ids=["too early", "too late", "neighbours", "exchanged"],
)
def test_a_moved_line_is_named(
    whole: Path, spoil: Callable[[Path], Path], move: Callable[[Lines], None], moved: int
) -> None:
    """One event stands too early, one too late, or two are exchanged."""
    path = spoil(whole)
    lines = lines_of(path)
    move(lines)
    found = findings(write(path, lines))
    assert {one.code for one in found} == {"log.event-moved"}
    assert any(one.where == name(moved) for one in found)
    assert len(found) == 1 or moved == 100


def test_a_file_that_was_cut_is_short(whole: Path, spoil: Callable[[Path], Path]) -> None:
    """The last events are missing, one of them half."""
    path = spoil(whole)
    lines = lines_of(path)[:900]
    lines[-1] = lines[-1][:50]
    altered, missing = findings(write(path, lines))
    assert altered.sentence.startswith("Event 900 is not what was logged")
    assert missing.sentence.startswith("Events 901 to 1,000 are in the log and not in the ledger")


def test_a_changed_sender_is_found(whole: Path, spoil: Callable[[Path], Path]) -> None:
    """Who sent an event is part of what was signed."""
    path = spoil(whole)
    senders = lines_of(path, "reporters.txt")
    senders[700] = b"org:someone-else\n"
    [finding] = findings(write(path, senders, "reporters.txt"))
    assert (finding.code, finding.where) == ("log.event-altered", name(701))


def test_where_nothing_fits_the_first_event_is_named(whole: Path, spoil: Callable[[Path], Path]) -> None:
    """A file of other events, of which none was logged."""
    path = spoil(whole)
    found = findings(write(path, [line.replace(b"OBSERVE", b"ADD") for line in lines_of(path)]))
    assert (found[0].code, found[0].where) == ("log.event-altered", name(1))
    assert found[-1].sentence == "And 950 more of the like."


# ---------------------------------------------------------------- tiles and checkpoints


def flipped(path: Path, at: int) -> None:
    """Flip a bit of a file."""
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] ^= 1
    path.write_bytes(raw)


@examples(12)
@given(st.sampled_from([tile.path for tile in tiles_of(SIZE)]), st.integers(0, 10_000))
def test_a_flipped_bit_in_a_tile_is_found(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, tile: str, at: int
) -> None:
    """And no event is blamed for it."""
    path = Path(shutil.copytree(whole, tmp_path_factory.mktemp("spoilt") / "bundle"))
    flipped(path / tile, at)
    codes = {one.code for one in findings(path)}
    assert codes
    assert not codes & {"log.event-altered", "log.event-missing", "log.events-rewritten", "log.event-not-logged"}


@pytest.mark.parametrize("tile", ["tile/0/002", "tile/0/003.p/232", "tile/1/000.p/3", "tile/entries/001"])
def test_a_missing_or_shortened_tile_is_found(whole: Path, spoil: Callable[[Path], Path], tile: str) -> None:
    """Half a tile is none."""
    path = spoil(whole)
    (path / tile).write_bytes((path / tile).read_bytes()[:-1])
    short = findings(path)
    (path / tile).unlink()
    assert short == findings(path) != ()


@pytest.mark.parametrize("file", ["events.ndjson", "checkpoints.jsonl", "checkpoint"])
def test_a_bundle_without_one_of_its_files_is_none(whole: Path, spoil: Callable[[Path], Path], file: str) -> None:
    """The file that is missing is named; without the file of events all of them are."""
    path = spoil(whole)
    (path / file).unlink()
    if file == "events.ndjson":
        [finding] = findings(path)
        assert finding.sentence.startswith("Events 1 to 1,000 are in the log and not in the ledger")
    else:
        with pytest.raises(NotFound, match=f"no file '{file}'"):
            checked(path)


def test_altered_and_disordered_checkpoints_are_found(whole: Path, spoil: Callable[[Path], Path]) -> None:
    """One is altered, one is no checkpoint any more, two are exchanged."""
    path = spoil(whole)
    lines = lines_of(path, "checkpoints.jsonl")
    lines[1] = lines[1].replace(b"200", b"201")
    lines[3] = b"nonsense\n"
    lines[6], lines[7] = lines[7], lines[6]
    codes = [one.code for one in findings(write(path, lines, "checkpoints.jsonl"))]
    assert sorted(codes) == ["log.checkpoint-altered", "log.checkpoint-altered", "log.checkpoint-order"]


def test_a_bundle_that_another_key_signed_is_refused(whole: Path, tmp_path: Path, log: Logbook) -> None:
    """A forged bundle is sound by its own key, and not by the one that is trusted."""
    forger = Signer("example.com/ledger", bytes(32))
    export_log(log.rebuilt(signer=forger), forger.verifier, tmp_path / "forged")
    with opened(tmp_path / "forged") as bundle:
        assert check_bundle(bundle, [key_of(bundle)]).findings == ()
        assert code_of(check_bundle, bundle, [KEY]) == "log.unknown-signer"


def test_an_older_bundle_is_caught_by_a_kept_checkpoint(log: Logbook, tmp_path: Path) -> None:
    """Without one it is a sound bundle of an earlier day."""
    export_log(Logbook.of(800, 100), KEY, tmp_path / "bundle")
    assert findings(tmp_path / "bundle") == ()
    [finding] = findings(tmp_path / "bundle", log.head(SIZE))
    assert finding.code == "log.cut-short"


def test_a_bundle_cut_back_to_an_older_checkpoint_is_found(whole: Path, spoil: Callable[[Path], Path]) -> None:
    """If its later checkpoints are still there."""
    path = spoil(whole)
    lines = lines_of(path, "checkpoints.jsonl")
    export_log(Logbook.of(500, 100), KEY, path.parent / "older")
    write(path.parent / "older", lines, "checkpoints.jsonl")
    assert "log.cut-short" in [one.code for one in findings(path.parent / "older")]


# ---------------------------------------------------------------- some events


def test_tampering_with_some_events_is_found(some: Path, tmp_path: Path) -> None:
    """Altered, dropped, inserted, repeated, disordered: each event is held to its own proof."""

    def spoilt(change: Callable[[Lines], object], file: str = "events.ndjson") -> list[tuple[str, str]]:
        path = Path(shutil.copytree(some, tmp_path / "spoilt", dirs_exist_ok=True))
        lines = lines_of(path, file)
        change(lines)
        return [(one.code, one.where) for one in findings(write(path, lines, file))]

    assert spoilt(lambda lines: lines.__setitem__(1, lines[1].replace(b"OB", b"ob"))) == [("log.not-proven", name(256))]
    assert spoilt(lambda lines: lines.pop(1)) == [("log.event-missing", "")]
    assert spoilt(lambda lines: lines.pop()) == [("log.event-missing", "")]
    assert spoilt(lambda lines: lines.insert(1, lines[3])) == [("log.no-proof", name(700))]
    assert spoilt(lambda lines: lines.append(lines[0])) == [("log.no-proof", name(3))]
    assert spoilt(lambda lines: lines.pop(1), "proofs.jsonl") == [("log.no-proof", name(256))]
    assert spoilt(lambda lines: lines.__setitem__(1, b"nonsense\n"), "proofs.jsonl") == [("log.not-proven", name(256))]
    assert spoilt(lambda lines: lines.__setitem__(3, lines[3].replace(b"motors", b"moters")), "proofs.jsonl") == [
        ("log.not-proven", name(700))
    ]


def test_a_proof_told_twice_is_found(some: Path, spoil: Callable[[Path], Path]) -> None:
    """An event that is there twice, with its proof twice, is in the log once."""
    path = spoil(some)
    for file in ("events.ndjson", "proofs.jsonl"):
        lines = lines_of(path, file)
        write(path, [*lines, lines[0]], file)
    assert [one.code for one in findings(path)] == ["log.event-moved"]


def test_some_events_are_compared_with_a_checkpoint_of_the_same_size_only(some: Path, log: Logbook) -> None:
    """Without the tree nothing can be said of another size."""
    assert code_of(checked, some, log.head(500)) == "log.cannot-compare"
    assert code_of(checked, some, TreeHead(SIGNER.name, SIZE, bytes(32))) == "log.not-consistent"


# ---------------------------------------------------------------- paths


def test_a_bundle_takes_no_name_that_is_taken(log: Logbook, tmp_path: Path) -> None:
    """Nothing is overwritten; an empty folder may be filled; what failed leaves nothing behind."""
    (tmp_path / "empty").mkdir()
    export_log(log, KEY, tmp_path / "empty")
    assert findings(tmp_path / "empty") == ()
    (tmp_path / "full.zip").write_bytes(b"x")
    for path in (tmp_path / "empty", tmp_path / "full.zip"):
        with pytest.raises(StoreError, match="here already"):
            export_log(log, KEY, path)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be written"):
        export_log(log, KEY, tmp_path / "file" / "below")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["empty", "file", "full.zip"]


def test_a_log_without_checkpoints_is_not_exported(tmp_path: Path) -> None:
    """There would be nothing to prove it by."""
    with pytest.raises(NotFound, match="no checkpoint yet"):
        export_log(Logbook(), KEY, tmp_path / "bundle")


_REFUSALS = (
    "",
    "log.bundle-damaged",
    "log.bundle-empty",
    "log.not-a-bundle",
    "log.not-a-note",
    "log.bad-signature",
    "log.unknown-signer",
)


@examples(20)
@given(st.integers(0, 10**9), st.integers(1, 255))
def test_a_damaged_zip_is_a_sentence(
    log: Logbook, tmp_path_factory: pytest.TempPathFactory, at: int, with_: int
) -> None:
    """A byte that is wrong anywhere in it is found, or stands where it says nothing."""
    path = tmp_path_factory.mktemp("zip") / "bundle.zip"
    export_events(log, KEY, path, [1, 2])
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] ^= with_
    path.write_bytes(raw)
    assert code_of(checked, path) in _REFUSALS


def test_a_bundle_that_claims_to_be_whole_and_in_part_is_refused(whole: Path, spoil: Callable[[Path], Path]) -> None:
    """Proofs beside a whole log, and a bundle of some events that has none, prove nothing."""
    both = spoil(whole)
    (both / "proofs.jsonl").write_bytes(b"")
    (both / "events.ndjson").write_bytes(b"")
    with opened(both) as bundle:
        assert code_of(check_bundle, bundle, [KEY]) == "log.bundle-damaged"
    (both / "checkpoints.jsonl").unlink()
    with opened(both) as bundle:
        assert code_of(check_bundle, bundle, [KEY]) == "log.bundle-empty"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_a_zip_has_twice_is_refused(log: Logbook, tmp_path: Path) -> None:
    """Programs differ in which of the two they read."""
    path = tmp_path / "bundle.zip"
    export_log(log, KEY, path)
    with ZipFile(path, "a") as archive:
        archive.writestr("events.ndjson", b"{}")
    with pytest.raises(InvalidInput, match="more than once"), opened(path) as bundle:
        check_bundle(bundle, [KEY])
