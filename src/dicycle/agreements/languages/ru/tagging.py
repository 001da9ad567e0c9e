"""Names of organisations and persons by a small model (slovnet, trained on news), where it is installed."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

_EMBEDDING: Final = "data/emb/navec_news_v1_1B_250K_300d_100q.tar"
_MODEL: Final = "data/model/slovnet_ner_news_v1.tar"
MOST: Final = 20_000
"""Characters of a document that are tagged at most: the acts of a longer one stand in its first pages or in lists."""


class Tagged(NamedTuple):
    """A name that the model found: ``ORG``, ``PER`` or ``LOC``."""

    start: int
    end: int
    type: str


@cache
def _tagger() -> Any:
    """Return the model, None where it is not installed."""
    if any(find_spec(name) is None for name in ("natasha", "navec", "slovnet")):
        return None
    spec = find_spec("natasha")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        return None
    from navec import Navec  # type: ignore[import-untyped,unused-ignore]
    from slovnet import NER  # type: ignore[import-untyped,unused-ignore]

    tagger = NER.load(str(Path(folders[0]) / _MODEL))
    tagger.navec(Navec.load(str(Path(folders[0]) / _EMBEDDING)))
    return tagger


@cache
def _threads() -> Any:
    """Return what limits the threads of numpy's algebra, None where it is not installed."""
    if find_spec("threadpoolctl") is None:
        return None
    from threadpoolctl import ThreadpoolController  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return ThreadpoolController()


def _on_one_thread() -> AbstractContextManager[Any]:
    """Limit algebra to one thread: the matrices are small, more threads only wait for each other."""
    threads = _threads()
    return nullcontext() if threads is None else threads.limit(limits=1, user_api="blas")


def tagged(text: str, spans: Sequence[tuple[int, int]]) -> list[Tagged]:
    """Return the names in stretches of a text, with their places in it."""
    tagger = _tagger()
    if tagger is None or not spans:
        return []
    found: list[Tagged] = []
    begun, parts, size = [0], [], 0
    for start, end in spans:
        size += end - start + 1
        if size > MOST:
            break
        parts.append(text[start:end])
        begun.append(size)
    if not parts:
        return []
    with _on_one_thread():
        names = tagger("\n".join(parts)).spans
    for one in names:
        at = max(number for number, place in enumerate(begun) if place <= one.start)
        shift = spans[at][0] - begun[at]
        if one.stop + shift <= spans[at][1]:
            found.append(Tagged(one.start + shift, one.stop + shift, one.type))
    return found
