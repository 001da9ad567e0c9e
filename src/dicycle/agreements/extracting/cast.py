"""Who appears in a document: names and the phrases that stand for them, grouped into entities."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from dicycle.agreements.authorities import authority_of
from dicycle.agreements.extracting.parts import Mention, Parentage
from dicycle.agreements.naming import is_short_for, key, tokens
from dicycle.agreements.vocabulary import Language

_AUTHORITIES: Final = {"government", "government_body"}
_STEM: Final = 4
_COMPANIES: Final = {"company", "organisation", "institute", "university"}


@dataclass
class Named:
    """One of the cast: an entity with all its mentions."""

    id: str
    mentions: list[Mention] = field(default_factory=list)
    nominal: list[Mention] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    @property
    def named(self) -> Mention:
        """Return its fullest name."""
        return max(self.mentions, key=lambda one: (len(tokens(one.name)), bool(one.short), len(one.name), -one.start))

    @property
    def kind(self) -> str:
        """Return what it is most often taken for."""
        return Counter(one.kind for one in self.mentions).most_common(1)[0][0]


class Cast:
    """The entities of a document."""

    def __init__(
        self, mentions: Sequence[Mention], parentages: Iterable[Parentage] = (), language: Language = "en"
    ) -> None:
        self._language = language
        self._apart = {frozenset((key(one.child.name), key(one.parent.name))) for one in parentages}
        self.people: list[Named] = []
        self._of: dict[tuple[int, int], Named] = {}
        told = [one for one in mentions if not one.nominal and one.kind != "place"]
        for mention in sorted(told, key=lambda one: (-len(tokens(one.name)), -len(one.short), one.start)):
            self._join(mention)
        self.people.sort(key=lambda person: min(one.start for one in person.mentions))
        for number, person in enumerate(self.people, 1):
            person.id = f"e{number}"
            person.mentions.sort()

    def _join(self, mention: Mention) -> None:
        person = self._known(mention)
        if person is None:
            person = Named("")
            self.people.append(person)
        person.mentions.append(mention)
        person.keys |= self._called(mention)
        self._of[mention.span] = person

    def _known(self, mention: Mention) -> Named | None:
        called = self._called(mention)
        same = [one for one in self.people if called & one.keys and _alike(mention, one)]
        if same:
            return same[0]
        longer = [one for one in self.people if _alike(mention, one) and self._is_short(mention, one)]
        return longer[0] if len(longer) == 1 else None

    def _called(self, mention: Mention) -> set[str]:
        """Return what a mention is known by; a government by its place, however it is called."""
        authority = authority_of(mention.name, self._language) if mention.kind == "government" else None
        return {key(mention.name), *map(key, mention.short), *filter(None, (authority,))}

    def _is_short(self, mention: Mention, person: Named) -> bool:
        if frozenset((key(mention.name), key(person.named.name))) in self._apart:
            return False
        return any(is_short_for(mention.name, one.name) for one in person.mentions)

    def of(self, mention: Mention) -> Named | None:
        """Return whom a mention names; of a nominal one, what `stand` said."""
        return self._of.get(mention.span)

    def stand(self, mention: Mention, person: Named) -> None:
        """Say whom a nominal mention stands for."""
        if mention.span not in self._of:
            person.nominal.append(mention)
            self._of[mention.span] = person

    def before(self, place: int, kinds: Iterable[str]) -> list[Named]:
        """Return those of some kinds that were named before a place, the last named first."""
        wanted = set(kinds)
        last = {
            person.id: max((one.start for one in person.mentions if one.start < place), default=-1)
            for person in self.people
            if person.kind in wanted
        }
        found = [person for person in self.people if last.get(person.id, -1) >= 0]
        return sorted(found, key=lambda person: -last[person.id])

    def candidates(self, mention: Mention) -> list[Named]:
        """Return for whom a nominal mention can stand, the likeliest first."""
        kinds = _AUTHORITIES if mention.kind in _AUTHORITIES else _COMPANIES
        found = self.before(mention.start, kinds)
        exact = [one for one in found if _fits(mention, one)]
        exact.sort(key=lambda one: not _called_alike(mention, one))
        if mention.seat or mention.country:
            return exact or found
        return exact


def _alike(mention: Mention, person: Named) -> bool:
    kind = person.kind
    if mention.kind == kind:
        return True
    return any({mention.kind, kind} <= group for group in (_AUTHORITIES, _COMPANIES))


def _called_alike(mention: Mention, person: Named) -> bool:
    """Tell whether a phrase shares a stem with a name: "the cell maker" and "Example Cells"."""
    stems = {word[:_STEM] for word in mention.name.casefold().split() if len(word) >= _STEM} - {"comp", "grou"}
    return any(word[:_STEM] in stems for one in person.mentions for word in one.name.casefold().split())


def _fits(mention: Mention, person: Named) -> bool:
    known = person.mentions
    for name in ("level", "seat", "country"):
        wanted, told = getattr(mention, name), {getattr(one, name) for one in known} - {None}
        if wanted and told and wanted not in told:
            return False
    return not (
        mention.seat
        and not any(one.seat == mention.seat or mention.seat in one.name for one in known)
        and any(one.seat for one in known)
    )
