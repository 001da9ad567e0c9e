"""The Chinese of documents about agreements, by structure and words alone: no model, no segmentation."""

import re
from bisect import bisect_left
from functools import cache
from typing import Final, cast
from weakref import WeakKeyDictionary

from dicycle.agreements.document import Document, Sentence, Span
from dicycle.agreements.extracting.parts import Act, Beside, Mention, Parentage, Sited, Tagged
from dicycle.agreements.languages.zh.acts import acts_in
from dicycle.agreements.languages.zh.around import beside, parentages, sited
from dicycle.agreements.languages.zh.asserting import goes_on
from dicycle.agreements.languages.zh.folding import fold, load
from dicycle.agreements.languages.zh.names import Finder
from dicycle.agreements.languages.zh.scanning import line
from dicycle.agreements.languages.zh.shapes import full_name
from dicycle.agreements.languages.zh.words import expression
from dicycle.agreements.vocabulary import Tag

_NEAR: Final = 160
_PAIR: Final = 2
_MASKED: Final = frozenset(
    {"company", "government", "government_body", "university", "institute", "organisation", "event", "person"}
)


class Chinese:
    """Chinese, in mainland and traditional characters; remembers where the names of a document are."""

    def __init__(self) -> None:
        self._names: WeakKeyDictionary[Document, list[Span]] = WeakKeyDictionary()

    def mentions(self, document: Document, sentences: list[Sentence]) -> list[Mention]:
        """Return the names and nominal phrases of sentences, in the order of the text."""
        found = Finder(document, sentences).mentions()
        self._names[document] = [one.span for one in found if one.kind in _MASKED and not one.nominal]
        return found

    def acts(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Act]:
        """Return what parties did, as a sentence tells it."""
        text = document.text
        before = fold(text[max(0, sentence.start - _NEAR) : sentence.start])
        after = fold(text[sentence.end : sentence.end + _NEAR])
        told = acts_in(line(text, sentence), mentions, before, after)
        told = [act for act in told if not self._of_nobody(document, act, before)]
        return [_doubted(act) for act in told] if told and _is_denied(document, sentence) else told

    def _of_nobody(self, document: Document, act: Act, before: str) -> bool:
        """Tell whether only 双方 act, of whom fewer than two were named, or whose other agreement was told before."""
        everyone = [one for group in act.groups for one in group]
        if any(not one.nominal for one in everyone):
            return len(everyone) == 1 and _is_unsure(document, act, everyone[0])
        if act.number is None and _tells_of_another(before):
            return True
        names = (one for one in self._names.get(document, []) if one.end <= act.sentence.end)
        several = act.verb in ("sign", "agree") and any(one.number > 1 for one in everyone)
        return several and len({document.text[slice(*one)] for one in names}) < _PAIR

    def parentages(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Parentage]:
        """Return who is whose subsidiary."""
        return list(parentages(line(document.text, sentence), mentions))

    def beside(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Beside]:
        """Return hosts, witnesses, signing persons, speakers and planned partners."""
        return list(beside(line(document.text, sentence), mentions))

    def sited(self, document: Document, sentence: Sentence, mentions: list[Mention]) -> list[Sited]:
        """Return places of signing and of carrying out."""
        return list(sited(line(document.text, sentence), mentions))

    def subjects(self, document: Document, span: Span) -> list[Tagged]:
        """Return the stages of the chain that words of a span name."""
        text = self._nameless(document, span)
        return [
            Tagged(tag, Span(span.start + match.start(), span.start + match.end()))
            for tag, words in _subjects() for match in words.finditer(text)
        ]  # fmt: skip

    def _nameless(self, document: Document, span: Span) -> str:
        """Return folded characters without the names in them: 正极材料 in a company's name is no subject."""
        text = fold(document.text[span.start : span.end])
        names = self._names.get(document, [])
        for one in names[bisect_left(names, (span.start, 0)) : bisect_left(names, (span.end, 0))]:
            if one.within(span):
                start, end = one.start - span.start, one.end - span.start
                text = text[:start] + "〇" * (end - start) + text[end:]
        return text

    def continues(self, document: Document, sentence: Sentence) -> bool:
        """Tell whether a sentence goes on about the agreement before it: 根据协议, 双方将."""
        said = line(document.text, sentence).text
        if not goes_on(said) or (said.startswith("其中") and not self._after_its_own(document, sentence)):
            return False
        return not (expression("assertion.next_phase").search(said) and self._after_a_building(document, sentence))

    def _after_a_building(self, document: Document, sentence: Sentence) -> bool:
        """Tell whether what was told before is that a plant was begun or runs, with no agreement since."""
        before = fold(document.text[max(0, sentence.start - _NEAR) : sentence.start])
        built = [match.end() for name in ("start", "commission") for match in expression(name).finditer(before)]
        return bool(built) and not expression("sign").search(before, max(built))

    def _after_its_own(self, document: Document, sentence: Sentence) -> bool:
        """Tell whether 其中 ("of which") follows a sentence about the agreement, not one about a branch."""
        before = fold(document.text[max(0, sentence.start - _NEAR) : sentence.start]).rstrip()
        last = re.split(r"[。!?\n]", before.rstrip("。!?"))[-1].strip()
        return bool(expression("sign").search(last)) or goes_on(last)


def _is_unsure(document: Document, act: Act, one: Mention) -> bool:
    """Tell whether the only party of an agreement, told of no day, is named once and by nothing that shows a name."""
    if (act.verb, act.assertion) != ("sign", "done") or act.number or act.title:
        return False
    if one.kind != "company" or full_name(fold(one.name)):
        return False
    day = expression("forms.day").search(line(document.text, act.sentence).text)
    return day is None and document.text.count(one.name) == 1


def _tells_of_another(before: str) -> bool:
    """Tell whether the last agreement of a text is one of another sense: of wages, users, credit."""
    return bool(expression("foreign").search(before)) and not expression("sign").search(
        expression("foreign").split(before)[-1]
    )


def _is_denied(document: Document, sentence: Sentence) -> bool:
    """Tell whether a sentence passes on hearsay that the next one denies."""
    after = fold(document.text[sentence.end : sentence.end + _NEAR]).strip()
    heard = expression("assertion.hearsay").search(line(document.text, sentence).text)
    return bool(heard and expression("assertion.denial").search(after))


def _doubted(act: Act) -> Act:
    return act._replace(assertion="hypothetical") if act.assertion == "done" else act


@cache
def _subjects() -> tuple[tuple[Tag, re.Pattern[str]], ...]:
    return tuple((cast(Tag, tag), re.compile(words.strip())) for tag, words in load("subjects").items())
