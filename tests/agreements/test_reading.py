"""Reading: what is boilerplate, what is said of the publication, and laws that hold of every document."""

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from agreements.reading_pages import PAGES
from hypothesis import given
from hypothesis import strategies as st
from reference import reference

from dicycle.agreements.document import Document
from dicycle.agreements.reading import read, read_text
from dicycle.agreements.vocabulary import Language
from dicycle.errors import InvalidInput

ALL = [(language, at) for language, pages in PAGES.items() for at in range(len(pages))]


def made(page: str) -> tuple[str, set[int]]:
    """Return the text of a page and the places of its boilerplate."""
    text, places = "", set[int]()
    for line in page.strip("\n").split("\n"):
        kind, _, words = line.lstrip("+").partition(" ")
        text += ("\n" if line.startswith("+") else "\n\n") if text else ""
        begun, at = len(text), 0
        for found in re.finditer(r"\[\[\w+\|(.*?)\]\]", words):
            text += words[at : found.start()]
            places.update(range(len(text), len(text) + len(found[1])))
            text, at = text + found[1], found.end()
        text += words[at:]
        if kind != "-":
            places.update(range(begun, len(text)))
    return text, places


def boilerplate_of(document: Document) -> set[int]:
    """Return the places of the boilerplate found."""
    return {at for one in document.boilerplate for at in range(one.start, one.end)}


def gold() -> list[dict[str, Any]]:
    """Return the annotated documents."""
    told = json.loads(reference("agreements", "gold.json").read_text(encoding="utf-8"))
    return list(told["documents"])


@pytest.mark.parametrize(("language", "at"), ALL)
def test_boilerplate_of_pages(language: Language, at: int) -> None:
    """Of a page of the web, what is no news is boilerplate to the character, and nothing else is."""
    text, expected = made(PAGES[language][at][1])
    found = read_text(text)
    wrong = {place for place in expected ^ boilerplate_of(found) if not text[place].isspace()}
    assert "".join(text[place] for place in sorted(wrong)) == ""


@pytest.mark.parametrize(("language", "at"), ALL)
def test_publication_of_pages(language: Language, at: int) -> None:
    """A page's publication date is the one that its lines, its stamp or its dateline state, or none."""
    published = read_text(made(PAGES[language][at][1])[0]).published
    assert published.value == PAGES[language][at][0]
    assert bool(published.evidence) == bool(published.value)


def test_boilerplate_of_the_reference() -> None:
    """On the five annotated documents, boilerplate is found with precision and recall of at least 0.97."""
    right = found = expected = 0
    for told in gold():
        document = read(reference("agreements", "documents", told["doc_id"]).read_bytes(), told["doc_id"])
        mine = boilerplate_of(document)
        theirs = {at for one in told["boilerplate"] for at in range(one["span"]["start"], one["span"]["end"])}
        right, found, expected = right + len(mine & theirs), found + len(mine), expected + len(theirs)
    assert right / found >= 0.97
    assert right / expected >= 0.97


def test_publication_of_the_reference() -> None:
    """On the five annotated documents, language, digest, publication date and publisher are as annotated."""
    for told in gold():
        document = read(reference("agreements", "documents", told["doc_id"]).read_bytes(), told["doc_id"])
        meta = told["meta"]
        assert (document.language, document.sha256) == (told["lang"], told["sha256"])
        assert document.published.value == meta["published"]
        assert (document.publisher.value if document.publisher else None) == meta["publisher"]


@pytest.mark.parametrize(
    ("text", "language", "value", "basis"),
    [
        ("Release date: 3 May 2024\n\nUpdated: 9 June 2024", "en", "2024-05-03", "explicit"),
        ("Last updated: 9 June 2024\n\nPublished: 3 May 2024", "en", "2024-05-03", "explicit"),
        ("Volta signs in Kent\n\n05/04/2024", "en", "2024", "explicit"),
        ("Volta signs in Kent\n\n25/04/2024", "en", "2024-04-25", "explicit"),
        ("Volta signs in Kent\n\n31.02.2024", "en", None, "not_stated"),
        (
            "KENT, May 3, 2024 -- Volta said on Friday that it has signed an agreement with a recycler.",
            "en",
            "2024-05-03",
            "dateline",
        ),
        (
            "Volta signed on 3 May 2024 an agreement with a recycler of batteries in the county of Kent.",
            "en",
            None,
            "not_stated",
        ),
        (
            "Volta signs deal on May 3, 2024\n\nThe parties met for the first time in Kent, as both of them said.",
            "en",
            None,
            "not_stated",
        ),
        ("Volta signs in Kent\n\nMay 2024", "en", "2024-05", "explicit"),
        ("3 мая 2024 г.", "ru", "2024-05-03", "explicit"),
        ("Пример и Заря подписали соглашение\n\n3 мая 2024 года, 10:00", "ru", "2024-05-03", "explicit"),
        ("Stand: Mai 2024", "de", "2024-05", "explicit"),
        ("Stand: 3. Mai 2024", "de", "2024-05-03", "explicit"),
        ("Kiel, den 03.05.2024", "de", "2024-05-03", "explicit"),
        ("示例公司签约\n\n2024年5月3日 08:30", "zh", "2024-05-03", "explicit"),
        ("特此公告。\n\n示例公司董事会\n\n二〇二四年五月十三日", "zh", "2024-05-13", "explicit"),
        ("发布日期：2024/05/03", "zh", "2024-05-03", "explicit"),
        ("Опубликовано: 3 мая 2024 г.", "ru", "2024-05-03", "explicit"),
        ("03.05.2024, 14:20", "ru", "2024-05-03", "explicit"),
    ],
)
def test_publication(text: str, language: Language, value: str | None, basis: str) -> None:
    """A date of publication is what a line, a stamp or a dateline says; a date of the news is none."""
    published = read_text(text, language=language).published
    assert (published.value, published.basis) == (value, basis)


