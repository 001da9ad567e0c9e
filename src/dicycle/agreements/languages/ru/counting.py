"""Numbers of signed projects or agreements."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Act, Assertion
from dicycle.agreements.languages.ru import lexicon
from dicycle.agreements.languages.ru.asserting import asserted
from dicycle.agreements.languages.ru.grouping import Scene
from dicycle.agreements.languages.ru.words import Line
from dicycle.agreements.vocabulary import Qualifier

_BEFORE: Final = 300


@cache
def _said(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.table("acts")["numbers"][name], re.IGNORECASE)


@cache
def _number() -> re.Pattern[str]:
    table = lexicon.table("acts")["numbers"]
    words = "|".join(sorted(table["words"], key=len, reverse=True)).replace("е", "[её]")
    return re.compile(
        rf"(?<![\w.,-])(?:(?P<more>{table['more']})\s+|(?P<less>{table['less']})\s+|"
        rf"(?P<about>{table['about']})\s+)?(?P<number>\d{{1,3}}(?:[ \u00a0]\d{{3}})?|"
        rf"{words})(?:\s+(?P<of>из них)|\s+{table['things']})(?![\w-])",
        re.IGNORECASE,
    )


def numbers(document: Document, sentence: Sentence, line: Line, scene: Scene) -> Iterator[Act]:
    """Return numbers of signed projects or agreements."""
    yield from _rest(document, sentence, line)
    text = line.text[line.start : line.end]
    part = _said("part").search(text)
    signed = [
        one
        for name in ("active", "passive", "nominal")
        for one in lexicon.pattern("signs", name).finditer(line.text, line.start, line.end)
    ]
    for found in _number().finditer(line.text, line.start, line.end):
        number = _value(found["number"])
        near = [one for one in signed if abs(one.start() - found.start()) < 130]
        if (
            number is None
            or number < 2
            or found["of"]
            or not (near or (part and part.start() + line.start < found.start()))
        ):
            continue
        if _names_parties(scene, found.start(), number):
            continue
        told: Assertion = asserted(line, Span(*near[0].span()), "passive", (line.start, line.end)) if near else "done"
        qualifier: Qualifier = (
            "more_than" if found["more"] else "less_than" if found["less"] else "approx" if found["about"] else "exact"
        )
        span = Span(
            min([found.start(), *(one.start() for one in near[:1])]),
            max([found.end(), *(one.end() for one in near[:1])]),
        )
        past = bool(re.search(lexicon.table("acts")["background"]["before"], text, re.IGNORECASE))
        yield Act(
            span, sentence, "sign", "signed_projects", ((),), told, number=number, qualifier=qualifier,
            number_span=Span(*found.span()), historical=past,
            part=bool(part and part.start() + line.start <= found.start() + 3),
        )  # fmt: skip


def _rest(document: Document, sentence: Sentence, line: Line) -> Iterator[Act]:
    """Yield a part of the agreements that the sentence before counts, told with no noun: „Из них 27 касаются …“."""
    found = _said("rest").search(line.text, line.start, line.end)
    number = _value(found["number"]) if found else None
    if found is None or number is None:
        return
    back = document.text[max(0, line.start - _BEFORE) : found.start()]
    counted = [_value(one["number"]) for one in _number().finditer(back) if not one["of"]]
    if not counted or not lexicon.pattern("relevant", "signing").search(back) or (counted[-1] or 0) < number:
        return
    yield Act(
        Span(*found.span()), sentence, "sign", "signed_projects", ((),), "done", number=number,
        number_span=Span(*found.span("number")), part=True,
    )  # fmt: skip


def _value(text: str) -> int | None:
    digits = re.sub(r"\D", "", text)
    if digits:
        return int(digits)
    return lexicon.table("acts")["numbers"]["words"].get(text.lower().replace("ё", "е"))  # type: ignore[no-any-return]


def _names_parties(scene: Scene, at: int, number: int) -> bool:
    """Tell whether the agreements that are counted are told one by one: „три соглашения: с А, с Б и с В“."""
    told = [tie for tie in scene.ties if tie.how in ("с", "между")]
    acting = [tie for tie in scene.ties if tie.how in ("nom", "ins")]
    return number <= 5 and (len(told) >= 1 or bool(acting))
