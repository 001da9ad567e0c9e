"""Acts once more, with what stands beside them: agreements to end another, totals, background, what is binding."""

import re
from collections.abc import Sequence
from typing import Final

from dicycle.agreements.document import Document, Span
from dicycle.agreements.extracting.parts import Act
from dicycle.agreements.languages.ru import lexicon
from dicycle.agreements.languages.ru.words import Line

_NEAR: Final = 40
_TOTAL: Final = re.compile(
    r"(?:[а-яё-]+\s+){0,3}?(?:соглашений|договоров|контрактов|меморандумов|сделок|документов)"
    r"(?=\s+(?:на|общей|общим|в)\s)",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<![\w-])[Вв] (?P<year>20\d\d)(?:-м)? (?:году|г\.)")


def refined(line: Line, acts: Sequence[Act]) -> list[Act]:
    """Return acts without totals; an agreement to end another is the end of that other."""
    told = [one for one in acts if not _is_total(line, one)]
    ends = {one: over for one in told for over in told if _ends(line, one, over)}
    over = set(ends.values())
    return [_ended(one, ends[one]) if one in ends else one for one in told if one not in over]


def _is_total(line: Line, act: Act) -> bool:
    """Tell whether agreements are only summed up: „за год подписано соглашений на 41 млрд“."""
    if any(act.groups) or act.noun is None:
        return False
    return _TOTAL.match(line.text, act.noun.start, line.end) is not None


def _ends(line: Line, act: Act, other: Act) -> bool:
    """Tell whether an act is signed about the end of another: „подписали соглашение о расторжении договора“."""
    if act.verb != "sign" or other.verb not in ("terminate", "suspend") or act.noun is None or act is other:
        return False
    if not 0 <= other.span.start - act.noun.end < _NEAR:
        return False
    return re.fullmatch(r"\s+об?\s+(?:[\w-]+\s+){0,2}", line.text[act.noun.end : other.span.start]) is not None


def _ended(act: Act, over: Act) -> Act:
    return act._replace(verb=over.verb, kind=over.kind, noun=over.noun, title=over.title)


def marked(document: Document, line: Line, acts: Sequence[Act]) -> list[Act]:
    """Return acts with what the words beside them say: one more, past background, not binding."""
    whole = line.text[line.start : line.end]
    fresh = _marks("fresh").search(whole)
    binding = False if _marks("not_binding").search(whole) else (True if _marks("binding").search(whole) else None)
    found = []
    for act in acts:
        before = line.text[line.start : act.span.start]
        past = _is_past(line, act, before) or _is_of_another_year(document, line, act)
        found.append(
            act._replace(
                fresh=act.fresh or bool(fresh and fresh.start() + line.start < act.span.end and len(acts) == 1),
                historical=act.historical or past,
                binding=binding if act.binding is None else act.binding,
            )
        )
    return found


def _is_of_another_year(document: Document, line: Line, act: Act) -> bool:
    """Tell whether a year beside an act, with no day or month, lies before the publication."""
    published = (document.published.value or "")[:4]
    near = Span(max(line.start, act.span.start - _NEAR), min(line.end, act.span.end + len(" в 2023 году")))
    told = [one for one in _YEAR.finditer(line.text, *near) if not Span(*one.span()).within(act.span)]
    years = [int(one["year"]) for one in told]
    return any(one < int(published) for one in years) if published.isdecimal() else bool(years)


def _marks(name: str) -> re.Pattern[str]:
    return lexicon.pattern("marks", name)


def _is_past(line: Line, act: Act, before: str) -> bool:
    """Tell whether an act is told as background of another."""
    background = lexicon.table("acts")["background"]
    near = before[-160:] + line.text[act.span.start : min(line.end, act.span.end + 70)]
    if re.search(background["before"], near, re.IGNORECASE):
        return True
    leads = re.search(background["leads"], before[-70:], re.IGNORECASE)
    return bool(
        leads
        and re.search(background["dated"], line.text[act.span.start : min(line.end, act.span.end + 90)], re.IGNORECASE)
    )
