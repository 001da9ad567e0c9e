"""Whose voice speaks: the document's own, someone quoted, or someone whose words are reported.

Quotation marks pair by parity within a paragraph: straight ones have no direction, and a closing “ in German is an
opening one in English. A quoted name or title is no speech and stays in the document's own voice.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from dicycle.agreements.document import Sentence, Span, Voice
from dicycle.agreements.reading.words import Words

Voiced = tuple[int, int, Voice]

_DEEPEST: Final = 8
_NEAR: Final = 90
_MARKS: Final = re.compile(r"[\"“”„«»「」『』‘’‚‹›＂]|(?<!\w)'(?=\w)|(?<=[\w.,!?…])'(?!\w)")
_CLOSERS: Final = {
    "„": "“”\"", "«": "»", "»": "«", "「": "」", "『": "』", "‘": "’", "‚": "‘’", "‹": "›", "›": "‹",
    "“": "”\"", "”": "”", '"': '"', "＂": "＂", "'": "'",
}  # fmt: skip
_NEVER_OPEN: Final = frozenset("」』’")


def quotations(text: str, start: int, end: int) -> list[Span]:
    """Return the outermost quotations of a paragraph with their marks; one left open at its start runs to its end."""
    found: list[Span] = []
    held: list[tuple[int, str]] = []
    for mark in _MARKS.finditer(text, start, end):
        _meet(text, mark, start, end, held, found)
    if held and held[0][1] in '“„«「"' and _opens(text, held[0][0], start, end):
        found.append(Span(held[0][0], end))
    return found


def _meet(text: str, mark: re.Match[str], start: int, end: int, held: list[tuple[int, str]], found: list[Span]) -> None:
    sign, place = mark[0], mark.start()
    for depth in range(len(held) - 1, -1, -1):
        if sign in _CLOSERS[held[depth][1]] and not _apostrophe(text, place, sign, end):
            begun = held[depth][0]
            del held[depth:]
            if not held:
                found.append(Span(begun, mark.end()))
            return
    if len(held) < _DEEPEST and sign not in _NEVER_OPEN and _may_open(text, place, sign, start, end):
        held.append((place, sign))


def _apostrophe(text: str, place: int, sign: str, end: int) -> bool:
    return sign in "’'" and place + 1 < end and text[place + 1].isalpha()


def _may_open(text: str, place: int, sign: str, start: int, end: int) -> bool:
    if sign in "\"'“”":
        return _opens(text, place, start, end)
    return True


def _opens(text: str, place: int, start: int, end: int) -> bool:
    """Tell whether a mark stands as one that opens: nothing of a word or number before it, something after it."""
    before = text[place - 1] if place > start else " "
    after = text[place + 1] if place + 1 < end else " "
    return not after.isspace() and (not before.isalnum() or _wide(before) or _wide(after))


def _wide(sign: str) -> bool:
    return "\u3000" <= sign <= "\u9fff" or "\uff00" <= sign <= "\uffef"


def is_speech(text: str, quoted: Span, block: Span, words: Words) -> bool:
    """Tell whether a quotation is what someone said, and not a name, a title or a word held with tongs."""
    inside = text[quoted.start + 1 : quoted.end - 1].strip()
    if words.language == "zh":
        return _chinese_speech(text, inside, quoted, block, words)
    parts = inside.split(None, 400)
    if len(parts) < 4:
        return inside.endswith(("!", "?")) or (
            len(parts) > 1 and inside.endswith((".", ",")) and _told(text, quoted, block, words)
        )
    if words.language != "de" and _is_title(parts):
        return False
    finite = bool(words.finite.search(inside))
    return (finite and len(parts) > 4) or inside.endswith((".", "!", "?")) or _told(text, quoted, block, words)


def _is_title(parts: list[str]) -> bool:
    """Tell whether most of the longer words are capitalised, as in the title of a plan or an agreement."""
    long = [part for part in parts[:60] if len(part) > 3 and part[0].isalpha()]
    return len(long) > 1 and sum(part[0].isupper() for part in long) > 0.6 * len(long)


def _told(text: str, quoted: Span, block: Span, words: Words) -> bool:
    after = text[quoted.end : min(block.end, quoted.end + _NEAR)]
    before = text[max(block.start, quoted.start - _NEAR) : quoted.start]
    stop = re.search(r"[.!?](?:\s|$)", after)
    return bool(words.reporting.search(after[: stop.start()] if stop else after)) or (
        before.rstrip().endswith((":", ",", "：", "，")) and bool(words.reporting.search(before))
    )


def _chinese_speech(text: str, inside: str, quoted: Span, block: Span, words: Words) -> bool:
    before = text[max(block.start, quoted.start - 30) : quoted.start]
    if before.endswith(("：", ":", "，", ",")) and words.reporting.search(before):
        return len(inside) > 5
    ended = inside.endswith(("。", "！", "？", "，"))
    return len(inside) > 7 and (ended or (len(inside) > 12 and bool(re.search("[，。！？]", inside))))


def voices_of(text: str, block: Span, sentences: list[Span], words: Words) -> list[tuple[Voiced, ...]]:
    """Return, for each sentence of a paragraph, the parts of it that are quoted or reported."""
    quoted = [one for one in quotations(text, block.start, block.end) if is_speech(text, one, block, words)]
    starts, ends = [one.start for one in quoted], [one.end for one in quoted]
    found: list[tuple[Voiced, ...]] = []
    for sentence in sentences:
        here = quoted[bisect_right(ends, sentence.start) : bisect_left(starts, sentence.end)]
        found.append(tuple(sorted(_of_sentence(text, sentence, here, words))))
    return found


def _of_sentence(text: str, sentence: Span, quoted: list[Span], words: Words) -> Iterator[Voiced]:
    within = [Span(max(sentence.start, one.start), min(sentence.end, one.end)) for one in quoted]
    for one in within:
        yield one.start, one.end, "quoted"
    report = _reported(text, sentence, within, words)
    for piece in _without(report, within) if report else ():
        yield piece.start, piece.end, "reported"


def _reported(text: str, sentence: Span, quoted: list[Span], words: Words) -> Span | None:
    """Return what a sentence tells as someone's words: after "said that", before ", he said", or all of it."""
    if words.reported_sentence and words.reported_sentence.search(text, sentence.start, sentence.end):
        return sentence
    for found in words.reported.finditer(text, sentence.start, sentence.end):
        if not any(one.start <= found.start() < one.end for one in quoted):
            return Span(found.end(), sentence.end) if found.end() < sentence.end else None
    tail = Span(max(sentence.start, sentence.end - 260), sentence.end)
    before = words.reported_before and words.reported_before.search(text, tail.start, tail.end)
    return Span(sentence.start, before.start()) if before else None


def _without(whole: Span, taken: list[Span]) -> Iterator[Span]:
    edges = [Span(whole.start, whole.start), *taken, Span(whole.end, whole.end)]
    for one, other in pairwise(edges):
        begin, end = max(one.end, whole.start), min(other.start, whole.end)
        if end - begin > 1:
            yield Span(begin, end)


def with_voices(text: str, block: Span, number: int, sentences: list[Span], words: Words) -> Iterator[Sentence]:
    """Yield the sentences of a block with their voices."""
    for span, voices in zip(sentences, voices_of(text, block, sentences, words), strict=True):
        yield Sentence(span.start, span.end, number, voices)
