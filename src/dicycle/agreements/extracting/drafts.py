"""Acts put together: what is told again supports a record, what is another one becomes one."""

from dataclasses import dataclass, field, replace
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.edtf import agree
from dicycle.agreements.extracting.cast import Named
from dicycle.agreements.extracting.parts import Act, Mention

FRAMEWORKS: Final = frozenset(
    {"framework_agreement", "strategic_cooperation_framework_agreement", "strategic_cooperation_agreement"}
)
_PAIR: Final = 2
GENERAL: Final = "contract"
"""What an agreement is called that the text only calls an agreement: it can be any other kind, told again."""

TALKS: Final = "talks"
BUILDING: Final = frozenset({"construction_start", "commissioning"})


@dataclass(frozen=True)
class Told:
    """An act with one of its groups of parties, resolved; `support` if it stands in a headline or a caption."""

    act: Act
    parties: tuple[tuple[Named, Mention], ...]
    support: bool
    dates: frozenset[str] = frozenset()
    others: int = 0

    @property
    def who(self) -> frozenset[str]:
        """Return the ids of the parties."""
        return frozenset(person.id for person, _ in self.parties)


@dataclass
class Draft:
    """A record in the making."""

    told: list[Told]
    without: set[str] = field(default_factory=set)
    part_of: "Draft | None" = None
    split_from: "Draft | None" = None
    follows: "Draft | None" = None
    regions: list[Span] = field(default_factory=list)

    @property
    def first(self) -> Told:
        """Return the telling it rests on: the first in the body."""
        return min(self.told, key=lambda one: (one.support, one.act.verb == "talk", one.act.span))

    @property
    def who(self) -> frozenset[str]:
        """Return the ids of its parties."""
        return frozenset().union(*(one.who for one in self.told)) - self.without

    @property
    def kinds(self) -> frozenset[str]:
        """Return what it is called."""
        return frozenset(one.act.kind for one in self.told)

    @property
    def aggregate(self) -> bool:
        """Tell whether it is a number of projects."""
        return self.kinds == {"signed_projects"}


def put_together(tellings: list[Told]) -> list[Draft]:
    """Return the drafts of records: the body's tellings first, then what headlines and captions add."""
    drafts: list[Draft] = []
    for told in sorted(tellings, key=lambda one: (one.support, one.act.span)):
        _take(drafts, told)
    return sorted((one for one in drafts if one.told), key=lambda one: one.first.act.span)


def _take(drafts: list[Draft], told: Told) -> None:
    if told.act.kind == "signed_projects":
        _take_number(drafts, told)
        return
    same = [one for one in drafts if _restates(told, one)]
    if same:
        (_nearest(told, same) if told.support else same[-1]).told.append(told)
        return
    meant = [one for one in drafts if told.support and told.who and told.who <= one.who]
    if meant:
        meant[0].told.append(told)  # a headline may call it by another name
        return
    if told.support and drafts and len(told.who) < _PAIR:
        return  # a headline tells what the body does, by whatever name
    fresh = Draft([told])
    _split(drafts, fresh)
    if told.act.historical:
        later = [one for one in drafts if one.who & fresh.who and not one.first.act.historical]
        for one in later[-1:]:
            one.follows = fresh
    drafts.append(fresh)


def _nearest(told: Told, drafts: list[Draft]) -> Draft:
    """Return what a headline tells of: the draft with most of its parties, then of its kind, then the first."""
    return max(drafts, key=lambda one: (len(told.who & one.who), told.act.kind in one.kinds, -drafts.index(one)))


def _take_number(drafts: list[Draft], told: Told) -> None:
    numbers = [one for one in drafts if one.aggregate]
    same = next((one for one in numbers if any(each.act.number == told.act.number for each in one.told)), None)
    if same is not None:
        same.told.append(told)
        return
    if told.support and numbers and told.act.number is None:
        numbers[0].told.append(told)
        return
    fresh = Draft([told])
    whole = [one for one in numbers if not one.first.act.historical and one.part_of is None]
    if told.act.part and whole:
        fresh.part_of = whole[-1]
    drafts.append(fresh)


def _restates(told: Told, draft: Draft) -> bool:
    """Tell whether an act is told again by a telling."""
    if draft.aggregate or _dates_differ(told, draft):
        return False
    if told.act.historical != draft.first.act.historical and not _is_of_ended(told, draft):
        return False
    if told.act.kind in BUILDING or draft.kinds & BUILDING:
        return told.act.kind in draft.kinds and _share(told.who, draft.who)
    if not _can_be(told, draft):
        return False
    if told.act.fresh and not told.support:
        return bool(told.who) and told.who == draft.who and told.act.sentence == draft.first.act.sentence
    if not told.who:
        return _is_definite(told) or told.act.verb in ("agree", "talk")
    if told.act.span.meets(draft.first.act.span) and told.others > 1:
        return told.who == draft.who
    if told.support:
        return _share(told.who, draft.who)
    return told.who <= draft.who or draft.who <= told.who


def _is_of_ended(told: Told, draft: Draft) -> bool:
    """Tell whether it is the past of what has ended: "ended its contract. The contract, signed in May, …"."""
    ended = draft.first.act.verb in ("terminate", "suspend")
    return ended and told.act.nominal and not told.who and draft.first.act.span < told.act.span


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def _is_definite(told: Told) -> bool:
    return told.act.nominal or told.support or told.others == 0


def _dates_differ(told: Told, draft: Draft) -> bool:
    known = frozenset().union(*(one.dates for one in draft.told))
    return bool(told.dates and known) and not any(agree(one, other) for one in told.dates for other in known)


def _can_be(told: Told, draft: Draft) -> bool:
    """Tell whether the kinds can be of one act: talks are the occasion of a signing, a framework has many names."""
    kind, kinds = told.act.kind, draft.kinds - {TALKS, GENERAL}
    if kind in (TALKS, GENERAL) or not kinds:
        return True
    return kind in kinds or (kind in FRAMEWORKS and bool(kinds & FRAMEWORKS))


def _split(drafts: list[Draft], fresh: Draft) -> None:
    """Take out of an earlier record that lumps several counterparties those that turn out to have their own."""
    told = fresh.first
    if told.act.historical or (told.act.fresh and len(told.who) > 1):
        return  # what some of them signed before, or beside it, takes nobody out of what all signed
    for one in drafts:
        lump = max(one.told, key=lambda each: len(each.parties))
        if len(lump.who) > 2 and told.who and told.who < lump.who:
            common = lump.parties[0]
            one.without |= told.who - {common[0].id}
            fresh.split_from = one
            if common[0].id not in told.who:
                fresh.told[0] = replace(told, parties=(common, *told.parties))
            return
