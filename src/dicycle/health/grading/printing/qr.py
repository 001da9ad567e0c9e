"""QR codes (ISO/IEC 18004), by segno."""

from dicycle.errors import InvalidInput

_ADVICE = 'Install "dicycle[health]".'


def qr_matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the modules of a QR code with medium error correction, without a quiet zone; raises InvalidInput."""
    try:
        import segno
    except ImportError:
        sentence = "QR codes need segno, which is not here."
        raise InvalidInput.because("grading.no-printer", sentence, "", _ADVICE) from None
    try:
        code = segno.make_qr(text, error="m", boost_error=False)
    except ValueError:
        sentence = "This code of the unit is too long for a QR code."
        raise InvalidInput.because("grading.qr-too-long", sentence, text[:80]) from None
    return tuple(tuple(map(bool, row)) for row in code.matrix)
