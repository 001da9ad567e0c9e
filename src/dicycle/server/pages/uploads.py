"""What a form with a file sends (multipart/form-data, RFC 7578), and what kind of document the file is."""

import re
from typing import Final, NamedTuple

from dicycle.errors import InvalidInput
from dicycle.ledger import xml
from dicycle.ledger.importing import begins_lines
from dicycle.ledger.strict import BOM

MULTIPART: Final = "multipart/form-data"
_BOUNDARY: Final = re.compile(r'boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_FIELD: Final = re.compile(r'content-disposition:[^\r\n]*?\bname="([^"\r\n]*)"', re.IGNORECASE)
_FILE: Final = re.compile(r'content-disposition:[^\r\n]*?\bfilename="([^"\r\n]*)"', re.IGNORECASE)
_MOST_FIELDS: Final = 16


class Field(NamedTuple):
    """One field of a form: what was typed or chosen, or the bytes of a file and what it is called."""

    body: bytes
    filename: str = ""


def read_form(raw: bytes, content_type: str) -> dict[str, Field]:
    """Return the fields of a form by name, the first of each; raises InvalidInput if it is none."""
    said = _BOUNDARY.search(content_type)
    if said is None:
        raise _no_form("It does not say where its fields end.")
    mark = b"\r\n--" + (said[1] or said[2]).encode("utf-8", "replace")
    *parts, end = (b"\r\n" + raw).split(mark, _MOST_FIELDS + 1)
    if not parts or not end.startswith(b"--"):
        raise _no_form("It ends before its last field does.")
    found: dict[str, Field] = {}
    for part in parts[1:]:
        head, _, body = part.partition(b"\r\n\r\n")
        text = head.decode("utf-8", "replace")
        if name := _FIELD.search(text):
            file = _FILE.search(text)
            found.setdefault(name[1], Field(body, file[1] if file else ""))
    return found


def _no_form(why: str) -> InvalidInput:
    advice = "Send it from the page of the captures, or use POST /capture."
    return InvalidInput.because("page.form", f"This is not a form that was filled in. {why}", advice=advice)


def as_document(raw: bytes, *, check: bool) -> bytes:
    """Return a file as a document in JSON: XML is translated, the lines of NDJSON become a list of events.

    With `check` the events of XML are tested against the grammar too. Raises InvalidEvent.
    """
    if xml.is_xml(raw):
        return xml.to_json(raw, check=check)
    lines = raw.removeprefix(BOM)
    first, _, rest = lines.partition(b"\n")
    if rest.strip() and begins_lines(first, rest):
        return b"[" + b",".join(line for line in lines.split(b"\n") if line.strip()) + b"]"
    return raw
