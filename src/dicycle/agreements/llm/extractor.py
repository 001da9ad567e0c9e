"""A language model's endpoint as extractor: what it says comes with quotes, or does not come in."""

import time
from collections.abc import Callable, Iterable
from typing import Final

from dicycle.agreements.document import Document
from dicycle.agreements.llm.answer import Answer
from dicycle.agreements.llm.asking import Asking, ask
from dicycle.agreements.llm.building import Shown, release_of
from dicycle.agreements.llm.endpoint import endpoint_of
from dicycle.agreements.llm.windows import windows
from dicycle.agreements.model import Dropped, Release
from dicycle.findings import Finding
from dicycle.settings import Settings

FIELD: Final = "model"
"""The field of what is told about the model itself, in what was dropped."""


class LlmExtractor:
    """Asks a model that speaks OpenAI's protocol; whatever comes back, `extract` returns a release.

    Raises InvalidInput for settings with which nothing can be asked.
    """

    def __init__(self, settings: Settings, *, pause: Callable[[float], object] = time.sleep) -> None:
        self._asking, self._seconds = Asking(endpoint_of(settings), pause), settings.llm_timeout
        self.name = f"model/1 {settings.llm_model}"

    def extract(self, document: Document) -> Release:
        """Return what the model says of a document, unverified; what went wrong is among what was dropped."""
        end, shown = time.monotonic() + self._seconds, list[Shown]()
        findings: list[Finding] = []
        listed = windows(document)
        for window in listed:
            found = ask(self._asking, document, window, end)
            findings += found.findings
            if found.answer != Answer([], []):
                shown.append(Shown(window, found.answer))
            elif found.findings and found.findings[0].code in _IN_VAIN:
                break
        findings += _unread(document, listed[-1].end) if listed else ()
        return release_of(document, self.name, shown, _notes(findings))


_IN_VAIN: Final = frozenset({
    "agreements.llm-late", "agreements.llm-unreached", "agreements.llm-refused", "agreements.llm-redirect",
})  # fmt: skip
"""After one of these the next window would fare no better."""


def _unread(document: Document, end: int) -> Iterable[Finding]:
    left = len(document.text[end:].strip()) if document.sentence_at(end) or _after(document, end) else 0
    if left:
        sentence = f"The document is long: its last {left:,} characters were not shown to the language model."
        yield Finding("agreements.llm-unread", sentence, document.name, advice="Split the document.")


def _after(document: Document, end: int) -> bool:
    return any(one.start >= end and one.kind != "boilerplate" for one in document.blocks)


def _notes(findings: Iterable[Finding]) -> list[Dropped]:
    told = (Dropped(FIELD, f"{one.sentence} {one.advice}".strip(), f"{one.code} {one.where}") for one in findings)
    return list(dict.fromkeys(told))
