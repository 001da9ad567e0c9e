"""Phrases that stand for a company by its family: „дочка“ for the one subsidiary, „группа“ for its one parent."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from dicycle.agreements.extracting.parts import Mention, Parentage
from dicycle.agreements.languages.ru.ties import follows_verb
from dicycle.agreements.languages.ru.words import Line

HINT: Final = re.compile(r"дочер|дочк|структур|подраздел|входящ|входит|принадлеж|подконтрольн|в лице", re.IGNORECASE)
_DAUGHTER: Final = re.compile(
    r"(?<![\w-])(?:«дочк(?:а|и|у|ой|е)»|\"дочк(?:а|и|у|ой|е)\"|дочк(?:а|и|у|ой|е)|"
    r"дочерн(?:яя|ей|юю|ее|его|ему|им) (?:компани|обществ|предприяти|структур|фирм)\w+)(?![\w-])",
    re.IGNORECASE,
)
_GROUP: Final = re.compile(r"(?:эта |сама )?(?:групп|холдинг|концерн|корпораци|госкорпораци|материнск\w+ компани)\w*")
_COMPANY: Final = re.compile(r"(?:эта |сама |данная )?(?:компани|предприяти|инвестор)\w*")


class Family(NamedTuple):
    """Who is whose subsidiary in a document."""

    children: dict[str, Mention]
    parents: dict[str, Mention]
    asides: dict[tuple[int, int], Mention]

    def learn(self, found: Sequence[Parentage]) -> None:
        """Take relations in; a parent is an aside of its child where it is only named to say whose that is."""
        for one in found:
            self.children[one.child.name] = one.child
            self.parents[one.parent.name] = one.parent
            if one.parent.start > one.child.end:
                self.asides[one.parent.span] = one.child


def daughters(line: Line, family: Family) -> list[Mention]:
    """Return „дочка“ as the document's only subsidiary, where the word acts by itself."""
    child = _only(family.children, line.end)
    if child is None:
        return []
    found = [_named(child, one.start(), one.end()) for one in _DAUGHTER.finditer(line.text, line.start, line.end)]
    return [one for one in found if one.start > child.end and _acts(line, one)]


def _acts(line: Line, mention: Mention) -> bool:
    before = line.low(line.at(mention.start) - 1)
    return follows_verb(line, mention) or before in ("с", "между", "у", "со")


def resolved(mentions: Sequence[Mention], family: Family) -> list[Mention]:
    """Return mentions in which „группа“ is the only parent, „эмитент“ who is named first."""
    found: list[Mention] = []
    first = next((one for one in mentions if one.kind == "company" and not one.nominal), None)
    last: Mention | None = None
    firm: Mention | None = None
    for one in mentions:
        made = _of_family(one, first, last, firm, family) if one.nominal and one.number == 1 else one
        found.append(made)
        if not made.nominal and made.kind in ("company", "organisation", "institute", "university"):
            last = made
            firm = made if made.kind == "company" else firm
    return found


def _of_family(
    mention: Mention, first: Mention | None, last: Mention | None, firm: Mention | None, family: Family
) -> Mention:
    parent = _only(family.parents, mention.start)
    if parent is not None and _GROUP.fullmatch(mention.name):
        return _named(parent, mention.start, mention.end)
    if first is not None and mention.name.startswith("эмитент"):
        return _named(first, mention.start, mention.end)
    child = family.asides.get(last.span) if last else None
    meant = child or (firm if last is not firm else None)
    if meant is not None and _COMPANY.fullmatch(mention.name):
        return _named(meant, mention.start, mention.end)
    return mention


def _only(known: dict[str, Mention], before: int) -> Mention | None:
    told = [one for one in known.values() if one.start < before]
    return told[0] if len(told) == 1 else None


def _named(one: Mention, start: int, end: int) -> Mention:
    return Mention(start, end, one.kind, one.name, country=one.country)
