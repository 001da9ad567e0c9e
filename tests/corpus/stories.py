"""The corpus of small stories about the battery loop, and their invalid twins, as frozen values."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

LEDGER = Path(__file__).parent / "ledger"

RefusedBy = Literal["parser", "schema", "sense"]


@dataclass(frozen=True)
class Story:
    """One fact of the loop, told as a valid EPCIS document."""

    name: str
    tells: str
    conventions: tuple[int, ...]

    @property
    def path(self) -> Path:
        """The document."""
        return LEDGER / f"{self.name}.jsonld"

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Twin:
    """A story with one thing wrong.

    ``where`` (schema twins) is the JSON pointer of the wrong thing, or of the object that lacks one;
    ``rule`` (sense twins) names the rule that is broken.
    """

    story: Story
    wrong: str
    tells: str
    refused_by: RefusedBy
    where: str | None = None
    rule: str | None = None

    @property
    def path(self) -> Path:
        """The document, for a parser twin the bytes that are none."""
        return LEDGER / f"{self.story.name}.twin-{self.wrong}.jsonld"

    def __str__(self) -> str:
        return f"{self.story.name}.{self.wrong}"


@cache
def stories() -> tuple[Story, ...]:
    """Return every story, in the order of the loop."""
    return tuple(story for story, _ in _read())


@cache
def twins(refused_by: RefusedBy | None = None) -> tuple[Twin, ...]:
    """Return the twins that this layer is the first to refuse; without a layer, all of them."""
    every = (Twin(story=story, **row) for story, rows in _read() for row in rows)
    return tuple(twin for twin in every if refused_by in (None, twin.refused_by))


@cache
def _read() -> tuple[tuple[Story, list[dict[str, Any]]], ...]:
    rows = tomllib.loads((LEDGER / "stories.toml").read_text(encoding="utf-8"))["story"]
    return tuple((_story(row), row.get("twin", [])) for row in rows)


def _story(row: dict[str, Any]) -> Story:
    return Story(row["name"], row["tells"], tuple(row["conventions"]))
