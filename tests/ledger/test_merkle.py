"""The log's tree is that of RFC 6962: its roots and proofs are those that others compute, and false proofs fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger.logbook import ENTRIES, STORE, hashes_of
from pymerkle import InmemoryTree

from dicycle.errors import StoreError
from dicycle.ledger.integrity.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash
from dicycle.ledger.integrity.proofs import Tree, is_consistent, is_included

KNOWN = (
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
)
"""Entries of Certificate Transparency's test tree, and the root after each (hexadecimal)."""

sizes = st.one_of(st.integers(1, 40), st.integers(200, 1100), st.sampled_from([255, 256, 257, 511, 512, 513, 65_537]))


def tree(size: int) -> Tree:
    """Return the tree of the first so many entries of the test's store."""
    return Tree(size, STORE)


def test_roots_are_those_of_certificate_transparency() -> None:
    """The eight roots that implementations of RFC 6962 are tested with."""
    frontier = Frontier()
    assert frontier.root() == EMPTY_ROOT
    for entry, root in KNOWN:
        frontier, _ = frontier.extend([bytes.fromhex(entry)])
        assert frontier.root().hex() == root


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=300), st.data())
def test_roots_and_proofs_are_those_of_another_implementation(entries: list[bytes], data: st.DataObject) -> None:
    """pymerkle, which nobody here wrote, comes to the same root and the same audit path."""
    theirs = InmemoryTree.init_from_entries(entries)
    ours = Tree(len(entries), hashes_of(entries))
    index = data.draw(st.integers(0, len(entries) - 1))
    earlier = data.draw(st.integers(1, len(entries)))
    assert ours.root() == theirs.get_root() == Frontier().extend(entries)[0].root()
    path = [bytes.fromhex(one) for one in theirs.prove_inclusion(index + 1, len(entries)).serialize()["path"]]
    assert path[0] == leaf_hash(entries[index])
    assert path[1:] == ours.inclusion(index)
    first = theirs.get_root(earlier)
    assert is_consistent(earlier, len(entries), ours.consistency(earlier), first, ours.root())


@given(st.lists(st.integers(1, 400), max_size=8))
def test_a_tree_is_the_same_however_it_grew(steps: list[int]) -> None:
    """Entries that come in batches make the tree, and the complete subtrees, that they make at once."""
    frontier, complete = Frontier(), []
    for step in steps:
        frontier, done = frontier.extend(ENTRIES[frontier.size : frontier.size + step])
        complete += done
    whole, complete_at_once = Frontier().extend(ENTRIES[: sum(steps)])
    assert (frontier, sorted(complete)) == (whole, sorted(complete_at_once))


@given(st.one_of(sizes, st.just(0)))
def test_a_tree_is_restored_from_what_a_store_keeps(size: int) -> None:
    """The right edge needs no more than a read of one tile for each eight levels."""
    reads: list[tuple[int, int, int]] = []

    def counted(level: int, start: int, end: int) -> list[bytes]:
        reads.append((level, start, end))
        return STORE(level, start, end)

    assert Frontier.restore(size, counted) == Frontier().extend(ENTRIES[:size])[0]
    assert len(reads) == (size.bit_length() + 7) // 8


def test_a_store_that_lost_hashes_is_not_restored() -> None:
    """A missing hash is an error, not another tree and not another proof."""
    with pytest.raises(StoreError, match="of the hashes 0 to 4 at level 0 5 are missing"):
        Frontier.restore(5, lambda level, start, end: [])
    with pytest.raises(StoreError, match="of the hashes 0 to 2 at level 8 1 are missing"):
        Tree(800, lambda level, start, end: STORE(level, start, end)[: 256 if level == 0 else 2]).inclusion(3)


@given(sizes, st.data())
def test_an_event_that_is_in_the_log_has_a_proof(size: int, data: st.DataObject) -> None:
    """The proof holds for this leaf, this index, this size and this root, and for nothing else."""
    index = data.draw(st.integers(0, size - 1))
    ours = tree(size)
    path, root, leaf = ours.inclusion(index), ours.root(), leaf_hash(ENTRIES[index])
    assert is_included(leaf, index, size, path, root)
    assert len(path) <= size.bit_length()
    assert not is_included(leaf_hash(b"another"), index, size, path, root)
    assert not is_included(leaf, index, size, path, leaf) or size == 1
    assert not is_included(leaf, index, size, [*path, root], root)
    assert not is_included(leaf, size, size, path, root)
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        assert not is_included(leaf, index, size, path[:place] + path[place + 1 :], root)
        spoilt = bytes([path[place][0] ^ 1]) + path[place][1:]
        assert not is_included(leaf, index, size, [*path[:place], spoilt, *path[place + 1 :]], root)


@given(sizes, st.data())
def test_a_log_that_grew_has_a_proof_of_it(size: int, data: st.DataObject) -> None:
    """The proof holds from this root to that one, and for no other root."""
    earlier = data.draw(st.integers(1, size))
    path = tree(size).consistency(earlier)
    first, second = tree(earlier).root(), tree(size).root()
    assert is_consistent(earlier, size, path, first, second)
    other = node_hash(first, second)
    assert not is_consistent(earlier, size, path, other, second)
    assert not is_consistent(earlier, size, path, first, other)
    assert not is_consistent(earlier, size, [*path, other], first, second)
    if path:
        assert not is_consistent(earlier, size, path[:-1], first, second)
        assert not is_consistent(earlier, size, path[1:], first, second)


def test_nothing_is_proven_of_an_empty_log() -> None:
    """From no events anything can follow, so a proof of it would say nothing."""
    assert tree(5).consistency(0) == []
    assert tree(0).root() == EMPTY_ROOT
    assert not is_consistent(0, 5, [], EMPTY_ROOT, tree(5).root())


@pytest.mark.parametrize(("index", "size"), [(5, 5), (-1, 5), (0, 0)])
def test_no_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    """A leaf beyond the log is a mistake of whoever asks."""
    with pytest.raises(ValueError, match="leaf"):
        tree(size).inclusion(index)
    with pytest.raises(ValueError, match="leaves"):
        tree(size).consistency(size + 1)
