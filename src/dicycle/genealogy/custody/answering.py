"""Whose metal is in one thing and all its parts, by the rules of the sites it went through."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from dicycle.errors import NotFound
from dicycle.findings import Finding
from dicycle.genealogy.answers import PROPORTIONAL, Attribution, Point, Share
from dicycle.genealogy.custody.amounts import FINE, Mix, cut, part_of, total
from dicycle.genealogy.custody.books import Batch, Books
from dicycle.genealogy.custody.keeping import keep
from dicycle.genealogy.custody.models import MODELS
from dicycle.genealogy.custody.rules import NO_RULES, Rules
from dicycle.genealogy.custody.stocks import NOBODY, Mixes, Touched, summed
from dicycle.genealogy.custody.tracks import Inside, Needed, births_of, inside, needed
from dicycle.genealogy.graph.model import Graph
from dicycle.genealogy.kinds import Kinds
from dicycle.vocabulary import ELEMENTS


def answer(
    graph: Graph, point: Point, id: str, as_of: int | None = None, rules: Rules = NO_RULES, kinds: Kinds | None = None
) -> Attribution:
    """Return whose metal is in a thing and in everything inside it at a moment, by the rules of the sites.

    `as_of` is in microseconds since 1970 UTC; None is all that is known, and what has ended is told as of its end.
    The masses of an element sum to its declared mass; they are exact to the femtogram, and rounded once, to float64.
    The model names every rule that had a part in it, with its site. Raises NotFound.
    """
    thing = graph.things.names.find(id)
    if thing is None:
        advice = "Check the code, or capture the events that tell of it."
        raise NotFound(Finding("ledger.no-such-item", f"This ledger has no event about {id!r}.", advice=advice))
    found = inside(graph, thing, as_of)
    parts = list(_parts(graph, _books_of(graph, rules, kinds, found), found))
    shares = _shares(graph, (part.mixes or {} for part in parts))
    touched = sorted(set().union(*(part.touched for part in parts)))
    undeclared = sum(not part.declared for part in parts)
    return Attribution(id, as_of, point, _named(rules, touched), shares, len(parts), undeclared)


def _named(rules: Rules, touched: Iterable[int]) -> str:
    """Return all models in words: ``proportional; at <place>: credit 2026``."""
    sites: dict[str, list[str]] = {}
    for number in touched:
        sites.setdefault(rules.sites[number].place, []).append(rules.sites[number].title)
    return "; ".join([PROPORTIONAL, *(f"at {place}: {', '.join(titles)}" for place, titles in sites.items())])


# ---------------------------------------------------------------- which books


class _Kept(NamedTuple):
    graph: Graph
    rules: Rules
    books: Books


_MOST_KEPT = 2
_kept: list[_Kept] = []


def books_of(graph: Graph, rules: Rules, kinds: Kinds | None = None) -> Books:
    """Return the books of all of a genealogy, with its accounts and findings; the last ones are remembered.

    Whoever asks for many things calls this first: `answer` then looks them up.
    """
    books = _remembered(graph, rules)
    if books is None:
        books = keep(graph, rules, kinds)
        _kept.append(_Kept(graph, rules, books))
        del _kept[:-_MOST_KEPT]
    return books


def _remembered(graph: Graph, rules: Rules) -> Books | None:
    return next((one.books for one in list(_kept) if one.graph is graph and one.rules == rules), None)


def is_common(graph: Graph, id: str, as_of: int | None, rules: Rules) -> bool:
    """Tell whether an answer rests on a common account of a site, and so on runs that do not stand behind the thing."""
    thing = graph.things.names.find(id)
    if thing is None or not rules.sites:
        return False
    return _any_pooled(graph, rules, needed(graph, inside(graph, thing, as_of)))


def _books_of(graph: Graph, rules: Rules, kinds: Kinds | None, found: Inside) -> Books:
    """Return the books of what stands behind a thing; of everything, if a site there keeps a common account."""
    books = _remembered(graph, rules)
    if books is not None:
        return books
    behind = needed(graph, found)
    if _any_pooled(graph, rules, behind):
        return books_of(graph, rules, kinds)
    return keep(graph, rules, kinds, behind.runs, behind.draws)


def _any_pooled(graph: Graph, rules: Rules, behind: Needed) -> bool:
    return bool(rules.sites) and any(_is_pooled(graph, rules, run) for run in behind.runs)


def _is_pooled(graph: Graph, rules: Rules, run: int) -> bool:
    place = int(graph.runs.place[run])
    at_site = rules.of(graph.places[place], int(graph.runs.time[run])) if place >= 0 else ()
    return any(MODELS[rule.model].pooled for rule in at_site)


# ---------------------------------------------------------------- sums


class _Part(NamedTuple):
    """One of the things that are summed; `declared` says whether of all its births somebody told the content."""

    declared: bool
    mixes: Mixes | None
    touched: Touched


def _parts(graph: Graph, books: Books, found: Inside) -> Iterator[_Part]:
    for births in found.things:
        yield _of_thing([books.batch(birth) for birth in births])
    for stay in found.stays:
        yield _of_stay(graph, books, stay, found.moment)


def _of_thing(batches: list[Batch]) -> _Part:
    known = [batch.one() or {} for batch in batches]
    declared = bool(batches) and all(batch.mixes is not None for batch in batches)
    return _Part(declared, summed(known), frozenset().union(*(batch.touched for batch in batches)))


def _of_stay(graph: Graph, books: Books, stay: int, moment: int) -> _Part:
    """Return what a stay of a lot holds."""
    births = births_of(graph, int(graph.stays.child[stay]))
    share = float(graph.stays.share[stay])
    if len(births) > 1 and stay in books.held:
        held = books.held[stay]
        return _Part(held.mixes is not None, held.mixes, held.touched)
    if len(births) != 1 or np.isnan(share) or graph.runs.time[graph.births.run[births[0]]] > moment:
        return _Part(False, None, NOBODY)
    batch = books.batch(births[0])
    return _Part(batch.mixes is not None, _times(batch.mixes or {}, Fraction(share)), batch.touched)


def _times(mixes: Mixes, share: Fraction) -> Mixes:
    return {element: cut(mix, part_of(total(mix), share)) for element, mix in mixes.items()}


def _shares(graph: Graph, parts: Iterable[Mixes]) -> list[Share]:
    """Return the sums by element, in micrograms, in the order of the vocabulary."""
    named = {graph.elements[element]: mix for element, mix in summed(parts).items()}
    order = sorted(named, key=lambda name: (ELEMENTS.index(name) if name in ELEMENTS else len(ELEMENTS), name))
    return [_share(name, named[name]) for name in order]


def _share(element: str, mix: Mix) -> Share:
    return Share(element, total(mix) / FINE, {origin: mass / FINE for origin, mass in sorted(mix.items()) if mass})
