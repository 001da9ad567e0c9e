"""Bytes to text: encodings, HTML, PDF, and files built to do harm."""

import codecs
import io
import os
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.agreements.document import Document
from dicycle.agreements.reading import read, read_text
from dicycle.agreements.reading.pdf import Limits, text_of_pdf
from dicycle.errors import InvalidInput

TEXTS = {
    "en": "Example Motors and Volta have signed an agreement – “the first of its kind” – worth £20 million.",
    "de": "Die Stadt Lüneburg und die Muster AG haben eine Vereinbarung über größere Mengen geschlossen.",
    "zh": "示例公司与宜宾市人民政府签署战略合作框架协议，项目总投资五十亿元。双方将在电池回收领域开展合作。",
    "ru": "Компания «Пример» и правительство области подписали соглашение о строительстве завода в этом году.",
}
ENCODINGS = {
    "en": ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"],
    "de": ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252", "iso8859-15"],
    "zh": ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk"],
    "ru": ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-r"],
}
PLAIN = str.maketrans("“”«»–", '""""-')
PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>Nothing</title>
<meta property="article:published_time" content="2024-03-23T10:00:00+08:00">
<meta property="og:site_name" content="Example &amp; News">
<style>p {{ color: red }}</style><script>var text = "<p>the agreement of scripts</p>";</script></head>
<body class="has-sidebar"><nav><ul><li>Home<li>News</ul></nav>
<article><h1>Example Motors signs
   with Volta&nbsp;Recycling</h1>
<p>BERLIN &ndash; Example Motors and Volta said they have signed a <b>frame</b>work agreement on recycling batteries.
<p hidden>a secret agreement</p><div style="display: none">an invisible agreement<div>and more</div></div>
<p>The first &lt;phase&gt; is to <a href="/x">begin</a> in May.<br>The second follows.</p>
<ul><li>First item</li><li>Second item</li></ul>
<table><tr><td>Party<td>Example Motors</tr></table>
<figure><img src="a.jpg"><figcaption>The signing ceremony</figcaption></figure></article>
<template>a template agreement</template>
<footer>Contact: press@example.com <p>© 2024 Example Media</p></footer>
<div class="cookie-banner">We use them. <p>Accept</p></div></body></html>
"""


def blocks(document: Document) -> list[tuple[str, str]]:
    """Return the blocks with their texts."""
    return [(one.kind, document.text[one.start : one.end]) for one in document.blocks]


@pytest.mark.parametrize(("language", "encoding"), [(one, way) for one, ways in ENCODINGS.items() for way in ways])
def test_every_encoding_gives_the_same_text(language: str, encoding: str) -> None:
    """A text is the same whatever encoding its bytes are in, and its language is told from it."""
    text = TEXTS[language].translate(PLAIN) if encoding in {"iso8859-15", "koi8-r"} else TEXTS[language]
    found = read(text.encode(encoding), "news.txt")
    assert (found.text, found.language) == (text, language)


@pytest.mark.parametrize(
    "declared", ["utf-8", "gb2312", "windows-1251", "iso-8859-1", "no-such-thing", "utf-16", "rot13"]
)
@pytest.mark.parametrize("language", ["de", "zh", "ru"])
def test_a_wrong_declaration_is_noticed(language: str, declared: str) -> None:
    """A page whose declared encoding is not the one of its bytes is read in the one of its bytes."""
    actual = {"de": "windows-1252", "zh": "gb18030", "ru": "windows-1251"}[language]
    page = f'<html><head><meta charset="{declared}"></head><body><p>{TEXTS[language]}</p></body></html>'
    assert TEXTS[language] in read(page.encode(actual), "page.html").text


def test_a_declaration_in_the_media_type() -> None:
    """The encoding that a server declares is believed where the bytes agree."""
    page = f"<html><body><p>{TEXTS['ru'].translate(PLAIN)}</p></body></html>".encode("koi8-r")
    assert TEXTS["ru"].translate(PLAIN) in read(page, "page", media_type="text/html; charset=koi8-r").text


def test_html_is_read_as_its_readers_see_it() -> None:
    """Scripts, styles, templates and what is hidden are left out; blocks and boilerplate come from the markup."""
    found = read(PAGE.format(charset="utf-8").encode(), "page.html")
    assert blocks(found)[2:9] == [
        ("headline", "Example Motors signs with Volta\xa0Recycling"),
        (
            "body",
            "BERLIN – Example Motors and Volta said they have signed a framework agreement on recycling batteries.",
        ),
        ("body", "The first <phase> is to begin in May."),
        ("body", "The second follows."),
        ("list", "First item"),
        ("list", "Second item"),
        ("table", "Party Example Motors"),
    ]
    assert not any(word in found.text for word in ("script", "secret", "invisible", "and more", "template", "color"))
    own = [text for kind, text in blocks(found) if kind not in {"boilerplate", "caption"}]
    assert not any(word in " ".join(own) for word in ("Home", "Contact", "Accept", "ceremony"))


def test_html_metadata_can_be_quoted() -> None:
    """The date and the publisher that only a page's markup states are in the text, and so can be evidence."""
    found = read(PAGE.format(charset="utf-8").encode(), "page.html")
    quote = found.published.evidence[0]
    assert (found.published.value, found.published.basis) == ("2024-03-23", "inferred:metadata")
    assert found.text[quote.start : quote.end] == quote.text
    assert found.publisher is not None
    assert found.publisher.value == "Example & News"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_every_character_of_html_knows_its_source(encoding: str) -> None:
    """Each character that is no blank stands in the source where the document says it does, or an entity does."""
    source = PAGE.format(charset=encoding)
    found = read(source.encode(encoding), "page.html")
    assert found.source is not None
    assert len(found.source) == len(found.text)
    for sign, place in zip(found.text, found.source, strict=True):
        assert sign.isspace() or source[place] in {sign, "&"}


