"""What a reader asks of the genealogy page, read from its address and written into addresses again."""

from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple, cast
from urllib.parse import urlencode

from starlette.requests import Request

from dicycle.errors import InvalidQuery
from dicycle.findings import Finding
from dicycle.genealogy.answers import WHOLE, Direction
from dicycle.server.pages import moments
from dicycle.vocabulary import CATEGORIES

Way = Literal["back", "forward", "both"]
View = Literal["drawing", "table"]
WAYS: Final = ("back", "both", "forward")
_VIEWS: Final = ("drawing", "table")
_LONGEST: Final = 40
NEAR: Final = 0
"""The depth of those who ask for none: as far as is soon drawn."""
ALL: Final = "all"
_NEAR: Final[dict[Direction, int]] = {"back": 8, "forward": 4}
"""From a pack back to the mine is eight steps; forward, what was recycled spreads over everything in few."""
_MOST_OPENED: Final = 8
_FIELDS: Final = ("id", "direction", "as_of", "depth", "until", "element", "view", "expand", "stack", "page")


class Asked(NamedTuple):
    """The parameters of the page; `stack` narrows the table to one stack, `page` counts from 1.

    `depth` is how many steps are followed, NEAR for those close by, None for all.
    """

    id: str
    direction: Way = "both"
    as_of: str = ""
    depth: int | None = NEAR
    until: tuple[str, ...] = ()
    element: str = WHOLE
    view: View = "drawing"
    expand: tuple[str, ...] = ()
    stack: str = ""
    page: int = 1

    @property
    def moment(self) -> int | None:
        """The moment that is asked about: microseconds since 1970 UTC, None for all that is known."""
        return moments.as_of(self.as_of)

    def steps(self, way: Direction) -> int | None:
        """Return how many steps are followed in a direction, None for all."""
        return _NEAR[way] if self.depth == NEAR else self.depth

    def url(self, **changes: Any) -> str:
        """Return the address of the page with other parameters; ``format`` may be given too."""
        form = changes.pop("format", None)
        asked = self._replace(**changes)
        plain = Asked("")
        said = [(name, value) for name in _FIELDS if (value := getattr(asked, name)) != getattr(plain, name)]
        said = [(name, ALL if value is None else value) for name, value in said]
        return f"/genealogy?{urlencode([*said, *([('format', form)] if form else [])], doseq=True)}"


def asked_of(request: Request) -> Asked:
    """Return what a request asks; raises InvalidQuery."""
    given = request.query_params
    asked = Asked(
        id=given.get("id", "").strip(),
        direction=cast(Way, _one_of("direction", given.get("direction") or "both", WAYS)),
        as_of=given.get("as_of", "").strip(),
        depth=_steps(given.get("depth", "")),
        until=tuple(_one_of("until", one, CATEGORIES) for one in given.getlist("until") if one),
        element=_word("element", given.get("element") or WHOLE),
        view=cast(View, _one_of("view", given.get("view") or "drawing", _VIEWS)),
        expand=tuple(dict.fromkeys(one for one in given.getlist("expand") if one))[-_MOST_OPENED:],
        stack=given.get("stack", ""),
        page=_count("page", given.get("page", ""), 10**6) or 1,
    )
    if not asked.id:
        sentence = "The address does not say which thing's genealogy is asked for."
        raise InvalidQuery(Finding("genealogy.no-id", sentence, "id", advice="Start from the page of a thing."))
    moments.as_of(asked.as_of)
    return asked


def _one_of(name: str, text: str, known: Sequence[str]) -> str:
    if text not in known:
        raise _refused(name, text, f"Choose {', '.join(known)}.")
    return text


def _steps(text: str) -> int | None:
    """Return how many steps are followed, None for all of them."""
    return None if text == ALL else _count("depth", text, _LONGEST) or NEAR


def _count(name: str, text: str, most: int) -> int | None:
    if not text.strip():
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and 1 <= int(text) <= most):
        raise _refused(name, text, f"Write a whole number from 1 to {most}, or leave it out.")
    return int(text)


def _word(name: str, text: str) -> str:
    if not (text.isalnum() and len(text) <= _LONGEST):
        raise _refused(name, text, "Choose one in the list.")
    return text


def _refused(name: str, text: str, advice: str) -> InvalidQuery:
    return InvalidQuery(Finding("genealogy.asked", f"{text!r} is no {name} of this page.", name, advice=advice))
