"""Small checks that together make a grammar of JSON values, each telling what is wrong and where.

A check is a function of a value, the JSON pointer to it and a list that takes the findings. The words follow JSON
Schema draft-07; the verdict of a grammar made of them is the verdict of the schema it mirrors.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dicycle.findings import Finding
from dicycle.ledger.formats import is_time, is_uri

Check = Callable[[Any, str, list[Finding]], None]


def _say(out: list[Finding], code: str, sentence: str, where: str, advice: str = "") -> None:
    out.append(Finding(f"event.{code}", sentence, where, advice=advice))


def shown(value: Any) -> str:
    """Return a value as a reader would like to see it in a sentence: short, quoted, never a page long."""
    text = f"{value!r}" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def kind(value: Any) -> str:
    """Return the JSON type of a decoded value."""
    if value is None:
        return "null"
    names: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "true or false"),
        ((int, float, Decimal), "a number"),
        (str, "text"),
        (list, "a list"),
        (dict, "an object"),
    )
    return next((name for types, name in names if isinstance(value, types)), type(value).__name__)


def pointer(step: str | int) -> str:
    """Return one step of a JSON pointer (RFC 6901)."""
    return "/" + str(step).replace("~", "~0").replace("/", "~1")


def text(value: Any, where: str, out: list[Finding]) -> None:
    """Text of any form."""
    if not isinstance(value, str):
        _say(out, "not-text", f"This must be text, but it is {kind(value)}.", where)


def uri(value: Any, where: str, out: list[Finding]) -> None:
    """An absolute URI or a prefixed name (RFC 3986)."""
    if not isinstance(value, str):
        text(value, where, out)
    elif not is_uri(value):
        advice = "Write it with its scheme, such as https://id.gs1.org/01/…, urn:… or prefix:name."
        _say(out, "not-a-uri", f"{shown(value)} is not an absolute URI.", where, advice)


def time(value: Any, where: str, out: list[Finding]) -> None:
    """A date-time with offset (RFC 3339)."""
    if not isinstance(value, str):
        text(value, where, out)
    elif not is_time(value):
        advice = "Write it as 2027-02-18T09:30:00+01:00."
        _say(out, "not-a-time", f"{shown(value)} is not a date-time with an offset.", where, advice)


def number(value: Any, where: str, out: list[Finding]) -> None:
    """A JSON number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        advice = "Write it without quotes." if isinstance(value, str) else ""
        _say(out, "not-a-number", f"This must be a number, but it is {kind(value)}.", where, advice)


def boolean(value: Any, where: str, out: list[Finding]) -> None:
    """True or false."""
    if not isinstance(value, bool):
        _say(out, "not-true-or-false", f"This must be true or false, but it is {kind(value)}.", where)


def anything(value: Any, where: str, out: list[Finding]) -> None:
    """Any JSON value."""


def matching(pattern: str, form: str) -> Check:
    """Text of a stated form."""
    search = re.compile(pattern).search

    def check(value: Any, where: str, out: list[Finding]) -> None:
        if not isinstance(value, str):
            text(value, where, out)
        elif not search(value):
            _say(out, "wrong-form", f"{shown(value)} is not {form}.", where)

    return check


def word(words: Collection[str], what: str, *, or_uri_not_in: Sequence[str] | None = None) -> Check:
    """One of the standard's words, or a URI of one's own that does not start like the standard's."""
    alike = {_letters(one): one for one in words}

    def check(value: Any, where: str, out: list[Finding]) -> None:
        if not isinstance(value, str):
            text(value, where, out)
        elif value not in words and not is_own_uri(value, or_uri_not_in):
            bare = value.rsplit(":", 1)[-1].rsplit("-", 1)[-1].rsplit("/", 1)[-1]
            own = " or a URI of your own" if or_uri_not_in is not None else ""
            meant = bare if bare in words else alike.get(_letters(bare))
            advice = f"Write {meant!r}." if meant else f"Use a word of the standard{own}."
            _say(out, "unknown-word", f"{shown(value)} is not {what}.", where, advice)

    return check


def _letters(word: str) -> str:
    """Return what stays the same if letters were swapped, or small ones written for large ones."""
    return "".join(sorted(word.casefold()))


def is_own_uri(value: str, not_in: Sequence[str] | None) -> bool:
    """Tell whether `value` is a URI that does not begin with one of the standard's own namespaces."""
    return not_in is not None and not value.startswith(tuple(not_in)) and is_uri(value)


def listing(item: Check, *, least: int = 0, unique: bool = False) -> Check:
    """A list of things of one form."""

    def check(value: Any, where: str, out: list[Finding]) -> None:
        if not isinstance(value, list):
            _say(out, "not-a-list", f"This must be a list, but it is {kind(value)}.", where)
            return
        if len(value) < least:
            _say(out, "empty-list", "This list must not be empty.", where, "Leave the key out instead.")
        for index, one in enumerate(value):
            item(one, where + pointer(index), out)
        if unique:
            _same_twice(value, where, out)

    return check


def _same_twice(values: list[Any], where: str, out: list[Finding]) -> None:
    texts: set[str] = set()
    others: list[Any] = []
    for index, value in enumerate(values):
        if isinstance(value, str):
            twice = value in texts
            texts.add(value)
        else:
            twice = any(same(value, earlier) for earlier in others)
            others.append(value)
        if twice:
            _say(out, "listed-twice", f"{shown(value)} is in this list twice.", where + pointer(index))


def same(one: Any, other: Any) -> bool:
    """Tell whether two decoded JSON values are equal as JSON: 1 is 1.0, but true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    return bool(one == other)


def either(first: Check, second: Check, sentence: str) -> Check:
    """A value that passes one of two checks."""

    def check(value: Any, where: str, out: list[Finding]) -> None:
        for one in (first, second):
            trial: list[Finding] = []
            one(value, where, trial)
            if not trial:
                return
        _say(out, "neither", sentence, where)

    return check


def mapping(
    fields: Mapping[str, Check], *, required: Sequence[str] = (), keys: str = "open", names: Collection[str] = ()
) -> Check:
    """An object with these fields.

    `keys` says what other keys may stand there: ``open`` any, ``closed`` none, ``prefixed`` only URIs and prefixed
    names (the standard's way to extend). `names` are further keys that are allowed and not looked into.
    """
    known = {*fields, *names}

    def check(value: Any, where: str, out: list[Finding]) -> None:
        if not isinstance(value, dict):
            _say(out, "not-an-object", f"This must be an object, but it is {kind(value)}.", where)
            return
        for name in required:
            if name not in value:
                _say(out, "missing", f"{name!r} is missing.", where, f"Add {name!r}.")
        for name, content in value.items():
            if name in fields:
                fields[name](content, where + pointer(name), out)
            elif name not in known and keys != "open":
                _other_key(name, keys, where, out)

    return check


def _other_key(name: str, keys: str, where: str, out: list[Finding]) -> None:
    if keys == "closed":
        _say(out, "unknown-key", f"{shown(name)} has no place here.", where + pointer(name), "Leave it out.")
    elif not is_uri(name):
        sentence = f"{shown(name)} is not a word of the standard here."
        advice = f"Give an extension a prefix that @context binds, such as ext:{name.strip() or 'name'}."
        _say(out, "key-without-prefix", sentence, where + pointer(name), advice)


def every(*checks: Check) -> Check:
    """A value that passes all the checks."""

    def check(value: Any, where: str, out: list[Finding]) -> None:
        for one in checks:
            one(value, where, out)

    return check