def test_pdf(pdf_of: "type[Pdf]") -> None:
    """The text of a PDF is read page by page, its broken lines as paragraphs."""
    lines = [
        "Example Motors and Volta have signed an agreement on the",
        "recycling of batteries in the north of England.",
    ]
    found = read(pdf_of().page(lines).page(["The second page has the contacts of the press."]).bytes(), "news.pdf")
    assert found.language == "en"
    assert "\f" in found.text
    assert [text for _, text in blocks(found)] == ["\n".join(lines), "The second page has the contacts of the press."]


class Pdf:
    """Writes the smallest PDF files that a reader accepts (ISO 32000-2, 7.5)."""

    def __init__(self) -> None:
        self.pages: list[bytes] = []

    def page(self, lines: list[str]) -> "Pdf":
        """Add a page of lines."""
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        return self.stream(f"BT /F1 12 Tf 72 720 Td {shown}ET".encode("latin-1"))

    def stream(self, content: bytes, packed: bool = False) -> "Pdf":
        """Add a page by what draws it."""
        data = zlib.compress(content, 9) if packed else content
        way = b" /Filter /FlateDecode" if packed else b""
        self.pages.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), way, data))
        return self

    def bytes(self, trailer: bytes = b"") -> bytes:
        """Return the file."""
        count = len(self.pages)
        kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        for number, content in enumerate(self.pages):
            objects.append(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
                b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
            )
            objects.append(content)
        out = io.BytesIO(b"%PDF-1.4\n")
        out.seek(0, os.SEEK_END)
        places = []
        for number, content in enumerate(objects, 1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        begun = out.tell()
        rows = b"".join(b"%010d 00000 n \n" % place for place in places)
        out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows))
        out.write(b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, begun))
        return out.getvalue()


@pytest.fixture
def pdf_of() -> type[Pdf]:
    """Return what writes PDF files, where there is a reader for them."""
    pytest.importorskip("pypdf")
    return Pdf


def refusal(data: bytes, name: str = "file.pdf") -> str:
    """Return the code of the sentence that a file is refused with."""
    with pytest.raises(InvalidInput) as told:
        read(data, name)
    return told.value.findings[0].code


def test_a_pdf_of_pictures(pdf_of: type[Pdf]) -> None:
    """A PDF without text is refused with a sentence that says so."""
    assert refusal(pdf_of().stream(b"0 0 612 792 re f").bytes()) == "agreements.pdf-without-text"


