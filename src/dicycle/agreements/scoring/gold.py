"""Annotated documents: what a person read in them, and what must not be read into them."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from dicycle.agreements.naming import key
from dicycle.errors import InvalidInput
from dicycle.findings import Finding

Values = dict[str, Any]
_FOLDERS = ("", "documents")


class Gold(NamedTuple):
    """An annotated document and its file."""

    path: Path
    said: Values

    @property
    def records(self) -> list[Values]:
        """Return its records."""
        return list(self.said.get("records", ()))

    def entity(self, name: str, quotes: list[tuple[int, int]]) -> str | None:
        """Return the entity that a name or characters mean."""
        named = next((id for id, names in self._names() if key(name) in names), None)
        return named or self._mentioned(quotes)

    def _names(self) -> Iterator[tuple[str, set[str]]]:
        for one in self.said.get("entities", ()):
            names = [one["name"], one.get("legal_name"), *one.get("aliases", ())]
            yield one["id"], {key(name) for name in names if name}

    def _mentioned(self, quotes: list[tuple[int, int]]) -> str | None:
        best = max(((_shared(quotes, one), one["id"]) for one in self.said.get("entities", ())), default=(0.0, None))
        return best[1] if best[0] > 0 else None


def _shared(quotes: list[tuple[int, int]], entity: Values) -> float:
    """Return the best overlap of characters with a mention, as a part of both together."""
    spans = spans_of([*entity.get("mentions", ()), *entity.get("nominal_mentions", ())])
    return max((_overlap(one, other) for one in quotes for other in spans), default=0.0)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def spans_of(quotes: Any) -> list[tuple[int, int]]:
    """Return the characters of annotated quotes."""
    return [(one["start"], one["end"]) for one in quotes or ()]


def amount(value: Any) -> Decimal:
    """Return an annotated number, exactly."""
    return Decimal(str(value))


def accepted(said: Values | None) -> list[Any]:
    """Return the values that are right; of nothing said, none."""
    if said is None:
        return [None]
    return [said.get("value"), *said.get("accept", ())]


def read_gold(folder: Path) -> list[Gold]:
    """Read ``gold.json`` of a folder; its documents lie beside it or in ``documents``.

    Raises InvalidInput where it is missing, is no JSON, or names a document that is not there.
    """
    path = folder / "gold.json"
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InvalidInput(_finding("agreements.no-gold", f"{folder} has no gold.json.", str(folder))) from None
    except (ValueError, OSError) as error:
        raise InvalidInput(_finding("agreements.bad-gold", f"{path} cannot be read: {error}", str(path))) from None
    documents = said.get("documents", ()) if isinstance(said, dict) else ()
    return [Gold(_file(folder, one), one) for one in documents]


def _file(folder: Path, said: Values) -> Path:
    name = str(said.get("doc_id", ""))
    for inner in _FOLDERS:
        path = folder / inner / name
        if path.is_file():
            return path
    raise InvalidInput(
        _finding("agreements.no-document", f"gold.json names {name!r}, which is not there.", str(folder))
    )


def _finding(code: str, sentence: str, where: str) -> Finding:
    return Finding(
        code, sentence, where,
        advice="Give a folder that holds gold.json and the annotated documents, beside it or in its folder documents.",
    )  # fmt: skip
