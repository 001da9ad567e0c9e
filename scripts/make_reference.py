"""Write the generated pages of docs/reference, or with --check say which of them are stale."""

import sys
from collections.abc import Callable
from pathlib import Path

from reference_pages import commands, findings, http, python_api, sense, tables

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"

PAGES: dict[str, Callable[[], str]] = {
    "cli.md": commands.commands_page,
    "findings.md": lambda: findings.findings_page(ROOT / "src" / "dicycle"),
    "http.md": http.http_page,
    "python.md": python_api.python_page,
    "query-parameters.md": tables.query_page,
    "sense-rules.md": sense.sense_page,
    "settings.md": tables.settings_page,
    "units.md": tables.units_page,
    "vocabulary.md": tables.vocabulary_page,
}


def stale() -> list[str]:
    """Return the names of the pages that are not what they would be if they were written now."""
    return [name for name, make in PAGES.items() if _read(FOLDER / name) != make()]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def write() -> list[str]:
    """Write the pages that are stale; return their names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    names = stale()
    for name in names:
        (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
    return names


def main(arguments: list[str]) -> int:
    """Run as a command."""
    if arguments == ["--check"]:
        names = stale()
        if names:
            print(f"Stale: docs/reference/{', '.join(names)}. Run `make docs` and commit what it writes.")
        return 1 if names else 0
    names = write()
    print(f"Wrote docs/reference/{', '.join(names)}." if names else "The reference pages are as they should be.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
