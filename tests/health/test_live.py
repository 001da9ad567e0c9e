"""Test records that a tester is still writing: piece by piece, in any cut, after any stop, the file that it wrote."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.errors import AlreadyExists, NotFound, TooLarge
from dicycle.health.inspecting import Files
from dicycle.health.inspecting.live import About, Live, whole_lines

ABOUT = About(name="cell.csv", by="Ada Beispiel", at="2031-03-20T09:00:00Z")
ID = "019-aa"


@pytest.fixture
def live(tmp_path: Path) -> Live:
    """Live tests beside files of at most a hundred bytes."""
    return Live(Files(tmp_path, most_bytes=100))


def held(live: Live) -> bytes:
    """Return the bytes that are there."""
    return live.needed(ID).path.read_bytes()


@given(st.binary(min_size=1, max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12))
@examples(40)
def test_any_pieces_make_the_file(
    tmp_path_factory: pytest.TempPathFactory, file: bytes, cuts: list[tuple[int, int]]
) -> None:
    """However often and wherever a sender begins anew, what is there is always a beginning of its file."""
    live = Live(Files(tmp_path_factory.mktemp("live")))
    size = 0
    for first, last in cuts:
        start = min(first, size)
        piece = file[start : max(start, last)]
        size = live.append(ID, ABOUT, start, piece).size
        assert held(live) == file[:size]
    assert live.append(ID, ABOUT, 0, file).size == len(file)
    assert held(live) == file


def test_a_gap_and_another_file_are_refused(live: Live) -> None:
    """A piece that leaves a gap, other bytes at a place, or another name: refused with the size, nothing changed."""
    live.append(ID, ABOUT, 0, b"time,voltage\n")
    for about, offset, piece in ((ABOUT, 20, b"x"), (ABOUT, 0, b"Time"), (About(name="b", by="", at=""), 13, b"x")):
        with pytest.raises(AlreadyExists):
            live.append(ID, about, offset, piece)
    with pytest.raises(AlreadyExists, match="13 bytes"):
        live.append(ID, ABOUT, 14, b"x")
    assert held(live) == b"time,voltage\n"


def test_no_test_is_longer_than_a_file_may_be(live: Live) -> None:
    """What goes over the limit is refused, however it is cut."""
    live.append(ID, ABOUT, 0, b"x" * 99)
    with pytest.raises(TooLarge):
        live.append(ID, ABOUT, 99, b"yz")
    assert len(held(live)) == 99


def test_what_a_stop_left_half_is_made_whole(live: Live, tmp_path: Path) -> None:
    """After a stop in the middle of a piece, or before the name was kept, sending again makes the file."""
    live.append(ID, ABOUT, 0, b"time,vol")
    (tmp_path / "live" / ID / "about.json").write_bytes(b'{"na')
    assert live.draft(ID) is None
    assert live.append(ID, ABOUT, 0, b"time,voltage\n").about == ABOUT
    assert held(live) == b"time,voltage\n"


def test_what_is_dropped_is_gone(live: Live) -> None:
    """A test that is discarded leaves nothing, and discarding it again is harmless."""
    live.append(ID, ABOUT, 0, b"x")
    live.drop(ID)
    live.drop(ID)
    with pytest.raises(NotFound):
        live.needed(ID)


def test_a_line_that_is_being_written_is_not_read() -> None:
    """Of a text only the lines that have ended are looked at."""
    assert whole_lines(b"time,voltage\n0,3.3\n1,3.") == b"time,voltage\n0,3.3\n"
    assert whole_lines(b"time") == b""
