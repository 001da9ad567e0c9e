"""Check digits and character sets of GS1 keys (GS1 General Specifications 7.9.1 and 7.11)."""

import re

from dicycle.errors import InvalidIdentifier
from dicycle.findings import Finding

# GS1 AI encodable character set 82: what a serial or lot number may be made of.
SET_82 = re.compile(r"""[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+""")
# GS1 AI encodable character set 39: what a component and part identifier may be made of.
SET_39 = re.compile(r"[#\-/0-9A-Z]+")
DIGITS = re.compile(r"[0-9]+")


def refuse(code: str, sentence: str, where: str, advice: str = "") -> InvalidIdentifier:
    """Return the error that says what is wrong with an identifier: `code` is put under ``identifier.``."""
    return InvalidIdentifier(Finding(f"identifier.{code}", sentence, where, advice=advice))


def is_digits(text: str) -> bool:
    """Return whether `text` is one or more of the digits 0 to 9."""
    return text.isascii() and text.isdigit()


def check_digit(body: str) -> str:
    """Return the GS1 check digit that belongs behind `body` (digits without their check digit).

    Raises InvalidIdentifier when `body` has anything but digits. Source: General Specifications 7.9.1.
    """
    if not is_digits(body):
        raise refuse("digits", f"A check digit is computed from digits only, not from {body!r}.", body)
    return unchecked_digit(body)


def unchecked_digit(body: str) -> str:
    """Return the check digit of `body`, which the caller knows to be digits (the ingest path uses this one)."""
    codes = body.encode()
    odd, even = codes[::-2], codes[-2::-2]
    return str((48 * (3 * len(odd) + len(even)) - 3 * sum(odd) - sum(even)) % 10)


def has_check_digit(key: str) -> bool:
    """Return whether the last digit of `key` is its GS1 check digit; False when it is not all digits."""
    return len(key) > 1 and is_digits(key) and unchecked_digit(key[:-1]) == key[-1]


def require_check_digit(key: str, where: str) -> None:
    """Refuse a key of digits whose last digit is not its check digit."""
    expected = unchecked_digit(key[:-1])
    if expected != key[-1]:
        raise refuse(
            "check-digit",
            f"The check digit of {key} is {key[-1]}, but its other digits ask for {expected}.",
            where,
            "Read the label again: a digit is mistyped or two are swapped.",
        )


def require_characters(text: str, allowed: re.Pattern[str], what: str, where: str) -> None:
    """Refuse `text` that is empty or has a character outside `allowed`; the sentence names its position."""
    match = allowed.match(text)
    good = match.end() if match else 0
    if not text:
        raise refuse("empty", f"The {what} is empty.", where)
    if good < len(text):
        raise refuse(
            "characters",
            f"Character {good + 1} of the {what} {text!r} is {text[good]!r}, which is not allowed there.",
            where,
            "See the GS1 General Specifications 7.11 for the characters that are allowed.",
        )
