"""The values of a model's record, each with located quotes; what can be derived is derived, not believed."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final, NamedTuple, TypeVar

from dicycle.agreements.figures import Figure
from dicycle.agreements.languages.gazetteer import place_named
from dicycle.agreements.llm.answer import Measured, Part, Said, Sum, Tagged
from dicycle.agreements.llm.locating import Places
from dicycle.agreements.llm.reading import Own
from dicycle.agreements.model import (
    Capacity,
    Count,
    Dated,
    Dropped,
    Entity,
    Jobs,
    Money,
    Party,
    Place,
    Quote,
    Stated,
    Subject,
)
from dicycle.agreements.verifying.amounts import Refused
from dicycle.agreements.vocabulary import Modality

_NUMBER: Final = re.compile(r"\d{1,18}(?:\.\d{1,6})?")
_CODE: Final = re.compile(r"[A-Z]{3}")
_MOST: Final = 100
NOT_DATED: Final = Dated(None, "not_stated")
Given = TypeVar("Given")
Made = TypeVar("Made")


class Maker(NamedTuple):
    """What the values of one record are made with; `near` is where its act is told."""

    own: Own
    places: Places
    record: str
    near: int
    act: tuple[Quote, ...]
    entities: dict[str, Entity]
    dropped: list[Dropped]

    def quotes(self, said: Iterable[str]) -> tuple[Quote, ...]:
        """Return quotes as evidence; raises Refused if the document holds none."""
        found = self.places.nearest(said, self.near)
        if not found:
            raise Refused("the document does not hold its quote")
        return found

    def made(self, field: str, told: str, value: Given | None, make: Callable[[Given], Made]) -> Made | None:
        """Return a value as it is made, None if it is refused; the reason is kept."""
        if value is None:
            return None
        try:
            return make(value)
        except Refused as reason:
            self.dropped.append(Dropped(field, str(reason), told[:200], self.record))
            return None

    def all(self, field: str, values: list[Given], make: Callable[[Given], Made]) -> tuple[Made, ...]:
        """Return values as they are made, each once."""
        found = (self.made(field, _told(value), value, make) for value in values[:_MOST])
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def party(self, value: Part) -> Party:
        """Return a party; who agreed is named in the sentence of the act, or in the one before it."""
        entity = self.entities.get(value.entity)
        if entity is None:
            raise Refused("the document does not name it")
        quotes = self.quotes(value.quotes)
        if value.role in ("signatory", "counterpart") and not any(self._is_beside(one) for one in quotes):
            raise Refused("it is not named where the act is told")
        kind = entity.type if entity.type != "event" else None
        return Party(entity.id, entity.name, value.role, quotes, kind)

    def _is_beside(self, quote: Quote) -> bool:
        listed = self.own.document.sentences
        for one in self.own.sentences(self.act):
            at = listed.index(one)
            if any(each.start <= quote.start < each.end for each in listed[max(0, at - 1) : at + 1]):
                return True
        return False

    def title(self, value: Said) -> Stated:
        """Return a title; it stands in the sentence of the act."""
        quotes = self.quotes(value.quotes)
        if not set(self.own.sentences(quotes)) & set(self.own.sentences(self.act)):
            raise Refused("it is not told where the act is")
        return Stated(value.value, quotes)

    def date(self, value: Said) -> Dated:
        """Return a date; on what it rests is derived."""
        quotes, published = self.quotes(value.quotes), self.own.document.published
        found = [day for quote in quotes for day in self.own.ground.dates(quote, published)]
        basis = next((day.basis for day in found if day.edtf == value.value), "inferred:model")
        return Dated(value.value, basis, quotes)

    def place(self, value: Said) -> Place:
        """Return a place that our own table or reading knows as one."""
        quotes = self.quotes(value.quotes)
        known = place_named(value.value, self.own.ground.language)
        if known is not None:
            return Place(value.value, quotes, known.name_en, known.region, known.country)
        if not any(one.kind == "place" for quote in quotes for one in self.own.mentions(quote)):
            raise Refused("nothing says that it is a place")
        return Place(value.value, quotes)

    def subject(self, value: Tagged) -> Subject:
        """Return a stage of the chain that our own words find in the sentence of its quote."""
        quotes = self.quotes(value.quotes)
        if value.tag not in self.own.tags(quotes):
            raise Refused("its quote does not name this stage")
        return Subject(value.tag, quotes)

    def money(self, value: Sum) -> Money:
        """Return money; its kind is that of the words beside it where they tell."""
        amount, quotes = number(value.amount), self.quotes(value.quotes)
        if not _CODE.fullmatch(value.currency):
            raise Refused("it is no code of a currency")
        figure = self._figure(quotes, amount)
        kind = figure.money_kind if figure and figure.money_kind != "unknown" else value.kind
        return Money(kind, amount, value.currency, "exact", quotes, _modality(figure), figure.phase if figure else None)

    def capacity(self, value: Measured) -> Capacity:
        """Return a capacity."""
        amount, quotes = number(value.amount), self.quotes(value.quotes)
        figure = self._figure(quotes, amount)
        phase = figure.phase if figure else None
        return Capacity(amount, value.unit[:40], "exact", quotes, None, _modality(figure), phase)

    def jobs(self, value: Measured) -> Jobs:
        """Return jobs."""
        amount, quotes = whole(value.amount), self.quotes(value.quotes)
        return Jobs(amount, "exact", quotes, _modality(self._figure(quotes, Decimal(amount))))

    def number_of(self, value: Measured) -> Count:
        """Return a number of things."""
        return Count(value.unit[:40], whole(value.amount), "exact", self.quotes(value.quotes))

    def _figure(self, quotes: tuple[Quote, ...], amount: Decimal) -> Figure | None:
        found = (one for quote in quotes for one in self.own.ground.figures(quote))
        return next((one for one in found if amount in (one.amount, one.upper)), None)


def _modality(figure: Figure | None) -> Modality:
    return figure.modality if figure else "stated"


def number(text: str) -> Decimal:
    """Return a number of digits; raises Refused for anything else."""
    if not _NUMBER.fullmatch(text.strip()) or not text.isascii():
        raise Refused("it is no number")
    return Decimal(text.strip())


def whole(text: str) -> int:
    """Return a whole number; raises Refused for anything else."""
    found = number(text)
    if found != found.to_integral_value():
        raise Refused("it is no whole number")
    return int(found)


def _told(value: object) -> str:
    """Return a value in a few words, for the reviewer."""
    names = ("role", "entity", "tag", "kind", "value", "amount", "currency", "unit")
    return " ".join(str(getattr(value, name)) for name in names if hasattr(value, name))
