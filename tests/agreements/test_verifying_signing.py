"""The Verifier: signed is what the document, in its own voice, says was signed."""

import pytest
from agreements.verifying_world import document, release, signed

from dicycle.agreements.document import Document
from dicycle.agreements.verifying import verify


@pytest.fixture(scope="module")
def told() -> Document:
    """Return the passage as a document."""
    return document()


def test_signing_in_quotation_is_no_signing(told: Document) -> None:
    """“We have signed”, said by somebody in quotation marks, does not make a record."""
    found = verify(told, release(told, signed(told, "We have signed an agreement")))
    assert [(one.field, one.reason) for one in found.dropped] == [("record", "no signing act outside quotation")]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The two companies will sign a framework agreement in May.\n", "sign a framework agreement"),
        ("The companies have not signed the agreement, a spokesman said.\n", "signed the agreement"),
        ("Beide Seiten wollen eine Vereinbarung unterzeichnen.\n", "Vereinbarung unterzeichnen"),
        ("Die Firmen haben keine Vereinbarung unterzeichnet.\n", "Vereinbarung unterzeichnet"),
        ("Die Vereinbarung soll im Mai unterzeichnet werden.\n", "unterzeichnet werden"),
        ("Компании планируют подписать соглашение о поставках.\n", "подписать соглашение"),
        ("Стороны не подписали соглашение о сотрудничестве.\n", "подписали соглашение"),
        ("双方将签署战略合作框架协议，共同建设电池回收基地。\n", "签署战略合作框架协议"),
        ("公司尚未签署任何协议，请投资者注意投资风险。\n", "签署任何协议"),
    ],
)
def test_what_is_planned_or_denied_is_not_signed(text: str, act: str) -> None:
    """An act that is to come or did not happen makes no signed record, in any language."""
    language = "zh" if "。" in text else "ru" if "о" in text else "de" if "Die" in text or "Beide" in text else "en"
    read = document(text, language=language)
    assert verify(read, release(read, signed(read, act), entities=())).records == ()


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("On Monday the two companies inked a framework agreement.\n", "inked a framework agreement"),
        ("Am Montag haben die Firmen eine Rahmenvereinbarung unterzeichnet.\n", "Rahmenvereinbarung unterzeichnet"),
        ("Zusätzlich wurde eine Vereinbarung mit der Stadt geschlossen.\n", "eine Vereinbarung mit der Stadt"),
        ("Стороны подписали рамочное соглашение о сотрудничестве.\n", "подписали рамочное соглашение"),
        ("8月18日，双方签署战略合作框架协议。\n", "签署战略合作框架协议"),
    ],
)
def test_what_is_told_as_done_is_signed(text: str, act: str) -> None:
    """An act in the document's own voice stands, in every language."""
    language = "zh" if "。" in text else "ru" if "о" in text else "de" if "haben" in text or "wurde" in text else "en"
    read = document(text, language=language)
    evidence = act if "geschlossen" not in text else text.strip()
    assert len(verify(read, release(read, signed(read, evidence), entities=())).records) == 1
