"""The choice of a route for every row: gates, then value in the books, then how sure it is and what to measure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np

from dicycle.health.model import Kind
from dicycle.routing.chances import SAMPLES, Chances, Spread, chances, no_chances, sampled_sheet, spread_of
from dicycle.routing.closing import Bits, bit, closed
from dicycle.routing.columns import KINDS, Codes, Columns
from dicycle.routing.laws import Law
from dicycle.routing.looking import Looks, looks, no_looks
from dicycle.routing.matching.model import Progress
from dicycle.routing.parameters.model import PROCESSES, ROUTES, Parameters, Route
from dicycle.routing.sheets import figures, present_sheet
from dicycle.routing.worth import NONE, Amounts, Books, Micros, amounts, books

RECYCLING: Final = ROUTES.index("recycling")
QUARANTINE: Final = ROUTES.index("quarantine")
NOBODY: Final = -1


class Rules(NamedTuple):
    """By what is decided: parameters, law as of a day, what each route is meant for, how many draws.

    `region` is that of a battery of which none is said; empty if the parameters imply none.
    """

    parameters: Parameters
    laws: tuple[Law, ...]
    as_of: date
    uses: Mapping[Route, str]
    samples: int = SAMPLES
    region: str = ""


class Choice(NamedTuple):
    """Per row: places of the best and the next best route and process, the margin; and what that rests on.

    `values` and `processes` are those of each route with its best process; NONE and -1 where there is nothing.
    """

    of: Amounts
    closed: Bits
    values: Micros
    by_process: Micros
    processes: Codes
    best: Codes
    next_best: Codes
    margin: Micros
    chances: Chances
    looks: Looks

    @property
    def value(self) -> Micros:
        """The value of the route taken."""
        return np.asarray(np.take_along_axis(self.values, self.best[:, None].astype(np.int64), axis=1)[:, 0])


class Group(NamedTuple):
    """Rows of one chemistry and kind, of which everything is known that a value needs."""

    chemistry: str
    kind: Kind | None
    rows: Any


def choose(columns: Columns, rules: Rules, progress: Progress | None = None) -> Choice:
    """Return what is chosen for every row; `progress` is called between groups, and what it raises ends the work."""
    tell: Progress = progress or (lambda *_: None)
    made, groups = in_the_books(columns, rules)
    spread, done = spread_of(columns, rules.parameters), columns.total - sum(len(one.rows) for one in groups)
    for group in groups:
        for rows in _pieces(group.rows):
            tell(done, columns.total, f"{group.chemistry} {group.kind or 'of unknown kind'}")
            _weigh(made, group, rows, spread, rules)
            done += len(rows)
    tell(columns.total, columns.total, "routed")
    return made


def in_the_books(columns: Columns, rules: Rules) -> tuple[Choice, list[Group]]:
    """Return what is chosen for every row, without chances and looks, and the groups that it was done in."""
    of = amounts(columns, rules.parameters)
    shut = closed(placed(columns, rules), of.energy, rules.parameters, rules.laws, rules.as_of, rules.uses)
    groups = list(groups_of(columns, of, rules.parameters))
    by_process = _all_values(columns.total, of, groups, rules.parameters, shut)
    # Quarantine is for what may not be recycled as it is, and then it is always open.
    shut[:, QUARANTINE] = np.where(shut[:, RECYCLING] == 0, bit("uncalled-for"), np.uint64(0))
    return picked(of, shut, by_process), groups


def placed(columns: Columns, rules: Rules) -> Columns:
    """Return batteries with the region that the parameters imply where none is said."""
    if not rules.region:
        return columns
    return columns._replace(region=np.where(columns.region == "", rules.region, columns.region).astype(object))


_PIECE: Final = 8192


def _pieces(rows: Any) -> Iterator[Any]:
    for begin in range(0, len(rows), _PIECE):
        yield rows[begin : begin + _PIECE]


def groups_of(columns: Columns, of: Amounts, parameters: Parameters) -> Iterator[Group]:
    """Yield rows of one chemistry and kind together, of those whose size is known."""
    reckoned = ~np.isnan(of.energy)
    for chemistry in sorted(set(columns.chemistry.tolist()) & parameters.chemistries.keys()):
        same = reckoned & (columns.chemistry == chemistry)
        for code in np.unique(columns.kind[same]).tolist():
            kind: Kind | None = KINDS[code] if code >= 0 else None
            yield Group(chemistry, kind, np.flatnonzero(same & (columns.kind == code)))


def some(of: Amounts, rows: Any) -> Amounts:
    """Return some of the rows."""
    return Amounts(of.energy[rows], of.mass[rows], of.health[rows])


def books_of(parameters: Parameters, chemistry: str, kind: Kind | None, of: Amounts) -> Books:
    """Return the books of rows of one chemistry and kind."""
    return books(present_sheet(parameters, chemistry, kind), of)


def _all_values(total: int, of: Amounts, groups: list[Group], parameters: Parameters, shut: Bits) -> Micros:
    found = np.full((total, len(ROUTES), len(PROCESSES)), NONE, dtype=np.int64)
    for group in groups:
        for rows in _pieces(group.rows):
            found[rows] = books_of(parameters, group.chemistry, group.kind, some(of, rows)).values
        if (found[group.rows, QUARANTINE] == NONE).all():
            shut[group.rows] |= bit("no-offer")
    return found


def picked(of: Amounts, shut: Bits, by_process: Micros) -> Choice:
    """Return what is chosen of rows by what closes their routes, and what each brings by each process."""
    rows = np.arange(len(shut))
    processes = by_process.argmax(axis=2)
    values = by_process.max(axis=2)
    score = np.where(shut == 0, values, NONE)
    # Where no open route has a value, the first open one in the order of the waste hierarchy is taken.
    best = np.where(score.max(axis=1) > NONE, score.argmax(axis=1), (shut == 0).argmax(axis=1))
    rest = score.copy()
    rest[rows, best] = NONE
    second = rest.max(axis=1)
    both = (second > NONE) & (values[rows, best] > NONE)
    return Choice(
        of=of, closed=shut, values=values, by_process=by_process,
        processes=np.where(values > NONE, processes, NOBODY).astype(np.int8),
        best=best.astype(np.int8),
        next_best=np.where(both, rest.argmax(axis=1), NOBODY).astype(np.int8),
        margin=np.where(both, values[rows, best] - np.where(both, second, 0), NONE),
        chances=no_chances(len(rows)),
        looks=no_looks(len(rows)),
    )  # fmt: skip


def _weigh(made: Choice, group: Group, rows: Any, spread: Spread, rules: Rules) -> None:
    """Note how sure the choice is, and what measuring is worth, for some rows of a group."""
    parameters, of, few = rules.parameters, some(made.of, rows), spread.rows(rows)
    known = made.values[rows] > NONE
    if not known.any():
        return
    drawn = sampled_sheet(parameters, group.chemistry, group.kind, rules.samples)
    opened = (made.closed[rows] == 0) & known
    found = chances(drawn, of, few, opened, made.best[rows], rules.samples)
    f = figures(parameters)
    base = present_sheet(parameters, group.chemistry, group.kind)
    measured = looks(base, f, of, few, made.closed[rows], made.best[rows].astype(np.int64), parameters)
    for whole, part in zip((*made.chances, *made.looks), (*found, *measured), strict=True):
        whole[rows] = part