def test_an_encrypted_pdf(pdf_of: type[Pdf]) -> None:
    """A PDF that needs a password is refused with a sentence that says so."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of().page(["secret"]).bytes()))
    writer.encrypt("password", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert refusal(out.getvalue()) == "agreements.pdf-encrypted"


@pytest.mark.parametrize("kept", [20, 200, 400])
def test_a_broken_pdf(pdf_of: type[Pdf], kept: int) -> None:
    """A PDF that was cut off is refused or read as far as it goes, never with an error of the program."""
    data = pdf_of().page(["Example Motors and Volta have signed an agreement."]).bytes()[:kept]
    assert refusal(data).startswith("agreements.")


def test_a_pdf_that_unpacks_without_end(pdf_of: type[Pdf]) -> None:
    """A PDF of a few kilobytes that unpacks to gigabytes is refused within its limits."""
    page = pdf_of().stream(b"(agreement) Tj " * 3_000_000, packed=True)
    with pytest.raises(InvalidInput) as told:
        text_of_pdf(page.bytes(), "bomb.pdf", Limits(memory=400_000_000, seconds=3))
    assert told.value.findings[0].code in {"agreements.pdf-too-large", "agreements.pdf-without-text"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "agreements.language"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "agreements.not-a-text"),
        (b"PK\x03\x04" + b"\x00" * 50, "agreements.not-a-text"),
        (b"12345 67890", "agreements.language"),
        ("契約を締結しましたので、お知らせいたします。".encode(), "agreements.language"),
        ("두 회사는 배터리 재활용 협약을 체결했다고 밝혔다.".encode(), "agreements.language"),
        (
            "Les deux entreprises ont signé un accord pour le recyclage des batteries dans le nord.".encode(),
            "agreements.language",
        ),
        ("Компанії підписали угоду про будівництво заводу з переробки їхніх батарей.".encode(), "agreements.language"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, code: str) -> None:
    """What is no text, or in another language, is refused with a sentence and an advice."""
    with pytest.raises(InvalidInput) as told:
        read(data, "file")
    assert told.value.findings[0].code == code
    assert told.value.findings[0].advice


def test_too_large() -> None:
    """A file over the limit is refused before anything is done with it."""
    with pytest.raises(InvalidInput, match="most is"):
        read(bytes(100_000_001), "huge.txt")


HOSTILE = {
    "tags": b"<div><p><b>" * 60_000,
    "closing": b"<b>" * 400 + b"</i></b><b>" * 60_000,
    "quotes": b"<p>text" + b'<a ="' * 100_000,
    "brackets": b"<" * 400_000,
    "entities": b"&amp;" * 60_000 + b"&#1114111;&#0;&#xd800;&nosuch;&",
    "comments": b"<!--" * 100_000,
    "scripts": b"<script></p>" * 50_000,
    "classes": b'<p class="' + b"nav " * 100_000 + b'">x</p>',
    "attributes": b"<p " + b"class=x " * 60_000 + b">x</p>",
    "one tag": b"<p " + b"x" * 400_000,
    "empty": b"",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_html(body: bytes) -> None:
    """HTML built to take time, memory or depth is read like any other."""
    data = b"<html><body><p>the text of an agreement that is to be read</p>" + body
    assert read(data, "page.html").text.startswith("the text of an agreement")


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    """Whatever bytes are given, there is a document or a sentence."""
    holds(data, "file")


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div class=nav>",
            "</div>",
            "<b",
            ">",
            '"',
            "'",
            "=",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "&",
            "&amp;",
            "the agreement of ",
            "签署协议",
            "соглашение о ",
            " ",
            "\n",
            "<li>",
            "<td>",
            "<h1>",
            "</",
            "<time datetime='2024-01-02'>",
            "\x00",
        ]
    ),
    max_size=40,
)


@given(MARKUP)
def test_any_markup(parts: list[str]) -> None:
    """Whatever markup is given, there is a document that holds together, or a sentence."""
    holds(("<html>" + "".join(parts)).encode(), "page.html")


@examples(20)
@given(st.sampled_from(sorted(TEXTS)), st.lists(st.sampled_from(sorted(TEXTS.values())), max_size=3))
def test_mixed_languages(most: str, others: list[str]) -> None:
    """A document in several languages is read in the one that most of it is in."""
    assert read_text("\n\n".join([*others, *[TEXTS[most]] * 8])).language == most


def holds(data: bytes, name: str) -> None:
    """Check that a file is read or refused."""
    try:
        found = read(data, name)
    except InvalidInput:
        return
    places = [(one.start, one.end) for one in found.blocks]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(found.text) for start, end in places)


def test_a_mark_is_no_character() -> None:
    """A byte order mark is not part of the text."""
    assert not read(codecs.BOM_UTF8 + TEXTS["en"].encode(), "a").text.startswith("\ufeff")
