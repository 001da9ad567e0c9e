"""From a stock and a request to packs with their proof: the way in."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from dicycle.findings import Finding, Severity
from dicycle.routing.matching.clusters import Made, clustered
from dicycle.routing.matching.model import Certificate, Indexes, Matching, Modules, Pack, Progress, Request
from dicycle.routing.matching.sharpening import is_missing
from dicycle.routing.matching.stock import Bucket, beside_capacity, buckets_of, checked, needed, sorted_out
from dicycle.routing.matching.strips import lined
from dicycle.routing.matching.telling import rejected
from dicycle.routing.matching.valuing import value_of
from dicycle.routing.matching.watching import Watch

_MOST_USUAL: Final = 1500.0
"""Ah; the largest cells for stores on land have about 1,200."""


def match(modules: Modules, request: Request, progress: Progress | None = None) -> Matching:
    """Return packs of the modules, what is left out and why, and how far from the best they can be at most.

    One attribute: the best, proven. Several: the best where few modules allow the proof, else near the best; always
    with a certified bound. `progress` may raise `Enough` to get the best found so far (a finding says so); what else it
    raises ends the work. Raises `InvalidInput` for a request that cannot be meant.
    """
    watch = Watch(progress)
    request = checked(request)
    rows, barred = sorted_out(modules, request)
    buckets = buckets_of(modules, request, rows)
    made = _made(modules, request, buckets, watch)
    watch.done()
    rejects = [*barred, *rejected(modules, request, buckets, made.packs)]
    return Matching(
        packs=_packs(modules, request, made.packs),
        rejects=tuple(sorted(rejects)),
        value=value_of(modules, request, made.packs),
        bound=made.bound,
        exact=made.exact,
        certificate=made.certificate,
        findings=(*_doubtful(modules, rows), *_findings(request, buckets, made, watch)),
    )


def _made(modules: Modules, request: Request, buckets: list[Bucket], watch: Watch) -> Made:
    if sum(len(bucket.rows) // request.size for bucket in buckets) == 0:
        nothing = np.zeros((0, request.size), np.int64)
        return Made(nothing, 0.0, True, Certificate("windows"))
    if len(needed(request)) == 1:
        return lined(modules, request, buckets, watch)
    return clustered(modules, request, buckets, watch)


def _packs(modules: Modules, request: Request, packs: Indexes) -> tuple[Pack, ...]:
    first = packs[:, 0] if len(packs) else np.zeros(0, np.int64)
    names = zip(*(getattr(modules, name)[first].tolist() for name in request.buckets), strict=True)
    buckets = names if request.buckets else iter([()] * len(packs))
    return tuple(Pack(tuple(row), tuple(map(str, name))) for row, name in zip(packs.tolist(), buckets, strict=True))


def _doubtful(modules: Modules, rows: Indexes) -> Iterator[Finding]:
    """Say so where capacities look as if they were in mAh."""
    middle = float(np.median(modules.capacity[rows])) if len(rows) else 0.0
    if middle > _MOST_USUAL:
        sentence = f"Half of the modules have {middle:,.0f} Ah or more: are these mAh?"
        yield Finding("matching.large-capacity", sentence, "capacity_ah", Severity.WARNING, "Give capacity_ah in Ah.")


def _findings(request: Request, buckets: list[Bucket], made: Made, watch: Watch) -> Iterator[Finding]:
    possible = sum(len(bucket.rows) // request.size for bucket in buckets)
    wanted = possible if request.packs is None and not request.rejects else request.packs
    if watch.ended:
        sentence = "The work was ended early: these are the best packs found until then."
        yield Finding("matching.ended", sentence, "request", Severity.WARNING, "Match again for better packs.")
    if wanted is not None and len(made.packs) < wanted:
        sentence = f"{len(made.packs)} of {wanted} packs could be made; {possible} would be the most without limits."
        advice = "Widen the limits, merge buckets, or take in more modules."
        yield Finding("matching.too-few-packs", sentence, "request", Severity.WARNING, advice)
    if request.packs is None and request.rejects and beside_capacity(request) and len(made.packs) < possible:
        sentence = f"{len(made.packs)} packs were found within the limits; without them {possible} would be the most."
        advice = "Whether more keep the limits is not proven; the bound is of so many packs. Wider limits give more."
        yield Finding("matching.more-packs", sentence, "request", Severity.WARNING, advice)
    if is_missing(request, buckets, made.exact):
        sentence = "Without SciPy the packs of few modules are not looked for exactly."
        yield Finding("matching.no-solver", sentence, "request", Severity.NOTE, 'Install "dicycle[fast]".')
