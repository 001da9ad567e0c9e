"""The register as a page: facets, what may be summed and what may not, and the entries."""

from decimal import Decimal
from typing import Any, Final, NamedTuple

from fastapi import Request
from starlette.responses import Response

from dicycle.agreements.agreements import Agreements
from dicycle.agreements.register.sums import Totals
from dicycle.ledger.wording import title as capital
from dicycle.server.access import principal_of, rule_of
from dicycle.server.agreements.listing import Listing
from dicycle.server.pages.agreements.reading_words import words
from dicycle.server.pages.agreements.telling import Row, row_of, rows_of, topic
from dicycle.server.pages.rendering import page

PATH: Final = "/agreements"
_MOST: Final = 12
"""Values of a facet that are offered; the most frequent ones."""
_LABELS: Final = {"kind": "Kind", "about": "Stage of the chain", "country": "Country", "region": "Region"}


class Choice(NamedTuple):
    """A value of a facet: in words, how many entries have it, where it leads, and whether it is chosen."""

    word: str
    entries: int
    url: str
    chosen: bool


class Facet(NamedTuple):
    """A facet with its values; one that is chosen leads back to all."""

    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> bool:
        """Whether a value is chosen."""
        return any(one.chosen for one in self.choices)


class Sum(NamedTuple):
    """Money of one kind: sums by currency, how many entries are in them, and which are not, by reason."""

    label: str
    amounts: list[str]
    counted: int
    left: list[tuple[str, list[Row]]]

    @property
    def left_count(self) -> int:
        """How many entries tell of such money and are not counted."""
        return sum(len(rows) for _, rows in self.left)


def show(request: Request, agreements: Agreements, listing: Listing) -> Response:
    """Return the page."""
    return page(request, "agreements.html", view(agreements, listing) | {"may_read": _may_read(request)})


def _may_read(request: Request) -> bool:
    return principal_of(request).role in rule_of("POST", "/agreements/read")


def view(agreements: Agreements, listing: Listing) -> dict[str, Any]:
    """Return what the page shows."""
    asked, part = listing.asked, listing.part
    given = {name: value for name, value in asked.given.items() if name not in ("page", "perPage", "format")}
    return {
        "title": "Agreements",
        "whole": len(listing.register.entries),
        "documents": listing.register.releases,
        "waiting": len(agreements.candidates()),
        "rows": [row_of(one) for one in listing.shown],
        "count": part.whole,
        "countable": sum(one.countable for one in listing.found),
        "facets": _facets(listing),
        "sums": [made for one in listing.sums if (made := _sum(listing, one))],
        "given": given,
        "hidden": [(name, one) for name, values in given.items() if name in _LABELS for one in values],
        "asked": {name: asked.word(name) or "" for name in ("q", "party", "since", "until")},
        "q": "",  # the box in the header is for codes, not for this
        "previous": part.before(PATH, asked),
        "next": part.following(PATH, asked),
        "csv": f"{PATH}?{asked.query(format='csv', page=None)}",
        "json": f"{PATH}?{asked.query(format='json')}",
    }


def _facets(listing: Listing) -> list[Facet]:
    found = [Facet(label, _choices(listing, name)) for name, label in _LABELS.items()]
    return [one for one in found if len(one.choices) > 1 or one.chosen]


def _choices(listing: Listing, name: str) -> list[Choice]:
    asked, counts = listing.asked, listing.counts[name]
    chosen = [one.upper() if name == "country" else one for one in asked.given.get(name, ())]
    offered = dict.fromkeys([*chosen, *list(counts)[:_MOST]])
    return [
        Choice(_word(name, value), counts.get(value, 0),
               _way(listing, name, None if value in chosen else value), value in chosen)
        for value in offered
    ]  # fmt: skip


def _word(name: str, value: str) -> str:
    said = {"kind": words, "about": topic}.get(name)
    return capital(said(value)) if said else value


def _way(listing: Listing, name: str, value: str | None) -> str:
    """Return the address of the register with a facet changed, at its first page."""
    query = listing.asked.query(**{name: value, "page": None})
    return f"{PATH}?{query}" if query else PATH


def _sum(listing: Listing, totals: Totals) -> Sum | None:
    """Return the sum of one kind of money, None where nobody tells of any."""
    if not totals.counted and not totals.left_out:
        return None
    reasons: dict[str, list[str]] = {}
    for id, because in totals.left_out.items():
        reasons.setdefault("superseded" if because.startswith("superseded by") else because, []).append(id)
    left = [(because, rows_of(listing.register, ids)) for because, ids in reasons.items()]
    return Sum(capital(words(totals.kind)), amounts(totals.amounts), len(totals.counted), left)


def amounts(by_currency: dict[str, Decimal]) -> list[str]:
    """Return money by currency in words."""
    return [f"{amount:,f} {currency}" for currency, amount in by_currency.items()]
