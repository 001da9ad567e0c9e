"""Every example of the documentation is run: its files are written, its commands executed, its answers compared."""

import doctest
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from docs.pages import ADDRESS, Block, Page, commands, matches, pages
from docs.shell import Server, Shell, quick_programs

RUN = [page for page in pages() if page.runnable() and page.path.parent.name != "reference"]


@pytest.fixture(scope="module")
def programs() -> Iterator[Path]:
    """The folder of the command that the examples run."""
    with TemporaryDirectory(prefix="dicycle-") as folder, quick_programs(Path(folder)) as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN, ids=str)
def test_the_examples_of_a_page_do_what_it_says(
    page: Page, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page tells the reader to type works, and answers what the page says."""
    missing = [tool for tool in page.tools if not shutil.which(tool)]
    if missing:
        pytest.skip(f"The examples use {', '.join(missing)}, which is not here.")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    with _served(page, tmp_path, programs) as address, Shell(tmp_path, programs) as shell:
        for block in page.runnable():
            text = block.text.replace(ADDRESS, address)
            if block.file:
                (tmp_path / block.file).write_text(text, encoding="utf-8")
            elif block.language == "console":
                _session(shell, text, f"{page}:{block.line}")
            else:
                _python(block._replace(text=text), names, str(page))


@contextmanager
def _served(page: Page, folder: Path, programs: Path) -> Iterator[str]:
    if not page.needs_server:
        yield ADDRESS
        return
    with Server(folder, programs) as address:
        yield address


def _session(shell: Shell, text: str, where: str) -> None:
    given = commands(text)
    followers = [one.text for one in given[1:]] + [""]
    for command, follower in zip(given, followers, strict=True):
        said, status = shell.run(command.text)
        assert status == 0 or follower == "echo $?", f"{where}: $ {command.text}\nexit status {status}\n{said}"
        shown = "\n".join(command.says)
        assert matches(command.says, said), f"{where}: $ {command.text}\nthe page says:\n{shown}\nit says:\n{said}"


def _python(block: Block, names: dict[str, Any], page: str) -> None:
    if ">>>" not in block.text:
        exec(compile(block.text, f"{page}:{block.line}", "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(block.text, names, page, page, block.line)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    runner.run(test, out=said.append, clear_globs=False)
    names |= test.globs
    assert not runner.failures, "".join(said)
