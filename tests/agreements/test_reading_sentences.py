"""Sentences of the four languages: where one ends and where a full stop is none."""

import pytest

from dicycle.agreements.document import Document
from dicycle.agreements.reading import read_text
from dicycle.agreements.vocabulary import Language

ENGLISH = [
    ["Example Motors signed with Volta Co., Ltd. in May.", "The plant is in Kent."],
    ["The deal was struck with Halden Holding Co.,Ltd.", "Under it, both will build a plant."],
    ["Prices rose 3.5% to 12.80 yuan.", "Volta Inc. and Ardmore Corp. agreed on supply.", "It runs to 2030."],
    ["Dr. J. P. Miller, of No. 27 Mill Road, signed for Volta.", "Mr. Lee signed for St. Mary Ltd."],
    ['"We are glad," said Ms. Ito.', '"We sign today."', "The U.S. Department of Energy approved."],
    ["The company has plants in the U.S. and the U.K. since 2019.", "In Jan. 2024 it grew."],
    ["Who signs?", "Nobody knows!", "Talks go on..."],
    ["The first phase (approx. 5 GWh, i.e. 40 jobs) begins on Sept. 3, 2025.", "It ends in 2026."],
    ["Shares of Volta Ltd. (LSE: VLT) rose.", 'It is called "Project No. 1."', "The name is new."],
    ["The agreement, signed at 10 a.m. on Aug. 18, runs for five years."],
    ["The partners will invest $1.2 bn in the plant.Based on the deal, work starts soon."],
]
GERMAN = [
    ["Am 22. Juni unterzeichneten die Partner den Vertrag.", "Die Anlage entsteht in Kiel."],
    ["Die Muster AG, z. B. ihr Werk Nr. 3, liefert ca. 5.000 t p. a. an die Partner.", "Der Vertrag gilt bis 2030."],
    ["Im 3. Quartal, d. h. ab dem 1. Juli, beginnt der Bau.", "Das Land fördert ihn mit 14 Mio. Euro."],
    ["Der Umsatz stieg um 3,5 Prozent auf 1,2 Mrd. Euro.", "Zuvor hatte Dr. h. c. Otto Maier den Vertrag gelobt."],
    ["Der Vertrag wurde mit der Example Ltd. geschlossen.", "Am Montag begann der Bau."],
    ["„Wir sind froh.“", "Das sagte Prof. Dr. Lena Kurz.", "Ende 2025 ist es so weit."],
    ["Er wurde am 10. Jahrestag unterzeichnet, u. a. vom Bürgermeister.", "Es folgte ein Empfang."],
    ["Die Kosten liegen bei rund 137 Mio. Euro inkl. MwSt. und Gebühren.", "Wer zahlt?", "Das Land!"],
    ["Vorgesehen sind Lager, Montage usw.", "Die Firma stellt 200 Leute ein."],
    ["Der Rat tagte am 5. und 6. März 2024.", "Danach wurde unterzeichnet."],
]
CHINESE = [
    ["8月18日，示例公司与宜宾市政府签署协议。", "项目总投资12.5亿元。", "双方将合作！"],
    ["王明说：“我们很高兴。", "合作很重要。”", "会议随后结束。"],
    ["“我们会努力。”王明说。", "随后举行了签约仪式。"],
    ["示例公司（Example Co., Ltd.）成立于2010年。", "它有三个基地。"],
    ["谁来投资？", "答案尚未公布……双方继续谈判。"],
    ["签约项目137个，其中：宜宾133个；其他4个。", "总投资952.5亿元。"],
]
RUSSIAN = [
    [
        "В 2024 г. компания подписала договор с ООО «Пример».",
        "Завод построят в г. Обнинске Калужской обл. к 2026 году.",
    ],
    [
        "19 марта 2024 г. ООО «Пример» и АО «Заря» подписали соглашение.",
        "Инвестиции составят 4,5 млрд руб. за три года.",
    ],
    ["Договор подписали А. С. Петров и И.И. Сидоров.", "Завод им. Ленина расширят."],
    ["Поставки составят 10 тыс. т в год, т. е. треть спроса.", "Срок договора — пять лет."],
    ["Объём вложений достигнет 4,5 млрд руб.", "Стороны подписали меморандум."],
    ["«Мы рады», — сказал губернатор.", "Где построят завод?", "Пока неизвестно."],
    ["Предприятие выпускает ячейки, модули, блоки и т. д.", "Компания работает с 2015 г. в Калуге."],
    ["Форум прошёл в 2023 году.", "Соглашение вступило в силу 1 января 2024 г."],
]


def read(text: str, language: Language) -> Document:
    """Return the document of a text."""
    return read_text(text, language=language)


def split(document: Document) -> list[str]:
    """Return the sentences as they are written."""
    return [document.text[one.start : one.end] for one in document.sentences]


@pytest.mark.parametrize("sentences", ENGLISH[:-1], ids=lambda one: one[0][:30])
def test_english(sentences: list[str]) -> None:
    """Titles, companies' endings, initials, decimals and months do not end an English sentence."""
    assert split(read(" ".join(sentences), "en")) == sentences


def test_a_missing_blank() -> None:
    """A sentence ends at a full stop without a blank where a word stands that opens sentences."""
    assert len(split(read(ENGLISH[-1][0], "en"))) == 2


@pytest.mark.parametrize("sentences", GERMAN, ids=lambda one: one[0][:30])
def test_german(sentences: list[str]) -> None:
    """Ordinals, abbreviations in two parts and amounts do not end a German sentence."""
    assert split(read(" ".join(sentences), "de")) == sentences


@pytest.mark.parametrize("sentences", CHINESE, ids=lambda one: one[0][:20])
def test_chinese(sentences: list[str]) -> None:
    """A Chinese sentence ends at its mark; a quotation that the speaker's name follows goes on."""
    assert split(read("".join(sentences), "zh")) == sentences


@pytest.mark.parametrize("sentences", RUSSIAN, ids=lambda one: one[0][:30])
def test_russian(sentences: list[str]) -> None:
    """Years, cities, initials and amounts do not end a Russian sentence."""
    assert split(read(" ".join(sentences), "ru")) == sentences


def test_lines_are_sentences() -> None:
    """A headline and the items of a list are sentences of their own."""
    text = "Volta signs with Ardmore\n\nThe partners will work on:\n\n- recycling\n- second life\n\n1. A plant in Kent."
    assert split(read(text, "en")) == [
        "Volta signs with Ardmore",
        "The partners will work on:",
        "- recycling",
        "- second life",
        "1. A plant in Kent.",
    ]


def test_broken_lines() -> None:
    """Lines that a margin has broken are one paragraph, and its sentences go over the ends of lines."""
    text = (
        "Example Motors and Volta Recycling have signed an agreement on the treatment\n"
        "of batteries. The plant will be built in the north of England and is to open\n"
        "within two years. It will treat 8,000 tonnes.\n\nAnother paragraph."
    )
    found = read(text, "en")
    assert [text[one.start : one.end].count("\n") for one in found.sentences] == [1, 1, 0, 0]
    assert len(found.blocks) == 2


def test_no_sentence_is_a_book() -> None:
    """A text without any full stop is cut into sentences of a bounded length."""
    found = read("the agreement of them " * 2000, "en")
    assert len(found.sentences) > 10
    assert max(one.end - one.start for one in found.sentences) <= 3000
