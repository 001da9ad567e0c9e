"""An index that is damaged, half-written, foreign or from another version is never used, and is made again."""

import errno
import io
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, BinaryIO

import numpy as np
import pytest
from genealogy.indexing import bytes_of, codes, contents, copied, ledger_in, lines, same, tell
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dicycle.bootstrap import Loop, open_loop
from dicycle.genealogy.building import graph_of
from dicycle.genealogy.graph import Graph, from_sections, sections
from dicycle.genealogy.index import container, files, makers, making, open_index, saved, shelf
from dicycle.genealogy.index.container import Damaged

SOME = {
    "ones": np.arange(9, dtype=np.int64),
    "none": np.empty(0, np.float64),
    "bytes": np.array([1, 2, 3], np.uint8),
    "last": np.array([0.5, np.nan]),
}


class Crash(BaseException):
    """The process ends here."""


@pytest.fixture
def made(full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Make the index of the full ledger, of three stretches; return the bytes of its graph."""
    monkeypatch.setattr(making, "STRETCH", 300)
    monkeypatch.setattr(shelf, "LARGEST", 300)
    return bytes_of(open_index(full.store, folder))


def packed(**some: Any) -> bytes:
    """Return the bytes of a file."""
    file = io.BytesIO()
    container.pack({"of": "a test"}, some).write(file)
    return file.getvalue()


def flip(path: Path, place: int) -> None:
    """Turn one bit of a file round, where it stands."""
    with path.open("r+b", buffering=0) as file:
        file.seek(place // 8)
        wrong = file.read(1)[0] ^ 1 << place % 8
        file.seek(place // 8)
        file.write(bytes([wrong]))


def refused(read: Callable[[Path], Any], path: Path) -> bool:
    """Tell whether something is found damaged."""
    try:
        read(path)
    except Damaged:
        return True
    return False


def without_graph(folder: Path) -> None:
    """Delete the graph and what is said of it, and leave the facts."""
    for path in (*folder.glob("graph-*"), folder / "state.json"):
        path.unlink()


# ---------------------------------------------------------------- one file


columns = arrays(st.sampled_from([np.uint8, np.int32, np.int64, np.uint64, np.float64]), st.integers(0, 40))


@given(st.dictionaries(st.text(max_size=5), columns, max_size=5))
def test_arrays_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, some: Any) -> None:
    """What is written is read: names, order, types and every bit; each array at a multiple of 64 bytes."""
    path = tmp_path_factory.mktemp("arrays") / "file"
    packed = container.pack({"of": "a test"}, some)
    with path.open("wb") as file:
        packed.write(file)
    found = container.read(path)
    assert (found.said, found.digest, list(found.arrays)) == ({"of": "a test"}, packed.digest, list(some))
    for name, array in found.arrays.items():
        assert (array.dtype, array.tobytes()) == (some[name].dtype, some[name].tobytes())
        assert not array.size or array.ctypes.data % 64 == 0
        assert not array.flags.writeable


def test_every_flipped_bit_is_seen(tmp_path: Path) -> None:
    """Whichever bit of a file is wrong, the file is not used; an undamaged one is."""
    whole = packed(**SOME)
    path = tmp_path / "file"
    path.write_bytes(whole)
    assert list(container.read(path).arrays) == list(SOME)
    for place in range(8 * len(whole)):
        flip(path, place)
        assert refused(container.read, path), place
        flip(path, place)
    assert list(container.read(path).arrays) == list(SOME)


def test_every_shorter_or_longer_file_is_seen(tmp_path: Path) -> None:
    """Cut anywhere, or with something behind its end, a file is not used."""
    whole = packed(**SOME)
    path = tmp_path / "file"
    for wrong in (*(whole[:end] for end in range(len(whole))), whole + b"\0", whole + bytes(64), whole + whole):
        path.write_bytes(wrong)
        with pytest.raises(Damaged):
            container.read(path)


@given(st.binary(max_size=300), st.booleans())
def test_what_is_no_file_of_ours_is_not_used(tmp_path_factory: pytest.TempPathFactory, some: bytes, ours: bool) -> None:
    """Any bytes, also behind our first ones, are refused and do not crash."""
    path = tmp_path_factory.mktemp("bytes") / "file"
    path.write_bytes(packed(**SOME)[:12] + some if ours else some)
    with pytest.raises(Damaged):
        container.read(path)


@pytest.mark.parametrize("row", [["a", "<i8", -1, 0], ["a", "|O", 1, 0], ["a", "<i8", 2**62, 0], ["a", "<i8", 1]])
def test_a_directory_that_cannot_be_is_refused(tmp_path: Path, row: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects, negative lengths and lengths beyond the file are refused, whatever the sums say."""
    real = container.msgspec.json.encode
    monkeypatch.setattr(container.msgspec.json, "encode", lambda _: real({"said": {}, "arrays": [row]}))
    whole = packed(**SOME)
    monkeypatch.undo()
    (tmp_path / "file").write_bytes(whole)
    with pytest.raises(Damaged):
        container.read(tmp_path / "file")


def test_a_graph_is_its_sections(full: Loop) -> None:
    """A graph that is taken apart and put together again is the same; without one of its arrays it is none."""
    graph = graph_of(full.store.events())
    flat = sections(graph)
    assert same(from_sections(Graph, flat), graph)
    del flat["things.names.at"]
    with pytest.raises(KeyError):
        from_sections(Graph, flat)


# ---------------------------------------------------------------- a damaged index


def test_a_flipped_bit_anywhere_is_mended(full: Loop, folder: Path, made: bytes) -> None:
    """A bit flipped in any file: the answer is right, and says so if what was asked of was damaged."""
    chance = Random(5)
    names = sorted(name for name, whole in contents(folder).items() if whole)
    for number in range(20):
        name = names[number % len(names)]
        place = chance.randrange(8 * (folder / name).stat().st_size)
        flip(folder / name, place)
        if name.startswith("facts"):
            without_graph(folder)
        opened = open_index(full.store, folder)
        assert (bytes_of(opened), codes(opened)) == (made, ["genealogy.index-rebuilt"]), (name, place)
        assert Path(name).name in opened.findings[0].sentence
        assert codes(open_index(full.store, folder)) == []


def test_every_flipped_bit_of_the_state_is_mended(full: Loop, folder: Path, made: bytes) -> None:
    """The state says of which events a graph is: no bit of it may be wrong."""
    path = folder / "state.json"
    for place in range(8 * path.stat().st_size):
        flip(path, place)
        assert refused(saved.read_state, folder), place
        flip(path, place)
    assert saved.read_state(folder) is not None


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(one, marks=pytest.mark.full) for one in range(6, 20))])
def test_a_file_that_was_cut_is_mended(full: Loop, folder: Path, made: bytes, seed: int) -> None:
    """A file that ends too early, also at once, is made again."""
    chance = Random(seed)
    names = sorted(name for name, whole in contents(folder).items() if whole)
    name = names[seed % len(names)]
    os.truncate(folder / name, chance.choice([0, 1, 63, 64, chance.randrange((folder / name).stat().st_size)]))
    if name.startswith("facts"):
        without_graph(folder)
    opened = open_index(full.store, folder)
    assert (bytes_of(opened), codes(opened)) == (made, ["genealogy.index-rebuilt"])


