"""The process that opens a PDF: it reads one file from its input, and writes the text of its pages as JSON."""

import io
import logging
import sys
import warnings
from contextlib import suppress
from typing import Literal

import msgspec

Refused = Literal["", "encrypted", "broken", "empty", "large", "missing"]


class Limits(msgspec.Struct, frozen=True):
    """What a PDF may cost: bytes of memory, seconds, pages read, characters kept."""

    memory: int = 1_000_000_000
    seconds: int = 30
    pages: int = 400
    characters: int = 4_000_000


class Pages(msgspec.Struct, frozen=True):
    """The text of the pages, or why there is none."""

    pages: list[str] = []
    refused: Refused = ""


def pages_of(data: bytes, limits: Limits) -> Pages:
    """Return the text of the pages of a PDF; whatever a file does to its reader, an answer is given."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import FileNotDecryptedError, WrongPasswordError
    except ImportError:
        return Pages(refused="missing")
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Pages(refused="encrypted")
        return _read(reader, limits)
    except (FileNotDecryptedError, WrongPasswordError):
        return Pages(refused="encrypted")
    except (MemoryError, RecursionError):
        return Pages(refused="large")
    except Exception:  # noqa: BLE001 - a damaged file can raise anything, and this process is there for that
        return Pages(refused="broken")


def _read(reader: "PdfReader", limits: Limits) -> Pages:  # type: ignore[name-defined]  # noqa: F821
    pages: list[str] = []
    left = limits.characters
    for page in reader.pages[: limits.pages]:
        text = _page(page)[:left]
        pages.append(text)
        left -= len(text)
        if left <= 0:
            break
    return Pages(pages) if _is_text("".join(pages)) else Pages(refused="empty")


def _is_text(text: str) -> bool:
    """Tell whether there are letters: a font may give its signs no meaning (ISO 32000-2, 9.10)."""
    return bool(text.strip()) and text.count("\x00") < 0.2 * len(text)


def _page(page: "PageObject") -> str:  # type: ignore[name-defined]  # noqa: F821
    """Return the text of a page; one damaged page does not cost the others."""
    try:
        return str(page.extract_text()).encode("utf-8", "replace").decode("utf-8")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - see above
        return ""


def _limit(limits: Limits) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read a PDF from the standard input within the limits given, and write its pages."""
    logging.disable()
    warnings.simplefilter("ignore")
    limits = msgspec.json.decode(sys.argv[1], type=Limits)
    _limit(limits)
    sys.stdout.buffer.write(msgspec.json.encode(pages_of(sys.stdin.buffer.read(), limits)))
