"""The names of a document: first those with an ending or a definition, then who stands where a party stands.

What is once known as a name is found wherever it stands again, and so is the first part of a full name.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.zh.folding import fold
from dicycle.agreements.languages.zh.naming import FAR, Known, short_forms
from dicycle.agreements.languages.zh.nominals import nominals_in
from dicycle.agreements.languages.zh.others import again, events_in, persons_in, places_in
from dicycle.agreements.languages.zh.scanning import Line, Token, line, scan, solid
from dicycle.agreements.languages.zh.shapes import Shape, bare_name, full_name
from dicycle.agreements.languages.zh.slots import slots
from dicycle.agreements.languages.zh.words import expression

_DEFINED: Final = re.compile(
    r"[^()“”]{0,20}?(?:以下简称|以下统称|下称|简称|以下称|下文称|文中称|又称|英文简称|英文名)(?:为|作)?[:\s]*[“\"'‘《]?(?P<one>[^“”\"'‘’《》(),、或]{2,24})[”\"'’》]?"
    r"(?:(?:或|、|和|及|/)[“\"]?(?P<two>[^“”\"'(),、]{2,24})[”\"]?)?"
)
_QUOTED: Final = re.compile(r"[“\"](?P<one>[^“”\"'(),、]{2,16})[”\"]$")
_ACRONYM: Final = re.compile(r"(?P<one>[A-Z][A-Za-z0-9&.\- ]{1,40}?)(?:[,、].*)?$")
_SELF: Final = frozenset({"公司", "本公司", "我公司", "我司"})
_NO_NAME: Final = re.compile(r"SZ|SH|HK|NYSE|NASDAQ|AH?$|MOU|GWh|MWh|R&D|ESG|OEM|EPC|PPA|CEO|PACK|\d{4}")


class Finder:
    """Finds the names of one document."""

    def __init__(self, document: Document, sentences: Sequence[Sentence]) -> None:
        self._text = document.text
        self._lines = [line(document.text, one) for one in sentences]
        self._found: list[list[Mention]] = [[] for _ in sentences]

    def mentions(self) -> list[Mention]:
        """Return all mentions, in the order of the text."""
        for number, of in enumerate(self._lines):
            self._add(number, self._full(of))
        self._know()
        for number, of in enumerate(self._lines):
            self._add(number, nominals_in(of, self._found[number]))
            self._add(number, persons_in(of, self._found[number]))
        people = {fold(one.name) for found in self._found for one in found if one.kind == "person"}
        for number, of in enumerate(self._lines):
            self._add(number, again(of, frozenset(people)))
        for number, of in enumerate(self._lines):
            if expression("worth").search(of.text) or self._leads_to_both(number):
                self._add(number, self._in_slots(of, self._found[number]))
        self._know()
        self._stand_for_topic()
        for finder in (events_in, places_in):
            for number, of in enumerate(self._lines):
                self._add(number, finder(of, self._found[number]))
        return sorted(one for found in self._found for one in found)

    def _add(self, number: int, mentions: Iterable[Mention]) -> None:
        found = self._found[number]
        for one in mentions:
            told = [other.span for other in found] + [short for other in found for short in other.short_spans]
            if not any(one.span.meets(other) for other in told):
                found.append(self._as_written(one))
        found.sort()

    def _as_written(self, one: Mention) -> Mention:
        if one.nominal or one.kind in ("person", "place", "event"):
            return one._replace(name=self._text[one.start : one.end])
        return one

    def _full(self, of: Line) -> list[Mention]:
        tokens = scan(of, whole=True)
        found = list[Mention]()
        for token, follows in zip(tokens, [*tokens[1:], None], strict=True):
            if token.kind == "run":
                shorts = self._shorts(of, follows) if follows and follows.kind == "bracket" else ()
                defined = bool(shorts) and _calls(follows)
                shape = full_name(token.text) or (bare_name(token.text) if defined else None)
                if shape:
                    ends = token.start + shape.end == token.end
                    found.append(self._mention(token, shape, shorts if ends else ()))
        return found

    def _stand_for_topic(self) -> None:
        """Let 公司 by itself stand for the company that its sentence, else the document, names first."""
        topic: Mention | None = None
        for found in self._found:
            first: Mention | None = None
            for number, one in enumerate(found):
                if one.kind == "company" and not one.nominal:
                    first = first or one
                    topic = topic or one
                elif one.nominal and one.name in _SELF and (first or topic):
                    bearer = first or topic
                    found[number] = one._replace(nominal=False, name=bearer.name if bearer else one.name)

    def _leads_to_both(self, number: int) -> bool:
        """Tell whether the next sentence says 双方 of those that a sentence names."""
        return any(one.number > 1 for one in self._found[number + 1][:1]) if number + 1 < len(self._found) else False

    def _in_slots(self, of: Line, known: Sequence[Mention]) -> list[Mention]:
        tokens = scan(of, known)
        places = {token.start: number for number, token in enumerate(tokens)}
        found = list[Mention]()
        for token in slots(solid(tokens)):
            shape = bare_name(token.text)
            if shape:
                after = tokens[places[token.start] + 1 : places[token.start] + 2]
                shorts = self._shorts(of, after[0]) if after and after[0].kind == "bracket" else ()
                found.append(self._mention(token, shape, shorts))
        return found

    def _mention(self, token: Token, shape: Shape, shorts: tuple[Span, ...]) -> Mention:
        start, end = token.start + shape.start, token.start + shape.end
        names = tuple(self._text[span.start : span.end] for span in shorts)
        return Mention(
            start, end, shape.kind, self._text[start:end], names, shorts, country=shape.country, level=shape.level
        )

    def _shorts(self, of: Line, bracket: Token) -> tuple[Span, ...]:
        """Return the short names that a bracket behind a name defines."""
        inside = bracket.text[1:-1]
        match = _DEFINED.search(inside) or _QUOTED.match(inside) or _ACRONYM.match(inside)
        if not match or (match.re is _ACRONYM and _NO_NAME.search(match["one"])):
            return ()
        groups = [name for name in ("one", "two") if name in match.groupdict() and match[name]]
        return tuple(
            Span(bracket.start + 1 + match.start(name), bracket.start + 1 + match.end(name)) for name in groups
        )

    def _know(self) -> None:
        """Find what is known again, everywhere."""
        known = Known(one for found in self._found for one in found)
        text = fold(self._text[:FAR])
        known.add_parts(text, [one.span for found in self._found for one in found])
        for number, of in enumerate(self._lines):
            self._add(number, known.find(of, self._text, self._found[number]))
            self._found[number] = [short_forms(one, known) for one in self._found[number]]


def _calls(bracket: Token | None) -> bool:
    return bracket is not None and bool(_DEFINED.search(bracket.text))