def test_a_file_that_was_deleted_is_made_again(full: Loop, folder: Path, made: bytes) -> None:
    """Whichever file is deleted, or all of them, the answer is right; facts are missed when events come."""
    before = contents(folder)
    for name in before:
        (folder / name).unlink()
        opened = open_index(full.store, folder)
        expected = [] if name.startswith("facts") or name == "lock" else ["genealogy.index-rebuilt"]
        assert (bytes_of(opened), codes(opened)) == (made, expected)
    shutil.rmtree(folder)
    opened = open_index(full.store, folder)
    assert (bytes_of(opened), codes(opened)) == (made, [])
    assert contents(folder) == before


def test_missing_facts_are_read_again(tmp_path: Path, folder: Path) -> None:
    """When events come and facts of earlier ones are gone, those are read again, and it is told."""
    with open_loop(tmp_path / "loop.db", profile="off") as loop:
        tell(loop, lines()[:400], tmp_path)
        open_index(loop.store, folder)
        tell(loop, lines()[400:], tmp_path)
        shutil.rmtree(folder / "facts")
        opened = open_index(loop.store, folder)
        assert codes(opened) == ["genealogy.index-rebuilt"]
        assert "facts" in opened.findings[0].sentence
        assert same(opened.graph, graph_of(loop.store.events()))


