"""What the pages say of each other and of the repository is true."""

import re
import tempfile
from pathlib import Path

import pytest
from docs.pages import DOCS, ROOT, Page, commands, matches, pages

ROOT_PAGES = [Page(path) for path in sorted(ROOT.glob("*.md"))]
EVERY = sorted({page.path: page for page in (*ROOT_PAGES, *pages())}.items())
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$|`[^`]*`", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_PARAGRAPH = re.compile(r"^## (\d+)\. ", re.MULTILINE)


def links(page: Page) -> list[str]:
    """Return where a page points to, outside of code."""
    return _LINK.findall(_CODE.sub("", page.text))


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page's headings, as the common renderers make them."""
    found = _HEADING.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", [page for _, page in EVERY], ids=str)
def test_links_lead_somewhere(page: Page) -> None:
    """Each link into the repository points to a file that is there, and to a heading that it has."""
    broken = []
    for link in links(page):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        target, _, anchor = link.partition("#")
        path = (page.path.parent / target).resolve() if target else page.path
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(link)
    assert broken == []


def test_every_page_can_be_reached() -> None:
    """Whoever starts at the README gets to every page by links."""
    seen: set[Path] = set()
    waiting = [Page(ROOT / "README.md")]
    while waiting:
        page = waiting.pop()
        if page.path in seen:
            continue
        seen.add(page.path)
        targets = [(page.path.parent / link.partition("#")[0]).resolve() for link in links(page) if "://" not in link]
        waiting += [Page(path) for path in targets if path.suffix == ".md" and path.exists()]
    assert sorted(path.relative_to(ROOT).as_posix() for path in set(DOCS.rglob("*.md")) - seen) == []


def test_the_readme_names_things_that_can_be_made() -> None:
    """Each `make` word of the README and of the contributing page is a target of the Makefile."""
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in (Page(ROOT / "README.md"), Page(ROOT / "CONTRIBUTING.md")):
        named = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.text, re.MULTILINE))
        assert named
        assert named - made == set()


def test_the_readme_names_the_rooms_that_there_are() -> None:
    """The table of rooms lists what is in the package, and nothing else."""
    rows = re.findall(r"^\| (`[a-z`, ]+`) \|", Page(ROOT / "README.md").text, re.MULTILINE)
    named = {room for row in rows for room in re.findall(r"`([a-z]+)`", row)}
    folders = {path.name for path in (ROOT / "src" / "dicycle").iterdir() if path.is_dir()}
    assert named - {"vocabulary"} == folders - {"__pycache__"}


def test_the_convention_has_its_fifteen_paragraphs() -> None:
    """Code and tests cite the convention by number, so the numbers are there, in order."""
    text = (DOCS / "explanation" / "convention.md").read_text(encoding="utf-8")
    assert [int(number) for number in _PARAGRAPH.findall(text)] == list(range(1, 16))


def test_a_paragraph_names_code_and_tests_that_exist() -> None:
    """Where the convention says that it is enforced, there is something."""
    text = (DOCS / "explanation" / "convention.md").read_text(encoding="utf-8")
    code = re.findall(r"`((?:[a-z_]+/)*[a-z_0-9]+\.py)`", text)
    tests = re.findall(r"`(tests/[a-z_0-9/]+(?:\.py|\.toml)?)`", text)
    assert [
        name for name in code if not name.startswith("tests/") and not (ROOT / "src" / "dicycle" / name).exists()
    ] == []
    assert [name for name in tests if not (ROOT / name).exists()] == []


def test_every_table_of_the_store_is_told() -> None:
    """The page about storage names each table that the schema makes."""
    from dicycle.storage.sqlite.schema import MIGRATIONS

    made = re.findall(r"CREATE TABLE (\w+)", "".join(MIGRATIONS))
    text = (DOCS / "explanation" / "storage.md").read_text(encoding="utf-8")
    assert made
    assert [name for name in made if not re.search(rf"^\|.*`{name}`.*\|", text, re.MULTILINE)] == []


def test_decisions_are_numbered_and_listed() -> None:
    """Decisions count from 1 without a gap, and each stands in the list."""
    folder = DOCS / "decisions"
    found = sorted(path.name for path in folder.glob("0*.md"))
    assert [int(name[:4]) for name in found] == list(range(1, len(found) + 1))
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [name for name in found if f"({name})" not in listed] == []


@pytest.mark.parametrize("page", [page for _, page in EVERY], ids=str)
def test_a_page_is_for_everybody(page: Page) -> None:
    """No page speaks of this machine, or of work that is left to do."""
    own = [str(ROOT.parent), str(Path.home()), tempfile.gettempdir()]
    assert [path for path in own if f"{path}/" in page.text] == []
    assert re.findall(r"\bTODO\b|\bFIXME\b", page.text) == []


def test_an_answer_matches_only_what_the_page_says() -> None:
    """The comparison of examples is strict, but for the dots."""
    assert matches(("a … c", "…", "z"), "a b c\nany\nthing\nz")
    assert not matches(("a … c",), "a b d")
    assert not matches(("a",), "a\nb")
    assert not matches((), "something")
    [first, second] = commands("$ one \\\n> two\nanswer\n$ three\n")
    assert (first.text, first.says) == ("one \\\ntwo", ("answer",))
    assert (second.text, second.says) == ("three", ())
