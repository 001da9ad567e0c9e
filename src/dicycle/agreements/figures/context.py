"""What the words around a figure say of it: kind of money, expected or stated, phase, by the year, conversion."""

from typing import Final

from dicycle.agreements.figures.found import Figure
from dicycle.agreements.figures.lexicon import Lexicon
from dicycle.agreements.figures.parts import Tail, by_the_year
from dicycle.agreements.vocabulary import Modality, MoneyKind

BACK: Final = 120
AHEAD: Final = 80
JOIN: Final = 50
NEAR: Final = 8


def in_context(text: str, lex: Lexicon, found: list[Figure], start: int, end: int) -> list[Figure]:
    """Return figures with what their surroundings say of them."""
    told: list[Figure] = []
    for place, figure in enumerate(found):
        after = found[place + 1].start if place + 1 < len(found) else end
        told.append(_told(text, lex, figure, told, start, after))
    return told


def _told(text: str, lex: Lexicon, figure: Figure, told: list[Figure], start: int, after: int) -> Figure:
    last = told[-1] if told else None
    near = _back(text, lex, figure, max(start, last.end if last else start))
    far = _back(text, lex, figure, start)
    joined = last is not None and bool(lex.joins.fullmatch(text[last.end : figure.start]))
    figure = _yearly(lex, figure, near, last if joined else None)
    if figure.family == "money":
        if last and (conversion := _conversion(text, lex, figure, told)) is not None:
            return _as_of(figure, told[conversion], conversion)
        inherited = last.money_kind if joined and last and last.family == "money" else "unknown"
        money = next((one.end for one in reversed(told[-NEAR:]) if one.family == "money"), start)
        since = _back(text, lex, figure, max(start, money))
        kind = _kind(text, lex, figure, since, after)
        figure = figure._replace(money_kind=kind or inherited, foreign=kind == "unknown")
    return figure._replace(modality=_modality(text, lex, figure, far), phase=_phase(lex, far))


def _back(text: str, lex: Lexicon, figure: Figure, floor: int) -> str:
    """Return the words before a figure, of its sentence."""
    window = text[max(floor, figure.start - BACK) : figure.start]
    ends = [found.end() for found in lex.sentence_end.finditer(window)]
    return window[ends[-1] :] if ends else window


def _yearly(lex: Lexicon, figure: Figure, near: str, joined: Figure | None) -> Figure:
    """Return a capacity by the year, where the words before it or the figure it is joined to say so."""
    if figure.family not in ("capacity", "count", "area"):
        return figure
    if lex.per_year_before.search(near) or (joined and joined.unit == f"{figure.unit}/a"):
        unit = by_the_year(Tail(figure.end, figure.family, figure.unit))
        return figure._replace(family=unit.family, unit=unit.unit)
    return figure


def _conversion(text: str, lex: Lexicon, figure: Figure, told: list[Figure]) -> int | None:
    """Return the place of the amount that this one tells once more, None if it is one of its own."""
    last = told[-1]
    restates = last.family == "money" and last.unit != figure.unit and last.conversion_of is None
    gap = text[last.end : figure.start]
    return len(told) - 1 if restates and len(gap) < JOIN and lex.converts.fullmatch(gap) else None


def _as_of(figure: Figure, original: Figure, place: int) -> Figure:
    return figure._replace(
        conversion_of=place,
        money_kind=original.money_kind,
        modality=original.modality,
        phase=original.phase,
        foreign=original.foreign,
    )


def _kind(text: str, lex: Lexicon, figure: Figure, near: str, after: int) -> MoneyKind | None:
    """Return the kind of money by what follows at once, else by the nearest word before it; None if none tells."""
    ahead = lex.money_after.match(text, figure.end, min(after, figure.end + AHEAD))
    if ahead:
        return ahead[0]
    before = lex.money_before.nearest(near)
    return before[0] if before else None


def _modality(text: str, lex: Lexicon, figure: Figure, far: str) -> Modality:
    ahead = text[figure.end : figure.end + AHEAD]
    hoped = figure.family == "jobs" or figure.money_kind == "annual_output_value"
    later = hoped or figure.family == "capacity"
    if lex.expected_before.search(far) or (later and lex.expected_after.search(ahead)):
        return "expected"
    return "expected" if hoped and lex.expected_will.search(far) else "stated"


def _phase(lex: Lexicon, far: str) -> str | None:
    """Return the words of the phase that a figure is told of: the last ones before it in its sentence."""
    found = lex.phase.findall(far)
    return found[-1] if found else None
