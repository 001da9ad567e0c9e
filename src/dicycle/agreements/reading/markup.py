"""HTML cut into tags and text without a tree: one pass, no recursion, time in proportion to its length.

After the tokenizer of the HTML standard (WHATWG, 13.2.5), with bounds: what never ends is cut at the next ``>`` or
runs to the end of the file, and no part of the source is read more than a few times.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

_OPEN: Final = re.compile(r"<(?:(?P<end>/)?(?P<name>[A-Za-z][^\s/>\x00]{0,40}+)|(?P<odd>[!?/]))")
_VALUED: Final = re.compile(r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>")
_ATTRIBUTE: Final = re.compile(r"([^\s\"'<>/=]{1,60})(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?+")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_RAW: Final = frozenset({"script", "style", "textarea", "title", "noscript", "iframe", "noembed", "noframes", "xmp"})
_MOST_ATTRIBUTES: Final = 40


class Tag(NamedTuple):
    """A tag and the characters it stands on; `inner` is where its attributes are."""

    start: int
    end: int
    name: str
    closes: bool
    inner: tuple[int, int]

    def attributes(self, source: str) -> dict[str, tuple[int, int]]:
        """Return the attributes by name in small letters, each as the place of its value: the first counts."""
        found: dict[str, tuple[int, int]] = {}
        for number, one in enumerate(_ATTRIBUTE.finditer(source, *self.inner)):
            group = one.lastindex or 1
            found.setdefault(one[1].casefold(), one.span(group) if group > 1 else (one.end(), one.end()))
            if number > _MOST_ATTRIBUTES:
                break
        return found


class Chars(NamedTuple):
    """Text between tags; `raw` is the element whose text is no text for readers (script, style …), with its name."""

    start: int
    end: int
    raw: str = ""


def tokens_of(source: str) -> Iterator[Tag | Chars]:
    """Yield tags and texts in order."""
    place, lenient = 0, False
    while place < len(source):
        found = _OPEN.search(source, place)
        if not found:
            break
        if found.start() > place:
            yield Chars(place, found.start())
        if found["odd"]:
            place = _past_odd(source, found.start())
            continue
        end, lenient = _past(source, found.end(), lenient)
        tag = Tag(
            found.start(), end, found["name"].casefold(), bool(found["end"]), (found.end(), max(end - 1, found.end()))
        )
        yield tag
        place = end
        if tag.name in _RAW and not tag.closes:
            place = _past_raw(source, tag)
            yield Chars(tag.end, place, tag.name)
    if place < len(source):
        yield Chars(place, len(source))


def _past(source: str, place: int, lenient: bool) -> tuple[int, bool]:
    """Return where a tag ends; once one never does by the quotes, quotes are not looked at any more."""
    found = None if lenient else _VALUED.match(source, place)
    if found:
        return found.end(), False
    end = source.find(">", place)
    return (end + 1 if end >= 0 else len(source)), True


def _past_odd(source: str, start: int) -> int:
    """Return where a comment, a declaration or a stray end tag ends."""
    closing = "-->" if source.startswith("<!--", start) else "]]>" if source.startswith("<![CDATA[", start) else ">"
    end = source.find(closing, start + 2)
    return end + len(closing) if end >= 0 else len(source)


def _past_raw(source: str, tag: Tag) -> int:
    found = re.compile(rf"</{re.escape(tag.name)}(?=[\s/>])", re.IGNORECASE).search(source, tag.end)
    return found.start() if found else len(source)


def characters(source: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield pieces of text as readers see them, each with its place in the source: entities are put as their sign."""
    place = start
    for found in _ENTITY.finditer(source, start, end):
        sign = unescape(found[0])
        if sign == found[0]:
            continue
        if found.start() > place:
            yield source[place : found.start()], place
        for one in sign:
            yield one, found.start()
        place = found.end()
    if place < end:
        yield source[place:end], place
