"""The program: plain SQL, each statement without recursion; the loops over levels and over depths are here.

A statement reads tables and makes rows of another one, which is all that an engine has to be able to do. What is in the
parts of a level is known when all lower levels are (`export.levels`).
"""

import json
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from dicycle.genealogy.attribution.flows import NOISE
from dicycle.genealogy.attribution.inside import NOW


class Engine(Protocol):
    """Something that runs SQL over the exported tables, which it knows by their names."""

    def levels(self) -> int:
        """Return how many levels there are."""

    def add(self, table: str, select: str) -> None:
        """Add the rows of a statement to a table; make the table if it is not there."""

    def added(self, table: str) -> int:
        """Return how many rows the last statement added to a table."""


NO_PART: Final = "SELECT node, element, rest AS origin, mass AS part FROM batch WHERE level < 0"

PART: Final = """
SELECT node, element, origin,
  (went + CASE WHEN came > 0 AND all_came > all_went * {more} THEN all_came - all_went ELSE 0 END)
    / CASE WHEN all_came > all_went * {more} THEN all_came ELSE all_went END AS part
FROM (
  SELECT node, element, origin, SUM(came) AS came, SUM(went) AS went,
    SUM(SUM(came)) OVER (PARTITION BY node, element) AS all_came,
    SUM(SUM(went)) OVER (PARTITION BY node, element) AS all_went
  FROM (
    SELECT node, element, rest AS origin, weight * mass AS came, 0.0E0 AS went FROM batch WHERE level = {level}
    UNION ALL
    SELECT node, element, origin, 0.0E0 AS came, mass AS went FROM link WHERE level = {level} AND source IS NULL
    UNION ALL
    SELECT l.node, l.element, p.origin, 0.0E0 AS came, l.mass * p.part AS went
    FROM link l JOIN part p ON p.node = l.source AND p.element = l.element WHERE l.level = {level}
  ) AS flow
  GROUP BY node, element, origin
) AS summed
WHERE all_came > 0 AND (went > 0 OR all_came > all_went * {more})
"""
"""Which part of an element that comes out of a node of one level has which origin.

What went in mixes; what comes out beyond that has the origin ``rest``.
"""

ROOTS: Final = """
SELECT 0 AS depth, number AS root, number AS thing, LEAST(ended, {moment}) AS moment
FROM thing WHERE {chosen}
"""
"""The things that are asked for, each at the moment, or at its end if that came first."""

WITHIN: Final = """
SELECT DISTINCT i.depth + 1 AS depth, i.root, s.child AS thing, i.moment
FROM inside i JOIN stay s ON s.parent = i.thing JOIN thing p ON p.number = i.thing
WHERE i.depth = {depth} AND s.single AND s.since <= i.moment
  AND (s.until > i.moment OR (s.until = i.moment AND p.ended = i.moment))
  AND NOT EXISTS (SELECT 1 FROM inside o WHERE o.root = i.root AND o.thing = s.child)
"""
"""The single things directly inside those of one depth."""

SUM: Final = """
SELECT t.id, e.name AS element, o.name AS origin, SUM(s.weight * b.mass * p.part) / 1000.0 AS mass_mg
FROM (
  SELECT root, batch, SUM(weight) AS weight
  FROM (
    SELECT i.root, b.batch, 1.0E0 AS weight
    FROM inside i JOIN born b ON b.thing = i.thing
    WHERE b.batch IS NOT NULL AND b.since <= i.moment AND b.until > i.moment
    UNION ALL
    SELECT i.root, s.batch, s.weight
    FROM inside i JOIN stay s ON s.parent = i.thing JOIN thing p ON p.number = i.thing
    WHERE s.batch IS NOT NULL AND s.since <= i.moment AND s.born <= i.moment
      AND (s.until > i.moment OR (s.until = i.moment AND p.ended = i.moment))
  ) AS held
  GROUP BY root, batch
) AS s JOIN batch b ON b.number = s.batch JOIN part p ON p.node = b.node AND p.element = b.element
  JOIN thing t ON t.number = s.root JOIN element e ON e.number = b.element JOIN origin o ON o.number = p.origin
GROUP BY t.id, e.name, o.name
"""
"""Milligrams by element and origin in each thing that is asked for, with everything inside it."""

RESULT: Final = "attributed"


def attribute(
    engine: Engine,
    categories: Sequence[str] = (),
    as_of: int | None = None,
    progress: Callable[[str], object] = lambda _: None,
) -> int:
    """Make the table ``attributed``: id, element, origin, mass_mg, of things with all that is inside them.

    `categories` are those of the things that are told (``dcy:category``), all things if there are none; `as_of` is in
    microseconds since 1970 UTC, None is all that is known. Returns the number of rows. The answer is that of
    `dicycle.genealogy.attribution`, to the rounding of float64 sums.
    """
    engine.add("part", NO_PART)
    for level in range(engine.levels()):
        engine.add("part", PART.format(level=level, more=1 + NOISE))
        progress(f"level {level}")
    chosen = f"category IN ({', '.join(map(_quoted, categories))})" if categories else "TRUE"
    engine.add("inside", ROOTS.format(moment=NOW if as_of is None else as_of, chosen=chosen))
    depth = 0
    while found := engine.added("inside"):
        progress(f"depth {depth}: {found:,} things")
        engine.add("inside", WITHIN.format(depth=depth))
        depth += 1
    engine.add(RESULT, SUM)
    return engine.added(RESULT)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def levels_in(text: str) -> int:
    """Return the number of levels that an export wrote down."""
    return int(json.loads(text)["levels"])