def test_a_file_in_the_place_of_another_is_seen(full: Loop, folder: Path, made: bytes) -> None:
    """A whole file under the name of another is not taken for it."""
    first, second, *_ = sorted((folder / "facts").iterdir())
    shutil.copy(first, second)
    without_graph(folder)
    opened = open_index(full.store, folder)
    assert (bytes_of(opened), codes(opened)) == (made, ["genealogy.index-rebuilt"])
    graph = next(folder.glob("graph-*"))
    shutil.copy(first, graph)
    opened = open_index(full.store, folder)
    assert (bytes_of(opened), codes(opened)) == (made, ["genealogy.index-rebuilt"])


# ---------------------------------------------------------------- not of this ledger, not of this version


def test_the_index_of_another_ledger_is_not_used(full: Loop, folder: Path, tmp_path: Path, made: bytes) -> None:
    """Put beside another ledger, an index is made again from that one's events."""
    with open_loop(tmp_path / "other.db", profile="off") as other:
        tell(other, lines()[:100], tmp_path)
        opened = open_index(other.store, folder)
        assert codes(opened) == ["genealogy.index-rebuilt"]
        assert "another ledger" in opened.findings[0].sentence
        assert same(opened.graph, graph_of(other.store.events()))


def test_a_ledger_from_a_backup_keeps_what_is_of_it(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that was put back to an older state, and went on otherwise, reads again only what is not its own."""
    monkeypatch.setattr(shelf, "LARGEST", 300)
    monkeypatch.setattr(making, "STRETCH", 300)
    ledger = tmp_path / "loop.db"
    with open_loop(ledger, profile="off") as loop:
        tell(loop, lines()[:400], tmp_path)
    backup = copied(ledger, tmp_path / "backup.db")
    with open_loop(ledger, profile="off") as loop:
        tell(loop, lines()[400:], tmp_path)
        open_index(loop.store, folder)
    with open_loop(backup, profile="off") as loop:
        tell(loop, lines()[500:], tmp_path)
        told: list[int] = []
        opened = open_index(loop.store, folder, progress=lambda done, _: told.append(done))
        assert codes(opened) == ["genealogy.index-rebuilt"]
        assert told[0] == 300
        assert same(opened.graph, graph_of(loop.store.events()))


def test_the_index_of_another_version_is_not_used(
    full: Loop, folder: Path, made: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that other code made is made again, facts and all."""
    for module in (saved, shelf):
        monkeypatch.setattr(module, "maker", lambda: "other code")
    told: list[int] = []
    opened = open_index(full.store, folder, progress=lambda done, _: told.append(done))
    assert codes(opened) == ["genealogy.index-rebuilt"]
    assert "another version" in opened.findings[0].sentence
    assert told[0] == 0
    assert len(list((folder / "facts").iterdir())) == 3
    assert len(makers.maker()) == 64


def test_another_layout_is_not_used(full: Loop, folder: Path, made: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of an older layout are made again."""
    monkeypatch.setattr(container, "VERSION", 2)
    opened = open_index(full.store, folder)
    assert codes(opened) == ["genealogy.index-rebuilt"]
    assert codes(open_index(full.store, folder)) == []


# ---------------------------------------------------------------- a process that ends in the middle


def crashing(at: int, how: str) -> Callable[..., Any]:
    """Return a way to write files that ends the process at one of them: half-written, not in place yet, or after it."""
    real, number = files.put, iter(range(10**6))

    def put(path: Path, write: Callable[[BinaryIO], Any]) -> Any:
        if next(number) != at:
            return real(path, write)
        path.parent.mkdir(parents=True, exist_ok=True)
        file = io.BytesIO()
        write(file)
        whole = file.getvalue()
        if how == "named":
            real(path, write)
        else:
            half = path.with_name(f"{path.name}.1.part")
            half.write_bytes(whole if how == "unnamed" else whole[: len(whole) // 2])
        raise Crash

    return put


@pytest.mark.parametrize("how", ["half", "unnamed", "named"])
def test_wherever_a_process_ends_the_next_goes_on(
    full: Loop, folder: Path, made: bytes, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended at any file that it writes: the next process gives the same bytes, and leaves no half file behind."""
    before, ended = contents(folder), 0
    for at in range(5):
        shutil.rmtree(folder)
        with monkeypatch.context() as broken, suppress(Crash):
            broken.setattr(files, "put", crashing(at, how))
            open_index(full.store, folder)
            continue
        ended += 1
        assert how == "named" or list(folder.rglob("*.part"))
        opened = open_index(full.store, folder)
        assert bytes_of(opened) == made
        assert contents(folder) == before
    assert ended == 5


@pytest.mark.parametrize("how", ["half", "unnamed", "named"])
def test_wherever_a_refresh_ends_the_older_index_holds(
    full: Loop, folder: Path, tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended while it brings an index up to date, a process leaves the older one whole, or the newer one."""
    with open_loop(tmp_path / "growing.db", profile="off") as loop:
        for step, at in enumerate(range(4)):
            tell(loop, lines()[step * 100 : step * 100 + 100], tmp_path)
            old = open_index(loop.store, folder)
            tell(loop, lines()[step * 100 + 50 : step * 100 + 150], tmp_path)
            with monkeypatch.context() as broken, suppress(Crash):
                broken.setattr(files, "put", crashing(at, how))
                open_index(loop.store, folder)
            with files.lock(folder / "lock", lambda: True):
                between = open_index(loop.store, folder, wait=False)
            assert between.point in (old.point, open_index(loop.store, folder).point)
            assert "genealogy.index-rebuilt" not in codes(open_index(loop.store, folder))
        assert same(open_index(loop.store, folder).graph, graph_of(loop.store.events()))


# ---------------------------------------------------------------- where nothing can be written


def test_where_no_folder_can_be_the_index_is_in_memory(full: Loop, tmp_path: Path, made: bytes) -> None:
    """Where no file can be written the answer is the same, from memory, and says so."""
    (tmp_path / "file").write_bytes(b"")
    opened = open_index(full.store, tmp_path / "file" / "index")
    assert (codes(opened), opened.file) == (["genealogy.index-in-memory"], None)
    assert opened.findings[0].advice
    assert same(opened.graph, graph_of(full.store.events()))
    assert same(open_index(full.store, None).graph, opened.graph)
    assert codes(open_index(full.store, None)) == []


def test_an_index_in_a_folder_that_cannot_be_written_is_used(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only index is mapped as long as it is of the ledger's end; later its facts are used, and new ones read."""
    with open_loop(tmp_path / "loop.db", profile="off") as loop:
        tell(loop, lines()[:500], tmp_path)
        open_index(loop.store, folder)
        before = contents(folder)

        def read_only(*_: object) -> Any:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

        monkeypatch.setattr(files, "lock", read_only)
        assert codes(open_index(loop.store, folder)) == []
        tell(loop, lines()[500:], tmp_path)
        told: list[int] = []
        opened = open_index(loop.store, folder, progress=lambda done, _: told.append(done))
        assert (told[0], codes(opened)) == (500, ["genealogy.index-in-memory"])
        assert os.strerror(errno.EROFS) in opened.findings[0].sentence
        assert same(opened.graph, graph_of(loop.store.events()))
        assert contents(folder) == before


@pytest.mark.parametrize("at", range(5))
def test_a_full_disk_is_got_over(
    full: Loop, folder: Path, made: bytes, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk gets full in the middle, the answer comes from memory; with room again, the rest is written."""
    shutil.rmtree(folder)
    real, number = files.put, iter(range(100))

    def put(path: Path, write: Callable[[BinaryIO], Any]) -> Any:
        if next(number) < at:
            return real(path, write)
        return real(path, partial(_too_much, write))

    with monkeypatch.context() as broken:
        broken.setattr(files, "put", put)
        opened = open_index(full.store, folder)
    assert codes(opened) == ["genealogy.index-in-memory"]
    assert same(opened.graph, graph_of(full.store.events()))
    assert not list(folder.rglob("*.part"))
    opened = open_index(full.store, folder)
    assert (bytes_of(opened), len(list((folder / "facts").iterdir()))) == (made, 3)


def _too_much(write: Callable[[BinaryIO], Any], file: BinaryIO) -> Any:
    file.write(b"half")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_read_only_ledger_folder_is_no_matter(tmp_path: Path) -> None:
    """A folder that is there and is a file, or a link to nowhere, is told and does no harm."""
    ledger = ledger_in(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere" / "deeper")
    with open_loop(ledger, profile="off") as loop:
        for place in ("loop.db", "link"):
            opened = open_index(loop.store, tmp_path / place)
            assert codes(opened) == ["genealogy.index-in-memory"]
            assert opened.point.events == len(lines())
