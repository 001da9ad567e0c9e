"""What stands in a box: two lines that fit, and all of it in words for those who do not see it."""

from collections.abc import Sequence
from typing import Final
from unicodedata import east_asian_width

from dicycle.genealogy.answers import Node
from dicycle.identifiers import class_of
from dicycle.ledger.wording import Names, category_word, key_word, label, name_of, number, short, title
from dicycle.server.pages.genealogy.layout import BOX
from dicycle.server.pages.genealogy.stacking import Box
from dicycle.server.pages.moments import moment_of

_ROOM: Final = BOX[0] - 26


def thing_words(node: Node, names: Names) -> tuple[str, str, str]:
    """Return the two lines of a thing's box, and all of it in words."""
    if node.hidden:
        return "Hidden from you", "Not opened to you", "Hidden from you: what an event says that you may not see"
    kind = title(category_word(node.category)) if node.category else ""
    name = name_of(node.id, names) or kind or title(key_word(node.id)) or "Thing"
    life = [
        f"made {day(node.born)}" if node.born is not None else "",
        f"until {day(node.ended)}" if node.ended else "",
    ]
    said = [label(node.id, names), kind if kind != name else "", *life, "goes on, not followed" if node.cut else ""]
    return name, short(node.id), ", ".join(one for one in said if one)


def stack_words(box: Box, nodes: Sequence[Node], names: Names) -> tuple[str, str, str]:
    """Return the two lines of a stack, and all of it in words."""
    count, category = len(nodes), nodes[0].category
    word = "hidden things" if nodes[0].hidden else category_word(category, count) if category else "things"
    # They are in order of their ids, so that all are of one class if the first and the last are.
    is_one = class_of(box.ids[0]) == class_of(box.ids[-1])
    model = name_of(box.ids[0], names) if is_one else "of several kinds"
    born = [node.born for node in nodes if node.born is not None]
    when = f"made {span(min(born), max(born))}" if born else ""
    first = f"{number(count)} {'more ' if box.rest else ''}{word}"
    action = "list them" if box.rest else "open the stack"
    return first, model or when, ", ".join(one for one in (first, model, when, action) if one)


def day(moment: int) -> str:
    """Return the day of a moment (microseconds since 1970 UTC)."""
    return moment_of(moment).day


def span(first: int, last: int) -> str:
    """Return the days from one to another."""
    return day(first) if day(first) == day(last) else f"{day(first)} to {day(last)}"


def fitted(text: str, size: float) -> str:
    """Return a text that fits a box, cut where it must be; wide letters count double."""
    room = _ROOM / (size * 0.62)
    width = 0.0
    for at, one in enumerate(text):
        width += 1.8 if east_asian_width(one) in "WF" else 1.25 if one.isupper() or one in "mwMW@%" else 1.0
        if width > room:
            return f"{text[: max(1, at - 1)].rstrip()}…"
    return text
