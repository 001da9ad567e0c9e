"""Lines of the log: one record, one line, whatever was asked; nothing that a terminal would obey."""

import logging
from typing import Any, Final

FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_INDENT: Final = "  | "


class SafeFormatter(logging.Formatter):
    """Writes control characters, marks of direction and lone surrogates as escapes.

    A traceback keeps its lines, each behind a mark, so that none can pass for a record of its own.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Return the record's line."""
        return escaped(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Return a traceback."""
        return "\n".join(_INDENT + escaped(line) for line in super().formatException(ei).splitlines())


def escaped(text: str) -> str:
    """Return a text in which whatever is not printable is written as Python writes it: ``\\n``, ``\\x1b``."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def config(level: str = "WARNING") -> dict[str, Any]:
    """Return the configuration of all loggers of a server, in the form of `logging.config.dictConfig`."""
    own: dict[str, Any] = {"handlers": ["stderr"], "level": level, "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"safe": {"()": SafeFormatter, "fmt": FORMAT}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "safe", "stream": "ext://sys.stderr"}},
        "loggers": {"uvicorn": own, "uvicorn.error": {}, "uvicorn.access": own, "dicycle": own},
    }
