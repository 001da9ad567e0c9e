"""The generated pages are fresh and leave nothing out."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from docs.pages import DOCS, ROOT

from dicycle.cli import COMMANDS
from dicycle.ledger.query import CONTROLS, PARAMETERS
from dicycle.settings import Settings
from dicycle.units.codes import UNITS

SCRIPT = ROOT / "scripts" / "make_reference.py"
SOURCE = ROOT / "src" / "dicycle"
_LITERAL_CODE = re.compile(r'(?:Finding|\.because)\(\s*"([a-z]+\.[a-z0-9-]+)"')


def reference(name: str) -> str:
    """Return a page of the reference."""
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


@pytest.mark.full
def test_the_generated_pages_are_what_the_code_says_now() -> None:
    """Whoever changes a help text, a setting or a finding runs `make docs` too; `make test` says so before any test."""
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_a_stale_page_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page that was changed by hand is found, and the sentence says what to do."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    make_reference = import_module("make_reference")
    quick = {name: make_reference.PAGES[name] for name in ("settings.md", "units.md")}
    monkeypatch.setattr(make_reference, "PAGES", quick)
    monkeypatch.setattr(make_reference, "FOLDER", tmp_path / "reference")
    assert make_reference.main([]) == 0
    assert make_reference.main(["--check"]) == 0
    assert capsys.readouterr().out == "Wrote docs/reference/settings.md, units.md.\n"
    (tmp_path / "reference" / "settings.md").write_text("nothing", encoding="utf-8")
    assert make_reference.main(["--check"]) == 1
    said = "Stale: docs/reference/settings.md. Run `make docs` and commit what it writes.\n"
    assert capsys.readouterr().out == said


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented(name: str) -> None:
    """Each command has its own heading and its own words."""
    assert f"\n## dicycle {name}\n\n```text\nUsage: dicycle {name} " in reference("cli.md")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    """Each setting is told with its variable and what it means."""
    assert Settings.model_fields[name].description
    assert f"| `{name}` | `DICYCLE_{name.upper()}` |" in reference("settings.md")


def test_every_query_parameter_is_documented() -> None:
    """Each parameter that a query may have is listed."""
    page = reference("query-parameters.md")
    assert [name for name in (*PARAMETERS, *CONTROLS) if f"| `{name}` |" not in page] == []


def test_every_unit_is_documented() -> None:
    """Each unit that we reckon with is listed."""
    page = reference("units.md")
    assert [code for code in UNITS if f"| `{code}` |" not in page] == []


def test_every_finding_that_is_written_out_is_in_the_catalogue() -> None:
    """A plain search of the source finds no code that the catalogue lacks."""
    page = reference("findings.md")
    codes = {code for path in SOURCE.rglob("*.py") for code in _LITERAL_CODE.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 20
    assert sorted(code for code in codes if f"| `{code}` |" not in page) == []


def test_a_finding_made_by_a_helper_is_in_the_catalogue() -> None:
    """Codes that are put together of a room and a word are found too."""
    page = reference("findings.md")
    helped = ("event.key-without-prefix", "identifier.check-digit", "json.too-deep", "unit.dimensions")
    assert [code for code in helped if f"| `{code}` |" not in page] == []


def test_a_code_that_cannot_be_followed_is_not_left_out_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catalogue refuses to be incomplete."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    from reference_pages.findings import Unresolved, catalogue

    (tmp_path / "room.py").write_text('x = "a" + "b"\nfinding = Finding(x, "It is so.")\n', encoding="utf-8")
    with pytest.raises(Unresolved, match=r"room\.py:2: the code of this finding is not a literal\."):
        catalogue(tmp_path)
