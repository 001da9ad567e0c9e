"""Whose voice speaks: quotations are told from quoted names, reported speech from the document's own."""

import pytest

from dicycle.agreements.document import Voice
from dicycle.agreements.reading import read_text
from dicycle.agreements.vocabulary import Language

QUOTED: list[tuple[Language, str, list[str]]] = [
    (
        "en",
        '"We will sign in May," said Jane Porter. "It is a big step."',
        ['"We will sign in May,"', '"It is a big step."'],
    ),
    ("en", "“The deal is signed,” she said. “And we are glad.”", ["“The deal is signed,”", "“And we are glad.”"]),
    ("en", 'The company "Ge Pai," which makes cells, signed the "Project Sunrise" agreement.', []),
    ("en", 'A plan to "Promote Large-Scale Equipment Renewal and Trade-in of Goods" was signed by both.', []),
    ("en", "‘We don’t sign bad deals,’ said the chairman of Volta’s board.", ["‘We don’t sign bad deals,’"]),
    ("en", "The chairman said: 'We have signed it and we are proud.'", ["'We have signed it and we are proud.'"]),
    ("en", 'The firm (hereinafter "DFPV") and the firm (hereinafter "Battery Recycling") signed it.', []),
    (
        "en",
        '"We see it as a start. We will sign more next year.',
        ['"We see it as a start.', "We will sign more next year."],
    ),
    ("en", 'A 19" rack was delivered. The parties signed the "Kent Deal" in May.', []),
    (
        "de",
        "„Wir haben den Vertrag heute unterzeichnet“, sagte Jens Moritz.",
        ["„Wir haben den Vertrag heute unterzeichnet“"],
    ),
    ("de", 'Klicken Sie auf „Ich akzeptiere" oder gehen Sie weiter, um den Vertrag zu lesen.', []),
    ("de", "»Das ist ein guter Tag für die Region«, sagte der Minister.", ["»Das ist ein guter Tag für die Region«"]),
    ("de", "Das Projekt „Grüner Kreislauf Salzgitter“ wurde vereinbart.", []),
    ("de", "Die Firma «Elbe Recycling» und die Stadt unterzeichneten.", []),
    ("zh", "王明表示：“双方将签署更多协议，我们对此充满信心。”", ["“双方将签署更多协议，我们对此充满信心。”"]),
    ("zh", "双方签署《关于“共建绿色产业链”的战略合作协议》。", []),
    ("zh", "示例股份有限公司（以下简称“示例动力”）与“长河循环”签约。", []),
    ("zh", "「我們今天簽署了協議，這是重要的一步。」他說。", ["「我們今天簽署了協議，這是重要的一步。」"]),
    ("zh", "项目助力“双碳”目标和“一带一路”建设。", []),
    ("ru", "«Мы подпишем соглашение в мае», — сказал Иван Петров.", ["«Мы подпишем соглашение в мае»"]),
    ("ru", "ООО «Пример» и АО «Заря» подписали соглашение «О зелёном цикле».", []),
    (
        "ru",
        "По словам директора, «завод „Заря“ будет построен, и мы этому рады».",
        ["«завод „Заря“ будет построен, и мы этому рады»"],
    ),
]
REPORTED: list[tuple[Language, str, str]] = [
    ("en", "The company announced that it had signed an agreement.", "it had signed an agreement"),
    (
        "en",
        "Volta has signed an agreement with Kent, the company said in a statement.",
        "Volta has signed an agreement",
    ),
    ("en", "Officials said the plant would open in May.", "the plant would open"),
    ("de", "Der Sprecher sagte, dass der Vertrag unterzeichnet wurde.", "der Vertrag unterzeichnet wurde"),
    ("de", "Man habe sich auf einen Vertrag geeinigt.", "habe sich auf einen Vertrag geeinigt"),
    ("de", "Der Vertrag ist unterzeichnet, teilte die Stadt mit.", "Der Vertrag ist unterzeichnet"),
    ("zh", "王明表示，双方已签署协议。", "双方已签署协议"),
    ("zh", "据悉，该项目已签约。", "该项目已签约"),
    ("ru", "Губернатор сообщил, что стороны подписали соглашение.", "стороны подписали соглашение"),
    ("ru", "Стороны подписали соглашение, сообщила пресс-служба.", "Стороны подписали соглашение"),
]
OWN: list[tuple[Language, str]] = [
    ("en", "The company said in a statement on Monday."),
    ("en", "Volta and Kent signed an agreement, which both welcome."),
    ("de", "Die Muster AG hat mit der Stadt einen Vertrag unterzeichnet, der bis 2030 gilt."),
    ("zh", "双方表示热烈祝贺。"),
    ("ru", "Стороны подписали соглашение, которое рассчитано на пять лет."),
]


def voiced(text: str, language: Language, voice: Voice) -> list[str]:
    """Return the parts of a text in one voice."""
    document = read_text(text, language=language)
    return [text[start:end] for one in document.sentences for start, end, kind in one.voices if kind == voice]


@pytest.mark.parametrize(
    ("language", "text", "expected"), QUOTED, ids=lambda one: one[:24] if isinstance(one, str) else ""
)
def test_quotations(language: Language, text: str, expected: list[str]) -> None:
    """What someone says in quotation marks is quoted; a name, a title or a label in them is not."""
    assert voiced(text, language, "quoted") == expected


@pytest.mark.parametrize(("language", "text", "expected"), REPORTED, ids=lambda one: one[:24])
def test_reports(language: Language, text: str, expected: str) -> None:
    """What someone is said to have said is reported, before or after the words that say so."""
    assert any(expected in one for one in voiced(text, language, "reported"))


@pytest.mark.parametrize(("language", "text"), OWN, ids=lambda one: one[:24])
def test_own_voice(language: Language, text: str) -> None:
    """A sentence without anyone's words is the document's own."""
    assert not voiced(text, language, "reported")
    assert not voiced(text, language, "quoted")


def test_voices_lie_within_their_sentences() -> None:
    """A quotation of several sentences is marked in each of them, and never beyond."""
    document = read_text(
        'He said: "We sign today. We build tomorrow. We sell in May." The parties left.', language="en"
    )
    for sentence in document.sentences:
        assert all(sentence.start <= start < end <= sentence.end for start, end, _ in sentence.voices)
    assert [bool(one.voices) for one in document.sentences] == [True, True, True, False]
