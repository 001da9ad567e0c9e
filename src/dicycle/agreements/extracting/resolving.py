"""Who the parties of acts are: names by their entity, phrases that stand for names by what was said before."""

from collections.abc import Sequence

from dicycle.agreements.document import Document
from dicycle.agreements.extracting.cast import Cast, Named
from dicycle.agreements.extracting.drafts import Told
from dicycle.agreements.extracting.parts import Act, Mention

_PARTIES = frozenset({"company", "government", "government_body", "university", "institute", "organisation"})


_SEVERAL = 4
"""A phrase for more than these stands for "all of them": of those named before it, only two are surely meant."""


class Resolver:
    """Resolves the parties of acts, in the order of the text; remembers the last ones for "both sides"."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._last: tuple[tuple[Named, Mention], ...] = ()

    def parties(self, group: Sequence[Mention]) -> tuple[tuple[Named, Mention], ...]:
        """Return the entities of a group of mentions, each once."""
        found: dict[str, tuple[Named, Mention]] = {}
        names = [one for one in group if not one.nominal]
        for mention in sorted(group, key=lambda one: one.nominal):
            for named, said in self._who(mention, names):
                if named.kind in _PARTIES:
                    found.setdefault(named.id, (named, said))
        parties = tuple(sorted(found.values(), key=lambda one: one[1].span))
        self._last = parties if len(parties) > 1 else self._last
        return parties

    def _who(self, mention: Mention, names: Sequence[Mention]) -> list[tuple[Named, Mention]]:
        if not mention.nominal:
            named = self._cast.of(mention)
            return [(named, mention)] if named else []
        if mention.number > 1:
            return [(named, mention) for named in self._several(mention)]
        taken = {named.id for one in names if (named := self._cast.of(one))}
        likely = [one for one in self._cast.candidates(mention) if one.id not in taken]
        for one in likely[:1]:
            self._cast.stand(mention, one)
        return [(one, mention) for one in likely[:1]]

    def _several(self, mention: Mention) -> list[Named]:
        """Return whom "both sides" are: the last parties together, before any the last that were named."""
        if len(self._last) > 1:
            return [named for named, _ in self._last[: mention.number]]
        lately = self._cast.before(mention.start, _PARTIES)[: mention.number if mention.number <= _SEVERAL else 2]
        return lately if len(lately) > 1 else []


def tell(document: Document, resolver: Resolver, act: Act, dates: frozenset[str]) -> list[Told]:
    """Return an act as tellings, one for each of its groups."""
    block = document.blocks[act.sentence.block].kind if document.blocks else "body"
    support = block in ("headline", "caption")
    groups = act.groups or ((),)
    return [Told(act, resolver.parties(group), support, dates, len(groups)) for group in groups]
