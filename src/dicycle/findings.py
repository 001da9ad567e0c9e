"""What is wrong, as data: one shape for the API, the command line and the pages (convention 14)."""

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding matters: an error refuses the input, a warning or a note does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(NamedTuple):
    """One thing that is wrong or worth knowing.

    `code` is stable and dotted (``ledger.time-without-offset``), `sentence` says what is wrong in words,
    `where` is a JSON pointer, a file and line or an identifier, `advice` says what to do next.
    """

    code: str
    sentence: str
    where: str = ""
    severity: Severity = Severity.ERROR
    advice: str = ""

    def __str__(self) -> str:
        whole = self.where.removesuffix("#")
        place = f"{whole}: " if whole else ""
        return f"{place}{self.sentence}{' ' + self.advice if self.advice else ''}"

    def at(self, prefix: str) -> "Finding":
        """Return the same finding seen from further out: `prefix` is put before `where`."""
        return self._replace(where=prefix + self.where)

    def as_dict(self) -> dict[str, str]:
        """Return the finding as plain JSON, the same everywhere."""
        return {
            "code": self.code,
            "sentence": self.sentence,
            "where": self.where,
            "severity": self.severity.value,
            "advice": self.advice,
        }
