"""Pages of the documentation as programs: their files, console sessions and Python examples, in order.

A fenced block with ``title="name"`` is a file of that name. In a ``console`` block a line that begins with ``$ `` is a
command (``> `` goes on with it) and the lines below it are what it says; ``…`` stands for anything, on a line of its
own for any lines. A ``python`` block is run, with ``>>>`` as a doctest. Other blocks are for reading only.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ADDRESS = "http://127.0.0.1:8765"

_FENCE = re.compile(r"^```(\w+)[ ]?(.*?)$\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its language, the name of the file it is (or nothing), its text and the line it starts at."""

    language: str
    file: str
    text: str
    line: int


class Command(NamedTuple):
    """A command of a console block and the lines it is said to answer."""

    text: str
    says: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page of the documentation."""

    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).with_suffix("").as_posix()

    @property
    def text(self) -> str:
        """What is written on it."""
        return self.path.read_text(encoding="utf-8")

    def blocks(self) -> list[Block]:
        """Return its fenced blocks."""
        return [
            Block(found[1], _title(found[2]), found[3], self.text.count("\n", 0, found.start()) + 1)
            for found in _FENCE.finditer(self.text)
        ]

    def runnable(self) -> list[Block]:
        """Return the blocks that do something."""
        return [one for one in self.blocks() if one.file or one.language in ("console", "python")]

    @property
    def needs_server(self) -> bool:
        """Whether an example talks to the server at its default address."""
        return any(ADDRESS in one.text for one in self.runnable())

    @property
    def tools(self) -> list[str]:
        """The programs that its commands use and that may be missing on a machine."""
        said = " ".join(one.text for one in self.runnable() if one.language == "console")
        return [tool for tool in ("curl", "sqlite3") if re.search(rf"\b{tool} ", said)]


def _title(words: str) -> str:
    found = re.search(r'title="([^"]+)"', words)
    return found[1] if found else ""


def pages() -> list[Page]:
    """Return the README and every page under docs/."""
    return [Page(ROOT / "README.md"), *map(Page, sorted(DOCS.rglob("*.md")))]


def commands(text: str) -> list[Command]:
    """Return the commands of a console block."""
    found: list[Command] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:], ()))
        elif line.startswith("> ") and not found[-1].says:
            found[-1] = found[-1]._replace(text=f"{found[-1].text}\n{line[2:]}")
        else:
            found[-1] = found[-1]._replace(says=(*found[-1].says, line))
    return found


def matches(says: tuple[str, ...], said: str) -> bool:
    """Tell whether a command said what the page says it does."""
    lines = [".*" if line == "…" else "[^\n]*".join(map(re.escape, line.rstrip().split("…"))) for line in says]
    return re.fullmatch("\n".join(lines), said.strip("\n"), re.DOTALL) is not None
