"""A model at work: the arrays that follow from its rows, made once and remembered."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dicycle.health.learning.counting import noise
from dicycle.health.learning.kernels import NOISE, itself, whole
from dicycle.health.learning.leaving import LeftOut, blocks_of, left_out
from dicycle.health.learning.model import Group, Head, Member, Rows
from dicycle.health.learning.views import seen
from dicycle.health.records.table import Floats, Whole


class Arrays(NamedTuple):
    """The rows of a group as arrays; `soc` is nan where it is unknown, `target` the logarithm of health."""

    units: Whole
    voltages: Floats
    soc: Floats
    target: Floats

    def taken(self, rows: Whole) -> "Arrays":
        """Return some of the rows."""
        return Arrays(self.units[rows], self.voltages[rows], self.soc[rows], self.target[rows])


class Half(NamedTuple):
    """A kernel model on all rows, its lengths chosen by half of the units: what leaving units out found."""

    logs: Floats
    found: LeftOut


class Ready(NamedTuple):
    """One kernel model on its rows: how features are standardised, and the two models of its halves."""

    centre: Floats
    width: Floats
    rows: Floats
    halves: tuple[Half, ...]

    def residuals(self, half: Whole) -> Floats:
        """Return left-out residuals; `half` says by which half each row's own unit was seen: the other one speaks."""
        return np.asarray(np.choose(1 - half, [one.found.residuals for one in self.halves]))

    def spreads(self, half: Whole) -> Floats:
        """Return left-out spreads in the same way."""
        return np.asarray(np.choose(1 - half, [one.found.spreads for one in self.halves]))


class Said(NamedTuple):
    """What members say of tests: logarithms of health and their spreads, of shape (tests, members)."""

    values: Floats
    spreads: Floats


def arrays(rows: Rows) -> Arrays:
    """Return the rows of a group as arrays."""
    soc = np.array([np.nan if one is None else one for one in rows.soc], float)
    voltages = np.array(rows.voltages, float).reshape(len(rows.health), -1)
    return Arrays(np.array(rows.units), voltages, soc, np.log(np.array(rows.health, float)))


def of_head(data: Arrays, known: bool) -> Arrays:
    """Return the rows that a head is fitted on: all, or those of known state of charge."""
    return data.taken(np.flatnonzero(np.isfinite(data.soc))) if known else data


def standard(features: Floats) -> tuple[Floats, Floats]:
    """Return centre and width of each feature."""
    return features.mean(axis=0), features.std(axis=0) + 1e-9


def centred(data: Arrays) -> tuple[float, float]:
    """Return mean and width of the target."""
    return float(data.target.mean()), float(data.target.std() + 1e-9)


def made_ready(member: Member, features: Floats, target: Floats, units: Whole) -> Ready:
    """Return a kernel model on standardised features; `target` has mean 0 and width 1."""
    centre, width = standard(features)
    rows, own, blocks = (features - centre) / width, noise(units, target), blocks_of(units)
    halves = []
    for logs in map(np.array, member.logs):
        found = left_out(whole(member.kernel, rows, rows, logs) + np.diag(own), target, blocks)
        alike = found._replace(spreads=np.sqrt(np.maximum(found.spreads**2 - own, 0.0) + NOISE))
        halves.append(Half(logs, alike))
    return Ready(centre, width, rows, tuple(halves))


def asked(member: Member, ready: Ready, features: Floats) -> tuple[Floats, Floats]:
    """Return value and spread of a kernel model for new tests, in units of the standardised target."""
    rows = (features - ready.centre) / ready.width
    said = [_asked(member.kernel, rows, ready.rows, half) for half in ready.halves]
    return np.mean([value for value, _ in said], axis=0), np.mean([spread for _, spread in said], axis=0)


def _asked(kernel: str, rows: Floats, fitted: Floats, half: Half) -> tuple[Floats, Floats]:
    near = whole(kernel, rows, fitted, half.logs)
    left = itself(rows, half.logs) - ((near @ half.found.inverse) * near).sum(axis=1)
    return near @ half.found.weights, np.sqrt(np.maximum(left, 1e-12))


class Values(NamedTuple):
    """Health, its interval, and the expected relative error of each test: vectors of one length."""

    value: Floats
    low: Floats
    high: Floats
    expected: Floats


class Bench(NamedTuple):
    """A head with all its members ready."""

    head: Head
    amplitudes: tuple[float, ...]
    known: bool
    centre: float
    width: float
    ready: tuple[Ready, ...]

    def say(self, voltages: Floats, soc: Floats) -> Said:
        """Return what the members say; `voltages` V of shape (tests, points), `soc` of shape (tests,)."""
        given = soc if self.known else None
        answers = [
            asked(member, ready, seen(member.view, voltages, self.amplitudes, given))
            for member, ready in zip(self.head.members, self.ready, strict=True)
        ]
        values = np.column_stack([self.centre + self.width * value for value, _ in answers])
        return Said(values, np.column_stack([self.width * spread for _, spread in answers]))

    def values(self, voltages: Floats, soc: Floats) -> Values:
        """Return health with its interval; `voltages` V of shape (tests, points), `soc` of shape (tests,)."""
        said, shares = self.say(voltages, soc), np.array(self.head.shares)
        middle = said.values @ shares
        expected = self.head.difficulty.of(traits(said, shares, soc if self.known else None))
        reach = self.head.factor * expected
        return Values(np.exp(middle), np.exp(middle - reach), np.exp(middle + reach), expected)


def traits(said: Said, shares: Floats, soc: Floats | None) -> Floats:
    """Return what tells how hard a test is: spread, disagreement of members, the value itself, state of charge."""
    value = said.values @ shares
    apart = np.sqrt((said.values - value[:, None]) ** 2 @ shares)
    columns = [np.log(said.spreads @ shares), np.log(apart + 0.002), value, value**2]
    return np.column_stack(columns if soc is None else [*columns, soc, soc**2])


def of_group(group: Group, known: bool) -> Arrays:
    """Return the rows that a head of a group rests on."""
    return of_head(arrays(group.rows), known)


@lru_cache(maxsize=16)
def bench(group: Group, known: bool) -> Bench:
    """Return a head of a group at work; the head must be there."""
    head = group.known if known else group.unknown
    assert head is not None
    data = of_group(group, known)
    centre, width = centred(data)
    given = data.soc if known else None
    ready = tuple(
        made_ready(
            member,
            seen(member.view, data.voltages, group.amplitudes, given),
            (data.target - centre) / width,
            data.units,
        )
        for member in head.members
    )
    return Bench(head, group.amplitudes, known, centre, width, ready)
