"""Other names for the same thing: a GB/T 34014 code, a VIN, an in-house number, and the canonical identifier."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from dicycle.identifiers.canonical import canonical
from dicycle.identifiers.checks import refuse


@dataclass(frozen=True)
class AliasBook:
    """Aliases of canonical identifiers, both ways. Build it with `AliasBook.of`; it is never changed."""

    _canonical: MappingProxyType[str, str]
    _aliases: MappingProxyType[str, tuple[str, ...]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]] = ()) -> "AliasBook":
        """Return the book of ``(alias, identifier)`` pairs; both are kept in canonical form.

        Raises InvalidIdentifier when one alias is given for two things, or when a thing that is itself an alias
        is named. The same pair twice is harmless.
        """
        found: dict[str, str] = {}
        for alias, identifier in pairs:
            _add(found, canonical(alias), canonical(identifier))
        _require_flat(found)
        back: dict[str, tuple[str, ...]] = {}
        for alias, identifier in found.items():
            back[identifier] = (*back.get(identifier, ()), alias)
        return cls(MappingProxyType(found), MappingProxyType(back))

    def __len__(self) -> int:
        return len(self._canonical)

    def resolve(self, text: str) -> str:
        """Return the canonical identifier behind an alias; for anything else its own canonical form."""
        name = canonical(text)
        return self._canonical.get(name, name)

    def aliases_of(self, identifier: str) -> tuple[str, ...]:
        """Return the other names of an identifier, in the order given; empty when it has none."""
        return self._aliases.get(canonical(identifier), ())

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return all ``(alias, canonical identifier)`` pairs, in the order given."""
        return tuple(self._canonical.items())

    def with_pairs(self, pairs: Iterable[tuple[str, str]]) -> "AliasBook":
        """Return a new book with more pairs; raises InvalidIdentifier as `of` does."""
        return AliasBook.of([*self.pairs(), *pairs])


def _add(found: dict[str, str], alias: str, identifier: str) -> None:
    known = found.setdefault(alias, identifier)
    if known != identifier:
        raise refuse(
            "alias-taken",
            f"The alias {alias!r} is given for two things: {known} and {identifier}.",
            alias,
            "An alias names one thing. Give the second thing another one, or correct the pair.",
        )
    if alias == identifier:
        del found[alias]


def _require_flat(found: dict[str, str]) -> None:
    for alias, identifier in found.items():
        if identifier in found:
            sentence = f"{alias!r} is an alias of {identifier!r}, which is an alias itself."
            raise refuse("alias-chain", sentence, alias, f"Name {found[identifier]} directly.")
