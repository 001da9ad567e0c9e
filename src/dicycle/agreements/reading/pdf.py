"""PDF to text, in a process of its own with limits to its memory and time: a file may be built to do harm."""

import subprocess
import sys
from typing import Final

import msgspec

from dicycle.agreements.reading.pdf_pages import Limits, Pages
from dicycle.errors import InvalidInput
from dicycle.findings import Finding

LIMITS: Final = Limits()
_CHILD: Final = "from dicycle.agreements.reading.pdf_pages import main; main()"
_REFUSALS: Final = {
    "encrypted": Finding("agreements.pdf-encrypted", "This PDF is encrypted.", advice="Save it without its password."),
    "broken": Finding("agreements.pdf-broken", "This PDF is damaged.", advice="Open it in a viewer and print it anew."),
    "empty": Finding("agreements.pdf-without-text", "This PDF has pictures and no text.", advice="Recognise its text."),
    "large": Finding(
        "agreements.pdf-too-large", "This PDF takes more memory or time than a text.", advice="Give its text."
    ),
    "missing": Finding(
        "agreements.pdf-not-installed", "A PDF file needs pypdf.", advice="Install dicycle[agreements]."
    ),
}


def is_pdf(data: bytes) -> bool:
    """Tell whether bytes are a PDF file; some junk may stand before its header (ISO 32000-2, 7.5.2)."""
    return b"%PDF-" in data[:1024]


def text_of_pdf(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    """Return the text of a PDF, a form feed between its pages; hyphens at the ends of lines are left as they are."""
    answer = _asked(data, limits)
    if answer.refused:
        raise InvalidInput(_REFUSALS[answer.refused]._replace(where=name))
    return "\n\f".join(answer.pages)


def _asked(data: bytes, limits: Limits) -> Pages:
    command = [sys.executable, "-P", "-c", _CHILD, msgspec.json.encode(limits).decode()]
    try:
        done = subprocess.run(
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=limits.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return Pages(refused="large")
    try:
        return msgspec.json.decode(done.stdout, type=Pages)
    except msgspec.DecodeError:
        return Pages(refused="large" if done.returncode < 0 or done.returncode == 1 else "broken")
