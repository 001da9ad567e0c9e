"""The rows of each thing, and the shares of touched things, which follow from them."""

from typing import NamedTuple

import numpy as np

from dicycle.genealogy.building.assembling import upto
from dicycle.genealogy.building.sharing import Amounts, counted, inside, taken
from dicycle.genealogy.building.splicing import Ranges, mapped_by, splice
from dicycle.genealogy.building.working import Rows, Work
from dicycle.genealogy.graph.model import Births, Ints, Longs, Reals, Uses
from dicycle.genealogy.graph.ranges import ranges


class Lists(NamedTuple):
    """Rows of each thing: those of thing t are ``rows[at[t]:at[t + 1]]``."""

    at: Longs
    rows: Ints


def lists(work: Work, at: Longs, old: Ints, rows: Rows, since: Ints | None = None) -> Lists:
    """Return the rows of each thing, by `since` of a row if that is given, by number otherwise."""
    before, now = work.touched.before, work.touched.now
    positions, size = ranges(at, before)
    kept = rows.numbers[old[positions]]
    owner = np.repeat(work.things[before], size)[kept >= 0]
    row = np.concatenate((kept[kept >= 0], rows.new)).astype(np.int32)
    owner = np.concatenate((owner, rows.things))
    order = np.lexsort((row, owner) if since is None else (row, since[row], owner))
    counts = np.diff(np.searchsorted(owner[order], np.append(now, len(work.told.things))))
    things = work.numbered.things
    sizes = things.splice.column(np.diff(at), 0)
    sizes[now] = counts
    spliced = splice(len(old), Ranges(at[before], at[before + 1]), at[things.before(now)], counts)
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    return Lists(starts, spliced.column(mapped_by(rows.numbers, old), row[order]))


class _Some(NamedTuple):
    """The rows of touched things, one behind the other, as amounts of things that are known by their places."""

    amounts: Amounts
    at: Longs
    rows: Ints


def _some(work: Work, lists: Lists, table: Births | Uses) -> _Some:
    positions, size = ranges(lists.at, work.touched.now)
    rows = lists.rows[positions]
    thing = np.repeat(np.arange(len(size), dtype=np.int32), size)
    at = np.concatenate((np.zeros(1, np.int64), np.cumsum(size)))
    return _Some(Amounts(table.run[rows], thing, table.quantity[rows], table.unit[rows]), at, rows)


def share_uses(work: Work, births: Births, made: Lists, uses: Uses, used: Lists) -> None:
    """Tell the shares of all uses of touched things."""
    born, taken_of = _some(work, made, births), _some(work, used, uses)
    some, lot = [np.arange(len(one.rows), dtype=np.int32) for one in (born, taken_of)], work.told.lot[work.touched.now]
    uses.share[taken_of.rows] = taken(born.amounts, taken_of.amounts, born.at, some[0], taken_of.at, some[1], lot)


def share_stays(work: Work, births: Births, made: Lists) -> Reals:
    """Return the shares of the stays that are told anew."""
    born, lot = _some(work, made, births), work.told.lot[work.touched.now]
    held, sub = work.renewed.held, work.renewed.told
    at = sub.position[held.mention]
    child = np.searchsorted(work.touched.now, work.touched.around[held.child]).astype(np.int32)
    unit = work.words.units.of(sub.facts.unit[at])
    amounts = Amounts(upto(held, work.heads), child, sub.facts.quantity[at], unit)
    numbers = np.arange(len(born.rows), dtype=np.int32)
    return inside(counted(born.amounts, lot), counted(amounts, lot), born.at, numbers)
