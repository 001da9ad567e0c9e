"""In which characters a table of text is written: marks, zero bytes, and which reading gives headings that we know."""

import codecs
from collections.abc import Callable, Iterator
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES: Final = ("gb18030", "cp1252", "shift_jis", "euc_kr")
_SAMPLE: Final = 1 << 16
_CHUNK: Final = 1 << 20
_FEWEST: Final = 8
_BINARY: Final = frozenset(range(32)) - frozenset(b"\t\n\r\x0b\x0c\x1a\x1b")


def encoding_of(data: bytes, worth: Callable[[str], float] = lambda text: -text.count("\ufffd")) -> str | None:
    """Return the encoding of a text by its first bytes, or None where they are no text.

    `worth` says how well a decoded sample reads; it decides between encodings in which the bytes are all legal.
    """
    sample = data[:_SAMPLE]
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\x00" in sample:
        return _utf16(sample)
    if any(byte in _BINARY for byte in sample):
        return None
    return "utf-8" if _is_utf8(sample) else max(_CANDIDATES, key=lambda name: worth(sample.decode(name, "replace")))


def as_utf8(data: bytes, encoding: str) -> bytes:
    """Return a text in UTF-8; bytes that its encoding does not know are replaced."""
    if encoding == "utf-8" and all(_is_utf8(piece, whole=True) for piece in _pieces(data)):
        return data
    parts = (data[begin : begin + _CHUNK] for begin in range(0, len(data), _CHUNK))
    return b"".join(text.encode() for text in codecs.iterdecode(parts, encoding, errors="replace"))


def _pieces(data: bytes) -> Iterator[bytes]:
    """Yield the lines of a text in large pieces that are cut at line ends."""
    begin = 0
    while begin < len(data):
        end = data.find(b"\n", begin + _CHUNK) + 1 or len(data)
        yield data[begin:end]
        begin = end


def _is_utf8(sample: bytes, *, whole: bool = False) -> bool:
    """Tell whether bytes are UTF-8; the last character may be cut through where they are not the whole."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, whole)
    except UnicodeDecodeError:
        return False
    return True


def _utf16(sample: bytes) -> str | None:
    """Return the UTF-16 without a mark that zero bytes in every second place give away."""
    if len(sample) < _FEWEST:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    most = 0.5 * len(sample) / 2
    if odd > most and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > most and odd == 0 else None
