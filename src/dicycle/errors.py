"""The errors of Dicycle.

DicycleError
├── InvalidInput         something given to us is not what it should be
│   ├── InvalidIdentifier    a key, code or check digit
│   ├── InvalidUnit          an unknown unit, or units of two dimensions in one sum
│   ├── InvalidEvent         an event or document that the standard refuses
│   └── InvalidQuery         a query parameter that is unknown or malformed
├── NotFound             no such event, item, job or query
├── AlreadyExists        the identifier is taken by other content
├── TooLarge             over a stated limit
├── Forbidden            who asks may not do this
└── StoreError           the store cannot be opened, read or written
"""

from typing import Self

from dicycle.findings import Finding


class DicycleError(Exception):
    """Something went wrong, and the findings say what, where and what to do."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings: tuple[Finding, ...] = findings

    @classmethod
    def because(cls, code: str, sentence: str, where: str = "", advice: str = "") -> Self:
        """Return the error with one finding made from its parts."""
        return cls(Finding(code, sentence, where, advice=advice))


class InvalidInput(DicycleError):
    """Something given to us is not what it should be."""


class InvalidIdentifier(InvalidInput):
    """A key, code or check digit is wrong."""


class InvalidUnit(InvalidInput):
    """A unit is unknown, or units of two dimensions meet in one calculation."""


class InvalidEvent(InvalidInput):
    """An event or document is refused by the standard."""


class InvalidQuery(InvalidInput):
    """A query parameter is unknown or malformed."""


class NotFound(DicycleError):
    """There is no such event, item, job or query."""


class AlreadyExists(DicycleError):
    """The identifier is taken by other content."""


class TooLarge(DicycleError):
    """The input is over a stated limit."""


class Forbidden(DicycleError):
    """Who asks may not do this."""


class StoreError(DicycleError):
    """The store cannot be opened, read or written."""
