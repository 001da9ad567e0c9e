"""Legal entity identifiers (ISO 17442): 18 letters or digits and two check digits (ISO 7064, MOD 97-10)."""

import re
from typing import Final

_FORM: Final = re.compile(r"[0-9A-Z]{18}[0-9]{2}", re.ASCII)


def is_lei(text: str) -> bool:
    """Tell whether a text is an identifier with right check digits.

    >>> is_lei("506700GE1G29325QX363"), is_lei("506700GE1G29325QX364")
    (True, False)
    """
    return bool(_FORM.fullmatch(text)) and int("".join(str(int(letter, 36)) for letter in text)) % 97 == 1
