"""What the genealogy page shows: its controls, the drawing, the bars and the table, as values for the template."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from dicycle.bootstrap import Loop
from dicycle.findings import Finding
from dicycle.genealogy.answers import WHOLE, Attribution, Point, Trace
from dicycle.ledger.formats import timestamp
from dicycle.ledger.store import Item
from dicycle.ledger.wording import Names, category_word, label, title
from dicycle.server.pages.genealogy import table
from dicycle.server.pages.genealogy.amounts import element_word
from dicycle.server.pages.genealogy.asking import Asked
from dicycle.server.pages.genealogy.bars import bars_of, kinds_in, places_of
from dicycle.server.pages.genealogy.drawing import FAMILIES, Picture, picture_of
from dicycle.server.pages.genealogy.joints import holds_of, joints_of
from dicycle.server.pages.genealogy.layout import layout_of
from dicycle.server.pages.genealogy.stacking import Box, boxes_of, members
from dicycle.server.pages.genealogy.web import Web, web_of
from dicycle.server.pages.inside import kinds
from dicycle.server.pages.links import url_of
from dicycle.server.pages.moments import moment_of
from dicycle.vocabulary import CATEGORIES, ELEMENTS

_WAYS: Final = {"back": "Where it came from", "both": "Both ways", "forward": "Where it went"}
_DEPTHS: Final = (1, 2, 3, 4, 6, 8, 12)


def view(
    loop: Loop, item: Item, asked: Asked, traces: Sequence[Trace], metal: Attribution | None, why: Finding | None,
    full: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the values of the page; `full` is when something was last in a thing that was emptied since."""
    is_table = asked.view == "table"
    web = web_of(traces) if traces and (asked.stack or not is_table) else None
    boxes = boxes_of(web, asked.expand) if web else []
    rows = table.rows_of(traces, _of_stack(boxes, asked.stack)) if is_table else []
    shown = table.page_of(rows, asked.page)
    names = _names(loop, item, boxes, shown, metal)
    bars = bars_of(metal, names) if metal else []
    return {
        "title": f"Genealogy of {label(item.id, names)}",
        "item": item,
        "name": label(item.id, names),
        "category": title(category_word(item.category)) if item.category else "Thing",
        "thing_url": url_of(item.id),
        "asked": asked,
        "point": _point(traces, metal),
        "controls": _controls(asked, traces),
        "picture": _picture(web, boxes, names, asked) if web and not is_table else None,
        "families": FAMILIES,
        "empty": _empty(traces, asked, ("back",) if full else ()),
        "notes": _notes(web, traces, asked),
        "full": full and (moment_of(full).day, asked.url(as_of=timestamp(full))),
        "metal": metal,
        "bars": bars,
        "origins": kinds_in(bars),
        "why": why,
        "rows": table.said(shown, names, asked.element),
        "count": len(rows) if is_table else sum(len(trace.links) for trace in traces),
        "pages": -(-len(rows) // table.PER_PAGE),
        "element": element_word(asked.element),
        "moment": moment_of,
    }


def _of_stack(boxes: Iterable[Box], key: str) -> frozenset[str]:
    """Return the things of a stack, of an opened one too."""
    return frozenset(id for box in boxes if key and key in (box.key, box.stack) for id in box.ids)


def _names(
    loop: Loop, item: Item, boxes: Iterable[Box], shown: Iterable[table.Row], metal: Attribution | None
) -> Names:
    """Return what everything on the page is called, in one look-up."""
    ids = [item.id, *(id for box in boxes for id in (box.ids[0], box.ids[-1])), *table.ids_of(shown)]
    return loop.store.names([*kinds(ids), *(places_of(metal) if metal else ())])


def _picture(web: Web, boxes: Sequence[Box], names: Names, asked: Asked) -> Picture:
    home = members(boxes)
    joints, holds = joints_of(web, boxes, home, asked.element), holds_of(web, home, asked.element)
    return picture_of(web, boxes, joints, holds, layout_of(boxes, joints, holds), names, asked)


def _point(traces: Sequence[Trace], metal: Attribution | None) -> Point | None:
    return metal.point if metal else traces[0].point if traces else None


def _controls(asked: Asked, traces: Sequence[Trace]) -> dict[str, Any]:
    """Return what the form offers: what is in the traces, and what was chosen."""
    present = {node.category for trace in traces for node in trace.nodes} | set(asked.until)
    declared = {element for trace in traces for link in trace.links for element in link.masses} | {asked.element}
    elements = [*(one for one in ELEMENTS if one in declared), *sorted(declared - {*ELEMENTS, WHOLE})]
    depths = sorted({*_DEPTHS, *([asked.depth] if asked.depth else [])})
    return {
        "ways": list(_WAYS.items()),
        "elements": [(one, element_word(one)) for one in (WHOLE, *elements)],
        "depths": depths,
        "categories": [(one, title(category_word(one, 2))) for one in CATEGORIES if one in present],
    }


def _empty(traces: Sequence[Trace], asked: Asked, explained: tuple[str, ...]) -> list[str]:
    """Return what to say of directions in which there is nothing, but for those that are explained already."""
    reached = {*explained, *(trace.direction for trace in traces if len(trace.nodes) > 1)}
    when = " by then" if asked.as_of else ""
    said = {
        "back": f"Nothing is known of its making{when}: no event tells what it was made from.",
        "forward": f"Nothing became of it yet{when}, as far as the ledger knows.",
    }
    return [text for way, text in said.items() if asked.direction in (way, "both") and way not in reached]


def _notes(web: Web | None, traces: Sequence[Trace], asked: Asked) -> list[str]:
    """Return what the reader has to know of the drawing."""
    notes = []
    if any(not trace.complete for trace in traces):
        notes.append("There are more things than a page can follow: the nearest are here.")
    if web and web.beyond:
        notes.append(f"{web.beyond:,} things lie too far out to be drawn: the table has them.")
    if any(node.hidden for trace in traces for node in trace.nodes):
        notes.append("Some of it is hidden from you; what stands behind those events is not followed.")
    return notes
