"""How well the pulse model does on physical units that it never saw: the protocol, and its table.

For each type and pulse, units are dealt into folds (all rows of a unit in one fold, in every session and sheet). A
model is fitted on the other folds, hyperparameters, shares, difficulty and factor included, and asked about the fold:
with the state of charge as stated, and with it withheld. Every row is answered, also one that the open-set check
would turn away.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np

from dicycle.errors import InvalidInput
from dicycle.findings import Finding, Severity
from dicycle.health.learning.asking import arrays_of
from dicycle.health.learning.dealing import dealt
from dicycle.health.learning.fitting import FEWEST_UNITS, SIGNIFICANCE, Progress, learnt, remarks
from dicycle.health.learning.gathering import Gathered, Key, gathered, gives_away, health_of, key_of, shared, usable
from dicycle.health.learning.opening import Alarms, judged, steps
from dicycle.health.learning.scoring import CUTS, Answers, Bools, Score, bounds, score, share
from dicycle.health.learning.working import Arrays
from dicycle.health.model import NOMINAL_COVERAGE
from dicycle.health.pulses.sheets import Row, Sheets
from dicycle.health.records.table import Floats

Told = Callable[[int], None]


class Line(NamedTuple):
    """Figures of one type, pulse and session, with the state of charge known or withheld.

    `bounds`: between which per cents the coverage of new units lies, 95 % sure. `flagged`, `near` and `false_alarms`
    are of the open-set check, per cent; None where no other type compares.
    """

    type: str
    width: float
    session: str
    known: bool
    units: int
    tests: int
    score: Score
    bounds: tuple[float, float]
    flagged: float | None
    near: float
    false_alarms: float


class Report(NamedTuple):
    """The table with the protocol that made it; `cuts` are the grades' lower limits, fractions."""

    lines: tuple[Line, ...]
    folds: int
    repeats: int
    seed: int
    coverage: float
    significance: float
    cuts: tuple[float, ...]
    findings: tuple[Finding, ...]

    def rows(self) -> list[dict[str, str | int | float | None]]:
        """Return the table, one mapping a line; per cents, the median interval in points of health (0.01)."""
        return [
            {
                "type": line.type,
                "width s": line.width,
                "session": line.session,
                "SOC": "known" if line.known else "unknown",
                "cells": line.units,
                "rows": line.tests,
                "MAPE %": line.score.mape,
                "MAE points": line.score.mae,
                "coverage %": line.score.coverage,
                "coverage low %": line.bounds[0],
                "coverage high %": line.bounds[1],
                "interval points": line.score.width,
                "auto-graded %": line.score.auto_graded,
                "misgraded %": line.score.misgraded,
                "misgraded of auto %": line.score.misgraded_of_auto,
                "unseen flagged %": line.flagged,
                "near flagged %": line.near,
                "false alarms %": line.false_alarms,
            }
            for line in self.lines
        ]


def report(
    sheets: Sequence[Sheets],
    *,
    folds: int = 10,
    repeats: int = 1,
    seed: int = 0,
    cuts: tuple[float, ...] = CUTS,
    progress: Progress | None = None,
) -> Report:
    """Judge the model on sheets of pulse tests; repeat `r` deals its folds with the seed `seed` + r.

    InvalidInput where nothing can be judged. `progress` hears what is being judged, how far, of how much.
    """
    groups = _groups(sheets, folds)
    if not groups:
        sentence = "No type has five units with pulses and a measured capacity."
        raise InvalidInput.because("health.nothing-to-report", sentence, advice="Give sheets of more units.")
    deals = [seed + repeat for repeat in range(repeats)]
    each = len(deals) * folds
    before = steps(len(groups), folds, len(deals))
    total, begun = before + len(groups) * each, count()
    check = _progress(progress, "types that were never seen", 0, total)
    tests = {key: [row.test for row in rows] for key, rows in groups.items()}
    alarms = judged(tests, folds, deals, lambda: check(next(begun)))
    lines: list[Line] = []
    for number, (key, rows) in enumerate(groups.items()):
        told = _progress(progress, f"{key.type}, {key.width:g} s", before + number * each, total)
        answers = _answers(key, rows, folds, deals, told)
        lines += _lines(key, rows, answers, alarms[key], cuts)
    findings = tuple(
        dict.fromkeys([*(finding for sheet in sheets for finding in sheet.findings), *_told(sheets, groups)])
    )
    return Report(tuple(lines), folds, repeats, seed, NOMINAL_COVERAGE, SIGNIFICANCE, cuts, findings)


