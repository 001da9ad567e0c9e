"""What a request asks for: parameters of a URL, each refused with a sentence if it is unknown or malformed."""

from collections.abc import Sequence
from typing import Final, get_args

from starlette.requests import Request

from dicycle.errors import InvalidQuery
from dicycle.genealogy.answers import Direction
from dicycle.server.pages.moments import as_of

_SWITCH: Final = {"true": True, "false": False}
_COMMON: Final = ("id", "as_of", "format", "wait")


class Asked:
    """The parameters of one request; `own` are those that its path knows besides the common ones.

    Lists are given by repeating a parameter, or with ``|`` between the values. Raises InvalidQuery.
    """

    def __init__(self, request: Request, own: Sequence[str]) -> None:
        self._given: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            self._given.setdefault(name, []).append(value)
        known = (*_COMMON, *own)
        for name in self._given:
            if name not in known:
                raise _wrong(f"There is no parameter {name!r} here.", name, f"Known are {', '.join(known)}.")

    @property
    def code(self) -> str:
        """The code of the thing that is asked about."""
        if code := self.word("id"):
            return code
        raise _wrong("The parameter 'id' is missing.", "id", "Give a Digital Link, an EPC URN or another code.")

    @property
    def moment(self) -> int | None:
        """The moment that is asked about, in microseconds since 1970 UTC; a bare day is its end."""
        return as_of(self.word("as_of"))

    @property
    def wait(self) -> bool:
        """Whether the answer is to have all that was captured, even if that takes longer."""
        return _SWITCH[self.choice("wait", tuple(_SWITCH))]

    @property
    def direction(self) -> Direction:
        """Which way a trace goes."""
        found: Direction = "forward" if self.choice("direction", get_args(Direction)) == "forward" else "back"
        return found

    def word(self, name: str, default: str = "") -> str:
        """Return the one value of a parameter."""
        values = self._given.get(name, [default])
        if len(values) > 1:
            raise _wrong(f"The parameter {name!r} is given {len(values)} times.", name, "Give it once.")
        return values[0]

    def choice(self, name: str, words: Sequence[str]) -> str:
        """Return one of several words, the first if the parameter is not given."""
        found = self.word(name, words[0])
        if found not in words:
            raise _wrong(f"{found!r} is none of {', '.join(words)}.", name)
        return found

    def words(self, name: str) -> tuple[str, ...]:
        """Return the values of a list."""
        return tuple(one for value in self._given.get(name, ()) for one in value.split("|") if one)

    def number(self, name: str, least: int, most: int) -> int | None:
        """Return a whole number between two bounds, None if it is not given."""
        value = self.word(name)
        if name not in self._given:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
            raise _wrong(f"{value!r} is not a whole number from {least:,} to {most:,}.", name)
        return int(value)


def _wrong(sentence: str, where: str, advice: str = "") -> InvalidQuery:
    return InvalidQuery.because("genealogy.parameter", sentence, where, advice)
