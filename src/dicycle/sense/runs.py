"""Rules on processes: what goes into a transformation, or into all events of one run, against what comes out."""

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from dicycle.ledger.terms import Role
from dicycle.sense.amounts import kilograms
from dicycle.sense.books import UNITS, Books, Verb
from dicycle.sense.lots import Line, Lots
from dicycle.sense.signs import Sign, flag
from dicycle.units import Dimension
from dicycle.units.exact import Exact
from dicycle.vocabulary import ELEMENTS

_INPUT: Final = int(Role.INPUT)
_INPUT_CLASS: Final = int(Role.INPUT_CLASS)
_OUTPUT: Final = int(Role.OUTPUT)
_OUTPUT_CLASS: Final = int(Role.OUTPUT_CLASS)
_MASS = UNITS.index(Dimension.MASS)
_ROUNDING = 10**4
"""Ten milligrams: the share that is taken from a lot is not always a whole milligram of each element."""


class Side(NamedTuple):
    """One side of a process: its mass, whether that is all of it, its elements, and whether they are all."""

    mass: Exact
    whole: bool
    elements: tuple[Exact, ...]
    declared: bool


def check_runs(
    books: Books, lots: Lots, wrong: frozenset[int], tolerance: Fraction, out: Callable[[Sign], None]
) -> None:
    """Weigh every process; `tolerance` is the share by which a balance may miss."""
    joined = {event for events in books.runs.values() for event in events}
    for run, events in books.runs.items():
        _check(books, lots, run, [event for event in events if event not in wrong], tolerance, out)
    for event, verb in enumerate(books.verbs):
        if verb == Verb.MADE and event not in joined and event not in wrong:
            _check(books, lots, "", [event], tolerance, out)


def _check(
    books: Books, lots: Lots, run: str, events: Sequence[int], tolerance: Fraction, out: Callable[[Sign], None]
) -> None:
    if not events:
        return
    events = sorted(events, key=lambda one: (books.times[one], books.ids[one]))
    if len(events) > 1:
        _early(books, run, events, out)
    inputs, outputs = _inputs(books, lots, events), _outputs(books, lots, events)
    last = tuple(reversed(events))
    for rule, sentence in (*_weigh(inputs, outputs, tolerance), *_elements(inputs, outputs, tolerance)):
        out(_told(rule, sentence, run, last))


def _told(rule: str, sentence: str, run: str, events: tuple[int, ...]) -> Sign:
    return flag(rule, sentence, "", run, events)


def _early(books: Books, run: str, events: Sequence[int], out: Callable[[Sign], None]) -> None:
    def first(roles: tuple[int, ...]) -> int | None:
        found = (event for event in events if any(role in roles for role, _ in books.cast(event)))
        return next(found, None)

    fed, made = first((_INPUT, _INPUT_CLASS)), first((_OUTPUT, _OUTPUT_CLASS))
    if fed is not None and made is not None and books.times[made] < books.times[fed]:
        sentence = f"Something comes out in {books.ids[made]}, before anything goes in, in {books.ids[fed]}."
        out(flag("output-before-input", sentence, "", run, (made, fed)))


# ---------------------------------------------------------------- the two sides


def _inputs(books: Books, lots: Lots, events: Sequence[int]) -> Side:
    side = _side(books, lots, events, _INPUT, _INPUT_CLASS)
    if side.whole or not all(event in books.weighed for event in events if _has(books, event, _INPUT)):
        return side
    # Things whose mass nobody told at their birth were put on a scale on their way in.
    scales = sum(books.weighed.get(event, 0) for event in events)
    return side._replace(mass=scales, whole=True) if len(events) == 1 else side


def _has(books: Books, event: int, wanted: int) -> bool:
    return any(role == wanted for role, _ in books.cast(event))


def _outputs(books: Books, lots: Lots, events: Sequence[int]) -> Side:
    return _side(books, lots, events, _OUTPUT, _OUTPUT_CLASS)


def _side(books: Books, lots: Lots, events: Sequence[int], single: int, bulk: int) -> Side:
    mass: Exact = 0
    elements: list[Exact] = [0] * len(ELEMENTS)
    whole = declared = True
    for event in events:
        things = Counter(lots.content_number(thing) for role, thing in books.cast(event) if role == single)
        for number, count in things.items():
            content = lots.content_numbered(number)
            if content.mass is None:
                whole = False
            else:
                mass += content.mass * count
            declared &= _add(elements, content.elements, count)
        for line in lots.lines(event):
            if line.role != bulk:
                continue
            if line.unit == _MASS:
                mass += line.amount
            else:
                whole = False
            declared &= _add(elements, *_share(lots, line))
    return Side(mass, whole, tuple(elements), declared)


def _share(lots: Lots, line: Line) -> tuple[tuple[Exact, ...] | None, Exact]:
    """Return the elements of a whole lot, and which part of it stands here."""
    content, put = lots.content(line.lot), lots.put.get(line.lot)
    if content is None or content.elements is None or not put:
        return None, 0
    return content.elements, 1 if put == line.amount else Fraction(line.amount) / put


def _add(sums: list[Exact], elements: tuple[Exact, ...] | None, part: Exact) -> bool:
    if elements is None:
        return False
    for place, element in enumerate(elements):
        if element:
            sums[place] += element * part
    return True


# ---------------------------------------------------------------- the balance


def _weigh(inputs: Side, outputs: Side, tolerance: Fraction) -> list[tuple[str, str]]:
    if not inputs.whole or not inputs.mass:
        return []
    margin = inputs.mass * tolerance
    said = f"{kilograms(inputs.mass)} go in, {kilograms(outputs.mass)} come out"
    if outputs.mass > inputs.mass + margin:
        return [("output-heavier-than-input", f"{said}.")]
    if outputs.whole and outputs.mass < inputs.mass - margin:
        return [("mass-unexplained", f"{said}; of {kilograms(inputs.mass - outputs.mass)} nothing is said.")]
    return []


def _elements(inputs: Side, outputs: Side, tolerance: Fraction) -> list[tuple[str, str]]:
    found = [
        f"{kilograms(before)} of {name} go in, {kilograms(after)} come out"
        for name, before, after in zip(ELEMENTS, inputs.elements, outputs.elements, strict=True)
        if before and after > before * (1 + tolerance) + _ROUNDING
    ]
    known = "" if inputs.declared else "; not every input says what it holds"
    return [("element-above-input", f"{', '.join(found)}{known}.")] if found else []
