"""From a finding's place in JSON to the element that it is about."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from dicycle.findings import Finding
from dicycle.ledger.xml.marks import local, place

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def located(finding: Finding, event: "Element") -> Finding:
    """Return a finding about an event, whose place is a JSON pointer inside it, with the element's place instead."""
    element, rest = event, finding.where.strip("/").split("/")
    while rest and rest[0]:
        inner = _inside(element, rest[0])
        if inner is None:
            break
        element, rest = inner, rest[1:]
    missed = [step for step in rest if step and not step.isdigit()]
    return finding._replace(where="/@".join([place(element), *missed]))


def _inside(element: "Element", step: str) -> "Element | None":
    """Return the element that a step of a pointer leads to: a child by number or name, even out of 1.x's nesting."""
    if step.isdigit():
        return next(islice(_within(element), int(step), None), None)
    name = step.replace("~1", "/").replace("~0", "~").rpartition(":")[2]
    nested = ("extension", "baseExtension")
    for one in _within(element):
        if local(one) == name:
            return one
        if local(one) in nested and (found := _inside(one, step)) is not None:
            return found
    return None


def _within(element: "Element") -> "Iterator[Element]":
    return (one for one in element if isinstance(one.tag, str))
