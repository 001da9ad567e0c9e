"""A folded trace as lines of text: one joint for equal events, one line for equal things."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from dicycle.cli.common import many, plain
from dicycle.cli.telling import quantity
from dicycle.genealogy.folding import Bundle, Joint
from dicycle.genealogy.plain import moment
from dicycle.ledger.wording import category_word, label, name_of, words

_MOST_JOINTS: Final = 8
_MOST_BUNDLES: Final = 20

Names = Mapping[str, Mapping[str, Any]]


class Told(NamedTuple):
    """What an event says of itself: its step and its place, ``""`` where it does not say."""

    step: str = ""
    place: str = ""


class _Line(NamedTuple):
    """A line and the lines that hang on it."""

    text: str
    below: list["_Line"]


def lines(root: Bundle, told: Mapping[str, Told], names: Names) -> Iterator[str]:
    """Yield the tree below its root."""
    drawing = _Drawing(told, names)
    for line in _hung(drawing.joints(root), ""):
        yield plain(line)


def _hung(below: list[_Line], indent: str) -> Iterator[str]:
    for number, line in enumerate(below):
        last = number == len(below) - 1
        yield f"{indent}{'└─' if last else '├─'} {line.text}"
        yield from _hung(line.below, indent + ("   " if last else "│  "))


class _Drawing:
    def __init__(self, told: Mapping[str, Told], names: Names) -> None:
        self._told, self._names = told, names

    def joints(self, bundle: Bundle) -> list[_Line]:
        """Return what goes on from a bundle."""
        found = [_Line(self._joint(one), self._bundles(one)) for one in bundle.joints[:_MOST_JOINTS]]
        rest = sum(len(one.events) for one in bundle.joints[_MOST_JOINTS:])
        return [*found, _Line(f"… and {many(rest, 'more event')}", [])] if rest else found

    def _bundles(self, joint: Joint) -> list[_Line]:
        found = [self._whole(one) for one in joint.bundles[:_MOST_BUNDLES]]
        rest = sum(len(one.things) for one in joint.bundles[_MOST_BUNDLES:])
        return [*found, _Line(f"… and {many(rest, 'more thing')}", [])] if rest else found

    def _whole(self, bundle: Bundle) -> _Line:
        """Return a bundle with what goes on from it; a joint that is the only one stands on its line."""
        if len(bundle.joints) != 1:
            return _Line(self.bundle(bundle), self.joints(bundle))
        (joint,) = bundle.joints
        return _Line(f"{self.bundle(bundle)} · {self._joint(joint)}", self._bundles(joint))

    def _joint(self, joint: Joint) -> str:
        """Return ``2027-05-01 to 2027-05-03, assembling at Example plant (16 events)``."""
        told = self._told.get(joint.events[0], Told())
        first, last = (str(moment(one))[:10] for one in (joint.first, joint.last))
        when = first if first == last else f"{first} to {last}"
        step = words(told.step) if told.step else "inside" if joint.inside else "made"
        place = f" at {label(told.place, self._names)}" if told.place else ""
        count = f" ({len(joint.events):,} events)" if len(joint.events) > 1 else ""
        return f"{when}, {step}{place}{count}"

    def bundle(self, bundle: Bundle) -> str:
        """Return ``504 × Cell M60``, or the one thing by its name; with how much of it."""
        if bundle.hidden:
            return f"{many(len(bundle.things), 'thing')} that may not be shown"
        amount = ", ".join(quantity(*one) for one in bundle.amounts)
        ends = (", told above" if bundle.again else "") + (" …" if bundle.cut else "")
        return f"{self._things(bundle)}{f', {amount}' if amount else ''}{ends}"

    def _things(self, bundle: Bundle) -> str:
        count, first = len(bundle.things), bundle.things[0]
        name = name_of(first, self._names)
        if count == 1:
            return label(first, self._names) if name else f"{bundle.category or ''} {label(first, self._names)}".strip()
        return f"{count:,} × {name}" if name else f"{count:,} {category_word(bundle.category or 'thing', count)}"
