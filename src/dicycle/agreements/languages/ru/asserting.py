"""How an act is meant: done, planned, negated or only supposed."""

import re
from functools import cache

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import Assertion
from dicycle.agreements.languages.ru import lexicon
from dicycle.agreements.languages.ru.words import Line


def asserted(line: Line, sign: Span, voice: str, clause: tuple[int, int]) -> Assertion:
    """Tell how an act is meant, by its form and by the words before it in its clause."""
    start, end = clause
    before, after = line.text[max(start, sign.start - 90) : sign.start], line.text[sign.end : min(end, sign.end + 110)]
    whole = line.text[line.start : line.end]
    if _denying().search(whole) or _label().match(whole):
        return "negated"
    near = _near(before)
    if _has("negated", near[-40:]) and not re.search(r"не только[^.]{0,60}$", near, re.IGNORECASE):
        return "negated"
    if voice == "future":
        return "planned"
    if voice == "infinitive":
        return _of_infinitive(near)
    if voice == "nominal":
        return "negated" if _cancelled().search(line.text, sign.end, line.end) else _of_nominal(near, after)
    if voice == "passive" and re.search(
        r"(?:будет|будут|долж\w+ быть|может быть|могут быть|мог(?:ло|ли|ла)? быть|планиру\w+|"
        r"ожида\w+)\W*(?:[а-яё]+\W+){0,3}$",
        near,
        re.IGNORECASE,
    ):
        return "planned"
    if re.search(r"\b(?:бы|если)\W*(?:\w+\W+){0,2}$", near, re.IGNORECASE) or re.match(
        r"\W*(?:\w+\W+)?бы\b", after, re.IGNORECASE
    ):
        return "hypothetical"
    return "done"


@cache
def _denying() -> re.Pattern[str]:
    return re.compile(lexicon.table("acts")["asserted"]["denying"], re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    """Return what at the head of a sentence says how all of it is meant: „Не состоялось: подписание …“."""
    return re.compile(lexicon.table("acts")["asserted"]["label"], re.IGNORECASE)


@cache
def _cancelled() -> re.Pattern[str]:
    return re.compile(lexicon.table("acts")["asserted"]["cancelled"], re.IGNORECASE)


def _near(before: str) -> str:
    """Return what stands before in the same part of the sentence."""
    return re.split(r"[;:»]\s|\. ", before)[-1]


def _has(name: str, text: str) -> bool:
    return lexicon.pattern("asserted", name).search(text) is not None


def _of_infinitive(near: str) -> Assertion:
    if _has("done", near):
        return "done"
    return "hypothetical" if re.search(r"\b(?:мог(?:ут|ла|ли)?|может)\b", near, re.IGNORECASE) else "planned"


def _of_nominal(near: str, after: str) -> Assertion:
    if _has("planned", near[-60:]) and not re.search(
        r"(?:состоял|прош[её]?л|объявил|сообщил)\w*[^.]{0,40}$", near, re.IGNORECASE
    ):
        return "planned"
    if re.search(r"\b(?:в случае|при условии|если)\W*(?:\w+\W+){0,2}$", near, re.IGNORECASE):
        return "hypothetical"
    return (
        "planned"
        if re.search(
            lexicon.table("acts")["asserted"]["planned_after"], re.split("[,;:(]", after[:70])[0], re.IGNORECASE
        )
        else "done"
    )
