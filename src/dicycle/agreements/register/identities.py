"""By what an organisation is known in every document: a well-known name, its authority, its own name, an acronym.

aliases.csv beside this file holds well-known makers, recyclers, car makers and authorities with their names in four
languages, divided by ``|``; only names that mean one organisation wherever they stand.
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from dicycle.agreements.authorities import authority_of, place_in
from dicycle.agreements.model import Entity
from dicycle.agreements.naming import key, tokens
from dicycle.agreements.vocabulary import Language

AUTHORITIES: Final = frozenset({"government", "government_body"})


class Known(NamedTuple):
    """An organisation of the table."""

    id: str
    family: str
    country: str
    names: dict[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """Return its usual English name."""
        return self.names["en"][0]


class Identity(NamedTuple):
    """A reason to take two appearances for one organisation; a `weak` one gives way to other names that differ."""

    word: str
    weak: bool = False


def family(type: str) -> str:
    """Return the types that can be one organisation under one name: how a text calls a body varies."""
    return "authority" if type in AUTHORITIES else "body"


@cache
def table() -> tuple[Known, ...]:
    """Return all organisations of the table."""
    text = resources.files(__package__).joinpath("aliases.csv").read_text("utf-8")
    return tuple(map(_known, csv.DictReader(text.splitlines())))


def _known(row: dict[str, str]) -> Known:
    names = {language: tuple(row[language].split("|")) for language in ("en", "de", "zh", "ru") if row[language]}
    return Known(row["id"], family(row["type"]), row["country"], names)


@cache
def _index() -> dict[tuple[str, str], Known]:
    found: dict[tuple[str, str], Known] = {}
    for one in table():
        for names in one.names.values():
            for name in names:
                found.setdefault((one.family, key(name)), one)
    return found


def known(name: str, type: str) -> Known | None:
    """Return the well-known organisation of a name."""
    return _index().get((family(type), key(name)))


def identities(entity: Entity, language: Language, document: str) -> Iterator[Identity]:
    """Yield by what an entity of a document is known everywhere, the strongest first."""
    kind = family(entity.type)
    found = known(entity.name, entity.type)
    if found:
        yield Identity(f"known:{found.id}")
    if entity.type == "government" and (authority := authority_of(entity.name, language)):
        yield Identity(f"{kind}:{authority}")
        return
    yield Identity(f"{kind}:{_own(entity, language, document)}", weak=not found)
    for alias in sorted(set(entity.aliases)):
        if (short := known(alias, entity.type)) and not found:
            yield Identity(f"known:{short.id}", weak=True)
        elif is_telling(alias):
            yield Identity(f"{kind}:{key(alias)}", weak=True)


def _own(entity: Entity, language: Language, document: str) -> str:
    """Return what its own name says; "the city administration" without a city means another one in each document."""
    if entity.type not in AUTHORITIES or place_in(entity.name, language) is not None:
        return key(entity.name)
    return f"{key(entity.name)} of {entity.country or document}"


def is_telling(alias: str) -> bool:
    """Tell whether a short name means one organisation in most documents: CATL does, "Battery Recycling" does not."""
    return alias.isupper() and len(alias) > 2 and len(tokens(alias)) == 1
