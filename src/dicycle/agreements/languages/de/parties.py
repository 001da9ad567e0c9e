"""Who the parties of an act are, by preposition and voice."""

from collections.abc import Sequence
from typing import Final

from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.de import lexicon
from dicycle.agreements.languages.de.clauses import MAIN
from dicycle.agreements.languages.de.line import Line
from dicycle.agreements.languages.de.nouns import Noun
from dicycle.agreements.languages.de.slotting import Slot, leftwards

PARTIES: Final = frozenset({"company", "government", "government_body", "university", "institute", "organisation"})
FEW: Final = 2
WATCHED: Final = frozenset({"beisein", "anwesenheit", "gegenwart", "augen"})
PRESS: Final = lexicon.shape("bare", "press")


def can_be_party(slot: Slot) -> bool:
    """Tell whether a mention can be a party: no person, place or event."""
    return slot.mention.kind in PARTIES and not is_press(slot.mention.name)


def is_press(name: str) -> bool:
    """Tell whether a name is one of a paper or an agency, which tells and agrees on nothing."""
    return PRESS.search(name) is not None


def between(found: Sequence[Slot]) -> list[tuple[Mention, ...]]:
    """Return the groups of „zwischen A und B, zwischen C und D“."""
    chains: dict[int, list[Mention]] = {}
    for slot in found:
        if slot.role == "zwischen":
            chains.setdefault(slot.chain, []).append(slot.mention)
    return [tuple(group) for group in chains.values() if len(group) >= FEW or group[0].number >= FEW]


def paired(line: Line, found: Sequence[Slot]) -> list[tuple[Mention, ...]]:
    """Return the groups of „A mit B, C mit D sowie E mit F“: one agreement for each „mit“ with a subject of its own."""
    groups: list[tuple[Mention, ...]] = []
    left: list[Slot] = []
    for slot in sorted((one for one in found if can_be_party(one)), key=lambda one: one.at):
        if not behind_with(line, slot):
            left.append(slot)
            continue
        if not left or (groups and not _opens_group(line, groups[-1][-1], left, slot)):
            return []
        groups.append((*(one.mention for one in left), slot.mention))
        left = []
    return groups if len(groups) >= FEW and not left else []


def behind_with(line: Line, slot: Slot) -> bool:
    """Tell whether „mit“ stands right before a mention, with an article and what describes it between."""
    return line.low(leftwards(line, slot.at, {})[0]) == "mit"


def _opens_group(line: Line, before: Mention, left: Sequence[Slot], right: Slot) -> bool:
    """Tell whether a list goes on with „C mit D“: a comma or „und“ before it, and no verb of its own."""
    words = [line.low(at) for at in range(line.at(before.end), left[0].at)]
    joined = any(one in (",", "und", "sowie", ";") for one in words) and not any(
        one in lexicon.words("verbs") for one in words
    )
    inner = line.words[line.at(left[-1].mention.end) : right.at]
    return joined and all(one.is_cap or not one.is_word or is_link(one.low) for one in inner)


def is_link(low: str) -> bool:
    """Tell whether a word can stand between „C“ and „D“ of „C mit der D“."""
    return low == "mit" or low in lexicon.words("determiners") or low.endswith(("en", "er", "em"))


def subjects(found: Sequence[Slot], phrase: int | None) -> list[Slot]:
    """Return who acts: subjects of this verb phrase or one before, and for whom people with an office act."""
    mine = [one for one in found if phrase is None or one.clause != MAIN or one.phrase <= phrase]
    return [one for one in mine if can_be_party(one) and (one.role == "nom" or represents(one))]


def represents(slot: Slot) -> bool:
    """Tell whether somebody acts for a mention: „Geschäftsführer der …“, „Vertreter von …“, „Hanwei-Chef“."""
    return slot.role in ("gen", "von", "zwischen", "mit") and lexicon.is_office(slot.head)


def groups_of(
    found: Sequence[Slot],
    phrase: int | None,
    noun: Noun | None,
    reach: tuple[int, int],
    more: frozenset[str],
    told: Sequence[Slot] = (),
) -> tuple[tuple[Mention, ...], ...]:
    """Return the groups of an act: „zwischen“, or the subjects with those of „mit“ and of `more` roles."""
    inside = [
        one
        for one in found
        if reach[0] <= one.mention.start < reach[1] and (phrase is None or one.phrase == phrase or one.clause)
    ]
    pairs = between([one for one in found if can_be_party(one) and reach[0] <= one.mention.start < reach[1]])
    if pairs:
        return tuple(pairs)
    acting = [one.mention for one in subjects(found, phrase)]
    others = [
        one
        for one in inside
        if can_be_party(one) and (one.role == "mit" or one.role in more) and not _is_far(one, wins="an" in more)
    ]
    chains: dict[int, list[Mention]] = {}
    for one in others:
        chains.setdefault(one.chain, []).append(one.mention)
    if noun is not None and noun.plural and len(chains) > 1 and acting:
        return tuple(_once(acting + chain) for chain in chains.values())
    group = _once(
        acting + [one.mention for one in others] + (teller if (teller := _tellers(told, acting, others)) else [])
    )
    return (group,)


def _tellers(told: Sequence[Slot], acting: Sequence[Mention], others: Sequence[Slot]) -> list[Mention]:
    """Return who announces it, if a party is missing: „…, wie der Konzern mitteilte“."""
    if sum(max(one.number, 1) for one in [*acting, *(each.mention for each in others)]) >= FEW:
        return []
    return [
        one.mention
        for one in told
        if one.mention.kind == "company" and one.mention.number == 1 and one.role in ("nom", "laut")
    ][:1]


def _is_far(slot: Slot, *, wins: bool) -> bool:
    if wins and slot.role == "von":
        return lexicon.is_company_noun(slot.head) or slot.head.endswith(("werk", "fabrik", "anlage", "lieferung"))
    if slot.head in WATCHED:
        return True
    return slot.role == "von" and slot.head != "" and not lexicon.is_office(slot.head) and not _is_agreement(slot.head)


def _is_agreement(head: str) -> bool:
    return head.endswith(
        (
            "vertrag",
            "verträge",
            "vereinbarung",
            "vereinbarungen",
            "abkommen",
            "erklärung",
            "memorandum",
            "auftrag",
            "großauftrag",
        )
    )


def _once(found: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(dict.fromkeys(found)))
