"""The rows of a graph (births, uses, stays) with those that came and without those that went."""

import numpy as np

from dicycle.genealogy.building.assembling import stays_of, went_along
from dicycle.genealogy.building.contents import contents
from dicycle.genealogy.building.running import Links
from dicycle.genealogy.building.splicing import Ranges, Splice, mapped_by, rows_as_ranges, splice, whole, without
from dicycle.genealogy.building.working import Rows, Work, rows_of, spliced, together
from dicycle.genealogy.graph.model import Births, Content, Ints, Longs, Reals, Stays, Uses
from dicycle.genealogy.graph.names import Names
from dicycle.genealogy.graph.ranges import ranges


def births(work: Work, links: Links) -> tuple[Births, Rows, Content, Names] | None:
    """Return all births, where they are, what they are made of, and the elements; `links` are of changed events.

    None if there are more elements than can be spliced.
    """
    graph, old = work.graph, work.graph.births
    gone = _of_runs(graph.runs.births_at, work.numbered.runs.gone)
    at = graph.runs.births_at[work.numbered.runs.before(links.run)]
    made_of = contents(work, links, gone, at)
    if made_of is None:
        return None
    unit = work.words.units.of(links.unit)
    come = Births(links.run, links.thing, work.told.kept[links.rank], links.quantity, unit, made_of.new)
    kept = Births(
        mapped_by(work.runs, old.run), mapped_by(work.things, old.thing), mapped_by(work.events, old.event),
        old.quantity, mapped_by(work.units, old.unit), mapped_by(made_of.old, old.content),
    )  # fmt: skip
    places = splice(len(old.run), gone, at)
    rows = Rows(places.numbers(), places.places, links.thing)
    return spliced(places, kept, come), rows, made_of.content, made_of.elements


def _of_runs(at: Longs, runs: Longs) -> Ranges:
    some = rows_as_ranges(runs)
    return Ranges(at[some.first], at[some.last])


def uses(work: Work, named: Links) -> tuple[Uses, Rows]:
    """Return all uses, where they are; shares of touched things are still to be told. `named` are of changed events.

    What went along inside of others stands behind what a run names, by event and thing: where any of it is told
    anew, all that went along in the run is put in order again.
    """
    graph, old, runs = work.graph, work.graph.uses, work.numbered.runs
    along = went_along(work.heads, work.renewed.held, work.renewed.told)
    along = along._replace(thing=work.touched.around[along.thing].astype(np.int32))
    own, block = _along(work, along)
    again = without(block, own)
    come = together(_told(work, named, 0), _told(work, along, 1), rows_of(_kept_uses(work), again))
    named_first = (np.where(come.implied, one, 0) for one in (come.thing, come.event))
    order = np.lexsort((*named_first, come.implied, come.run))
    come = rows_of(come, order)
    # Into a run that stays come only things that went along, behind all others.
    at = graph.runs.uses_at[runs.before(come.run) + ~np.isin(come.run, runs.come)]
    gone = whole((ranges(graph.runs.uses_at, runs.gone)[0], own, block))
    places = splice(len(old.run), rows_as_ranges(gone), at)
    return spliced(places, _kept_uses(work), come), _placed(places, order, again, come.thing)


def _along(work: Work, along: Links) -> tuple[Longs, Longs]:
    """Return the old rows of touched things that went along, and all such rows of the runs in which any did or do."""
    graph, old, runs = work.graph, work.graph.uses, work.numbered.runs
    used = graph.things.used[ranges(graph.things.used_at, work.touched.before)[0]]
    own = whole([used[old.implied[used] == 1]])
    now = runs.before(along.run[~np.isin(along.run, runs.come)])
    block, _ = ranges(graph.runs.uses_at, without(whole((old.run[own], now)), runs.gone))
    return own, block[old.implied[block] == 1]


def _kept_uses(work: Work) -> Uses:
    old = work.graph.uses
    return Uses(
        mapped_by(work.runs, old.run), mapped_by(work.things, old.thing), mapped_by(work.events, old.event),
        old.quantity, mapped_by(work.units, old.unit), old.share, old.implied,
    )  # fmt: skip


def _told(work: Work, links: Links, implied: int) -> Uses:
    size = len(links.run)
    return Uses(
        links.run, links.thing, work.told.kept[links.rank], links.quantity, work.words.units.of(links.unit),
        np.full(size, np.nan), np.full(size, implied, np.uint8),
    )  # fmt: skip


def _placed(places: Splice, order: Longs, again: Longs, things: Ints) -> Rows:
    """Return where rows are; the last of those that were put in `order` are the old ones `again`."""
    numbers, known = places.numbers(), len(order) - len(again)
    fresh = order < known
    numbers[again[order[~fresh] - known]] = places.places[~fresh]
    return Rows(numbers, places.places[fresh], things[fresh])


def stays(work: Work, share: Reals) -> tuple[Stays, Rows]:
    """Return all stays; where a parent has one that is told anew, all of its stays are put in order again."""
    graph, old, things = work.graph, work.graph.stays, work.numbered.things
    fresh = _told_anew(work, share)
    own = whole([graph.things.inside[ranges(graph.things.inside_at, work.touched.before)[0]]])
    now = things.before(fresh.parent[~np.isin(fresh.parent, things.come)])
    gone, _ = ranges(graph.things.holds_at, whole((old.parent[own], now)))
    again, kept = without(gone, own), _kept_stays(work)
    come = together(fresh, rows_of(kept, again))
    order = np.lexsort((come.child, come.begin, come.parent))
    come = rows_of(come, order)
    places = splice(len(old.parent), rows_as_ranges(gone), graph.things.holds_at[things.before(come.parent)])
    return spliced(places, kept, come), _placed(places, order, again, come.child)


def _told_anew(work: Work, share: Reals) -> Stays:
    fresh, around = stays_of(work.renewed.told, work.renewed.held, work.words.units, share), work.touched.around
    return fresh._replace(parent=around[fresh.parent].astype(np.int32), child=around[fresh.child].astype(np.int32))


def _kept_stays(work: Work) -> Stays:
    old = work.graph.stays
    return Stays(
        mapped_by(work.things, old.parent), mapped_by(work.things, old.child), old.since, old.until,
        mapped_by(work.events, old.begin), mapped_by(work.events, old.end), old.quantity,
        mapped_by(work.units, old.unit), old.share, old.fixed,
    )  # fmt: skip
