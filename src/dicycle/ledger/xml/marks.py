"""Findings about XML: which element, in which line."""

from itertools import islice
from typing import TYPE_CHECKING, Final

from dicycle.errors import InvalidEvent
from dicycle.findings import Finding

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


MOST_FINDINGS: Final = 200
_FAR: Final = 10_000
"""From how many twins before it on an element is told without its number."""


def local(element: "Element") -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: "Element") -> "list[Element]":
    """Return the child elements, without comments and processing instructions."""
    return [one for one in element if isinstance(one.tag, str)]


def text_of(element: "Element") -> str:
    """Return an element's own text, whole even where comments stand in it."""
    return (element.text or "") + "".join(one.tail or "" for one in element)


def place(element: "Element") -> str:
    """Return where an element stands: its line, and its path from the event or document it belongs to."""
    steps = [_step(element)]
    parent = element.getparent()
    while parent is not None and not steps[0].partition("[")[0].endswith("Event"):
        steps.insert(0, _step(parent))
        parent = parent.getparent()
    return f"line {element.sourceline}, {'/'.join(steps)}"


def _step(element: "Element") -> str:
    """Return an element's name, with its number if it has twins."""
    before = sum(1 for _ in islice(element.itersiblings(element.tag, preceding=True), _FAR))
    alone = not before and next(element.itersiblings(element.tag), None) is None
    return local(element) if alone or before == _FAR else f"{local(element)}[{before + 1}]"


def say(out: list[Finding], code: str, sentence: str, element: "Element", advice: str = "") -> None:
    """Put what is wrong with an element among the findings, unless there are enough."""
    if len(out) < MOST_FINDINGS:
        out.append(Finding(f"xml.{code}", sentence, place(element), advice=advice))


def refuse(code: str, sentence: str, where: str = "", advice: str = "") -> InvalidEvent:
    """Return the error for a document that cannot be read at all."""
    return InvalidEvent(Finding(f"xml.{code}", sentence, where, advice=advice))
