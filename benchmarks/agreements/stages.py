"""Documents a second on one core, and where the time goes."""

import gc
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from benchmarks.agreements.drawing import TELLING, documents
from benchmarks.timing import show
from dicycle.agreements.document import Document, Sentence
from dicycle.agreements.extracting import engine
from dicycle.agreements.extracting.parts import Tongue
from dicycle.agreements.languages.tongues import tongue_of
from dicycle.agreements.reader import read_agreements
from dicycle.agreements.reading import read
from dicycle.agreements.verifying import verify

STAGES = ("reading", "mentions", "acts", "other finds", "records", "verifying")


class Measured(NamedTuple):
    """What one language took: processor seconds by stage and in one go, and what was found."""

    language: str
    documents: int
    size: int
    characters: int
    whole: float
    stages: Counter[str]
    records: int


def run(count: int) -> None:
    """Print the rates of the four languages."""
    measured = [_measured(language, count) for language in TELLING]
    gc.unfreeze()
    title = f"Agreements: {count} documents of each language, processor time of one core, milliseconds a document"
    head = ("language", "bytes", "characters", "documents/s", "whole", *STAGES, "records found")
    show(title, head, [_row(one) for one in measured])


def _row(one: Measured) -> tuple[str, ...]:
    each = [f"{one.stages[name] / one.documents * 1e3:.1f}" for name in STAGES]
    rate, ms = one.documents / one.whole, one.whole / one.documents * 1e3
    return (
        one.language,
        f"{one.size // one.documents:,}",
        f"{one.characters // one.documents:,}",
        f"{rate:.1f}",
        f"{ms:.1f}",
        *each,
        f"{one.records / one.documents:.1f}",
    )


def _measured(language: str, count: int) -> Measured:
    texts = [text.encode() for text in documents(language, count + 2)]
    for text in texts[:2]:  # words and models are loaded once
        read_agreements(text, "warm.txt")
    gc.collect()
    gc.freeze()
    texts = texts[2:]
    begun = time.process_time()
    found = [read_agreements(text, "news.txt").release for text in texts]
    whole = time.process_time() - begun
    stages: Counter[str] = Counter()
    for text in texts[: max(5, count // 2)]:
        _staged(text, stages)
    share = len(texts) / max(5, count // 2)
    scaled = Counter({name: taken * share for name, taken in stages.items()})
    characters = sum(len(text.decode()) for text in texts)
    return Measured(
        language, len(texts), sum(map(len, texts)), characters, whole, scaled, sum(len(one.records) for one in found)
    )


class _Timed:
    """A tongue whose work is timed."""

    def __init__(self, tongue: Tongue, stages: Counter[str]) -> None:
        self._tongue, self._stages = tongue, stages

    def mentions(self, document: Document, sentences: list[Sentence]) -> Any:
        return self._took("mentions", lambda: self._tongue.mentions(document, sentences))

    def acts(self, document: Document, sentence: Sentence, mentions: Any) -> Any:
        return self._took("acts", lambda: self._tongue.acts(document, sentence, mentions))

    def __getattr__(self, name: str) -> Any:
        work = getattr(self._tongue, name)
        if not callable(work):
            return work
        return lambda *given: self._took("other finds", lambda: work(*given))

    def _took(self, stage: str, work: Callable[[], Any]) -> Any:
        begun = time.process_time()
        done = work()
        self._stages[stage] += time.process_time() - begun
        return done


def _staged(text: bytes, stages: Counter[str]) -> None:
    """Read a document stage by stage, and add up what each takes."""
    begun, within = time.process_time(), sum(stages.values())
    document = read(text, "news.txt")
    opened = time.process_time()
    release = engine.extract(document, _Timed(tongue_of(document.language), stages))
    extracted = time.process_time()
    within = sum(stages.values()) - within
    verify(document, release)
    stages["reading"] += opened - begun
    stages["records"] += extracted - opened - within
    stages["verifying"] += time.process_time() - extracted
