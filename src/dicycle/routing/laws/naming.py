"""What a use and a region are called: one name for each, whatever people write."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final
from unicodedata import normalize

from dicycle.errors import InvalidInput

_SUBDIVISION: Final = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")
_MOST: Final = 4096


def _key(text: str) -> str:
    """Return what is compared: letters and digits only, small ones (NFKC)."""
    return "".join(one for one in normalize("NFKC", text).casefold() if one.isalnum())


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("dicycle.routing").joinpath("names.toml").read_text(encoding="utf-8"))


@cache
def _named(section: str) -> Mapping[str, str]:
    """Return the one name for each key of a section."""
    return {_key(said): name for name, others in _data()[section].items() for said in (name, *others)}


@cache
def countries() -> frozenset[str]:
    """Return the codes of all countries (ISO 3166-1 alpha-2)."""
    return frozenset(_data()["countries"]["codes"].split())


def uses() -> tuple[str, ...]:
    """Return the uses that routing knows."""
    return tuple(_data()["uses"])


def use_name(text: str) -> str | None:
    """Return a use as the packs call it: ``eBike`` and ``电动自行车`` are ``e-bike``; None for what nobody knows."""
    key, known = _key(text), _named("uses")
    return known.get(key) or known.get(key.removesuffix("s"))


def known_use(text: str, where: str = "") -> str:
    """Return a use as the packs call it; raises InvalidInput with those that there are."""
    if (found := use_name(text)) is None:
        sentence = f"Nobody knows the use {text[:60]!r} here."
        raise InvalidInput.because("routing.no-such-use", sentence, where, f"Say one of {', '.join(uses())}.")
    return found


@lru_cache(_MOST)
def region_name(text: str) -> str:
    """Return a region as the packs call it: ``China`` and ``CN-HB`` are ``CN``; others in capitals, as they are."""
    if named := _named("regions").get(_key(text)):
        return named
    plain = normalize("NFKC", text).strip().upper()
    inside = _SUBDIVISION.fullmatch(plain)
    return inside[1] if inside and inside[1] in countries() else plain
