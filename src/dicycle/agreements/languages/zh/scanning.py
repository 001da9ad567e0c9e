"""A sentence cut into runs of characters and the function words between them."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

from dicycle.agreements.document import Sentence
from dicycle.agreements.extracting.parts import Mention
from dicycle.agreements.languages.zh.folding import fold, load
from dicycle.agreements.languages.zh.words import alternation, words

Kind = Literal[
    "name", "run", "strong", "weak", "list", "word", "post", "stop", "mark", "bracket", "title", "when", "figure"
]
SEEN_THROUGH: Final = frozenset({"mark", "bracket"})
_WORD: Final = r"[A-ZÀ-Ž&][A-Za-zÀ-ž0-9.&'’+\-]*|of|and|de"
_LATIN: Final = (
    rf"[A-Za-zÀ-ž][A-Za-zÀ-ž0-9.&'’+\-]*(?: (?:{_WORD}))*(?:,? ?(?:{load('names')['latin_forms']})(?![A-Za-z]))*"
)
_INSET: Final = r"\([\u4e00-\u9fff]{2,5}\)(?=[^(),。;]{0,14}(?:有限|股份|集团|公司|大会|论坛|峰会|博览会|展览会))"
_IS: Final = r"(?<=[\u4e00-\u9fff]{2})(?<!关)(?<!体)系(?=[^,。;]{2,14}(?:全资|控股|旗下|下属|子公司))"
_GAP: Final = r"(?<=[\u3400-\u9fff”》)]) +(?=[\u3400-\u9fff“《])"
_MINISTRIES: Final = (
    "外交|商务|经济|能源|工业|贸易|矿产|投资|资源|科技|创新|环境|发展|产业|交通|"
    "气候|石油|海洋|社会|住房|文化|人力|地质|矿业|农业|信息"
)
_OPENING: Final = r"A-Za-zÀ-ž0-9(《、,;:。!?\n\t|—.系今去前明同当上次本下周星昨第“”\"'‘’ ▲△▼●○■□◆◇★☆▶►※\-"
_MINISTRY: Final = (
    rf"(?:{_MINISTRIES})"
    r"[与和](?:对外)?[\u4e00-\u9fff]{2,6}?(?:部|厅|局|委)(?![署门分面员])"
)
_WHEN: Final = (
    r"[今昨前][日天]?\(\d{1,2}\)[日天]|"
    r"(?:\d{2,4}年)?(?:\d{1,2}月份?)(?:\d{1,2}日)?|\d{4}年(?:度|底|初)?|\d{1,2}日(?:上午|下午|晚间|晚|凌晨)?|"
    r"(?:今|去|前|明|同|当|上|次)年(?:底|初)?|"
    r"(?:上|本|下|当)(?:周|月|季度)[一二三四五六日末]?|周[一二三四五六日]|星期[一二三四五六日天]|\d{1,2}[:：]\d{2}"
)
_FIGURE: Final = r"(?:第)?\d[\d,.]*(?:\s?(?:[GMkK]Wh?|万|亿|千|%|㎡|元|吨|个|家|台|套|座|亩|名|款|辆|项|次|届|期|条)+)*"


class Token(NamedTuple):
    """A run, a name or a word of a sentence; places are those of the document."""

    kind: Kind
    start: int
    end: int
    text: str
    mention: Mention | None = None


class Line(NamedTuple):
    """A sentence with its folded text."""

    sentence: Sentence
    text: str

    def at(self, start: int, end: int) -> str:
        """Return folded characters by their places in the document."""
        return self.text[start - self.sentence.start : end - self.sentence.start]


@lru_cache(maxsize=512)
def line(text: str, sentence: Sentence) -> Line:
    """Return a sentence folded; kept, for every question about a sentence asks for it."""
    return Line(sentence, fold(text[sentence.start : sentence.end]))


def scan(of: Line, names: Sequence[Mention] = (), *, whole: bool = False) -> list[Token]:
    """Return a sentence as tokens; names are given and not looked into.

    `whole` where full names are looked for: words that also stand inside of names do not divide then.
    """
    tokens: list[Token] = []
    at = of.sentence.start
    for mention in names:
        if mention.start >= at:
            tokens += _pieces(of, at, mention.start, whole)
            text = of.at(mention.start, mention.end)
            tokens.append(Token("name", mention.start, mention.end, text, mention))
            at = mention.end
    return tokens + _pieces(of, at, of.sentence.end, whole)


def _pieces(of: Line, start: int, end: int, whole: bool) -> list[Token]:
    return [Token(kind, start + one, start + other, text) for kind, one, other, text in _cut(of.at(start, end), whole)]


@lru_cache(maxsize=2048)
def _cut(text: str, whole: bool) -> tuple[tuple[Kind, int, int, str], ...]:
    """Return a stretch in pieces; kept, for a sentence is cut again for each kind of name."""
    found = list[tuple[Kind, int, int, str]]()
    run = 0
    for match in _master(whole).finditer(text):
        kind = match.lastgroup or "word"
        if kind == "keep":
            continue
        if run < match.start():
            found.append(("run", run, match.start(), text[run : match.start()]))
        if kind == "word":
            kind = _kinds()[match[0]]
        found.append((kind, match.start(), match.end(), match[0]))  # type: ignore[arg-type]
        run = match.end()
    if run < len(text):
        found.append(("run", run, len(text), text[run:]))
    return tuple(found)


@cache
def _kinds() -> dict[str, Kind]:
    found: dict[str, Kind] = dict.fromkeys(words("after") | words("prepositions"), "word")
    found |= dict.fromkeys(words("positions"), "post")
    found |= dict.fromkeys(words("strong"), "strong")
    return found | dict.fromkeys(words("weak"), "weak")


@cache
def _master(whole: bool) -> re.Pattern[str]:
    dividing = set(_kinds()) - (words("inner") if whole else frozenset())
    kept = alternation(words("kept"))
    return re.compile(
        rf"(?=[{_first(dividing)}])(?:(?P<keep>{kept}|{_MINISTRY}|{_LATIN}|{_INSET})"
        rf"|(?P<title>《[^《》]{{1,90}}》)|(?P<bracket>\([^()]{{0,120}}\))|(?P<when>{_WHEN})|(?P<figure>{_FIGURE})"
        rf"|(?P<list>、)|(?P<stop>[,;:。!?\n\t|]|—+|{_IS}|\.(?!\d)|{_GAP})"
        rf"|(?P<mark>[“”\"'‘’ ▲△▼●○■□◆◇★☆▶►※]|-(?=[\u3400-\u9fff]))|(?P<word>{alternation(frozenset(dividing))}))"
    )


def _first(dividing: set[str]) -> str:
    """Return the characters that a piece can begin with: at any other nothing is tried."""
    found = {word[0] for word in (*dividing, *words("kept"), *_MINISTRIES.split("|"))}
    return "".join(re.escape(one) for one in sorted(found)) + _OPENING


def solid(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens without what is seen through: marks and brackets."""
    return [token for token in tokens if token.kind not in SEEN_THROUGH]
