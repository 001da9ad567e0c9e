"""What a request asks of the register: facets, a page of a list, a form; each refused with a sentence if malformed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args
from urllib.parse import urlencode

from starlette.requests import Request

from dicycle.agreements.register.choosing import Facets
from dicycle.agreements.register.dates import is_date
from dicycle.agreements.vocabulary import Kind, Tag
from dicycle.errors import InvalidQuery
from dicycle.server.epcis.headers import accepted
from dicycle.server.problems import wants_page

KINDS: Final[tuple[str, ...]] = get_args(Kind)
TAGS: Final[tuple[str, ...]] = get_args(Tag)
FACETS: Final = ("country", "region", "kind", "party", "about", "since", "until", "q")
JSON: Final = {"json": "application/json"}
CSV: Final = JSON | {"csv": "text/csv"}
PER_PAGE: Final = 50
MOST_PER_PAGE: Final = 1000
_DIGITS: Final = 9


class Asked:
    """The parameters of one request, of which only those in `known` may be given. Raises InvalidQuery.

    An empty value is none: so a form sends what was not filled in.
    """

    def __init__(self, request: Request, known: Sequence[str]) -> None:
        self.given: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            if name not in known:
                raise wrong(f"There is no parameter {name!r} here.", name, f"Known are {', '.join(known)}.")
            if value:
                self.given.setdefault(name, []).append(value)

    def word(self, name: str) -> str | None:
        """Return the one value of a parameter, None if it is not given."""
        values = self.given.get(name, [])
        if len(values) > 1:
            raise wrong(f"The parameter {name!r} is given {len(values)} times.", name, "Give it once.")
        return values[0] if values else None

    def needed(self, name: str, advice: str) -> str:
        """Return the value of a parameter that must be given."""
        found = self.word(name)
        if found is None:
            raise wrong(f"The parameter {name!r} is missing.", name, advice)
        return found

    def words(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """Return the values of a parameter that may be repeated; each is one of some words."""
        found = tuple(self.given.get(name, ()))
        for one in found:
            if one not in known:
                raise wrong(f"{one!r} is not known here.", name, f"Use {', '.join(known)}.")
        return found

    def choice(self, name: str, known: Sequence[str]) -> str | None:
        """Return one of some words, None if it is not given."""
        found = self.word(name)
        if found is not None and found not in known:
            raise wrong(f"{found!r} is not known here.", name, f"Use {', '.join(known)}.")
        return found

    def yes(self, name: str, *, otherwise: bool) -> bool:
        """Return a switch."""
        return {"true": True, "false": False, None: otherwise}[self.choice(name, ("true", "false"))]

    def number(self, name: str, otherwise: int, most: int) -> int:
        """Return a whole number from 1 up."""
        text = self.word(name)
        if text is None:
            return otherwise
        if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and 1 <= int(text) <= most):
            raise wrong(f"{text!r} is not a whole number from 1 to {most:,}.", name)
        return int(text)

    def day(self, name: str) -> str | None:
        """Return a day, month or year."""
        text = self.word(name)
        if text is not None and (not is_date(text) or "X" in text or "/" in text):
            raise wrong(f"{text!r} is no date.", name, "Write it as 2031-05-01, 2031-05 or 2031.")
        return text

    @property
    def facets(self) -> Facets:
        """Return what entries must have."""
        country = self.word("country")
        if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise wrong(f"{country!r} is no country.", "country", "Use two letters, such as CN.")
        return Facets(
            country=country,
            region=self.word("region"),
            kinds=self.words("kind", KINDS),
            party=self.word("party"),
            tag=self.choice("about", TAGS),
            since=self.day("since"),
            until=_end(self.day("until")),
            words=self.word("q"),
        )

    def query(self, **changed: Any) -> str:
        """Return the same question with some parameters changed; None leaves one out."""
        values = {name: value for name, value in (self.given | changed).items() if value is not None}
        return urlencode(values, doseq=True)


def _end(day: str | None) -> str | None:
    """Return the last day of a month or year; dates are compared as texts, so every month may have 31."""
    return day and day + {4: "-12-31", 7: "-31"}.get(len(day), "")


def form_of(request: Request, asked: Asked, forms: Mapping[str, str]) -> str:
    """Return the form of an answer: by ``format``, else ``html`` to a person, else by what is accepted; may refuse."""
    found = asked.choice("format", ("html", *forms))
    if found:
        return found
    if wants_page(request):
        return "html"
    kind = accepted(request, tuple(forms.values()))
    return next(name for name, one in forms.items() if one == kind)


def wrong(sentence: str, where: str, advice: str = "") -> InvalidQuery:
    """Return the refusal of a parameter."""
    return InvalidQuery.because("agreements.parameter", sentence, where, advice)