def _groups(sheets: Sequence[Sheets], folds: int) -> dict[Key, list[Row]]:
    """Return the rows that can be judged, by what belongs together: units enough are left when a fold is held out."""
    found: dict[Key, list[Row]] = defaultdict(list)
    for sheet in sheets:
        for row in sheet.rows:
            if usable(row.test):
                found[key_of(row.test)].append(row)
    units = {key: len({row.test.unit for row in rows}) for key, rows in found.items()}
    return {key: found[key] for key in sorted(found) if units[key] - -(-units[key] // folds) >= FEWEST_UNITS}


def _told(sheets: Sequence[Sheets], judged: Collection[Key]) -> list[Finding]:
    """Return what is to be known of the types: few units, names used twice, and what is left out of the table."""
    tests = [row.test for sheet in sheets for row in sheet.rows if usable(row.test)]
    found = shared(tests)
    for one in gathered(tests):
        out = Key(one.type.id, one.width, one.amplitudes, one.points) not in judged
        found += [_too_few(one)] if out else remarks(one)
    return found


def _too_few(one: Gathered) -> Finding:
    name = f"{one.type.id}, {one.width:g} s"
    told = f"{name} has {one.size} units: too few to hold some back, so it is not in the table."
    return Finding("health.too-few-units", told, name, Severity.WARNING, "Give tests of at least 7 units.")


def _progress(progress: Progress | None, name: str, before: int, total: int) -> Told:
    return lambda done: None if progress is None else progress(name, before + done, total)


def _answers(key: Key, rows: list[Row], folds: int, deals: Sequence[int], told: Told) -> dict[bool, Floats]:
    """Return value, low and high of every test, of shape (3, repeats, tests), nan where there is no answer."""
    tests = [row.test for row in rows]
    data = arrays_of(tests, key.points)
    if gives_away([test.soc for test in tests], [health_of(test) for test in tests]):
        data = data._replace(soc=np.full(len(tests), np.nan))
    found = {known: np.full((3, len(deals), len(tests)), np.nan) for known in (True, False)}
    for repeat, seed in enumerate(deals):
        for fold, held in enumerate(dealt(tests, folds, seed)):
            told(repeat * folds + fold)
            for known in (True, False):
                found[known][:, repeat] = np.where(held, _asked(data, held, key, known, seed), found[known][:, repeat])
    return found


def _asked(data: Arrays, held: Bools, key: Key, known: bool, seed: int) -> Floats:
    """Return value, low and high of held-out tests by what is learnt from the others; nan elsewhere.

    A test without a state of charge, or too few units with one, have no answer that knows it.
    """
    given = np.isfinite(data.soc) if known else np.ones(len(held), dtype=bool)
    asked, taught = np.flatnonzero(held & given), data.taken(np.flatnonzero(~held & given))
    found = np.full((3, len(held)), np.nan)
    if len(asked) and len(np.unique(taught.units)) >= FEWEST_UNITS:
        said = learnt(taught, key.amplitudes, known, seed, NOMINAL_COVERAGE).values(
            data.voltages[asked], data.soc[asked]
        )
        found[:, asked] = said.value, said.low, said.high
    return found


def _lines(
    key: Key, rows: list[Row], answers: dict[bool, Floats], alarms: Alarms, cuts: tuple[float, ...]
) -> list[Line]:
    sessions = np.array([row.session for row in rows])
    found = []
    for session in dict.fromkeys(sessions.tolist()):
        for known in (True, False):
            there = (sessions == session) & np.isfinite(answers[known][0]).all(axis=0)
            if there.any():
                found.append(_line(key, rows, session, known, there, answers[known], alarms, cuts))
    return found


def _line(
    key: Key, rows: list[Row], session: str, known: bool, there: Bools, answers: Floats, alarms: Alarms,
    cuts: tuple[float, ...],
) -> Line:  # fmt: skip
    measured = np.array([health_of(row.test) for row in rows])[there]
    repeats = answers.shape[1]
    value, low, high = (column[:, there].ravel() for column in answers)
    said = Answers(np.tile(measured, repeats), value, low, high)
    units = np.array([row.test.unit for row in rows])[there]
    unseen = alarms.unseen[known]
    return Line(
        type=key.type,
        width=key.width,
        session=session,
        known=known,
        units=len(np.unique(units)),
        tests=int(there.sum()),
        score=score(said, cuts),
        bounds=bounds(said, np.tile(units, repeats).tolist()),
        flagged=None if unseen is None else share(unseen[:, there]),
        near=share(alarms.near[known][:, :, there]),
        false_alarms=share(alarms.false[known][:, there]),
    )
