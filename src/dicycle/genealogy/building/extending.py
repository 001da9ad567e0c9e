"""The graph of all events from the graph of the older ones: what new events touch is told anew, all else is spliced.

The law: what `extend` gives is, byte for byte, what `build` gives of everything. Where splicing would be wrong or not
worth it, it builds:

- much is new, or a lot that is touched is all but everywhere (`LARGEST_PART` of everything);
- older runs of one moment have another order now, because a new one stands between what makes and what uses;
- somebody invented so many elements that their numbers do not fit into a byte.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.building.assembling import build, build_from, happenings_of, kinds_of, runs_of, starts_of
from dicycle.genealogy.building.changing import Numbered, changed, numbered
from dicycle.genealogy.building.facts import Facts, Part
from dicycle.genealogy.building.listing import Lists, lists, share_stays, share_uses
from dicycle.genealogy.building.merging import merged
from dicycle.genealogy.building.naming import spliced_names
from dicycle.genealogy.building.renewing import Touched, in_events, inner, outer, renewed
from dicycle.genealogy.building.rows import births, stays, uses
from dicycle.genealogy.building.running import heads, links
from dicycle.genealogy.building.splicing import mapped_by, meanings, whole
from dicycle.genealogy.building.telling import Told, told
from dicycle.genealogy.building.wording import wording
from dicycle.genealogy.building.working import Work, thing_numbers
from dicycle.genealogy.building.working import work as working
from dicycle.genealogy.graph.model import Graph, Longs, Things

LARGEST_PART: Final = 5
"""If more than a fifth of everything is new or touched, building is as good as splicing."""


def extend(graph: Graph, before: Sequence[Facts], new: Sequence[Facts]) -> Graph:
    """Return the graph of all facts; `graph` is that of the facts `before`, which `new` ones follow."""
    known = sum(len(one.thing) for one in before)
    if not known or sum(len(one.thing) for one in new) * LARGEST_PART > known:
        return build([*before, *new])
    everything = told(merged([*before, *new]))
    return _extended(graph, everything, sum(len(one.time) for one in before)) or build_from(everything)


def _extended(graph: Graph, told: Told, before: int) -> Graph | None:
    runs, change = heads(told), changed(told, before)
    numbers = numbered(graph, told, runs, change)
    touched = numbers and _touched(graph, numbers)
    if numbers is None or touched is None:
        return None
    renew = renewed(told, runs, touched)
    work = working(graph, told, runs, wording(told), numbers, touched, renew)
    into = np.zeros(len(told.facts.time), np.bool_)
    into[change.came] = into[change.again] = True
    return _graph(work, in_events(told, np.flatnonzero(into[told.order])))


def _touched(graph: Graph, numbers: Numbered) -> Touched | None:
    """Return what is touched, None if it is much."""
    before = inner(graph, numbers.things.gone)
    around = outer(graph, before)
    if len(around) * LARGEST_PART > len(graph.things.kind):
        return None
    now = thing_numbers(numbers)
    touched, near = (whole((now[one], numbers.things.come)) for one in (before, around))
    return Touched(before, touched[touched >= 0], near[near >= 0])


def _graph(work: Work, news: Told) -> Graph | None:
    """Return everything together; `news` is what changed events tell."""
    told, old = work.told, work.graph.things
    born = births(work, links(news, work.heads, Part.OUTPUT))
    if born is None:
        return None
    all_births, birth_rows, content, elements = born
    all_uses, use_rows = uses(work, links(news, work.heads, Part.INPUT))
    made = lists(work, old.made_at, old.made, birth_rows)
    used = lists(work, old.used_at, old.used, use_rows)
    share_uses(work, all_births, made, all_uses, used)
    all_stays, stay_rows = stays(work, share_stays(work, all_births, made))
    inside = lists(work, old.inside_at, old.inside, stay_rows, all_stays.begin)
    size = len(work.heads.rank)
    at = [starts_of(rows.run, size) for rows in (all_uses, all_births)]
    runs, campaigns = runs_of(told, work.heads, work.words.places, work.words.origins, at[0], at[1])
    return Graph(
        things=_things(work, made, used, inside, starts_of(all_stays.parent, len(told.things))),
        events=happenings_of(told, work.numbered.names), runs=runs, uses=all_uses, births=all_births, stays=all_stays,
        content=content, places=work.words.places.names, models=work.words.models.names,
        categories=work.words.categories.names, units=work.words.units.names, origins=work.words.origins.names,
        elements=elements, campaigns=campaigns,
    )  # fmt: skip


def _things(work: Work, made: Lists, used: Lists, inside: Lists, holds_at: Longs) -> Things:
    told, old, words, numbers = work.told, work.graph.things, work.words, work.numbered
    life, now = work.renewed.lives, work.touched.now

    def told_of(values: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
        out = numbers.things.splice.column(values, 0)
        out[now] = new
        return out

    places = meanings(work.graph.places, words.places.names)
    categories = meanings(work.graph.categories, words.categories.names)
    return Things(
        names=spliced_names(old.names, numbers.things, numbers.mentioned, numbers.lost, work.things),
        kind=kinds_of(told), model=words.models.of(told.facts.model[told.things]),
        category=told_of(mapped_by(categories, old.category), words.categories.of(life.category)),
        born=told_of(old.born, life.born), ended=told_of(old.ended, life.ended),
        place=told_of(mapped_by(places, old.place), words.places.of(life.place)),
        seen=told_of(old.seen, life.seen), made_at=made.at, made=made.rows, used_at=used.at, used=used.rows,
        holds_at=holds_at, inside_at=inside.at, inside=inside.rows,
    )  # fmt: skip
