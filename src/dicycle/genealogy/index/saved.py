"""The graph of an index on the disk, and the state that says of which events it is.

The graph's file has the first digits of its digest in its name, so that a state always names a whole file: the graph is
written beside the older one, then the state takes the place of the older state, then the older graph is deleted.
"""

from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct

from dicycle.genealogy.graph import Graph, from_sections, sections
from dicycle.genealogy.index import container, files
from dicycle.genealogy.index.container import Damaged
from dicycle.genealogy.index.makers import maker

STATE: Final = "state.json"
_TRIES: Final = 5


class State(Struct, frozen=True, forbid_unknown_fields=True):
    """Of which events a graph is: the first `events`, the last of them recorded at `time` (µs), with this log root."""

    maker: str
    events: int
    time: int
    root: str
    graph: str
    """The digest of the graph's file."""

    @property
    def file(self) -> str:
        """The name of the graph's file."""
        return f"graph-{self.graph[:16]}.dcy"


class Saved(NamedTuple):
    """What is on the disk."""

    state: State
    graph: Graph


class _Sealed(Struct, forbid_unknown_fields=True):
    state: msgspec.Raw
    sha256: str


def read_state(folder: Path) -> State | None:
    """Return the state, None if there is none; raises Damaged, or OSError if it cannot be read."""
    try:
        sealed = msgspec.json.decode((folder / STATE).read_bytes(), type=_Sealed)
        if sha256(sealed.state).hexdigest() == sealed.sha256:
            return msgspec.json.decode(sealed.state, type=State)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        pass
    raise Damaged(f"{STATE} is damaged")


def read(folder: Path, state: State, *, trust: bool = False) -> Graph:
    """Return the graph of a state, mapped; raises Damaged, FileNotFoundError or another OSError."""
    try:
        found = container.read(folder / state.file, trust=trust)
        graph = from_sections(Graph, found.arrays)
    except (Damaged, KeyError) as wrong:
        raise Damaged(f"{state.file} is damaged: {wrong}") from None
    if found.digest != state.graph:
        raise Damaged(f"{state.file} is damaged: it is another one than was written")
    return graph


def saved(folder: Path, known: Saved | None = None) -> Saved | None:
    """Return what is on the disk (`known`, if it still is that), None if nothing is.

    Raises Damaged if something is and cannot be used, OSError if it cannot be read.
    """
    missing = f"{STATE} is missing"
    for _ in range(_TRIES):
        state = read_state(folder)
        if state is None:
            break
        if known is not None and state == known.state:
            return known
        if state.maker != maker():
            raise Damaged("it was made by another version of Dicycle")
        try:
            return Saved(state, read(folder, state))
        except FileNotFoundError:
            missing = f"{state.file} is missing"  # or another process has just put a newer one in its place
    if state is None and not any(folder.glob("graph-*.dcy")):
        return None
    raise Damaged(missing)


def save(folder: Path, graph: Graph, events: int, time: int, root: str) -> Saved:
    """Write a graph and its state; return them as they are on the disk. Raises OSError."""
    packed = container.pack({"of": "graph"}, sections(graph))
    state = State(maker(), events, time, root, packed.digest)
    files.put(folder / state.file, packed.write)
    raw = msgspec.json.encode(state)
    sealed = msgspec.json.encode(_Sealed(msgspec.Raw(raw), sha256(raw).hexdigest()))
    files.put(folder / STATE, lambda file: file.write(sealed))
    files.sweep(folder, lambda path: not path.name.startswith("graph-") or path.name == state.file)
    return Saved(state, read(folder, state, trust=True))
