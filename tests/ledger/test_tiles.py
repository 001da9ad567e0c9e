"""Tiles are those of c2sp.org/tlog-tiles, in path and in bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.logbook import ENTRIES as LEAVES
from ledger.logbook import STORE, code_of
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.ledger.integrity.merkle import Frontier, leaf_hashes
from dicycle.ledger.integrity.tiles import ENTRIES, Tile, entry_bundle, read_entries, read_hashes, tiles_of

any_tile = st.builds(Tile, st.integers(ENTRIES, 63), st.integers(0, 10**18 - 1), st.integers(1, 256))


def test_paths_are_those_of_the_specification() -> None:
    """The index in groups of three digits, all but the last after an x; a partial tile says its width."""
    assert Tile(0, 1_234_067).path == "tile/0/x001/x234/067"
    assert Tile(63, 5, 255).path == "tile/63/005.p/255"
    assert Tile(ENTRIES, 1000).path == "tile/entries/x001/000"


@given(any_tile)
def test_a_path_says_which_tile(tile: Tile) -> None:
    """Every tile has one path, and a path is of one tile."""
    assert Tile.parse(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    ["", "tile", "tile/0", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/0/00", "tile/0/0000", "tile/0/x000/000",
     "tile/0/001/000", "tile/0/x001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/",
     "tile/0/000/", "/tile/0/000", "tile/0/٠٠٠", "tile/entry/000", "tile/0/" + "x999/" * 6 + "999", "tile/0/000\n"],
)  # fmt: skip
def test_other_paths_are_refused(path: str) -> None:
    """One spelling only: two names of a tile could say different things."""
    with pytest.raises(InvalidInput, match="not the path of a tile"):
        Tile.parse(path)


def test_a_log_of_seventy_thousand_has_the_tiles_of_the_specification() -> None:
    """273 full tiles of leaves and one of 112; one full tile above and one of 17; and one of 1 above that."""
    found = list(tiles_of(70_000))
    by_level = [[tile.width for tile in found if tile.level == level] for level in (ENTRIES, 0, 1, 2, 3)]
    assert by_level == [[256] * 273 + [112], [256] * 273 + [112], [256, 17], [1], []]
    assert [tile.path for tile in tiles_of(256)] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert list(tiles_of(0)) == []


@given(st.integers(1, 70_000))
def test_the_tiles_of_a_log_are_in_it(size: int) -> None:
    """And no tile reaches beyond it."""
    assert all(tile.is_in(size) for tile in tiles_of(size))
    assert not Tile(0, size // 256, size % 256 + 1).is_in(size)


@examples(10)
@given(st.integers(1, 70_000))
def test_tiles_hold_the_hashes_of_the_tree(size: int) -> None:
    """The last tile of each level gives back the tree's right edge."""
    last = {tile.level: tile for tile in tiles_of(size) if tile.level != ENTRIES}
    edge: tuple[bytes, ...] = ()
    for level, tile in last.items():
        if (size >> (8 * level)) % 256:
            row = read_hashes(tile.body(STORE), tile.width)
            edge = Frontier().grow(0, row)[0].edge + edge
    assert Frontier(size, edge) == Frontier().extend(LEAVES[:size])[0]


def test_bundles_hold_the_entries() -> None:
    """Each entry after its length in two bytes, the higher first; it hashes to the leaf of the tile beside it."""
    bundle = Tile(ENTRIES, 3).body(STORE)
    assert bundle[:34] == b"\0\x20" + LEAVES[768]
    assert read_entries(bundle, 256) == LEAVES[768:1024]
    assert leaf_hashes(read_entries(bundle, 256)) == read_hashes(Tile(0, 3).body(STORE), 256)


@given(st.binary(max_size=200), st.integers(1, 6))
def test_a_tile_of_the_wrong_length_is_refused(body: bytes, width: int) -> None:
    """A tile that was cut, padded or garbled is not half a tile."""
    for read, write in ((read_hashes, b"".join), (read_entries, entry_bundle)):
        code = code_of(read, body, width)
        assert code == "log.tile-length" or (code == "" and write(read(body, width)) == body)
