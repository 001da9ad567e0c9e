"""Writing markup: elements as text, escaped so that a parser gives back every character (XML 1.0 §2.11, §3.3.3)."""

from collections.abc import Mapping

from dicycle.ledger import strict
from dicycle.ledger.xml.names import ascii_escaped

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def escaped(text: str) -> str:
    """Return text as it stands between tags."""
    return text.translate(_IN_TEXT)


def attributes(given: Mapping[str, str]) -> str:
    """Return attributes as they stand in a tag, each after a space."""
    return "".join(f' {name}="{value.translate(_IN_ATTRIBUTE)}"' for name, value in given.items())


def element(name: str, content: str = "", given: Mapping[str, str] | None = None) -> str:
    """Return an element around markup."""
    head = name + attributes(given or {})
    return f"<{head}>{content}</{name}>" if content else f"<{head}/>"


def json_text(value: object) -> str:
    """Return a value as JSON that XML can hold."""
    return ascii_escaped(strict.encode(value).decode())
