"""What a run of words with capital letters is, where no pattern says so: by its words, its place and the model."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from dicycle.agreements.document import Span
from dicycle.agreements.extracting.parts import MentionKind
from dicycle.agreements.languages.en.lexicon import SPACE, media, named, not_acronyms, pattern, suffixes, verbs
from dicycle.agreements.languages.en.ner import Label
from dicycle.agreements.languages.en.runs import is_acronym, is_generic, place_of

_LEFT: Final = re.compile(
    r"(?:\b(?:with|between|by|and|from|suppl(?:y|ies|ied)|equip(?:s|ped)?|select(?:s|ed)|(?:venture|partnership|alliance|consortium)\s+of|"
    r"chose|awarded|appointed|told|joined|involving|including|subsidiary|versus|via)|"
    r"&)\s+(?:the\s+)?$"
)
_LIST: Final = re.compile(r"\b(?:with|between|by)\b[^.;]*,\s+$")
_OPEN: Final = re.compile(
    r"(?:^|[.:;!?,(–—-]\s*|\b(?:that|as|while|when|after|before|whereby|because|which|"
    r"where)\s+|\b(?:said|says|today|yesterday|\d)\s+)$"
)
_IN: Final = re.compile(r"\b(?:in|at|near|outside|into|to|from|across)\s+(?:the\s+)?(?:city of\s+)?$")
_SPEAKS: Final = re.compile(r"\b(?:said|says|told|added|explained|commented|stressed|noted|emphasi[sz]ed)\b")
_NONE: Final = frozenset({"DATE", "TIME", "LANGUAGE", "LAW", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})
_SEVERAL: Final = re.compile(
    r"\b(?:companies|firms|investors|partners|groups|\w*makers|manufacturers|producers|suppliers|recyclers|start-?ups|giants|"
    r"miners|operators|developers|brands|subsidiaries|units)(?:\s+(?:such as|including|like|named))?\s+$"
)
_AGENCY: Final = re.compile(r"\b(?:agency|ministry|authority|commission|regulator)\s+$")
_OWNS: Final = re.compile(
    r"^['’]s\s+(?:[\w-]+\s+){0,5}?(?:plant|factory|gigafactory|facility|site|refinery|smelter|"
    r"line|base|project|hub|mine|works)\b"
)
_SENT_BY: Final = re.compile(r"\b(?:with|between|and|by|from|of)\s+(?:the\s+)?$")
_SEAT: Final = re.compile(r"^[A-Z]\w+ (?:City|Province|County|District|Prefecture|Municipality|Oblast)$")
_DATELINE: Final = re.compile(r"^\W{0,3}[A-ZÀ-Þ][A-ZÀ-Þ .’'-]+,\s$")
_DAY: Final = re.compile(r"^,?\s(?:\d|[A-Z][a-z]{2,8}\.?\s\d|[-–—(/])")
_PARK_OF: Final = re.compile(
    r"\b(?:[Hh]all|[Cc]astle|[Hh]arbou?r|[Ll]and|[Ss]uburb|[Ss]hores?|[Bb]anks?|[Cc]oast|[Pp]ark|[Pp]ort|[Zz]one|[Ee]state|[Ss]ite|[Cc]omplex|[Dd]istrict|[Tt]own|[Oo]utskirts|[Rr]egion|[Vv]illage)"
    r"\s(?:of|in|at|near)\s$"
)
_NEAR: Final = re.compile(r"\b(?:near|outside)\s(?:the\s)?$")
_AREA: Final = re.compile(
    r"^\s(?:industrial|business|commercial|harbou?r|port|logistics)\s(?:area|park|estate|zone|site|district)\b"
)
_THERE: Final = re.compile(r"^(?:[.,;)]|\s?$|\s(?:in|on|by|from|with|and|will|is|was|has)\b)")
_AT: Final = re.compile(
    r"\b(?:plants?|factory|batteries|storage|site|works|facility|mine|refinery|smelter|line|hub|land|park)\sat\s$"
)
_LETTERS: Final = re.compile(r"^[A-ZÀ-Þ&-]{3,12}$")
_AMOUNT: Final = re.compile(r"^(?:USD|EUR|RMB|CNY|US|GBP)\d")
_CAMEL: Final = re.compile(r"^[A-Z][a-z]+[A-Z]\w*$|^[a-z][A-Z]\w+$|^[A-Z]{2,}[a-z]\w*$|^\w+(?:24|\d{2,})$")
NEAR: Final = 60


@cache
def _company_before() -> re.Pattern[str]:
    return pattern(rf"\b{named('nominal', 'company')}\s+$")


@cache
def _acting_after() -> re.Pattern[str]:
    acting = verbs("sign", "announce", "win", "partner", "terminate", "suspend", "expand").pattern
    return pattern(rf"^\s+(?:(?:ha[sd]|have|today|yesterday|also|\w+ly)\s+)*(?:{acting}|said|and\s+[A-Z])")


@cache
def _describes() -> re.Pattern[str]:
    """Lower-case words for a company with a name behind them, of which the word before tells where it is from."""
    return re.compile(
        rf"^{SPACE}(?:(?!(?:and|or|subsidiary|unit|affiliate|arm|division|owner)\b)[a-z][\w’'&/-]*{SPACE}){{0,3}}?"
        rf"(?!subsidiary|unit|affiliate|spin-?off){named('nominal', 'company')}{SPACE}(?=[A-Z])"
    )


@cache
def _acts_after() -> re.Pattern[str]:
    acting = verbs(
        "sign", "reach", "announce", "win", "form", "partner", "partner_both", "terminate", "suspend", "expand"
    ).pattern
    return pattern(
        r"^\s*(?:\([^)]*\)\s*)?(?:(?:and|&)\s|,\s|(?:ha[sd]|have|is|are|was|were|will|would|"
        r"plans?|intends?|said|says|today|also|jointly|broke|began|opened|commissioned|completed|"
        rf"held|met|invests?|supplies|to)\b|{acting})"
    )


def kind_of(text: str, run: Span, sentence: Span, labels: Sequence[Label], *, acting: bool) -> MentionKind | None:
    """Return what a run is, None if it is no name; `acting` if its sentence tells of an act."""
    name = text[slice(*run)]
    if place_of(name) is not None or is_generic(name) or name.isdigit() or name.upper() in not_acronyms():
        return None
    if _AMOUNT.match(name) or (text[run.start - 1 : run.start] == "(" and text[run.end : run.end + 1] == ")"):
        return None
    if text[run.start - 1 : run.start] in ("/", "@") or text[run.end : run.end + 1] in ("/", "@"):
        return None
    if text[run.end : run.end + 1] == ":" or name.split()[-1] in media():
        return None
    before, after = text[max(sentence.start, run.start - NEAR) : run.start], text[run.end : run.end + NEAR]
    if _DATELINE.search(before) and _DAY.match(after):
        return "place"
    if " " not in name and _describes().match(after):
        return None  # "Ruritanian bus builder Example": where the company is from
    if _is_spot(before, after):
        return "place"
    label = next((one.label for one in labels if one.span.meets(run)), None)
    if label in _NONE:
        return None
    if _is_company(name):
        return "company"
    if acting and _SEAT.search(name) and _SENT_BY.search(before):
        return "government"
    if acting and label is None and _is_word(text, run, sentence, after):
        return None
    return _by_place(name, before, after, label) if acting else None


def _is_word(text: str, run: Span, sentence: Span, after: str) -> bool:
    """Tell whether a word has its capital only because it begins a sentence: "Ground was broken", "Closing is …"."""
    word = text[slice(*run)]
    alone = " " not in word and word[1:].islower() and not text[sentence.start : run.start].strip(" \"“„«'‘–—-")
    if not alone or _acting_after().match(after):
        return False
    return re.search(rf"(?<=[a-z,] ){re.escape(word)}(?![\w-])", text) is None


def _is_spot(before: str, after: str) -> bool:
    """Tell whether the words around a name can only be those of a place."""
    near = _PARK_OF.search(before) or _NEAR.search(before) or _AREA.match(after)
    return bool(near or (_AT.search(before) and _THERE.match(after)))


def is_open(text: str, run: Span) -> bool:
    """Tell whether the words of a run do not tell what it is."""
    name = text[slice(*run)]
    return not (place_of(name) or is_generic(name) or name.upper() in not_acronyms() or _is_company(name))


def _is_company(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and words[-1] in suffixes() and not words[0].islower()


def _by_place(name: str, before: str, after: str, label: str | None) -> MentionKind | None:
    if _company_before().search(before) or _SEVERAL.search(before):
        return "company"
    if _AGENCY.search(before):
        return "government_body"
    slot = bool(_LEFT.search(before) or _LIST.search(before))
    subject = bool(_OPEN.search(before) and _acts_after().search(after))
    if label == "PERSON" and (_SPEAKS.search(before[-12:]) or _SPEAKS.search(after[:14])):
        return "person"
    if label in ("GPE", "LOC", "FAC") and _IN.search(before):
        return "place"
    if name.isupper() and not (is_acronym(name) or _LETTERS.match(name)):
        return None
    return (
        "company"
        if slot or subject or _OWNS.match(after) or label == "ORG" or (_CAMEL.match(name) and not _IN.search(before))
        else None
    )
