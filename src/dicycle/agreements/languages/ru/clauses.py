"""The clauses of a sentence: where one ends, and what is set into one between commas."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from dicycle.agreements.languages.ru.words import Line

_CUT: Final = re.compile(
    r";|(?:,\s*[—–-]?\s*|\s[—–-]\s+)(?=(?:что|чтобы|если|когда|где|хотя|поскольку|так как|однако|"
    r"но|а(?! также| именно)|при этом|прич[её]м|"
    r"после чего|в то время как|тогда как|передаёт|передает|пишет|сообщ\w+|говорится|рассказал\w*|"
    r"заявил\w*|отметил\w*|уточнил\w*|"
    r"подчеркнул\w*|пояснил\w*|добавил\w*|следует из)(?![\w-]))"
    r"|:\s+(?=(?:[а-яё-]+\s+){0,2}(?:сторон[аы]|компания|предприятие|завод|инвестор|регион|область|город|"
    r"правительство|власти|участники|партн[её]ры?|он[аи]?)\s+(?:[а-яё-]+\s+){0,2}?[а-яё-]+(?:[еую]т|[ия]т|л[аио]?|готов\w*)"
    r"(?![\w-]))",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(
    r",\s*(?:(?:в|во|на|с|со|к|из|о|об|для|по|за|под|у|от|при|через|благодаря|согласно|в рамках|"
    r"в соответствии с|в ходе|по итогам|участники)\s+)?"
    r"(?:котор\w+|чь[яеийию]\w*|чей)(?:[^,;«]|«[^»]*»)*(?:,|$|(?=;))"
    r"|^Как (?:сообщ|переда|пиш|рассказ|уточн|отме[тч]|следует|стало известно|говорится)(?:[^,;«]|«[^»]*»)*,",
    re.IGNORECASE,
)
_PARTICIPLE: Final = re.compile(
    r",\s*(?:ранее |недавно |также |ныне |накануне |вчера |сегодня |уже )?(?:(?:не )?входящ|"
    r"являющ|занимающ|производящ|выпускающ|специализирующ|принадлежащ|расположенн|"
    r"основанн|созданн|подписанн|заключ[её]нн|находящ|работающ|развивающ|контролируем|объединяющ|"
    r"зарегистрированн|подконтрольн|"
    r"поставляющ|владеющ|реализующ|достигнут|представляющ|известн)\w*(?:[^,;«]|«[^»]*»)*(?:,|$|(?=;))",
    re.IGNORECASE,
)


_ACTED: Final = (
    r"(?:подпис|заключ|договорил|достиг|откры|запусти|вв[её]л|нача[лт]|приступи|расторг|созда|"
    r"учреди|пров[её]л|встрети|обсуди|"
    r"законтракт|прекрати|приостанови|согласова|получи|представи|объяви|сообщи|постро|планиру|намер)\w*"
)
_VERB: Final = re.compile(
    rf"(?<![\w-]){_ACTED}(?:л|ла|ло|ли|лся|лась|лись|ет|ют|ит|ят|н|на|но|ны|ен|ена|ены|ал|ала|"
    rf"али)?(?![\w-])",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    rf",\s+(?=(?:[а-яё-]+\s+){{0,3}}(?:[А-ЯЁ]{{2,6}}\s+)?[«A-ZА-ЯЁ][^,;—–]{{1,70}}?\s(?P<verb>(?<![\w-]){_ACTED}))"
)


def set_in_before(line: Line, place: int) -> int | None:
    """Return where what is set in between commas begins, if it ends right before a place."""
    for shape in (_PARTICIPLE, _RELATIVE):
        for one in shape.finditer(line.text, line.start, place):
            if one[0].endswith(",") and not line.text[one.end() : place].strip():
                return one.start()
    return None


class Cell(NamedTuple):
    """A clause of a sentence, and the number of what is set into it, -1 for the clause itself."""

    clause: int
    inset: int


class Clauses:
    """Tells in which clause a character stands."""

    def __init__(self, line: Line) -> None:
        text = line.text[line.start : line.end]
        self._base = line.start
        self.insets = sorted({one.span() for shape in (_RELATIVE, _PARTICIPLE) for one in shape.finditer(text)})
        found = {one.start() for one in _CUT.finditer(text)} | set(_new_subjects(text))
        self.cuts = [at for at in sorted(found) if self._inset(at) < 0 and not _in_quotes(text, at)]
        self.length = len(text)

    def _inset(self, at: int) -> int:
        return next((number for number, (start, end) in enumerate(self.insets) if start <= at < end), -1)

    def cell(self, place: int) -> Cell:
        """Return the cell of a character."""
        at = place - self._base
        return Cell(bisect_right(self.cuts, at), self._inset(at))

    def span(self, clause: int) -> tuple[int, int]:
        """Return the characters of a clause."""
        edges = [0, *self.cuts, self.length]
        return self._base + edges[clause], self._base + edges[clause + 1]

    def around(self, place: int) -> tuple[int, int]:
        """Return the characters of the clause that a character stands in, or of what is set in there."""
        cell = self.cell(place)
        if cell.inset < 0:
            return self.span(cell.clause)
        start, end = self.insets[cell.inset]
        return self._base + start, self._base + end

    def inset_start(self, number: int) -> int:
        """Return where what is set in begins."""
        return self._base + self.insets[number][0]


def _new_subjects(text: str) -> Iterator[int]:
    """Yield where a comma opens a clause with a subject and a verb of its own, behind one that has its verb."""
    verbs = [one.start() for one in _VERB.finditer(text)]
    for one in _SUBJECT.finditer(text):
        verb = one.start("verb")
        last = text.rfind(",", 0, one.end())
        if (
            any(at < one.start() for at in verbs)
            and not any(one.start() < at < verb for at in verbs)
            and last <= one.start()
        ):
            yield one.start()


def _in_quotes(text: str, at: int) -> bool:
    return text.count("«", 0, at) > text.count("»", 0, at)