@pytest.mark.parametrize(
    "headline", ["Welcome boost as Volta and Kent sign agreement", "About 200 firms sign agreement with Volta"]
)
def test_headlines_are_no_boilerplate(headline: str) -> None:
    """A headline that begins like a greeting or like a company's description is a headline."""
    found = read_text(
        f"{headline}\n\nThe agreement was signed on Monday in Kent by the firm and the county, as both said."
    )
    assert [one.kind for one in found.blocks] == ["headline", "body"]
    assert not found.boilerplate


@pytest.mark.parametrize(
    ("heading", "language"),
    [
        ("About 200 jobs in Kent", "en"),
        ("Über 200 Millionen Euro", "de"),
        ("Über Nacht zum Vertrag", "de"),
        ("About Fiji", "en"),
    ],
)
def test_a_heading_about_nobody(heading: str, language: Language) -> None:
    """A heading that begins with "About" and names nobody whom the text has named opens no company's description."""
    body = {
        "en": "The firm and the county signed an agreement on recycling batteries on Monday.",
        "de": "Die Firma und der Kreis haben am Montag einen Vertrag über Altbatterien unterzeichnet.",
    }[language]
    assert not read_text("\n\n".join([body, heading, body]), language=language).boilerplate


def test_a_heading_cannot_hide_a_document() -> None:
    """A heading such as "Disclaimer" makes boilerplate of what follows it, but not of all that ever follows."""
    body = "The firm and the county signed an agreement on the recycling of batteries on Monday in Kent."
    text = "\n\n".join(["Kent signs", body, "Disclaimer", *[body] * 20])
    found = read_text(text)
    assert sum(one.kind == "boilerplate" for one in found.blocks) < 8


def test_a_disclaimer_at_the_end_of_a_paragraph() -> None:
    """A paragraph that ends in a disclaimer is boilerplate from that sentence on only."""
    news = (
        "The firm and the county signed an agreement on Monday. The plant will treat 8,000 tonnes of batteries a year. "
        * 2
    )
    text = f"{news}The publisher accepts no responsibility for the accuracy of the information in this article."
    found = read_text(text)
    assert [text[one.start : one.end][:13] for one in found.boilerplate] == ["The publisher"]


def holds(document: Document) -> None:
    """Check what is true of every document."""
    text = document.text
    for one, other in pairwise(document.blocks):
        assert one.start < one.end <= other.start < other.end <= len(text)
    covered = {at for one in document.blocks for at in range(one.start, one.end)}
    assert all(sign.isspace() or sign in "\x1c\x1d\x1e" or at in covered for at, sign in enumerate(text))
    for sentence, after in pairwise(document.sentences):
        assert sentence.end <= after.start
    for sentence in document.sentences:
        block = document.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        assert all(sentence.start <= start < end <= sentence.end for start, end, _ in sentence.voices)
        assert all(
            one.start <= sentence.start and sentence.end <= one.end
            for one in document.boilerplate
            if one.start < sentence.end and sentence.start < one.end
        )
    for quote in document.published.evidence + (document.publisher.evidence if document.publisher else ()):
        assert text[quote.start : quote.end] == quote.text


PIECES = st.sampled_from(
    [
        "the agreement of ",
        "签署协议。",
        "соглашение о ",
        "Vertrag über ",
        "Co., Ltd. ",
        '"',
        "“",
        "”",
        "„",
        "«",
        "»",
        "'",
        ". ",
        "! ",
        "？",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "\x0c",
        "\u2028",
        "\x85",
        " ",
        "\xa0",
        "\t",
        "Contact us\n\n",
        "About Volta\n\n",
        "Hits: 12 ",
        "2024-05-03",
        "г. ",
        "z. B. ",
        "22. Juni ",
        "said that ",
        "表示，",
        "© 2024 Volta\n",
        "Home > News\n\n",
        "- item\n",
        "\x1c",
        "\x00",
        "�",
        "🔋",
    ]
)


@given(st.lists(PIECES, max_size=40), st.sampled_from(["en", "de", "zh", "ru"]))
def test_laws(pieces: list[str], language: Language) -> None:
    """Blocks cover a text in order, sentences never overlap nor leave their block, and quotations hold."""
    holds(read_text("".join(pieces), language=language))


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """Whatever is pasted, there is a document that holds together, or a sentence."""
    try:
        holds(read_text(text))
    except InvalidInput:
        return


@pytest.mark.parametrize(("language", "at"), ALL)
def test_laws_of_pages(language: Language, at: int) -> None:
    """The laws hold of pages as the web has them."""
    holds(read_text(made(PAGES[language][at][1])[0]))


TRAPS = [
    "x ",
    "|",
    "a|",
    "> ",
    "a > ",
    "微信 ",
    "ok ",
    "Privacy ",
    "Impressum | ",
    "facebook  ",
    "首页 ab ",
    "#a ",
    ", ",
    "@",
]


@pytest.mark.parametrize("language", ["en", "de", "zh", "ru"])
def test_lines_that_set_traps(language: Language) -> None:
    """Lines that almost look like navigation, buttons or contacts, over and over, are read in no time."""
    fillings = [trap * (300 // len(trap)) for trap in TRAPS]
    lines = [f"{head}{one}{tail}" for one in fillings for head in ("", "Home > ") for tail in ("", "!")]
    holds(read_text("\n\n".join(lines), language=language))
